// --per item as a table.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/report/agree_tables.hpp"

namespace lbl::report {

namespace {

constexpr std::size_t kItemWidth = 28;
constexpr std::size_t kLabelWidth = 20;
constexpr std::size_t kMostLabels = 3;

/// "hate 2, none 1", the most frequent first.
std::string labels_cell(const agree::ItemEntry& item) {
  auto labels = item.labels;
  std::stable_sort(labels.begin(), labels.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> parts;
  for (const auto& [label, answers] : labels) {
    if (parts.size() == kMostLabels) {
      parts.emplace_back("...");
      break;
    }
    parts.push_back(fmt::format("{} {}", base::escaped(label, kLabelWidth), answers));
  }
  return base::join(parts, ", ");
}

}  // namespace

TitledTable item_table(const agree::Result& result, const agree::TaskSummary& task,
                       std::size_t most_items) {
  TitledTable titled{"By item, the most disputed first", {}, 0};
  titled.table.columns = {{"Item", Align::left},
                          {"Disagreement", Align::right},
                          {"Answers", Align::right},
                          {"Labels", Align::left}};
  for (const agree::ItemEntry& item : result.items) {
    if (item.task != task.name) continue;
    if (titled.table.rows.size() == most_items) {
      ++titled.left_out;
      continue;
    }
    titled.table.rows.push_back({base::escaped(item.item, kItemWidth),
                                 figure_text(item.disagreement), base::with_commas(item.answers),
                                 labels_cell(item)});
  }
  return titled;
}

}  // namespace lbl::report
