// The one pass over the compressed rows.
#include "lbl/agree/state.hpp"

#include <algorithm>
#include <bit>
#include <span>

#include "lbl/agree/slice_column.hpp"
#include "lbl/base/threads.hpp"

namespace lbl::agree {

namespace {

using model::RatingsTable;
using model::TaskRatings;

/// Sorts the codes of one item: a handful as a rule, thousands now and then.
void sort_codes(std::span<std::uint32_t> codes) {
  constexpr std::size_t kFew = 16;
  if (codes.size() > kFew) {
    std::sort(codes.begin(), codes.end());
    return;
  }
  for (std::size_t i = 1; i < codes.size(); ++i) {
    const std::uint32_t code = codes[i];
    std::size_t at = i;
    for (; at > 0 && codes[at - 1] > code; --at) codes[at] = codes[at - 1];
    codes[at] = code;
  }
}

/// Counts a range of items into the states of the whole and of all slices.
class Counter {
 public:
  Counter(const TaskRatings& ratings, const Scale& scale, const std::vector<SliceColumn>& columns,
          Identity identity)
      : ratings_(ratings), scale_(scale), columns_(columns), identity_(identity) {
    std::size_t states = 1;
    for (const SliceColumn& column : columns) states += column.slices.size();
    states_.resize(states);
  }

  /// Counts all answers of an item `times` over.
  void count(std::size_t item, std::uint64_t times = 1) {
    times_ = times;
    const std::size_t begin = ratings_.item_begin[item], end = ratings_.item_begin[item + 1];
    if (begin == end) return;
    chosen_.clear();
    for (std::size_t answer = begin; answer < end; ++answer) chosen_.push_back(answer);
    add_chosen(states_[0]);
    std::size_t first_state = 1;
    for (const SliceColumn& column : columns_) {
      count_slices(column, begin, end, first_state);
      first_state += column.slices.size();
    }
  }

  /// Takes from an item only who answered it.
  void attend(std::size_t item) {
    only_attends_ = true;
    count(item, 0);
    only_attends_ = false;
  }

  std::vector<State>& states() { return states_; }

 private:
  void count_slices(const SliceColumn& column, std::size_t begin, std::size_t end,
                    std::size_t first_state) {
    const auto slice_of = [&](std::size_t answer) { return column.of_answer[answer]; };
    by_slice_.clear();
    for (std::size_t answer = begin; answer < end; ++answer) by_slice_.push_back(answer);
    const auto before = [&](std::size_t a, std::size_t b) {
      return std::pair(slice_of(a), a) < std::pair(slice_of(b), b);
    };
    if (!std::is_sorted(by_slice_.begin(), by_slice_.end(), before)) {
      std::sort(by_slice_.begin(), by_slice_.end(), before);
    }
    for (std::size_t at = 0; at < by_slice_.size();) {
      const std::uint32_t slice = slice_of(by_slice_[at]);
      chosen_.clear();
      for (; at < by_slice_.size() && slice_of(by_slice_[at]) == slice; ++at) {
        chosen_.push_back(by_slice_[at]);
      }
      add_chosen(states_[first_state + slice]);
    }
  }

  void add_chosen(State& state) {
    codes_.clear();
    if (only_attends_) {
      for (const std::size_t answer : chosen_) state.add_annotator(ratings_.annotators[answer]);
      return;
    }
    if (identity_ == Identity::kept) {
      for (const std::size_t answer : chosen_) codes_.push_back(ratings_.annotators[answer]);
      for (const std::size_t answer : chosen_)
        codes_.push_back(scale_.code(ratings_.values[answer]));
      state.rows.add(codes_, times_);
      return;
    }
    for (const std::size_t answer : chosen_) {
      codes_.push_back(scale_.code(ratings_.values[answer]));
      state.add_annotator(ratings_.annotators[answer]);
    }
    sort_codes(codes_);
    state.answers.add(codes_, times_);
  }

