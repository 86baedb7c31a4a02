// Reading guidelines in tests: from one text, or from several that extend each other.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/model/guideline.hpp"

template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n  " + line;
    return text.c_str();
  }
};

namespace lbl::tests {

/// Reads the guideline `name` of `files`, which may extend the others.
inline model::GuidelineResult read_guidelines(const std::map<std::string, std::string>& files,
                                              const std::string& name) {
  const auto find = [&](const std::string& wanted, const std::string&) {
    const auto file = files.find(wanted);
    if (file == files.end()) {
      throw base::Error(base::ErrorKind::input, "no guideline \"" + wanted + "\"");
    }
    return model::GuidelineSource{file->first, file->second};
  };
  return model::read_guideline({name, files.at(name)}, find);
}

inline model::GuidelineResult read_text(const std::string& text) {
  return read_guidelines({{"g", text}}, "g");
}

/// The problems of a guideline, one line each: "line:column: pointer: message".
inline std::vector<std::string> problems_of(const model::GuidelineResult& result) {
  std::vector<std::string> lines;
  for (const model::GuidelineProblem& problem : result.problems) {
    const std::string line = model::to_text(problem);
    lines.push_back(problem.file == "g" ? line.substr(2) : line);
  }
  return lines;
}

using Problems = std::vector<std::string>;

/// The problems of one task, given as the inside of its object; places are those of
/// `{"guideline": "g", "tasks": {"t": {` + inside + `}}}` on a line of its own.
inline Problems task_problems(const std::string& inside) {
  return problems_of(read_text("{\"guideline\": \"g\", \"tasks\": {\"t\": {\n" + inside + "\n}}}"));
}

/// The problems of a guideline with one sound task and `members` on line 2.
inline Problems member_problems(const std::string& members) {
  return problems_of(read_text(
      "{\"guideline\": \"g\", \"tasks\": {\"label\": {\"type\": \"choice\", \"labels\": [\"yes\", "
      "\"no\"]}},\n" +
      members + "\n}"));
}

}  // namespace lbl::tests
