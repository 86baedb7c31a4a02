// Leaves small cells out of a report, together with what would reveal them.
#include "lbl/bias/suppression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "lbl/base/text.hpp"

namespace lbl::bias {
namespace {

/// A sum that everybody knows: that of some entries, or a wider entry that they make up.
struct KnownSum {
  std::vector<std::size_t> parts;    ///< indices into BiasResult::slices
  std::optional<std::size_t> whole;  ///< an entry with the sum; none: known from elsewhere
};

std::uint64_t with_label(const SliceEntry& entry) {
  if (!entry.estimate.value || !is_share(entry.measure)) return 0;
  return static_cast<std::uint64_t>(
      std::llround(*entry.estimate.value * static_cast<double>(entry.answers)));
}

// NOLINTNEXTLINE(modernize-use-using): __extension__ cannot stand before using
__extension__ typedef unsigned __int128 Wide;

/// Numbers modulo the prime 2^61 - 1.
class Field {
 public:
  static constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61) - 1;

  static std::uint64_t times(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % kPrime);
  }
  static std::uint64_t minus(std::uint64_t a, std::uint64_t b) {
    return a >= b ? a - b : a + kPrime - b;
  }
  static std::uint64_t inverse(std::uint64_t a) {
    std::uint64_t power = a;
    std::uint64_t result = 1;
    for (std::uint64_t exponent = kPrime - 2; exponent > 0; exponent >>= 1) {
      if ((exponent & 1) != 0) result = times(result, power);
      power = times(power, power);
    }
    return result;
  }
};

/// The sums that hold between the entries of a report.
class SumFinder {
 public:
  explicit SumFinder(const BiasResult& result) : result_(result) {
    for (std::size_t i = 0; i < result.slices.size(); ++i) {
      const SliceEntry& entry = result.slices[i];
      entries_[{entry.cut, entry.label.value_or(""), entry.label.has_value()}].push_back(i);
      of_slice_[{entry.cut, entry.slice, entry.measure}].push_back(i);
    }
  }

  std::vector<KnownSum> sums() {
    for (const auto& [key, entries] : entries_) sums_.push_back({entries, std::nullopt});
    for (const auto& [key, entries] : of_slice_) add_labels(entries);
    for (const auto& [key, entries] : entries_) add_wider_cuts(key, entries);
    return std::move(sums_);
  }

 private:
  using CutLabel = std::tuple<std::size_t, std::string, bool>;

  /// Where every answer has one label, those with each add up to all.
  void add_labels(const std::vector<std::size_t>& entries) {
    const SliceEntry& first = result_.slices[entries.front()];
    if (first.measure != Measure::rate || entries.size() < 2) return;
    std::uint64_t sum = 0;
    for (const std::size_t i : entries) sum += with_label(result_.slices[i]);
    if (sum == first.answers) sums_.push_back({entries, std::nullopt});
  }

  void add_wider_cuts(const CutLabel& key, const std::vector<std::size_t>& entries) {
    const Cut& cut = result_.cuts[std::get<0>(key)];
    if (cut.fields.size() < 2) return;
    const bool grouped = std::any_of(cut.slices.begin(), cut.slices.end(),
                                     [](const Slice& slice) { return slice.grouped > 0; });
    if (grouped) return;
    for (const auto& [other_key, wider] : entries_) {
      const Cut& other = result_.cuts[std::get<0>(other_key)];
      if (other.task != cut.task || other.fields.size() >= cut.fields.size()) continue;
      if (std::get<1>(other_key) != std::get<1>(key) ||
          result_.slices[wider.front()].measure != result_.slices[entries.front()].measure) {
        continue;
      }
      add_wider_cut(cut, entries, other, wider);
    }
  }

