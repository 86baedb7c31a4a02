// What a program says on standard error besides its last word: warnings, and with -v the steps.
#pragma once

#include <memory>
#include <string>

namespace lbl::cli {

struct CommonOptions;

/// Messages of one line on standard error, `PROGRAM: message` (spdlog behind it). Text that came
/// from data must already be escaped. -q leaves errors only, -v adds info, -vv debug; --log-level
/// wins over both.
class Log {
 public:
  Log(const std::string& program, const CommonOptions& options);
  ~Log();
  Log(Log&&) noexcept;

  /// Something that makes the run or a gate fail, such as a failed gate; shown even with -q.
  void error(const std::string& message);
  void warn(const std::string& message);
  /// Something to know that is no fault; shown like a warning, without the word.
  void note(const std::string& message);
  void info(const std::string& message);
  void debug(const std::string& message);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::cli
