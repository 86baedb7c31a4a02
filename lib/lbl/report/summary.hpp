// The flat summary of a report: the names that gates use, each with a value or a reason for none.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/model/gate.hpp"

namespace lbl::report {

/// One figure. Its key is `name` and, for one that is not the default entry, its selectors:
/// `krippendorff_alpha.value[metric=ordinal,source=forum]`.
struct SummaryEntry {
  std::string name;
  std::vector<std::pair<std::string, std::string>> selectors;  ///< sorted by field
  std::optional<double> value;
  std::string reason;  ///< why there is no value, or why it is unreliable; else empty
  bool is_default = true;  ///< a short name means this entry

  std::string key() const;
};

using Summary = std::vector<SummaryEntry>;

/// What became of one gate.
struct GateResult {
  model::Gate gate;
  std::string key;              ///< the entry it was held against
  std::optional<double> value;
  bool passed = false;
  std::string reason;           ///< for a gate that failed on no value, or passed on an unreliable one
};

/// Holds every gate against the summary (CONVENTIONS.md 22): a short name that fits several entries
/// must hold for each, and each is listed; an undefined value fails. Throws Error (usage) with the
/// nearest name for a gate that fits none.
std::vector<GateResult> check_gates(const std::vector<model::Gate>& gates, const Summary& summary);

}  // namespace lbl::report
