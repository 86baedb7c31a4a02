// Gates: "NAME OP NUMBER", parsed once for all programs.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lbl::model {

enum class Comparison { less, less_equal, equal, not_equal, greater_equal, greater };

/// A condition on one figure of a report's summary, such as
/// `krippendorff_alpha.ci.low[source=forum] >= 0.667`. A selector's field or value that holds one
/// of
/// `[ ] = , " \` or white space stands in double quotes: `rate[label="a, b"] < 1`.
struct Gate {
  std::string text;  ///< as written, white space and order of selectors normalised
  std::string name;  ///< summary key without selectors
  std::vector<std::pair<std::string, std::string>> selectors;  ///< field=value, sorted by field
  Comparison comparison = Comparison::equal;
  double bound = 0;
};

/// Reads a gate. Throws Error (usage) that says what was expected.
Gate parse_gate(std::string_view text);

/// `[field=value,...]` as a gate may write it, quoted where that is needed; "" for none.
std::string selector_text(const std::vector<std::pair<std::string, std::string>>& selectors);

/// Whether `value` satisfies the gate. Equality is exact; NaN satisfies none.
bool holds(const Gate& gate, double value);

}  // namespace lbl::model
