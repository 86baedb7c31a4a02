// The conclusion of lbl-bias in words with numbers.
#pragma once

#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/parts.hpp"

namespace lbl::report {

/// The three findings that matter most, of slices and of all other parts in one ranking: what is
/// more than chance, by what it surely is at least. Then what else was found and looked at. Of
/// slices each difference is told once (of two slices or two labels, one side).
std::vector<std::string> findings(const bias::BiasResult& result,
                                  const bias::BiasParts& parts = {});

}  // namespace lbl::report
