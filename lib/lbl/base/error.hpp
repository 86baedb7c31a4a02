// The one exception type: something that means "cannot go on", with its message already one line.
#pragma once

#include <stdexcept>
#include <string>

namespace lbl::base {

/// Why the program cannot go on. All kinds end in exit code 2; usage errors also point to --help.
enum class ErrorKind { usage, input, output };

/// Thrown when the work cannot be done. `what()` is one line without the program's name and without
/// a final newline; bytes that came from data are already escaped (see base/text.hpp). Findings
/// about the data are values, never exceptions.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace lbl::base
