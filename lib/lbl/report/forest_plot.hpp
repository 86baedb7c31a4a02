// A forest plot as SVG: estimates with their intervals, one line each, on one axis.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "lbl/stats/estimate.hpp"

namespace lbl::report {

/// One line of the plot.
struct ForestRow {
  enum class Mark : std::uint8_t { plain, flagged };

  std::string name;
  double value = 0;
  std::optional<stats::Interval> ci;
  Mark mark = Mark::plain;
  stats::Status status = stats::Status::ok;  ///< unreliable intervals are dashed
};

struct ForestPlot {
  std::string description;  ///< what the plot shows, for those who cannot see it
  std::vector<ForestRow> rows;
  std::optional<double> line;  ///< an upright line at this value, and what it stands for
  std::string line_name;
  std::function<std::string(double)> tick_text;  ///< an axis value as text
};

/// Writes the plot, which scrolls where the page is narrow; nothing without rows.
void write_forest_plot(const ForestPlot& plot, std::ostream& out);

}  // namespace lbl::report
