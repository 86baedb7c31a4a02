// Walks the rows of a chunk and its findings, both in the order of the records.
#include "lbl/validate/group_tally.hpp"

#include <algorithm>

namespace lbl::validate {

namespace {

void count(model::Severity severity, GroupCounts& group) {
  if (severity == model::Severity::error) ++group.errors;
  if (severity == model::Severity::warning) ++group.warnings;
  if (severity == model::Severity::note) ++group.notes;
}

}  // namespace

GroupTally::GroupTally(const Setup& setup) {
  columns_.emplace_back().field = "annotator";
  for (const SliceSetup& slice : setup.slices()) columns_.emplace_back().field = slice.spec.name;
  row_groups_.resize(columns_.size());
  for (Column& column : columns_) {
    column.groups.reserve(kMostGroups);  // so that pointers to them hold
    column.missing.is_missing = true;
  }
}

GroupCounts* GroupTally::group(Column& column, std::string_view name, bool is_set) {
  if (!is_set) return &column.missing;
  if (const auto known = column.names.find(name)) return &column.groups[*known];
  if (column.groups.size() == kMostGroups) {
    ++column.not_shown;
    return nullptr;
  }
  column.names.add(name);
  column.groups.emplace_back().name = name;
  return &column.groups.back();
}

void GroupTally::see(const Chunk& chunk) {
  auto finding = chunk.findings.begin();
  std::size_t level = 0;
  for (const Row& row : chunk.rows) {
    row_groups_[0] = group(columns_[0], row.annotator.text, row.annotator.is_set());
    for (std::size_t s = 1; s < columns_.size(); ++s, ++level) {
      const std::uint32_t number = chunk.slice_levels[level];
      const bool is_set = number != Chunk::kNoLevel;
      row_groups_[s] = group(
          columns_[s], is_set ? chunk.slice_texts[s - 1].text(number) : std::string_view(), is_set);
    }
    while (finding != chunk.findings.end() && finding->order < row.order) ++finding;
    const bool has_findings = finding != chunk.findings.end() && finding->order == row.order;
    for (GroupCounts* counts : row_groups_) {
      if (counts == nullptr) continue;
      ++counts->records;
      if (has_findings) ++counts->records_with_findings;
    }
    for (; finding != chunk.findings.end() && finding->order == row.order; ++finding) {
      for (GroupCounts* counts : row_groups_) {
        if (counts != nullptr) count(finding->severity, *counts);
      }
    }
  }
}

void GroupTally::see_at_end(const Finding& finding) {
  if (finding.annotator.empty()) return;
  if (GroupCounts* counts = group(columns_[0], finding.annotator, true)) {
    count(finding.severity, *counts);
  }
}

std::vector<GroupTable> GroupTally::tables() const {
  std::vector<GroupTable> tables;
  for (const Column& column : columns_) {
    GroupTable& table = tables.emplace_back();
    table.field = column.field;
    table.groups = column.groups;
    table.not_shown = column.not_shown;
    if (column.missing.records > 0) table.groups.push_back(column.missing);
    std::sort(table.groups.begin(), table.groups.end(),
              [](const GroupCounts& a, const GroupCounts& b) {
                if (a.findings() != b.findings()) return a.findings() > b.findings();
                if (a.is_missing != b.is_missing) return b.is_missing;
                return a.name < b.name;
              });
  }
  return tables;
}

}  // namespace lbl::validate
