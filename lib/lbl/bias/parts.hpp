// What a report of lbl-bias has beside the slices that were asked for.
#pragma once

#include <optional>

#include "lbl/bias/discover.hpp"

namespace lbl::bias {

/// Each part is there when it was asked for.
struct BiasParts {
  std::optional<DiscoverResult> discovery;
};

}  // namespace lbl::bias
