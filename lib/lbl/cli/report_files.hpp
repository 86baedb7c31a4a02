// Where a report goes: standard output or -o in -t, and every --report [FORMAT:]FILE.
#pragma once

#include <string>
#include <vector>

namespace lbl::cli {

/// One --report.
struct ReportFile {
  std::string format;
  std::string name;
};

/// Reads `[FORMAT:]FILE`: what stands before the first colon is a format only if it is one of
/// `formats`, so a file name may hold a colon; JSON by default. Throws Error (usage) for an empty
/// name, and for what looks like a format misspelled.
ReportFile parse_report_file(const std::string& text, const std::vector<std::string>& formats);

/// Throws Error (usage) when two outputs would go to the same place. `names` are file names or "-".
void check_distinct(const std::vector<std::string>& names);

/// Throws Error (usage) when a report would replace one of the files that are read.
void check_not_inputs(const std::vector<std::string>& reports,
                      const std::vector<std::string>& inputs);

}  // namespace lbl::cli
