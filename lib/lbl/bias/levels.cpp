// Cuts the answers into slices: one small number an answer for each cut.
#include "lbl/bias/levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "lbl/base/text.hpp"

namespace lbl::bias {
namespace {

constexpr std::uint32_t kNoValue = model::TaskRatings::kNoValue;
constexpr std::uint32_t kNoCode = 0xFFFFFFFFu;

/// One field of a cut: how it orders its values, their texts, and the value of each row. The code
/// after the last value stands for a missing one.
struct Component {
  model::SliceSpec spec;
  std::vector<std::string> values;
  std::vector<std::uint32_t> codes;

  std::uint32_t missing() const { return static_cast<std::uint32_t>(values.size()); }
};

std::vector<std::uint64_t> counts_of(const std::vector<std::uint32_t>& codes, std::size_t size) {
  std::vector<std::uint64_t> counts(size, 0);
  for (const std::uint32_t code : codes) ++counts[code];
  return counts;
}

/// A number that occurs and how often.
using CountedNumber = std::pair<double, std::uint64_t>;

/// The distinct numbers in `component` with their counts, ascending; empty if a value is none.
std::vector<CountedNumber> as_numbers(const Component& component,
                                      const std::vector<std::uint64_t>& counts) {
  std::vector<CountedNumber> numbers;
  for (std::size_t i = 0; i < component.values.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::optional<double> number = base::parse_number(component.values[i]);
    if (!number) return {};
    numbers.emplace_back(*number, counts[i]);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// The quartiles (inverse of the distribution function) that leave no bin empty; at least one edge.
std::vector<double> quartile_edges(const std::vector<CountedNumber>& numbers) {
  std::uint64_t total = 0;
  for (const CountedNumber& number : numbers) total += number.second;
  std::vector<double> edges;
  std::uint64_t passed = 0;
  std::uint64_t quarter = 1;
  for (const CountedNumber& number : numbers) {
    passed += number.second;
    while (quarter < 4 && passed * 4 >= total * quarter) {
      if (number.first > numbers.front().first && (edges.empty() || number.first > edges.back())) {
        edges.push_back(number.first);
      }
      ++quarter;
    }
  }
  if (edges.empty()) edges.push_back(numbers[1].first);
  return edges;
}

/// Puts the numbers of `component` into the bins of its spec.
void put_into_bins(Component& component) {
  std::vector<std::string> bins;
  std::unordered_map<std::string, std::uint32_t> known;
  std::vector<std::uint32_t> new_code(component.values.size() + 1);
  for (std::size_t i = 0; i < component.values.size(); ++i) {
    const model::Node node{component.values[i], 0, 1, 0, model::ValueKind::string};
    const std::string text = model::slice_text(component.spec, model::Value(&node)).value();
    const auto [at, is_new] = known.emplace(text, static_cast<std::uint32_t>(bins.size()));
    if (is_new) bins.push_back(text);
    new_code[i] = at->second;
  }
  new_code.back() = static_cast<std::uint32_t>(bins.size());
  for (std::uint32_t& code : component.codes) code = new_code[code];
  component.values = std::move(bins);
}

Component component_of(const model::RatingsTable& table, const Rows& rows, std::size_t column,
                       std::vector<Note>& notes) {
  Component component{table.columns[column], table.column_values[column], {}};
  component.codes.resize(rows.size());
  const std::uint32_t missing = component.missing();
  std::transform(rows.columns[column].begin(), rows.columns[column].end(), component.codes.begin(),
                 [&](std::uint32_t code) { return code == kNoValue ? missing : code; });
  if (!component.spec.bins.empty() || component.values.size() <= kPlainNumbers) return component;

  const auto numbers = as_numbers(component, counts_of(component.codes, missing + 1));
  if (numbers.size() <= kPlainNumbers) return component;
  component.spec.measure.clear();  // the values are the lengths already
  component.spec.bins = quartile_edges(numbers);
  put_into_bins(component);
  std::vector<std::string> edges;
  for (const double edge : component.spec.bins) edges.push_back(base::number_text(edge));
  notes.push_back({"cut-at-quartiles",
                   fmt::format("{} has {} different numbers and no bins: cut at its quartiles {} "
                               "(name bins in the guideline for others)",
                               base::quoted(component.spec.name), base::with_commas(numbers.size()),
                               base::join(edges, ", "))});
  return component;
}

/// Numbers pairs of codes 0, 1, 2, ... in the order of first appearance.
class PairNumbers {
 public:
  PairNumbers(std::uint64_t first_size, std::uint64_t second_size) : second_size_(second_size) {
    if (first_size * second_size <= kTableLimit) table_.assign(first_size * second_size, kNoCode);
  }

  std::uint32_t number(std::uint32_t first, std::uint32_t second) {
    const std::uint64_t key = first * second_size_ + second;
    std::uint32_t& number = table_.empty() ? map_.emplace(key, kNoCode).first->second : table_[key];
    if (number == kNoCode) {
      number = static_cast<std::uint32_t>(pairs_.size());
      pairs_.emplace_back(first, second);
    }
    return number;
  }
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs() const { return pairs_; }

 private:
  static constexpr std::uint64_t kTableLimit = std::uint64_t{1} << 22;

  std::uint64_t second_size_;
  std::vector<std::uint32_t> table_;
  std::unordered_map<std::uint64_t, std::uint32_t> map_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
};

/// Combinations of values that occur: the code of each row and, per code, one value a component.
struct Combinations {
  std::vector<std::uint32_t> codes;
  std::vector<std::vector<std::uint32_t>> values;
};

Combinations combined(std::vector<Component>& components) {
  Combinations combinations;
  combinations.codes = std::move(components.front().codes);
  for (std::uint32_t code = 0; code <= components.front().missing(); ++code) {
    combinations.values.push_back({code});
  }
  for (std::size_t c = 1; c < components.size(); ++c) {
    PairNumbers numbers(combinations.values.size(), components[c].missing() + 1);
    for (std::size_t row = 0; row < combinations.codes.size(); ++row) {
      combinations.codes[row] = numbers.number(combinations.codes[row], components[c].codes[row]);
    }
    components[c].codes.clear();
    std::vector<std::vector<std::uint32_t>> values;
    for (const auto& [first, second] : numbers.pairs()) {
      values.push_back(combinations.values[first]);
      values.back().push_back(second);
    }
    combinations.values = std::move(values);
  }
  return combinations;
}

bool is_missing(const std::vector<std::uint32_t>& values,
                const std::vector<Component>& components) {
  for (std::size_t c = 0; c < components.size(); ++c) {
    if (values[c] != components[c].missing()) return false;
  }
  return true;
}

/// Report order: component by component, missing values last.
bool stands_before(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b,
                   const std::vector<Component>& components) {
  for (std::size_t c = 0; c < components.size(); ++c) {
    if (a[c] == b[c]) continue;
    const Component& component = components[c];
    if (a[c] == component.missing() || b[c] == component.missing()) return a[c] < b[c];
    return model::slice_before(component.spec, component.values[a[c]], component.values[b[c]]);
  }
  return false;
}

/// The combinations that become slices of their own, in report order, and how many do not.
struct Kept {
  std::vector<std::uint32_t> codes;
  std::size_t grouped = 0;
};

Kept most_frequent(const Combinations& combinations, const std::vector<Component>& components,
                   std::size_t max_levels) {
  const auto counts = counts_of(combinations.codes, combinations.values.size());
  std::vector<std::uint32_t> present;
  std::optional<std::uint32_t> missing;
  for (std::uint32_t code = 0; code < counts.size(); ++code) {
    if (counts[code] == 0) continue;
    if (is_missing(combinations.values[code], components)) {
      missing = code;
    } else {
      present.push_back(code);
    }
  }
  Kept kept;
  if (present.size() > max_levels) {
    kept.grouped = present.size() - max_levels;
    const auto frequent = [&](std::uint32_t a, std::uint32_t b) {
      if (counts[a] != counts[b]) return counts[a] > counts[b];
      return combinations.values[a] < combinations.values[b];
    };
    const auto end = present.begin() + static_cast<std::ptrdiff_t>(max_levels);
    std::nth_element(present.begin(), end, present.end(), frequent);
    present.erase(end, present.end());
  }
  std::sort(present.begin(), present.end(), [&](std::uint32_t a, std::uint32_t b) {
    return stands_before(combinations.values[a], combinations.values[b], components);
  });
  if (missing) present.push_back(*missing);
  kept.codes = std::move(present);
  return kept;
}

Slice slice_of(const std::vector<std::uint32_t>& values, const std::vector<Component>& components) {
  Slice slice;
  for (std::size_t c = 0; c < components.size(); ++c) {
    const bool missing = values[c] == components[c].missing();
    slice.values.push_back(missing ? std::nullopt : std::optional(components[c].values[values[c]]));
  }
  return slice;
}

/// The slice that holds what --max-levels leaves out; its name gives way to a slice of that name.
Slice other_slice(const Cut& cut, std::size_t grouped) {
  std::string name = "other";
  const auto taken = [&](const Slice& slice) {
    return std::find(slice.values.begin(), slice.values.end(), name) != slice.values.end();
  };
  while (std::any_of(cut.slices.begin(), cut.slices.end(), taken)) name.insert(0, "(").append(")");
  return {std::vector<std::optional<std::string>>(cut.fields.size(), name), grouped};
}

/// The places of slices on a scale: numbers themselves, bins by rank; empty when a value is
/// neither.
std::vector<std::optional<double>> scale_of(const std::vector<Slice>& slices,
                                            const std::vector<double>& bins) {
  std::vector<std::optional<double>> scores;
  double rank = 0;
  for (const Slice& slice : slices) {
    const auto& value = slice.values.front();
    if (!value || slice.grouped > 0) {
      scores.emplace_back();
      continue;
    }
    ++rank;
    const std::optional<double> number = base::parse_number(*value);
    if (bins.empty() && !number) return {};
    scores.emplace_back(bins.empty() ? *number : rank);
    if (!bins.empty() && *value == "not a number") scores.back().reset();
  }
  return rank < 3 ? std::vector<std::optional<double>>() : scores;
}

}  // namespace

CodedCut code_rows(const model::RatingsTable& table, const Rows& rows,
                   const std::vector<std::size_t>& columns, std::size_t max_levels) {
  CodedCut coded;
  std::vector<Component> components;
  for (const std::size_t column : columns) {
    components.push_back(component_of(table, rows, column, coded.notes));
    coded.cut.fields.push_back(table.columns[column].name);
  }
  Combinations combinations = combined(components);
  const Kept kept = most_frequent(combinations, components, max_levels);

  std::vector<std::uint32_t> place(combinations.values.size(),
                                   static_cast<std::uint32_t>(kept.codes.size()));
  for (const std::uint32_t code : kept.codes) {
    place[code] = static_cast<std::uint32_t>(coded.cut.slices.size());
    coded.cut.slices.push_back(slice_of(combinations.values[code], components));
  }
  if (kept.grouped > 0) {
    coded.cut.slices.push_back(other_slice(coded.cut, kept.grouped));
    coded.notes.push_back(
        {"grouped-slices",
         fmt::format("{} has more than {} slices: the {} rarer ones are put together as {} "
                     "(--max-levels)",
                     base::quoted(coded.cut.name()), base::with_commas(max_levels),
                     base::with_commas(kept.grouped), coded.cut.slices.back().text())});
  }
  if (components.size() == 1) {
    coded.scores = scale_of(coded.cut.slices, components.front().spec.bins);
  }
  coded.codes = std::move(combinations.codes);
  for (std::uint32_t& code : coded.codes) code = place[code];
  return coded;
}

}  // namespace lbl::bias
