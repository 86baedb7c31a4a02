// What every main shares: options (the one wrapper around CLI11), messages, exit codes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/io/reader.hpp"

namespace lbl::cli {

/// Exit codes of DESIGN.md section 3.
enum ExitCode : int { kDone = 0, kFound = 1, kFailed = 2 };

enum class Color : std::uint8_t { automatic, always, never };

/// Options that every program takes.
struct CommonOptions {
  std::vector<std::string> files;
  std::string guideline;                 ///< -g
  std::string from = "auto";             ///< -f
  std::string to = "text";               ///< -t
  std::string output = "-";              ///< -o
  std::vector<std::string> reports;      ///< --report [FORMAT:]FILE
  std::vector<std::string> gates;        ///< --gate
  bool list_gates = false;
  std::string gates_only;                ///< --gates-only REPORT.json
  std::string fail_on = "error";
  std::string on_error = "stop";
  std::uint64_t seed = 1;
  unsigned threads = 0;
  std::string progress = "auto";
  std::string color = "auto";
  bool quiet = false;
  int verbose = 0;
  std::string log_level;
  std::string item_field, annotator_field, label_field, text_field, time_field;
};

/// A command line being described. Wraps CLI11 so that its traps (a list that swallows FILE, octal
/// integers, a refused repeated scalar, exit codes above 100) exist nowhere else.
class App {
 public:
  App(std::string program, std::string summary);
  ~App();

  /// Sections keep --help readable; options added after this call belong to it.
  void section(const std::string& title);
  void flag(const std::string& names, bool& target, const std::string& help);
  void counter(const std::string& names, int& target, const std::string& help);
  void text(const std::string& names, std::string& target, const std::string& value_name,
            const std::string& help);
  /// One of a closed list of words.
  void choice(const std::string& names, std::string& target, const std::vector<std::string>& words,
              const std::string& help);
  /// A comma-separated list, one argument an occurrence; repeats append.
  void list(const std::string& names, std::vector<std::string>& target,
            const std::string& value_name, const std::string& help);
  /// Repeatable, taken whole (a comma is part of the value).
  void repeated(const std::string& names, std::vector<std::string>& target,
                const std::string& value_name, const std::string& help);
  void unsigned_integer(const std::string& names, std::uint64_t& target,
                        const std::string& value_name, const std::string& help);
  void number(const std::string& names, std::optional<double>& target,
              const std::string& value_name, const std::string& help);
  /// Adds all of CommonOptions; `formats` are the words for -t (first one the default).
  void common(CommonOptions& options, const std::vector<std::string>& formats);
  /// Lines shown under "Examples:".
  void examples(const std::vector<std::string>& lines);

  /// Parses. Returns an exit code when the program is done (--help, --version), none to go on.
  /// Throws Error (usage) for a bad command line.
  std::optional<int> parse(int argc, char** argv);
  /// True if the option was given on the command line.
  bool given(const std::string& long_name) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Runs a program: sets up signals (SIGPIPE ends quietly; Ctrl-C and TERM remove unfinished files),
/// catches what it throws, prints one line on standard error, and returns the exit code.
int run(const std::string& program, int argc, char** argv,
        const std::function<int(int argc, char** argv)>& body);

}  // namespace lbl::cli
