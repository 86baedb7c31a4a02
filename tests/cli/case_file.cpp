// Reads, checks and writes golden cases.
#include "case_file.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

namespace lbl::cases {
namespace {

bool starts_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

[[noreturn]] void refuse(const std::string& path, std::size_t line, const std::string& what) {
  throw std::runtime_error(path + ":" + std::to_string(line) + ": " + what);
}

// True for "==...", "\\==...", "\\\\==...": lines that are written with one backslash more.
bool is_escapable(const std::string& line) {
  return line.compare(std::min(line.find_first_not_of('\\'), line.size()), 2, "==") == 0;
}

bool is_code(const std::string& text) {
  return !text.empty() && text.size() <= 3 && text.find_first_not_of("0123456789") == text.npos;
}

bool is_inside(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find("..") == name.npos;
}

void check_section(const CaseFile& file, const Section& section) {
  static const std::set<std::string> outputs = {"stdout", "stderr", "stdout contains",
                                                "stderr contains"};
  const std::string& name = section.name;
  const auto need_empty = [&] {
    if (!section.content.empty())
      refuse(file.path, section.line, "\"== " + name + "\" has no lines");
  };
  if (outputs.count(name) != 0) {
    if (section.content.empty() && name.find(' ') != name.npos) {
      refuse(file.path, section.line, "\"== " + name + "\" without a line checks nothing");
    }
  } else if (starts_with(name, "file ")) {
    if (!is_inside(name.substr(5))) refuse(file.path, section.line, "a file name is relative");
  } else if (starts_with(name, "code ")) {
    need_empty();
    if (!is_code(name.substr(5))) refuse(file.path, section.line, "an exit code is a number");
  } else if (starts_with(name, "needs ")) {
    need_empty();
  } else {
    refuse(file.path, section.line, "unknown part \"== " + name + "\"");
  }
}

void check_case(const CaseFile& file) {
  if (file.comments.empty() || file.comments.front().size() < 3) {
    refuse(file.path, 1, "the first line states the fact: \"# ...\"");
  }
  if (file.script.empty()) refuse(file.path, file.comments.size() + 1, "no \"$ \" line");
  std::set<std::string> names;
  for (const Section& section : file.sections) {
    check_section(file, section);
    const bool code = starts_with(section.name, "code ");
    if (!names.insert(code ? "code" : section.name).second) {
      refuse(file.path, section.line, "\"== " + section.name + "\" comes twice");
    }
  }
  for (const char* output : {"stdout", "stderr"}) {
    const Section* exact = file.find(output);
    const Section* part = file.find(std::string(output) + " contains");
    if (exact != nullptr && part != nullptr) {
      refuse(file.path, part->line, std::string(output) + " is checked exactly already");
    }
  }
}

}  // namespace

const Section* CaseFile::find(const std::string& name) const {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const Section& section) { return section.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

int CaseFile::expected_code() const {
  for (const Section& section : sections) {
    if (starts_with(section.name, "code ")) return std::stoi(section.name.substr(5));
  }
  return 0;
}

std::vector<std::string> CaseFile::needs() const {
  std::vector<std::string> names;
  for (const Section& section : sections) {
    if (starts_with(section.name, "needs ")) names.push_back(section.name.substr(6));
  }
  return names;
}

CaseFile parse_case(const std::string& path, const std::string& text) {
  CaseFile file;
  file.path = path;
  if (!text.empty() && text.back() != '\n') refuse(path, 1, "the file does not end with a newline");
  std::istringstream stream(text);
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    if (starts_with(line, "== ")) {
      file.sections.push_back({line.substr(3), number, ""});
    } else if (!file.sections.empty()) {
      if (starts_with(line, "==")) refuse(path, number, "\"==\" is followed by a blank and a name");
      file.sections.back().content += (is_escapable(line) ? line.substr(1) : line) + "\n";
    } else if (starts_with(line, "#") && file.script.empty()) {
      file.comments.push_back(line);
    } else if (line == "$" || starts_with(line, "$ ")) {
      file.script += (line.size() > 2 ? line.substr(2) : "") + "\n";
    } else {
      refuse(path, number, "expected \"# fact\", then \"$ command\" lines, then \"== part\" lines");
    }
  }
  check_case(file);
  return file;
}

std::string case_text(const CaseFile& file) {
  std::string text;
  for (const std::string& comment : file.comments) text += comment + "\n";
  std::string line;
  for (std::istringstream script(file.script); std::getline(script, line);) {
    text += line.empty() ? "$\n" : "$ " + line + "\n";
  }
  for (const Section& section : file.sections) {
    text += "== " + section.name + "\n";
    for (std::istringstream content(section.content); std::getline(content, line);) {
      text += (is_escapable(line) ? "\\" + line : line) + "\n";
    }
  }
  return text;
}

}  // namespace lbl::cases
