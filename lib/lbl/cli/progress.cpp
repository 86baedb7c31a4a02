// Progress on standard error.
#include "lbl/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/cli/terminal.hpp"

namespace lbl::cli {

namespace {

constexpr std::chrono::milliseconds kInterval{200};
constexpr const char* kClearRest = "\x1b[K";
constexpr double kFirstRate = 0.5;  // seconds before a rate is worth showing

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace

std::string progress_line(const std::string& program, std::uint64_t bytes, std::uint64_t total,
                          std::uint64_t records, double seconds) {
  std::string line = fmt::format("{}: {} records", program, base::with_commas(records));
  const bool share_known = total > 0 && bytes <= total;
  const double share = share_known ? static_cast<double>(bytes) / static_cast<double>(total) : 0;
  if (share_known) line += fmt::format(", {:.0f}%", std::floor(share * 100));
  if (seconds < kFirstRate) return line;
  line += fmt::format(
      ", {}/s",
      base::with_commas(static_cast<std::uint64_t>(static_cast<double>(records) / seconds)));
  if (share > 0) line += fmt::format(", {} left", duration(seconds * (1 - share) / share));
  return line;
}

Progress::Progress(std::string program, const std::string& word)
    : program_(std::move(program)),
      enabled_(word == "always" || (word == "auto" && is_terminal(Stream::error))),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  finish();
}

void Progress::update(std::uint64_t bytes, std::uint64_t total, std::uint64_t records) {
  if (!enabled_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_ < kInterval) return;
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  print_error("\r" + progress_line(program_, bytes, total, records, seconds) + kClearRest);
}

void Progress::finish() {
  if (!shown_) return;
  print_error(std::string("\r") + kClearRest);
  shown_ = false;
}

}  // namespace lbl::cli
