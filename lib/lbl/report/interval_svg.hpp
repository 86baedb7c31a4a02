// Estimates with their intervals as a picture: inline SVG, without outside references.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace lbl::report {

/// One line of the picture.
struct IntervalRow {
  std::string name;
  double value = 0;
  std::optional<double> low, high;
};

/// The rows on one axis, as they are in the table beside it. Ticks are values times `axis_factor`,
/// followed by `axis_unit` (100 and "%" for rates).
void write_interval_svg(const std::vector<IntervalRow>& rows, double axis_factor,
                        const std::string& axis_unit, std::ostream& out);

}  // namespace lbl::report
