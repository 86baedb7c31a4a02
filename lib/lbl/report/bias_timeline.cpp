// Timelines of lbl-bias as inline SVG.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_drift.hpp"
#include "lbl/report/bias_words.hpp"
#include "lbl/report/html.hpp"

namespace lbl::report {
namespace {

using bias::DriftResult;
using bias::DriftSeries;

/// One measure over the windows.
class Timeline {
 public:
  Timeline(const DriftResult& drift, const DriftSeries& series) : drift_(drift), series_(series) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const bias::SliceEntry& entry : series.windows) {
      if (!entry.estimate.value) continue;
      const double value = *entry.estimate.value;
      low = std::min({low, value, entry.estimate.ci ? entry.estimate.ci->low : value});
      high = std::max({high, value, entry.estimate.ci ? entry.estimate.ci->high : value});
    }
    if (!(high > low)) {
      low = std::isfinite(low) ? low - 0.5 : 0;
      high = low + 1;
    }
    const double room = 0.05 * (high - low);
    low_ = is_share(series.measure) ? std::max(0.0, low - room) : low - room;
    high_ = is_share(series.measure) ? std::min(1.0, high + room) : high + room;
  }

  void write(const std::string& title, std::ostream& out) const {
    begin_plot(kWidth, kHeight, title + "; the numbers are in the table", out);
    write_axes(out);
    write_levels(out);
    for (const bias::SliceEntry& entry : series_.windows) write_point(entry, out);
    end_plot(out);
  }

 private:
  static constexpr double kWidth = 900, kHeight = 240, kLeft = 70, kRight = 20, kTop = 14,
                          kBottom = 34;

  double x(double window) const {
    const double windows = std::max<double>(1, static_cast<double>(drift_.windows.size()));
    return kLeft + (kWidth - kLeft - kRight) * (window + 0.5) / windows;
  }
  double y(double value) const {
    return kHeight - kBottom - (kHeight - kTop - kBottom) * (value - low_) / (high_ - low_);
  }

  void write_axes(std::ostream& out) const {
    for (int i = 0; i <= 4; ++i) {
      const double value = low_ + (high_ - low_) * i / 4;
      out << fmt::format(
          "<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" class=\"grid\"/>"
          "<text x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\" class=\"soft\">{5}</text>\n",
          kLeft, kWidth - kRight, y(value), kLeft - 8, y(value) + 4,
          html_text(with_unit(series_.measure, value)));
    }
    const std::size_t count = drift_.windows.size();
    const std::size_t step = std::max<std::size_t>(1, (count + 6) / 7);
    for (std::size_t i = 0; i < count; i += step) {
      out << fmt::format(
          "<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\" class=\"soft\">{}</text>\n",
          x(static_cast<double>(i)), kHeight - 12, html_text(drift_.windows[i].name));
    }
  }

  /// The mean between two changes as a line, and each change as a dashed one.
  void write_levels(std::ostream& out) const {
    double begin = -0.5;
    for (std::size_t i = 0; i <= series_.changes.size(); ++i) {
      if (series_.changes.empty()) return;
      const bool last = i == series_.changes.size();
      const double end = last ? static_cast<double>(drift_.windows.size()) - 0.5
                              : static_cast<double>(series_.changes[i].window) - 0.5;
      const double level = last ? series_.changes.back().after : series_.changes[i].before;
      out << fmt::format(
          "<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\" class=\"level\"/>\n",
          x(begin), x(end), y(level), y(level));
      if (!last) {
        out << fmt::format(
            "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" class=\"flag\" "
            "stroke-dasharray=\"4 3\"/>\n",
            x(end), kTop, kHeight - kBottom);
      }
      begin = end;
    }
  }

  void write_point(const bias::SliceEntry& entry, std::ostream& out) const {
    if (!entry.estimate.value) return;
    const double place = x(static_cast<double>(entry.slice));
    if (const auto& ci = entry.estimate.ci) {
      out << fmt::format(
          "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" class=\"plain\"/>",
          place, y(ci->low), y(ci->high));
    }
    out << fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" class=\"plain\"/>\n", place,
                       y(*entry.estimate.value));
  }

  const DriftResult& drift_;
  const DriftSeries& series_;
  double low_ = 0, high_ = 1;
};

}  // namespace

void write_timelines(const bias::BiasResult& result, const DriftResult& drift, std::ostream& out) {
  for (const DriftSeries& series : drift.series) {
    if (series.windows.empty()) continue;
    const std::string task = result.tasks.size() > 1 ? result.tasks[series.task].name + ", " : "";
    const std::string title = task + subject(series.label, series.measure) + " over time";
    out << "<section>\n<h2>" << html_text(title) << "</h2>\n";
    Timeline(drift, series).write(title, out);
    out << "</section>\n";
  }
}

}  // namespace lbl::report
