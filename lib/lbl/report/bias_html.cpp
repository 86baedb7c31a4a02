// The HTML report of lbl-bias: findings, and for each cut and label a forest plot and its table.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_drift.hpp"
#include "lbl/report/bias_findings.hpp"
#include "lbl/report/bias_heat_map.hpp"
#include "lbl/report/bias_parts.hpp"
#include "lbl/report/bias_report.hpp"
#include "lbl/report/bias_words.hpp"
#include "lbl/report/html.hpp"

namespace lbl::report {
namespace {

using bias::BiasResult;
using bias::SliceEntry;

/// Steps of 1, 2 or 5 times a power of ten, about five over `range`.
double tick_step(double range) {
  const double raw = range / 5;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

/// Estimates with their intervals, one line a slice, on one axis.
class ForestPlot {
 public:
  ForestPlot(const BiasResult& result, const EntryGroup& group) : result_(result), group_(group) {
    double low = INFINITY;
    double high = -INFINITY;
    double answers = 0;
    for (std::size_t i = group.begin; i < group.end; ++i) {
      const SliceEntry& entry = result.slices[i];
      const double value = *entry.estimate.value;
      low = std::min({low, value, entry.estimate.ci ? entry.estimate.ci->low : value});
      high = std::max({high, value, entry.estimate.ci ? entry.estimate.ci->high : value});
      overall_ += value * static_cast<double>(entry.answers);
      answers += static_cast<double>(entry.answers);
    }
    overall_ /= answers;
    if (!(high > low)) high = low + 1;
    step_ = tick_step(high - low);
    low_ = std::floor(low / step_) * step_;
    high_ = std::ceil(high / step_) * step_;
  }

  void write(std::ostream& out) const {
    const std::size_t rows = group_.end - group_.begin;
    const double height = kTop + kRow * static_cast<double>(rows) + kBottom;
    out << fmt::format(
        "<svg viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"img\" aria-label=\"{}\">\n",
        kWidth, height, kWidth, height,
        html_text("Estimates and intervals; the numbers are in the table below"));
    write_axis(height - kBottom, out);
    for (std::size_t i = 0; i < rows; ++i) {
      write_row(result_.slices[group_.begin + i], kTop + kRow * (static_cast<double>(i) + 0.5),
                out);
    }
    out << "</svg>\n";
  }

 private:
  static constexpr double kWidth = 900, kLeft = 220, kRight = 20, kTop = 24, kRow = 26,
                          kBottom = 30;

  double x(double value) const {
    return kLeft + (kWidth - kLeft - kRight) * (value - low_) / (high_ - low_);
  }

  void write_axis(double bottom, std::ostream& out) const {
    const bias::Measure measure = result_.slices[group_.begin].measure;
    const auto ticks = static_cast<int>(std::lround((high_ - low_) / step_));
    for (int i = 0; i <= ticks; ++i) {
      const double value = low_ + step_ * i;
      out << fmt::format(
          "<line x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\" stroke=\"#e3e3e3\"/>"
          "<text x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\" fill=\"#4a4a4a\">{4}{5}</text>\n",
          x(value), kTop, bottom, bottom + 18, figure(measure, value),
          is_share(measure) ? "%" : "");
    }
    out << fmt::format(
        "<line x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\" stroke=\"#767676\" "
        "stroke-dasharray=\"4 3\"/><text x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\" "
        "fill=\"#4a4a4a\">all {4}{5}</text>\n",
        x(overall_), kTop, bottom, kTop - 8, figure(measure, overall_),
        is_share(measure) ? "%" : "");
  }

  void write_row(const SliceEntry& entry, double y, std::ostream& out) const {
    const char* color = entry.flag ? "#b3261e" : "#2f5d8a";
    const std::string name = cut_to_width(slice_name(slice_of(result_, entry)), 26);
    out << fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{}</text>", kLeft - 12, y + 4,
                       html_text(name), entry.flag ? " *" : "");
    if (const auto& ci = entry.estimate.ci) {
      const double left = x(ci->low);
      const double right = x(ci->high);
      out << fmt::format(
          "<path d=\"M{0:.1f} {2}H{1:.1f}M{0:.1f} {3}v8M{1:.1f} {3}v8\" stroke=\"{4}\" "
          "stroke-width=\"2\" fill=\"none\"{5}/>",
          left, right, y, y - 4, color,
          entry.estimate.status == stats::Status::unreliable ? " stroke-dasharray=\"3 3\"" : "");
    }
    out << fmt::format("<circle cx=\"{:.1f}\" cy=\"{}\" r=\"4.5\" fill=\"{}\"/>\n",
                       x(*entry.estimate.value), y, color);
  }

  const BiasResult& result_;
  const EntryGroup& group_;
  double overall_ = 0;
  double low_ = 0, high_ = 1, step_ = 1;
};

void write_group(const BiasResult& result, const EntryGroup& group, std::ostream& out) {
  const std::string title = group_title(result, group);
  out << "<section>\n<h2>" << html_text(title) << "</h2>\n";
  ForestPlot(result, group).write(out);
  write_html_table(group_table(result, group), base::join(group_lines(result, group), " "), out);
  out << "</section>\n";
}

}  // namespace

void write_bias_html(const Envelope& envelope, const BiasResult& result, std::ostream& out,
                     const bias::BiasParts& parts) {
  begin_html("Label bias", out);
  out << "<ol>\n";
  for (const auto& sentences : {findings(result), parts_findings(result, parts)}) {
    for (const std::string& finding : sentences) {
      out << "<li>" << html_text(finding) << "</li>\n";
    }
  }
  out << "</ol>\n";
  for (const GateResult& gate : envelope.gates) {
    out << "<p" << (gate.passed ? "" : " class=\"failed\"") << ">" << html_text(gate_line(gate))
        << "</p>\n";
  }
  for (const bias::TaskFacts& task : result.tasks) {
    out << "<p class=\"note\">" << html_text(task_line(task)) << "</p>\n";
  }
  out << "<p class=\"note\">" << html_text(method_line(result)) << "</p>\n";
  write_heat_maps(result, out);
  for (const EntryGroup& group : entry_groups(result)) write_group(result, group, out);
  if (parts.drift) write_timelines(result, *parts.drift, out);
  for (const TitledTable& titled : parts_tables(result, parts)) {
    out << "<section>\n<h2>" << html_text(titled.title) << "</h2>\n";
    write_html_table(titled.table, "", out);
    out << "</section>\n";
  }
  const std::string marks = legend(result);
  if (!marks.empty()) out << "<p class=\"note\">" << html_text(marks) << "</p>\n";
  for (const auto& notes : {result.notes, parts_notes(parts)}) {
    for (const bias::Note& note : notes) {
      out << "<p class=\"note\">Note: " << html_text(note.message) << "</p>\n";
    }
  }
  write_sort_script(out);
  end_html(out);
}

}  // namespace lbl::report
