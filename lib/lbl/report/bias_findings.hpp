// The conclusion of lbl-bias in words with numbers.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"

namespace lbl::report {

/// Up to `count` sentences for the flagged slices whose difference is surely large, each difference
/// told once (of two slices or two labels, one side); then one on what is left to say.
std::vector<std::string> findings(const bias::BiasResult& result, std::size_t count = 3);

}  // namespace lbl::report
