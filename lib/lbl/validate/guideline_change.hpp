// What changed between two versions of a guideline, and what that breaks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/guideline.hpp"

namespace lbl::validate {

enum class ChangeKind : std::uint8_t { added, removed, renamed, narrowed, widened, changed };
/// "added", "removed", ...
std::string_view change_name(ChangeKind kind);

/// One change.
struct GuidelineChange {
  ChangeKind kind = ChangeKind::changed;
  std::string task;     ///< empty: of the guideline as a whole
  std::string subject;  ///< "label", "scale", "type", "rule", ...
  std::string before;   ///< empty: was not there
  std::string after;    ///< empty: is not there any more
  std::string breaks;   ///< what was right and is wrong now; empty: nothing
  /// Findings of a batch that it accounts for; none when no batch was read or they cannot be told.
  std::optional<std::uint64_t> found = {};
};

/// All changes from `before` to `after`, in the order of the guideline. A label that is gone and
/// whose name is an alias of a new one, or whose definition a new one has, was renamed.
std::vector<GuidelineChange> guideline_changes(const model::Guideline& before,
                                               const model::Guideline& after);

}  // namespace lbl::validate
