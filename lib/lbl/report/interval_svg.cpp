// Draws one interval a line.
#include "lbl/report/interval_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/report/html.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

namespace {

constexpr double kWidth = 900, kLeft = 230, kRight = 30, kTop = 12, kRow = 26, kBottom = 34;

// Steps of 1, 2 or 5 times a power of ten, about six over `range`.
double tick_step(double range) {
  const double raw = range / 6;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

// The values that the picture spans.
struct Axis {
  double low = 0, high = 1, step = 1;

  double x(double value) const {
    return kLeft + (kWidth - kLeft - kRight) * (value - low) / (high - low);
  }
};

Axis axis_of(const std::vector<IntervalRow>& rows) {
  double low = rows.front().value, high = rows.front().value;
  for (const IntervalRow& row : rows) {
    low = std::min(low, row.low.value_or(row.value));
    high = std::max(high, row.high.value_or(row.value));
  }
  if (!(high > low)) high = low + std::max(1e-9, std::fabs(low));
  const double step = tick_step(high - low);
  return {std::floor(low / step) * step, std::ceil(high / step) * step, step};
}

}  // namespace

void write_interval_svg(const std::vector<IntervalRow>& rows, double axis_factor,
                        const std::string& axis_unit, std::ostream& out) {
  if (rows.empty()) return;
  const Axis axis = axis_of(rows);
  const double bottom = kTop + kRow * static_cast<double>(rows.size());
  begin_plot(kWidth, bottom + kBottom, "Estimates and intervals; the numbers are in the table",
             out);
  const auto ticks = static_cast<int>(std::lround((axis.high - axis.low) / axis.step));
  for (int i = 0; i <= ticks; ++i) {
    const double value = axis.low + i * axis.step;
    out << fmt::format(
        "<line x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\" class=\"grid\"/>"
        "<text x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\" class=\"soft\">{4:.6g}{5}</text>\n",
        axis.x(value), kTop, bottom, bottom + 20,
        std::fabs(value) < axis.step / 2 ? 0 : value * axis_factor, axis_unit);
  }
  double y = kTop + kRow / 2;
  for (const IntervalRow& row : rows) {
    constexpr std::size_t kLongestName = 30;
    out << fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", kLeft - 12, y + 4,
                       html_text(cut_to_width(row.name, kLongestName)));
    if (row.low && row.high) {
      out << fmt::format(
          "<path d=\"M{0:.1f} {2}H{1:.1f}M{0:.1f} {3}v8M{1:.1f} {3}v8\" class=\"plain\"/>",
          axis.x(*row.low), axis.x(*row.high), y, y - 4);
    }
    out << fmt::format("<circle cx=\"{:.1f}\" cy=\"{}\" r=\"4.5\" class=\"plain\"/>\n",
                       axis.x(row.value), y);
    y += kRow;
  }
  end_plot(out);
}

}  // namespace lbl::report
