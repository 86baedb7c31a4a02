// Slices by labels at one look, and tables that sort: parts of the HTML report of lbl-bias.
#include "lbl/report/bias_heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_words.hpp"
#include "lbl/report/html.hpp"

namespace lbl::report {
namespace {

using bias::BiasResult;
using bias::SliceEntry;

constexpr std::size_t kMostSlices = 40, kMostLabels = 20;
constexpr std::size_t kLongestName = 24;
constexpr double kTop = 30, kRow = 26, kCell = 74, kMostCells = 700, kColumn = 7.8;

constexpr const char* kSortScript = R"(<script>
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.querySelectorAll("thead th")];
  const number = (text) => parseFloat(text.replace(/[,<%+]/g, ""));
  heads.forEach((head, column) => {
    if (!head.textContent.trim()) return;
    head.tabIndex = 0;
    head.style.cursor = "pointer";
    head.title = "sort";
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const text = (row) => (row.cells[column] ? row.cells[column].textContent : "");
      const rows = [...body.rows].sort((a, b) => {
        const x = number(text(a)), y = number(text(b));
        if (!isNaN(x) && !isNaN(y)) return x - y;
        if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;
        return text(a).localeCompare(text(b));
      });
      if (down) rows.reverse();
      body.append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort();
    });
  });
}
</script>
)";

/// The cells of one cut and measure.
struct Grid {
  std::size_t cut = 0;
  bias::Measure measure = bias::Measure::rate;
  std::vector<std::string> labels;
  std::vector<std::size_t> slices;
  std::map<std::pair<std::size_t, std::string>, double> values;
  double highest = 0;
};

std::vector<Grid> grids_of(const BiasResult& result) {
  std::vector<Grid> grids;
  for (const SliceEntry& entry : result.slices) {
    if (!entry.label || !entry.estimate.value || !is_share(entry.measure)) continue;
    auto grid = std::find_if(grids.begin(), grids.end(), [&](const Grid& one) {
      return one.cut == entry.cut && one.measure == entry.measure;
    });
    if (grid == grids.end()) {
      grids.push_back({});
      grid = grids.end() - 1;
      grid->cut = entry.cut;
      grid->measure = entry.measure;
    }
    const auto add = [](auto& list, const auto& value, std::size_t most) {
      const bool known = std::find(list.begin(), list.end(), value) != list.end();
      if (!known && list.size() < most) list.push_back(value);
    };
    add(grid->labels, *entry.label, kMostLabels);
    add(grid->slices, entry.slice, kMostSlices);
    grid->values[{entry.slice, *entry.label}] = *entry.estimate.value;
    grid->highest = std::max(grid->highest, *entry.estimate.value);
  }
  return grids;
}

// Room for the longest name of a slice, so that a small grid is no wider than it must be and its
// text stays readable on a small screen.
double left_of(const bias::Cut& cut, const Grid& grid) {
  std::size_t columns = 0;
  for (const auto slice : grid.slices) {
    columns = std::max(
        columns, base::display_width(cut_to_width(slice_name(cut.slices[slice]), kLongestName)));
  }
  return kColumn * static_cast<double>(columns) + 14;
}

/// White for none, dark blue for the highest.
std::string shade(double value, double highest) {
  const double depth = highest > 0 ? value / highest : 0;
  const auto mix = [&](double dark) { return static_cast<int>(255 + (dark - 255) * depth); };
  return fmt::format("rgb({},{},{})", mix(47), mix(93), mix(138));
}

void write_grid(const BiasResult& result, const Grid& grid, std::ostream& out) {
  const bias::Cut& cut = result.cuts[grid.cut];
  const auto labels = static_cast<double>(grid.labels.size());
  const double left = left_of(cut, grid), cell = std::min(kCell, kMostCells / labels);
  const double height = kTop + kRow * static_cast<double>(grid.slices.size()) + 4;
  const std::string task =
      result.tasks.size() > 1 ? base::escaped(result.tasks[cut.task].name) + ", " : "";
  const std::string title = fmt::format("{}{}: {} of each label", task, base::escaped(cut.name()),
                                        bias::measure_name(grid.measure));
  out << "<section>\n<h2>" << html_text(title) << "</h2>\n"
      << fmt::format(
             "<svg viewBox=\"0 0 {0:.0f} {1}\" width=\"{0:.0f}\" height=\"{1}\" role=\"img\" "
             "aria-label=\"{2}\">\n",
             left + cell * labels + 2, height,
             html_text(title + "; the numbers are in the tables below"));
  for (std::size_t l = 0; l < grid.labels.size(); ++l) {
    const double x = left + cell * (static_cast<double>(l) + 0.5);
    const std::size_t room = std::max<std::size_t>(3, static_cast<std::size_t>(cell / kColumn));
    out << fmt::format("<text x=\"{:.1f}\" y=\"20\" text-anchor=\"middle\">{}</text>\n", x,
                       html_text(cut_to_width(grid.labels[l], room)));
  }
  for (std::size_t s = 0; s < grid.slices.size(); ++s) {
    const double y = kTop + kRow * static_cast<double>(s);
    out << fmt::format(
        "<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", left - 10, y + 17,
        html_text(cut_to_width(slice_name(cut.slices[grid.slices[s]]), kLongestName)));
    for (std::size_t l = 0; l < grid.labels.size(); ++l) {
      const auto at = grid.values.find({grid.slices[s], grid.labels[l]});
      if (at == grid.values.end()) continue;
      const double x = left + cell * static_cast<double>(l);
      const bool dark = grid.highest > 0 && at->second > 0.6 * grid.highest;
      out << fmt::format(
          "<rect x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"{2:.1f}\" height=\"{3}\" fill=\"{4}\" "
          "stroke=\"#fff\"/><text x=\"{5:.1f}\" y=\"{6:.1f}\" text-anchor=\"middle\" "
          "style=\"fill:{7}\">{8}</text>\n",
          x, y, cell, kRow, shade(at->second, grid.highest), x + cell / 2, y + 17,
          dark ? "#fff" : "#1b1b1b", figure(grid.measure, at->second));
    }
  }
  out << "</svg>\n</section>\n";
}

}  // namespace

void write_heat_maps(const BiasResult& result, std::ostream& out) {
  for (const Grid& grid : grids_of(result)) {
    if (grid.labels.size() >= 2 && grid.slices.size() >= 2) write_grid(result, grid, out);
  }
}

void write_sort_script(std::ostream& out) {
  out << kSortScript;
}

}  // namespace lbl::report
