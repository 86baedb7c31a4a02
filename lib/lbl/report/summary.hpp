// The flat summary of a report: the names that gates use, each with a value or a reason for none.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/model/gate.hpp"

namespace lbl::report {

/// One figure, such as `krippendorff_alpha.value` with the selectors metric=ordinal, source=forum.
struct SummaryEntry {
  std::string name;
  std::vector<std::pair<std::string, std::string>> selectors;  ///< any order
  std::optional<double> value;
  std::string reason;      ///< why there is no value, or why it is unreliable; else empty
  bool is_default = true;  ///< a short name means this entry

  /// The name with all selectors, sorted: `krippendorff_alpha.value[metric=ordinal,source=forum]`.
  std::string full_key() const;
};

using Summary = std::vector<SummaryEntry>;

/// The key of each entry in the report: the bare name for the only default entry of that name
/// (and for an entry without selectors), else full_key().
std::vector<std::string> summary_keys(const Summary& summary);

/// What became of one gate.
struct GateResult {
  model::Gate gate;
  std::string key;  ///< the entry it was held against
  std::optional<double> value;
  bool passed = false;
  std::string reason;  ///< for a gate that failed on no value, or that used an unreliable one
};

/// Holds every gate against the summary (CONVENTIONS.md 22). A gate fits the entries of its name
/// that carry its selectors; of these only the default ones when there are any. One that fits
/// several must hold for each, and each is listed; an undefined value fails. Throws Error (usage)
/// with the nearest name for a gate that fits none.
std::vector<GateResult> check_gates(const std::vector<model::Gate>& gates, const Summary& summary);

/// `krippendorff_alpha.ci.low >= 0.667 (is 0.61)`: a result in one line; says the entry when the
/// gate fits more than one, and the reason.
std::string to_text(const GateResult& result);

}  // namespace lbl::report
