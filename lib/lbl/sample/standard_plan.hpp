// Single sampling plans by attributes of ISO 2859-1 and ANSI/ASQ Z1.4 (MIL-STD-105E).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lbl::sample {

/// How severely a lot is inspected.
enum class Inspection : std::uint8_t { normal, tightened, reduced };
/// "normal", "tightened", "reduced".
const char* inspection_name(Inspection inspection);

/// A single sampling plan: look at `n`, accept with at most `accept` defects, reject with `reject`
/// or more. In between (reduced inspection only) the lot is accepted, and the next one is inspected
/// normally.
struct StandardPlan {
  char code_letter = 'A';  ///< by lot size and inspection level (Table I)
  char plan_letter = 'A';  ///< of the plan in use, after the arrows of Table II; S: n = 3150
  std::uint64_t n = 0;
  std::uint64_t accept = 0;
  std::uint64_t reject = 1;
};

/// The inspection levels, "S-1" to "S-4", "I", "II", "III".
const std::vector<std::string>& inspection_levels();

/// The acceptable quality limits of the standard, as it writes them: defects per 100 items.
const std::vector<std::string>& acceptable_quality_limits();

/// The limit that `text` spells ("1", "1.0", "0.65"), as an index into them.
std::optional<std::size_t> quality_limit(double aql);

/// The code letter of a lot of `lot` (at least 2) items; `level` is an index into
/// inspection_levels().
char code_letter(std::uint64_t lot, std::size_t level);

/// The plan of Table II-A, II-B or II-C for a code letter; `limit` is an index into
/// acceptable_quality_limits(). Reduced plans are those of Z1.4, which keep a gap between
/// acceptance and rejection; ISO 2859-1:1999 closed it.
StandardPlan standard_plan(char letter, std::size_t limit, Inspection inspection);

}  // namespace lbl::sample
