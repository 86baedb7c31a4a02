// Lays out --help.
#include "lbl/cli/help.hpp"

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::cli {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kTextColumn = 25;  // where an option's text starts

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

// The names at the left, the text at the right, from the same line when the names leave room.
std::string two_columns(const std::string& names, const std::string& text) {
  std::string out;
  std::string line = "  " + names;
  for (const std::string& part : report::wrapped(text, kWidth - kTextColumn)) {
    if (line.size() + 2 > kTextColumn) {
      out += line + "\n";
      line.clear();
    }
    out += padded(line, kTextColumn) + part + "\n";
    line.clear();
  }
  return line.empty() ? out : out + line + "\n";
}

// Names flow over the whole width; neighbours with the same kind of value show it once.
std::string folded_block(const HelpText::Block& block) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < block.entries.size(); ++i) {
    HelpEntry entry = block.entries[i];
    const bool last = i + 1 == block.entries.size();
    if (!entry.words.empty()) {
      entry.value_name = base::join(entry.words, "|");
    } else if (!last && block.entries[i + 1].value_name == entry.value_name) {
      entry.value_name.clear();
    }
    const std::string name = entry.names() + (last ? "" : ",");
    if (!lines.back().empty() && lines.back().size() + 1 + name.size() > kWidth - 2) {
      lines.emplace_back();
    }
    lines.back() += (lines.back().empty() ? "" : " ") + name;
  }
  std::string out;
  for (const std::string& line : lines) out += "  " + line + "\n";
  return out;
}

}  // namespace

std::string HelpEntry::names() const {
  std::string out = short_name.empty() ? long_name : short_name + ", " + long_name;
  if (!value_name.empty()) out += " " + value_name;
  return out;
}

void HelpText::add(HelpEntry entry) {
  if (blocks.empty()) section("Options");
  blocks.back().entries.push_back(std::move(entry));
}

std::string HelpText::text() const {
  std::string out = "Usage: " + program + " " + usage + "\n" + summary + "\n";
  if (!verbs.empty()) out += "\nVerbs (" + program + " VERB --help tells more):\n";
  for (const auto& [verb, meaning] : verbs) out += two_columns(verb, meaning);
  for (const Block& block : blocks) {
    if (block.entries.empty()) {
      if (!block.title.empty()) out += "\n" + block.title + ":\n";
      continue;
    }
    if (!block.title.empty()) out += "\n" + block.title + ":\n";
    if (block.folded) {
      out += folded_block(block);
      continue;
    }
    for (const HelpEntry& entry : block.entries) out += two_columns(entry.names(), entry.text);
  }
  if (!examples.empty()) out += "\nExamples:\n";
  for (const std::string& line : examples) out += "  " + line + "\n";
  return out;
}

}  // namespace lbl::cli
