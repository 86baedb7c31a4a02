// Draws one curve on two axes.
#include "lbl/report/oc_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/html.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

constexpr double kWidth = 900, kHeight = 380, kLeft = 70, kRight = 30, kTop = 20, kBottom = 60;

// Steps of 1, 2 or 5 times a power of ten, about eight over `range`.
double tick_step(double range) {
  const double raw = range / 8;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

double x_of(double p, double end) {
  return kLeft + (kWidth - kLeft - kRight) * p / end;
}
double y_of(double chance) {
  return kTop + (kHeight - kTop - kBottom) * (1 - chance);
}

void write_axes(double end, std::ostream& out) {
  const double bottom = y_of(0);
  for (int i = 0; i <= 5; ++i) {
    const double y = y_of(i / 5.0);
    out << fmt::format(
        "<line x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" y2=\"{:.1f}\" class=\"grid\"/>"
        "<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\" class=\"soft\">{}%</text>\n",
        kLeft, y, kWidth - kRight, y, kLeft - 10, y + 4, 20 * i);
  }
  const double step = tick_step(end);
  const auto ticks = static_cast<int>(std::floor(end / step * (1 + 1e-9)));
  for (int i = 0; i <= ticks; ++i) {
    out << fmt::format(
        "<line x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{0:.1f}\" y2=\"{2:.1f}\" class=\"tick\"/>"
        "<text x=\"{0:.1f}\" y=\"{3:.1f}\" text-anchor=\"middle\" "
        "class=\"soft\">{4:.4g}%</text>\n",
        x_of(i * step, end), bottom, bottom + 5, bottom + 22, 100 * i * step);
  }
  out << fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" class=\"soft\">rate of defects in "
      "the lot</text>\n",
      (kLeft + kWidth - kRight) / 2, kHeight - 12);
}

}  // namespace

void write_oc_svg(const std::vector<stats::OcPoint>& curve, const std::vector<OcMark>& marks,
                  const std::string& title, std::ostream& out) {
  if (curve.empty()) return;
  double end = curve.back().p;
  for (const OcMark& mark : marks) end = std::max(end, mark.p);
  if (!(end > 0)) return;
  begin_plot(kWidth, kHeight, title, out);
  write_axes(end, out);
  out << "<polyline class=\"plain\" points=\"";
  for (const stats::OcPoint& point : curve) {
    out << fmt::format("{:.1f},{:.1f} ", x_of(point.p, end), y_of(point.p_accept));
  }
  out << "\"/>\n";
  for (const OcMark& mark : marks) {
    const double x = x_of(mark.p, end);
    const bool turns = x > kWidth - 260;
    out << fmt::format(
        "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"5\" class=\"flag\"/>"
        "<text x=\"{2:.1f}\" y=\"{3:.1f}\" text-anchor=\"{4}\">{5}</text>\n",
        x, y_of(mark.p_accept), turns ? x - 10 : x + 10, y_of(mark.p_accept) - 8,
        turns ? "end" : "start", html_text(mark.label));
  }
  end_plot(out);
}

Table oc_table(const std::vector<stats::OcPoint>& curve, const std::string& chance,
               std::size_t rows) {
  Table table;
  table.columns = {{"rate of defects", Align::right}, {chance, Align::right}};
  const std::size_t step = std::max<std::size_t>(1, (curve.size() + rows - 1) / rows);
  for (std::size_t i = 0; i < curve.size(); i += step) {
    table.rows.push_back({percent_text(curve[i].p), percent_text(curve[i].p_accept)});
  }
  return table;
}

}  // namespace lbl::report
