// Which inspection the next lot gets: the switching rules of ISO 2859-1 and ANSI/ASQ Z1.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/sample/standard_plan.hpp"

namespace lbl::sample {

/// A lot that was inspected before.
struct PastLot {
  std::optional<std::uint64_t> lot;      ///< its size; none: as the lot at hand
  std::optional<std::uint64_t> defects;  ///< in its sample
  std::optional<bool> accepted;          ///< none: what the plan says of `defects`
};

/// Where a history of lots has led.
struct SwitchingState {
  Inspection inspection = Inspection::normal;
  std::uint64_t score = 0;     ///< the switching score, on normal inspection
  std::uint64_t lots = 0;      ///< of the history
  std::uint64_t rejected = 0;  ///< of them
  bool discontinue = false;    ///< five lots rejected on tightened inspection: mend the process
  std::string reason;          ///< of the last switch, in words
};

/// Walks through the history, oldest first, from normal inspection. Normal to tightened: two of
/// five or fewer consecutive lots rejected. Tightened to normal: five in a row accepted. Normal to
/// reduced: a switching score of 30 (ISO 2859-1:1999, 9.3.3: 3 for a lot that a limit one step
/// tighter would accept when the acceptance number is 2 or more, 2 for an accepted lot when it is 0
/// or 1, else back to 0). Reduced to normal: a lot rejected, or between acceptance and rejection.
/// Discontinued: five lots rejected on tightened inspection.
SwitchingState switched(const std::vector<PastLot>& history, std::uint64_t lot, std::size_t level,
                        std::size_t limit);

}  // namespace lbl::sample
