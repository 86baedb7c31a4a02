// A golden case: one text file with a fact, the commands that show it, their input and their
// output.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lbl::cases {

/// One "== NAME" part of a case and the lines under it.
struct Section {
  std::string name;  ///< all after "== ": "stdout", "file a.jsonl", "code 1", ...
  std::size_t line = 0;
  std::string content;  ///< every line with its LF
};

/// The format (the order is fixed; lines are taken literally, also blank ones):
///
///     # One line: the fact this case states. More "#" lines may follow.
///     $ lbl-agree -t json answers.jsonl     one or more, run by bash -eu -o pipefail
///     == file answers.jsonl                 input, by any relative name
///     == stdout                             exact; left out: nothing may be written
///     == stderr contains                    instead of exact: each line must occur somewhere
///     == code 1                             left out: 0
///     == needs shared                       skipped without ../shared
///     == needs jq                           skipped without that command
///     == needs node:NAME                    skipped where node has no such package (npm -g)
///
/// A content line that has to start with "==" is written "\==" (and "\==" is written "\\==").
struct CaseFile {
  std::string path;
  std::vector<std::string> comments;  ///< without the LF, "#" kept
  std::string script;                 ///< the commands, every line with its LF
  std::vector<Section> sections;

  const Section* find(const std::string& name) const;
  /// What the case expects as exit code.
  int expected_code() const;
  /// The names after "needs".
  std::vector<std::string> needs() const;
};

/// Reads and checks a case. Throws std::runtime_error "PATH:LINE: what is wrong".
CaseFile parse_case(const std::string& path, const std::string& text);

/// The file that parse_case reads back to the same case.
std::string case_text(const CaseFile& file);

}  // namespace lbl::cases
