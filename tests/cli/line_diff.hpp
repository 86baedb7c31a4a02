// What differs between two texts, by lines, for people.
#pragma once

#include <string>

namespace lbl::cases {

/// The lines of `expected` that are missing ("-") and those of `actual` that are new ("+"), with
/// two lines around them, control characters escaped; "" for equal texts. Long differences are cut.
std::string line_diff(const std::string& expected, const std::string& actual);

}  // namespace lbl::cases
