// One line on standard error that tells how far a run is.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lbl::cli {

/// Shows records/s, the share done and the time left, at most five times a second, over and over on
/// one line that finish() clears. `word` is auto (only on a terminal), always or never.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  Progress(std::string program, const std::string& word);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `total` 0: not known.
  void update(std::uint64_t bytes, std::uint64_t total, std::uint64_t records);
  void finish();

 private:
  std::string program_;
  bool shown_ = false, enabled_ = false;
  Clock::time_point start_, last_;
};

/// The line itself: `lbl-agree: 1,234,567 records, 52%, 830,000/s, 2 s left`.
std::string progress_line(const std::string& program, std::uint64_t bytes, std::uint64_t total,
                          std::uint64_t records, double seconds);

}  // namespace lbl::cli
