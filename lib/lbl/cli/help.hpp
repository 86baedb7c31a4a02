// The text of --help: 80 columns, sections, and the common options in a compact block.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lbl::cli {

/// One option as --help shows it.
struct HelpEntry {
  std::string short_name;  ///< "-o", or empty
  std::string long_name;   ///< "--output"
  std::string value_name;  ///< "FILE"; empty for a flag
  std::string text;
  std::vector<std::string> words;  ///< what the value may be, if that is a closed list

  /// "-o, --output FILE".
  std::string names() const;
};

/// What --help shows, in its order.
struct HelpText {
  /// Options that are shown together: each with its text or, when folded, by their names only.
  struct Block {
    std::string title;  ///< empty: goes on under the title before
    bool folded = false;
    std::vector<HelpEntry> entries;
  };

  std::string program, summary;
  std::string usage = "[OPTION...] [FILE...]";
  std::vector<std::pair<std::string, std::string>> verbs;  ///< name, summary
  std::vector<Block> blocks;
  std::vector<std::string> examples;

  void section(const std::string& title) { blocks.push_back({title, false, {}}); }
  void fold() { blocks.push_back({"", true, {}}); }
  void add(HelpEntry entry);

  std::string text() const;
};

}  // namespace lbl::cli