  void add_wider_cut(const Cut& cut, const std::vector<std::size_t>& entries, const Cut& other,
                     const std::vector<std::size_t>& wider) {
    std::vector<std::size_t> places;
    for (const std::string& field : other.fields) {
      const auto at = std::find(cut.fields.begin(), cut.fields.end(), field);
      if (at == cut.fields.end()) return;
      places.push_back(static_cast<std::size_t>(at - cut.fields.begin()));
    }
    std::map<std::vector<std::optional<std::string>>, KnownSum> by_value;
    std::optional<std::size_t> rest;
    for (const std::size_t i : wider) {
      const Slice& slice = other.slices[result_.slices[i].slice];
      if (slice.grouped > 0) {
        rest = i;
      } else {
        by_value[slice.values].whole = i;
      }
    }
    KnownSum others{{}, rest};
    for (const std::size_t i : entries) {
      std::vector<std::optional<std::string>> value;
      for (const std::size_t place : places) {
        value.push_back(cut.slices[result_.slices[i].slice].values[place]);
      }
      const auto at = by_value.find(value);
      (at == by_value.end() ? others : at->second).parts.push_back(i);
    }
    for (auto& [value, sum] : by_value) {
      if (!sum.parts.empty()) sums_.push_back(std::move(sum));
    }
    if (rest && !others.parts.empty()) sums_.push_back(std::move(others));
  }

  const BiasResult& result_;
  std::map<CutLabel, std::vector<std::size_t>> entries_;
  std::map<std::tuple<std::size_t, std::size_t, Measure>, std::vector<std::size_t>> of_slice_;
  std::vector<KnownSum> sums_;
};

/// Chooses what to take out.
class Suppressor {
 public:
  Suppressor(std::uint64_t min_cell, const BiasResult& result)
      : min_cell_(min_cell),
        result_(result),
        sums_(SumFinder(result).sums()),
        hidden_(result.slices.size(), false) {
    for (std::size_t s = 0; s < sums_.size(); ++s) {
      for (const std::size_t i : members(sums_[s])) sums_of_[i].push_back(s);
    }
  }

  /// Per entry: not hidden, hidden for its size, or for another.
  enum class Fate : std::uint8_t { told, small, complementary };

  std::vector<Fate> run() {
    std::vector<Fate> fates(hidden_.size(), Fate::told);
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
      const SliceEntry& entry = result_.slices[i];
      const std::uint64_t hits = with_label(entry);
      if (entry.answers < min_cell_ || (hits > 0 && hits < min_cell_)) {
        hidden_[i] = true;
        fates[i] = Fate::small;
      }
    }
    do {
      fill_sums();
    } while (hide_beside_derived());
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
      if (hidden_[i] && fates[i] == Fate::told) fates[i] = Fate::complementary;
    }
    return fates;
  }

 private:
  static std::vector<std::size_t> members(const KnownSum& sum) {
    std::vector<std::size_t> members = sum.parts;
    if (sum.whole) members.push_back(*sum.whole);
    return members;
  }

  /// Hides the smallest entry of the sum that is still told.
  bool hide_one_more(const KnownSum& sum) {
    std::optional<std::size_t> smallest;
    for (const std::size_t i : members(sum)) {
      if (hidden_[i]) continue;
      if (!smallest || result_.slices[i].answers < result_.slices[*smallest].answers) smallest = i;
    }
    if (!smallest) return false;
    hidden_[*smallest] = true;
    return true;
  }

  /// No sum may have one hidden member, or hidden parts that are few together.
  void fill_sums() {
    bool changed = true;
    while (changed) {
      changed = false;
      for (const KnownSum& sum : sums_) {
        std::size_t count = 0;
        std::uint64_t answers = 0;
        for (const std::size_t i : members(sum)) {
          if (!hidden_[i]) continue;
          ++count;
          answers += result_.slices[i].answers;
        }
        if (count == 0 || (count > 1 && answers >= min_cell_)) continue;
        changed = hide_one_more(sum) || changed;
      }
    }
  }

  using Row = std::map<std::size_t, std::uint64_t>;

  /// Rows of the sums over hidden entries, fully reduced: by their first entry.
  std::map<std::size_t, Row> reduced() const {
    std::map<std::size_t, Row> rows;
    for (const KnownSum& sum : sums_) {
      Row row;
      for (const std::size_t i : sum.parts) {
        if (hidden_[i]) row[i] = 1;
      }
      if (sum.whole && hidden_[*sum.whole]) row[*sum.whole] = Field::kPrime - 1;
      reduce(rows, row);
      if (row.empty()) continue;
      scale(row);
      const std::size_t pivot = row.begin()->first;
      for (auto& [own, other] : rows) {
        const auto at = other.find(pivot);
        if (at != other.end()) subtract(other, row, at->second);
      }
      rows.emplace(pivot, std::move(row));
    }
    return rows;
  }

  static void reduce(const std::map<std::size_t, Row>& rows, Row& row) {
    std::vector<std::size_t> pivots;
    for (const auto& [i, factor] : row) {
      if (rows.contains(i)) pivots.push_back(i);
    }
    for (const std::size_t pivot : pivots) {
      const auto at = row.find(pivot);
      if (at != row.end()) subtract(row, rows.at(pivot), at->second);
    }
  }

  static void subtract(Row& row, const Row& other, std::uint64_t factor) {
    for (const auto& [i, value] : other) {
      std::uint64_t& own = row[i];
      own = Field::minus(own, Field::times(factor, value));
      if (own == 0) row.erase(i);
    }
  }

  static void scale(Row& row) {
    const std::uint64_t inverse = Field::inverse(row.begin()->second);
    for (auto& [i, value] : row) value = Field::times(value, inverse);
  }

  /// Finds hidden entries that the sums tell all the same, and hides one more beside each.
  bool hide_beside_derived() {
    std::vector<std::size_t> derived;
    for (const auto& [pivot, row] : reduced()) {
      if (row.size() == 1) derived.push_back(pivot);
    }
    bool changed = false;
    for (const std::size_t i : derived) {
      for (const std::size_t s : sums_of_[i]) {
        if (hide_one_more(sums_[s])) {
          changed = true;
          break;
        }
      }
    }
    return changed;
  }

  std::uint64_t min_cell_;
  const BiasResult& result_;
  std::vector<KnownSum> sums_;
  std::vector<bool> hidden_;
  std::map<std::size_t, std::vector<std::size_t>> sums_of_;  ///< per entry
};

