// The reading of agreement on spans, segments and boxes, in words.
#pragma once

#include <string>
#include <vector>

#include "lbl/agree/agreement.hpp"

namespace lbl::report {

/// Whether a figure is about marked places.
bool is_of_places(const agree::Measure& measure);

/// What the figures of marked places say; `main` is the one that the conclusion is about.
std::vector<std::string> place_sentences(const agree::Result& result, const agree::Measure& main);

}  // namespace lbl::report
