// Axis, intervals and names; colours come from the page, so they fit its light and dark looks.
#include "lbl/report/forest_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/report/html.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

namespace {

constexpr double kWidth = 900, kLeft = 270, kRight = 24, kTop = 24, kRow = 26, kBottom = 30;
constexpr std::size_t kNameWidth = 34;

/// Steps of 1, 2 or 5 times a power of ten, about five over `range`.
double tick_step(double range) {
  const double raw = range / 5;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

/// The stretch of values that the plot shows, between two ticks.
struct Axis {
  double low, high, step;

  explicit Axis(const ForestPlot& plot) {
    double least = plot.line.value_or(plot.rows.front().value), most = least;
    for (const ForestRow& row : plot.rows) {
      least = std::min({least, row.value, row.ci ? row.ci->low : row.value});
      most = std::max({most, row.value, row.ci ? row.ci->high : row.value});
    }
    if (!(most > least)) most = least + 1;
    step = tick_step(most - least);
    low = std::floor(least / step) * step;
    high = std::ceil(most / step) * step;
  }

  double x(double value) const {
    return kLeft + (kWidth - kLeft - kRight) * (value - low) / (high - low);
  }
};

void write_axis(const ForestPlot& plot, const Axis& axis, double bottom, std::ostream& out) {
  const auto ticks = static_cast<int>(std::lround((axis.high - axis.low) / axis.step));
  for (int i = 0; i <= ticks; ++i) {
    const double value = axis.low + axis.step * i;
    out << fmt::format(
        "<line class=\"grid\" x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\"/>"
        "<text class=\"soft\" x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\">{4}</text>\n",
        axis.x(value), kTop, bottom, bottom + 18, html_text(plot.tick_text(value)));
  }
  if (!plot.line) return;
  out << fmt::format(
      "<line class=\"mean\" x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\"/>"
      "<text class=\"soft\" x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\">{4}</text>\n",
      axis.x(*plot.line), kTop, bottom, kTop - 8, html_text(plot.line_name));
}

void write_row(const ForestRow& row, const Axis& axis, double y, std::ostream& out) {
  const bool flagged = row.mark == ForestRow::Mark::flagged;
  out << fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{}</text>", kLeft - 12, y + 4,
                     html_text(cut_to_width(row.name, kNameWidth)), flagged ? " *" : "");
  const char* name = flagged ? "flag" : "plain";
  if (row.ci) {
    out << fmt::format(
        "<path class=\"{4}\" d=\"M{0:.1f} {2}H{1:.1f}M{0:.1f} {3}v8M{1:.1f} {3}v8\"{5}/>",
        axis.x(row.ci->low), axis.x(row.ci->high), y, y - 4, name,
        row.status == stats::Status::unreliable ? " stroke-dasharray=\"3 3\"" : "");
  }
  out << fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{}\" r=\"4.5\"/>\n", name,
                     axis.x(row.value), y);
}

}  // namespace

void write_forest_plot(const ForestPlot& plot, std::ostream& out) {
  if (plot.rows.empty()) return;
  const Axis axis(plot);
  const double height = kTop + kRow * static_cast<double>(plot.rows.size()) + kBottom;
  begin_plot(kWidth, height, plot.description, out);
  write_axis(plot, axis, height - kBottom, out);
  for (std::size_t i = 0; i < plot.rows.size(); ++i) {
    write_row(plot.rows[i], axis, kTop + kRow * (static_cast<double>(i) + 0.5), out);
  }
  end_plot(out);
}

}  // namespace lbl::report
