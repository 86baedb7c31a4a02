// From the names of --by to columns.
#include "lbl/cli/crossings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/read_ratings.hpp"

namespace lbl::cli {

namespace {

bool is_slice(const model::Guideline* guideline, const std::string& name) {
  if (guideline == nullptr) return false;
  return std::any_of(guideline->slices.begin(), guideline->slices.end(),
                     [&](const model::SliceSpec& slice) { return slice.name == name; });
}

std::vector<std::string> crossed_names(const std::string& entry) {
  std::vector<std::string> names(1);
  for (std::size_t i = 0; i < entry.size(); ++i) {
    if (entry[i] == '\\' && i + 1 < entry.size() && entry[i + 1] == ':') {
      names.back() += entry[++i];
    } else if (entry[i] == ':') {
      names.emplace_back();
    } else {
      names.back() += entry[i];
    }
  }
  return names;
}

[[noreturn]] void bad_bins(const std::string& entry, const std::string& what) {
  throw base::Error(base::ErrorKind::usage,
                    fmt::format("--bins: {} {}; expected FIELD=N (2 to 100 bins of as many "
                                "answers) or FIELD=EDGE:EDGE (ascending numbers)",
                                base::quoted(entry), what));
}

std::vector<double> edges_of(const std::string& entry, const std::string& text) {
  std::vector<double> edges;
  for (const std::string& part : base::split(text, ':')) {
    const std::optional<double> edge = base::parse_number(part);
    if (!edge) bad_bins(entry, "has an edge that is no number");
    if (!edges.empty() && *edge <= edges.back()) bad_bins(entry, "has edges that do not ascend");
    edges.push_back(*edge);
  }
  return edges;
}

}  // namespace

std::vector<std::size_t> read_bins(const std::vector<std::string>& bins,
                                   std::vector<model::SliceSpec>& columns) {
  std::vector<std::size_t> quantiles(columns.size(), 0);
  constexpr std::int64_t kMostBins = 100;
  for (const std::string& entry : bins) {
    const std::size_t equals = entry.rfind('=');
    if (equals == std::string::npos) bad_bins(entry, "names no bins");
    const std::string name = entry.substr(0, equals);
    const std::string text = entry.substr(equals + 1);
    const auto column = std::find_if(columns.begin(), columns.end(),
                                     [&](const model::SliceSpec& one) { return one.name == name; });
    if (column == columns.end()) {
      std::vector<std::string> known;
      for (const model::SliceSpec& one : columns) known.push_back(one.name);
      throw base::Error(base::ErrorKind::usage,
                        fmt::format("--bins: {} is no field of --by{}", base::quoted(name),
                                    base::did_you_mean(name, known)));
    }
    const auto place = static_cast<std::size_t>(column - columns.begin());
    column->bins.clear();
    quantiles[place] = 0;
    if (text.find(':') != std::string::npos) {
      column->bins = edges_of(entry, text);
      continue;
    }
    const std::optional<std::int64_t> count = base::parse_integer(text);
    if (!count || *count < 2 || *count > kMostBins) bad_bins(entry, "is no number of bins");
    quantiles[place] = static_cast<std::size_t>(*count);
  }
  return quantiles;
}

Crossings crossings(const model::Guideline* guideline, const std::vector<std::string>& by) {
  Crossings result;
  for (const std::string& entry : by) {
    const std::vector<std::string> names =
        is_slice(guideline, entry) ? std::vector{entry} : crossed_names(entry);
    std::vector<std::size_t> columns;
    for (model::SliceSpec& slice : named_slices(guideline, names)) {
      if (slice.name.empty()) {
        throw base::Error(base::ErrorKind::usage,
                          fmt::format("--by: {} has an empty name", base::quoted(entry)));
      }
      const auto known =
          std::find_if(result.columns.begin(), result.columns.end(),
                       [&](const model::SliceSpec& column) { return column.name == slice.name; });
      const auto column = static_cast<std::size_t>(known - result.columns.begin());
      if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
        throw base::Error(base::ErrorKind::usage,
                          fmt::format("--by: {} crosses {} with itself", base::quoted(entry),
                                      base::quoted(slice.name)));
      }
      columns.push_back(column);
      if (known == result.columns.end()) result.columns.push_back(std::move(slice));
    }
    if (std::find(result.entries.begin(), result.entries.end(), columns) == result.entries.end()) {
      result.entries.push_back(std::move(columns));
    }
  }
  return result;
}

}  // namespace lbl::cli
