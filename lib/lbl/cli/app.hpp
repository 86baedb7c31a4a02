// The command line of every program: options, help, and the checks made before a file is opened.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/cli/arguments.hpp"
#include "lbl/cli/verbs.hpp"

namespace lbl::cli {

/// Exit codes of DESIGN.md section 3.
enum ExitCode : int { kDone = 0, kFound = 1, kFailed = 2 };

/// Options that every program takes.
struct CommonOptions {
  std::vector<std::string> files;    ///< as named; empty: standard input
  std::string guideline;             ///< -g
  std::string from = "auto";         ///< -f
  std::string to = "text";           ///< -t
  std::string output = "-";          ///< -o
  std::vector<std::string> reports;  ///< --report [FORMAT:]FILE
  std::vector<std::string> gates;    ///< --gate
  bool list_gates = false;
  std::string gates_only;  ///< --gates-only REPORT.json
  std::string fail_on = "error";
  std::string on_error = "stop";
  std::uint64_t seed = 1;
  std::uint64_t threads = 0;  ///< 0: all cores
  std::string progress = "auto";
  std::string color = "auto";
  bool quiet = false;
  int verbose = 0;
  std::string log_level;  ///< empty: as -q and -v say
  std::string item_field, annotator_field, label_field, text_field, time_field;
};

/// A name that gates may use, for --list-gates: exact, or with "*" for a part that the data
/// decides.
struct GateName {
  std::string name;
  std::string meaning;
  /// A figure of another verb of the program: a guideline's gate on it is left to that verb.
  bool of_other_verb = false;
};

/// A command line being described. Wraps CLI11 so that its traps (a list that swallows FILE, octal
/// integers, a refused repeated scalar, `--name=` that takes the next argument, exit codes above
/// 100) exist nowhere else.
///
/// All add functions take `names` as "-o,--output" or "--output"; `value_name` and `help` appear in
/// --help. A name means one thing in all programs: the same help everywhere.
class App {
 public:
  /// `program` is the file's name ("lbl-agree"); `summary` the question that it answers; `verb` the
  /// word that was the first argument, if that is what is described.
  App(std::string program, std::string summary, const std::string& verb = "");
  ~App();

  /// The line after "Usage: PROGRAM"; default "[OPTION...] [FILE...]".
  void usage(const std::string& line);
  /// Lists the program's verbs in --help.
  void verbs(const std::vector<Verb>& verbs);
  /// Options added after this call stand under this title in --help.
  void section(const std::string& title);
  /// Options added after this call, up to the next section(), are shown by their names only; the
  /// manual page tells what they mean.
  void fold();

  void flag(const std::string& names, bool& target, const std::string& help);
  void counter(const std::string& names, int& target, const std::string& help);
  void text(const std::string& names, std::string& target, const std::string& value_name,
            const std::string& help);
  /// A file to read; "-" is standard input, which only one option or FILE may be.
  void input_file(const std::string& names, std::string& target, const std::string& value_name,
                  const std::string& help);
  /// One of a closed list of words.
  void choice(const std::string& names, std::string& target, const std::vector<std::string>& words,
              const std::string& help);
  /// A comma-separated list ("\," is a comma in a value), one argument an occurrence; repeats
  /// append.
  void list(const std::string& names, std::vector<std::string>& target,
            const std::string& value_name, const std::string& help);
  /// Repeatable, taken whole (a comma is part of the value).
  void repeated(const std::string& names, std::vector<std::string>& target,
                const std::string& value_name, const std::string& help);
  /// A whole number in decimal digits that fits 64 bits.
  void unsigned_integer(const std::string& names, std::uint64_t& target,
                        const std::string& value_name, const std::string& help);
  void unsigned_integer(const std::string& names, std::optional<std::uint64_t>& target,
                        const std::string& value_name, const std::string& help);
  void number(const std::string& names, std::optional<double>& target,
              const std::string& value_name, const std::string& help);
  void number(const std::string& names, double& target, const std::string& value_name,
              const std::string& help);
  /// Two numbers, `--name A B` or `--name A,B`.
  void number_pair(const std::string& names, std::optional<std::pair<double, double>>& target,
                   const std::string& value_name, const std::string& help);

  /// Adds all of CommonOptions; `formats` are the words for -t (first one the default). Every
  /// program calls it, after its own options.
  void common(CommonOptions& options, const std::vector<std::string>& formats);
  /// What --list-gates prints, and what the names of gates are checked against at once.
  void gate_names(std::vector<GateName> names);
  /// Lines shown under "Examples:".
  void examples(const std::vector<std::string>& lines);

  /// Parses. Returns an exit code when the program is done (--help, --version, --list-gates), none
  /// to go on. Throws Error (usage) for a bad command line.
  std::optional<int> parse(int argc, char** argv);
  /// True if the option ("--seed") was given on the command line.
  bool given(const std::string& long_name) const;

  /// The options given on the command line, in their order.
  const std::vector<GivenOption>& given_options() const;

  /// The option whose file is standard input ("-"), or "".
  std::string standard_input_option() const;

  const std::string& program() const;
  /// The verb that is described, or "".
  const std::string& verb() const;
  /// The words of -t.
  const std::vector<std::string>& formats() const;
  const std::vector<GateName>& gate_names() const;
  /// The text of --help.
  std::string help() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::cli