/// Takes back what a cut as a whole says, but for the difference that gates use.
void take_back(const std::vector<SliceEntry>& told, Disparity& disparity) {
  Disparity kept;
  kept.cut = disparity.cut;
  kept.label = disparity.label;
  kept.measure = disparity.measure;
  kept.max_difference = kept.min_ratio =
      stats::Estimate::undefined("suppressed", "cells of this field are suppressed");
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  std::size_t count = 0;
  for (const SliceEntry& entry : told) {
    if (entry.cut != kept.cut || entry.label != kept.label || !entry.estimate.value ||
        entry.clusters < kManyClusters) {
      continue;
    }
    low = std::min(low, *entry.estimate.value);
    high = std::max(high, *entry.estimate.value);
    ++count;
  }
  if (count > 1) kept.supported_difference = high - low;
  disparity = std::move(kept);
}

}  // namespace

Suppression suppress(std::uint64_t min_cell, BiasResult& result) {
  Suppression suppression;
  suppression.min_cell = min_cell;
  const std::vector<Suppressor::Fate> fates = Suppressor(min_cell, result).run();
  std::vector<SliceEntry> told;
  std::set<std::pair<std::size_t, std::optional<std::string>>> touched;
  for (std::size_t i = 0; i < fates.size(); ++i) {
    SliceEntry& entry = result.slices[i];
    if (fates[i] == Suppressor::Fate::told) {
      told.push_back(std::move(entry));
      continue;
    }
    touched.emplace(entry.cut, entry.label);
    std::vector<SuppressedCell>& cells =
        fates[i] == Suppressor::Fate::small ? suppression.small : suppression.complementary;
    cells.push_back({entry.cut, entry.slice, entry.label, entry.measure});
  }
  result.slices = std::move(told);
  for (Disparity& disparity : result.disparities) {
    if (touched.contains({disparity.cut, disparity.label})) take_back(result.slices, disparity);
  }
  if (!touched.empty()) {
    result.notes.push_back(
        {"suppressed",
         fmt::format("{} cells of fewer than {} answers are suppressed, and {} that would tell "
                     "them (--min-cell)",
                     base::with_commas(suppression.small.size()), base::with_commas(min_cell),
                     base::with_commas(suppression.complementary.size()))});
  }
  return suppression;
}

}  // namespace lbl::bias
