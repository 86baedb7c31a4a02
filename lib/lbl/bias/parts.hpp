// What a report of lbl-bias has beside the slices that were asked for.
#pragma once

#include <optional>

#include "lbl/bias/discover.hpp"
#include "lbl/bias/drift.hpp"
#include "lbl/bias/noisy.hpp"
#include "lbl/bias/suppression.hpp"

namespace lbl::bias {

/// What protects the people behind the counts.
struct Protection {
  std::optional<Suppression> suppression;  ///< --min-cell
  std::optional<PrivacyFacts> noise;       ///< --dp-epsilon
};

/// Each part is there when it was asked for.
struct BiasParts {
  std::optional<DiscoverResult> discovery;
  std::optional<DriftResult> drift;
  std::optional<AgainstResult> against;
  Protection protection;
};

}  // namespace lbl::bias
