// The slices that nobody named: explore, fold, and test what is left.
#include "lbl/bias/discover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/threads.hpp"
#include "lbl/bias/cut_report.hpp"
#include "lbl/bias/divergence.hpp"
#include "lbl/bias/each_scoring.hpp"
#include "lbl/bias/itemsets.hpp"

namespace lbl::bias {
namespace {

constexpr double kStandsOut = 2;
constexpr double kSliceLineAlpha = 0.95;

/// One explored field: the slices of its single values, and which of them each row is in.
struct Field {
  std::string name;
  std::vector<Slice> slices;
};

/// Discovery of one task and measure.
class Discovery {
 public:
  Discovery(const model::RatingsTable& table, Scoring scoring, const BiasSpec& spec,
            const DiscoverSpec& asked)
      : table_(table), scoring_(std::move(scoring)), spec_(spec), asked_(asked) {}

  void run(std::size_t task, DiscoverResult& result) {
    code_fields(result);
    itemsets_ = explored();
    result.slices += itemsets_.size() - 1;
    result.tests +=
        asked_.confirm == Confirm::none ? (itemsets_.size() - 1) * scoring_.targets.size() : 0;
    std::vector<Pick> picks;
    for (std::size_t target = 0; target < scoring_.targets.size(); ++target) {
      pick(target, picks);
      add_contributions(task, target, result);
    }
    if (asked_.confirm == Confirm::split) leave_out_discovery_half();
    std::vector<DiscoveredSlice> found = compared(picks);
    for (DiscoveredSlice& slice : found) {
      slice.task = task;
      result.found.push_back(std::move(slice));
    }
  }

 private:
  struct Pick {
    std::size_t target, at;
    double t;
    std::size_t folded;
    std::size_t lead;  ///< the itemset that was furthest by t; `at` may be a wider one
  };

  void code_fields(DiscoverResult& result) {
    const auto enough = static_cast<std::size_t>(std::ceil(1 / asked_.min_support)) + 1;
    for (const std::size_t column : asked_.columns) {
      CodedCut coded =
          code_rows(table_, scoring_.rows, {column}, std::max(spec_.max_levels, enough));
      // What --max-levels groups is rarer than the least support: it is in no slice.
      const std::vector<Slice>& slices = coded.cut.slices;
      const bool grouped = !slices.empty() && slices.back().grouped > 0;
      columns_.push_back({std::move(coded.codes), slices.size() - (grouped ? 1 : 0)});
      fields_.push_back({coded.cut.fields.front(), std::move(coded.cut.slices)});
      for (Note& note : coded.notes) {
        if (note.code != "grouped-slices") result.notes.push_back(std::move(note));
      }
    }
  }

  bool in_discovery_half(std::size_t item) const {
    return (base::hash64(table_.items.text(static_cast<std::uint32_t>(item)),
                         spec_.seed ^ kSplitKey) &
            1) == 0;
  }

  std::vector<Itemset> explored() {
    std::vector<std::uint32_t> rows;
    if (asked_.confirm == Confirm::split) {
      const auto& begin = scoring_.rows.item_begin;
      for (std::size_t item = 0; item + 1 < begin.size(); ++item) {
        if (!in_discovery_half(item)) continue;
        for (std::uint64_t row = begin[item]; row < begin[item + 1]; ++row) {
          rows.push_back(static_cast<std::uint32_t>(row));
        }
      }
    }
    const bool nothing = asked_.confirm == Confirm::split && rows.empty();
    const std::size_t size = asked_.confirm == Confirm::split ? rows.size() : scoring_.rows.size();
    const double least = std::ceil(asked_.min_support * static_cast<double>(size) - 1e-9);
    ItemsetQuery query{scoring_,         columns_,     std::move(rows), nothing ? 0 : asked_.depth,
                       std::uint64_t{1}, spec_.threads};
    query.min_rows = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(least));
    return frequent_itemsets(query);
  }

