// From the names of --by to columns.
#include "lbl/cli/crossings.hpp"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

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
