// How many records of each annotator and each slice have findings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/validate/chunk.hpp"
#include "lbl/validate/setup.hpp"

namespace lbl::validate {

/// The records of one annotator, or of one slice.
struct GroupCounts {
  std::string name;         ///< the annotator, or the slice's text
  bool is_missing = false;  ///< the records that name none
  std::uint64_t records = 0;
  std::uint64_t records_with_findings = 0;
  std::uint64_t errors = 0, warnings = 0, notes = 0;

  std::uint64_t findings() const { return errors + warnings + notes; }
};

/// The records cut by one field.
struct GroupTable {
  std::string field;                ///< "annotator", or the name of the slice
  std::vector<GroupCounts> groups;  ///< most findings first, then by name
  std::uint64_t not_shown = 0;      ///< values beyond the first kMostGroups, which are not counted
};

/// Counts records and findings by annotator and by the guideline's slices.
class GroupTally {
 public:
  /// Values of one field that are told apart; a field with more is no slice.
  static constexpr std::size_t kMostGroups = 5000;

  explicit GroupTally(const Setup& setup);

  /// Takes a chunk that the batch has absorbed.
  void see(const Chunk& chunk);
  /// A finding of the end of the batch, which counts for its annotator, if it names one.
  void see_at_end(const Finding& finding);

  std::vector<GroupTable> tables() const;

 private:
  struct Column {
    std::string field;
    base::Dictionary names;
    std::vector<GroupCounts> groups;
    GroupCounts missing;
    std::uint64_t not_shown = 0;
  };
  static GroupCounts* group(Column& column, std::string_view name, bool is_set);

  std::vector<Column> columns_;  ///< the annotator, then the slices
  std::vector<GroupCounts*> row_groups_;
};

}  // namespace lbl::validate