  /// The slices of a target that stand out, the furthest first, each told once.
  void pick(std::size_t target, std::vector<Pick>& picks) const {
    const Divergence figures(itemsets_, scoring_, target);
    std::vector<Pick> candidates;
    for (std::size_t at = 1; at < itemsets_.size(); ++at) {
      const std::optional<double> t = figures.t(at);
      if (t && *t >= kStandsOut && itemsets_[at].counted < itemsets_[0].counted) {
        candidates.push_back({target, at, *t, 0, at});
      }
    }
    // Of two slices of the same rows the one of fewer fields stands first.
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Pick& a, const Pick& b) { return a.t > b.t; });
    std::vector<Pick> kept;
    for (const Pick& candidate : candidates) {
      const auto told = std::find_if(kept.begin(), kept.end(), [&](const Pick& one) {
        return folds(figures, candidate.at, one.at) || folds(figures, one.lead, candidate.at);
      });
      if (told != kept.end()) {
        ++told->folded;
        if (is_part_of(itemsets_[candidate.at].items, itemsets_[told->at].items)) {
          told->at = candidate.at;
          told->t = candidate.t;
        }
      } else if (kept.size() < kMostDiscovered) {
        kept.push_back(candidate);
      }
    }
    picks.insert(picks.end(), kept.begin(), kept.end());
  }

  /// Whether a narrower slice says no more than a wider one.
  bool folds(const Divergence& figures, std::size_t narrow, std::size_t wide) const {
    if (!is_part_of(itemsets_[wide].items, itemsets_[narrow].items)) return false;
    const bool same_side = (*figures.divergence(narrow) < 0) == (*figures.divergence(wide) < 0);
    return same_side && figures.t(narrow, wide).value_or(0) < kStandsOut;
  }

  void add_contributions(std::size_t task, std::size_t target, DiscoverResult& result) const {
    const Divergence figures(itemsets_, scoring_, target);
    for (const auto& [item, share] : figures.global_contributions(columns_.size())) {
      result.contributions.push_back(
          {task, scoring_.targets[target].label, scoring_.measure, field_value(item), share});
    }
  }

  FieldValue field_value(const Item& item) const {
    return {fields_[item.column].name, fields_[item.column].slices[item.value].values.front()};
  }

  void leave_out_discovery_half() {
    std::vector<std::uint32_t> classes(scoring_.rows.classes.begin(), scoring_.rows.classes.end());
    const auto& begin = scoring_.rows.item_begin;
    for (std::size_t item = 0; item + 1 < begin.size(); ++item) {
      if (!in_discovery_half(item)) continue;
      std::fill(classes.begin() + static_cast<std::ptrdiff_t>(begin[item]),
                classes.begin() + static_cast<std::ptrdiff_t>(begin[item + 1]),
                Scoring::kNotCounted);
    }
    scoring_.own_classes = std::move(classes);
    scoring_.rows.classes = scoring_.own_classes;
  }

  DiscoveredSlice described(const Pick& pick) const {
    const Divergence figures(itemsets_, scoring_, pick.target);
    const Itemset& set = itemsets_[pick.at];
    DiscoveredSlice slice;
    for (const Item& item : set.items) slice.slice.push_back(field_value(item));
    slice.answers = set.counted;
    slice.support = static_cast<double>(set.rows) / static_cast<double>(itemsets_[0].rows);
    slice.value = *figures.value(pick.at);
    slice.divergence = *figures.divergence(pick.at);
    slice.t = pick.t;
    if (scoring_.has_zero) slice.score = figures.score(pick.at, kSliceLineAlpha);
    slice.contributions = figures.contributions(pick.at);
    slice.folded = pick.folded;
    return slice;
  }

  /// The rows in the itemset and the others, as a cut.
  CodedCut cut_of(const DiscoveredSlice& slice, const Itemset& set) const {
    CodedCut coded;
    coded.codes.assign(columns_.front().codes.size(), 0);
    coded.cut.slices.resize(2);
    for (const FieldValue& part : slice.slice) {
      coded.cut.fields.push_back(part.field);
      coded.cut.slices[0].values.push_back(part.value);
      coded.cut.slices[1].values.emplace_back("(rest)");
    }
    for (const Item& item : set.items) {
      const std::vector<std::uint32_t>& codes = columns_[item.column].codes;
      for (std::size_t row = 0; row < codes.size(); ++row) {
        coded.codes[row] |= codes[row] == item.value ? 0u : 1u;
      }
    }
    return coded;
  }

  std::vector<DiscoveredSlice> compared(const std::vector<Pick>& picks) {
    std::vector<DiscoveredSlice> found;
    for (const Pick& pick : picks) found.push_back(described(pick));
    BiasSpec spec = spec_;
    spec.reference = Reference::rest;
    CutContext context(table_, std::move(scoring_), spec);
    base::parallel_for(spec_.threads, picks.size(), [&](std::size_t i) {
      auto cut = std::make_shared<const CodedCut>(cut_of(found[i], itemsets_[picks[i].at]));
      found[i].entry = slice_entry(context, std::move(cut), 0, picks[i].target);
    });
    return found;
  }

  static constexpr std::uint64_t kSplitKey = 0x6c62'6c20'7370'6c69;

  const model::RatingsTable& table_;
  Scoring scoring_;
  const BiasSpec& spec_;
  const DiscoverSpec& asked_;
  std::vector<Field> fields_;
  std::vector<ItemColumn> columns_;
  std::vector<Itemset> itemsets_;
};

/// One family over all that was looked at: slices that were not picked count as not significant.
void correct(DiscoverResult& result, const BiasSpec& spec) {
  std::vector<double> p_values;
  for (const DiscoveredSlice& slice : result.found) {
    if (slice.entry.p) p_values.push_back(*slice.entry.p);
  }
  result.tests = std::max<std::uint64_t>(result.tests, p_values.size());
  p_values.resize(result.tests, 1);
  const std::vector<double> q_values = stats::adjusted_p(p_values, spec.correction);
  auto next = q_values.begin();
  for (DiscoveredSlice& slice : result.found) {
    if (!slice.entry.p) continue;
    slice.entry.q = *next++;
    slice.entry.flag = *slice.entry.q <= 1 - spec.level;
  }
}

}  // namespace

std::string_view confirm_name(Confirm confirm) {
  return confirm == Confirm::split ? "split" : "none";
}

DiscoverResult discover(const model::RatingsTable& table, const BiasSpec& spec,
                        const DiscoverSpec& discovery) {
  DiscoverResult result;
  result.depth = discovery.depth;
  result.min_support = discovery.min_support;
  result.confirm = discovery.confirm;
  for (std::size_t task = 0; task < table.tasks.size(); ++task) {
    each_scoring(table, task, spec, [&](Scoring scoring) {
      Discovery(table, std::move(scoring), spec, discovery).run(task, result);
    });
  }
  correct(result, spec);
  return result;
}

}  // namespace lbl::bias