  const TaskRatings& ratings_;
  const Scale& scale_;
  const std::vector<SliceColumn>& columns_;
  Identity identity_;
  std::uint64_t times_ = 1;
  bool only_attends_ = false;
  std::vector<State> states_;
  std::vector<std::size_t> chosen_, by_slice_;
  std::vector<std::uint32_t> codes_;
};

/// Forgets who answered: the answers and the annotators of a state follow from its rows.
void derive_answers(State& state) {
  std::vector<std::uint32_t> codes;
  for (std::size_t i = 0; i < state.rows.size(); ++i) {
    const auto row = state.rows.codes(i);
    const std::size_t size = row.size() / 2;
    for (const std::uint32_t annotator : row.first(size)) state.add_annotator(annotator);
    codes.assign(row.begin() + static_cast<std::ptrdiff_t>(size), row.end());
    sort_codes(codes);
    state.answers.add(codes, state.rows.count(i));
  }
}

}  // namespace

void State::add(const State& other) {
  answers.add(other.answers);
  rows.add(other.rows);
  if (annotators.size() < other.annotators.size()) annotators.resize(other.annotators.size(), 0);
  for (std::size_t i = 0; i < other.annotators.size(); ++i) annotators[i] |= other.annotators[i];
}

void State::add_annotator(std::uint32_t annotator) {
  const std::size_t word = annotator / 64;
  if (word >= annotators.size()) annotators.resize(word + 1, 0);
  annotators[word] |= std::uint64_t{1} << (annotator % 64);
}

std::uint64_t State::annotator_count() const {
  std::uint64_t count = 0;
  for (const std::uint64_t word : annotators)
    count += static_cast<std::uint64_t>(std::popcount(word));
  return count;
}

std::vector<std::size_t> answer_pattern_of_rows(const State& state) {
  std::vector<std::size_t> patterns;
  patterns.reserve(state.rows.size());
  std::vector<std::uint32_t> codes;
  for (std::size_t i = 0; i < state.rows.size(); ++i) {
    const auto row = state.rows.codes(i);
    codes.assign(row.begin() + static_cast<std::ptrdiff_t>(row.size() / 2), row.end());
    sort_codes(codes);
    patterns.push_back(*state.answers.find(codes));
  }
  return patterns;
}

namespace {

std::vector<SliceColumn> slice_columns(const RatingsTable& table, const TaskRatings& ratings,
                                       const std::vector<Crossing>& by) {
  std::vector<SliceColumn> columns;
  for (const Crossing& crossing : by) columns.push_back(slice_column(table, ratings, crossing));
  return columns;
}

/// The states of several counters that had the same columns, added up under their slices.
std::vector<SliceState> sum_of(std::vector<Counter>& counters,
                               const std::vector<SliceColumn>& columns, Identity identity) {
  std::vector<SliceState> states(1);
  for (const SliceColumn& column : columns) {
    for (const Slice& slice : column.slices) states.push_back({slice, {}});
  }
  for (std::size_t i = 0; i < states.size(); ++i) {
    states[i].state = std::move(counters.front().states()[i]);
    for (std::size_t part = 1; part < counters.size(); ++part) {
      states[i].state.add(std::exchange(counters[part].states()[i], {}));
    }
    if (identity == Identity::kept) derive_answers(states[i].state);
  }
  return states;
}

}  // namespace

std::vector<SliceState> count_weighted_states(const RatingsTable& table, const TaskRatings& ratings,
                                              const Scale& scale, const std::vector<Crossing>& by,
                                              Identity identity, const WeightedItems& weighted) {
  const std::vector<SliceColumn> columns = slice_columns(table, ratings, by);
  std::vector<Counter> counters(1, Counter(ratings, scale, columns, identity));
  for (const std::size_t item : weighted.items) {
    counters.front().count(item, weighted.counts[item]);
  }
  return sum_of(counters, columns, identity);
}

std::vector<SliceState> count_states(const RatingsTable& table, const TaskRatings& ratings,
                                     const Scale& scale, const std::vector<Crossing>& by,
                                     Identity identity, unsigned threads) {
  const std::vector<SliceColumn> columns = slice_columns(table, ratings, by);

  // Few and large parts: each has tables of its own, and adding them costs what they hold.
  constexpr std::size_t kItemsPerPart = std::size_t{1} << 18;
  const std::size_t parts =
      threads == 1 ? 1 : std::max<std::size_t>(1, ratings.items() / kItemsPerPart);
  std::vector<Counter> counters(parts, Counter(ratings, scale, columns, identity));
  base::parallel_for(threads, parts, [&](std::size_t part) {
    const std::size_t begin = ratings.items() * part / parts;
    const std::size_t end = ratings.items() * (part + 1) / parts;
    for (std::size_t item = begin; item < end; ++item) {
      const std::uint64_t copies = table.copies(item);
      if (copies > 0) {
        counters[part].count(item, copies);
      } else {
        counters[part].attend(item);
      }
    }
  });
  return sum_of(counters, columns, identity);
}

}  // namespace lbl::agree
