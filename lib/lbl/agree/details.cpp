// One pass over the items for each of the two.
#include "lbl/agree/details.hpp"

#include <algorithm>
#include <tuple>

#include "lbl/agree/items.hpp"
#include "lbl/agree/state.hpp"

namespace lbl::agree {

namespace {

using model::RatingsTable;
using model::TaskRatings;
using model::TaskType;

constexpr std::size_t kMostLabels = 24;

bool has_few_labels(const TaskRatings& ratings) {
  const TaskType type = ratings.task.type;
  const bool labels =
      type == TaskType::choice || type == TaskType::rating || type == TaskType::pairwise;
  return labels && ratings.categories.size() >= 2 && ratings.categories.size() <= kMostLabels;
}

std::optional<LabelMeetings> meetings_of(const RatingsTable& table, const TaskRatings& ratings) {
  if (!has_few_labels(ratings)) return std::nullopt;
  LabelMeetings meetings;
  meetings.labels = ratings.category_names;
  const std::size_t labels = meetings.labels.size();
  meetings.counts.assign(labels, std::vector<double>(labels, 0));
  State annotators;
  for (const std::uint32_t annotator : ratings.annotators) annotators.add_annotator(annotator);
  const bool two = annotators.annotator_count() == 2;
  if (two) {
    const auto [first, second] =
        std::minmax_element(ratings.annotators.begin(), ratings.annotators.end());
    meetings.annotators = {table.annotators[*first], table.annotators[*second]};
  }
  // Weights are summed by the size of an item, so that no order of the rows changes their rounding.
  std::vector<std::vector<std::uint64_t>> whole;
  std::vector<std::uint64_t> sizes;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t begin = ratings.item_begin[item], end = ratings.item_begin[item + 1];
    if (end - begin < 2 || table.copies(item) == 0) continue;
    const auto size = std::lower_bound(sizes.begin(), sizes.end(), end - begin);
    const auto at = size - sizes.begin();
    if (size == sizes.end() || *size != end - begin) {
      sizes.insert(size, end - begin);
      whole.insert(whole.begin() + at, std::vector<std::uint64_t>(labels * labels, 0));
    }
    std::vector<std::uint64_t>& counts = whole[static_cast<std::size_t>(at)];
    for (std::uint64_t i = begin; i < end; ++i) {
      for (std::uint64_t j = two ? i + 1 : begin; j < end; ++j) {
        if (i != j) counts[ratings.values[i] * labels + ratings.values[j]] += table.copies(item);
      }
    }
  }
  bool met = false;
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    for (std::size_t cell = 0; cell < labels * labels; ++cell) {
      meetings.counts[cell / labels][cell % labels] +=
          static_cast<double>(whole[s][cell]) / (static_cast<double>(sizes[s]) - 1);
      met |= whole[s][cell] > 0;
    }
  }
  if (!met) return std::nullopt;
  return meetings;
}

bool is_more_disputed(const DisputedItem& a, const DisputedItem& b) {
  return std::tie(b.disagreement, b.answers, a.item) < std::tie(a.disagreement, a.answers, b.item);
}

TaskDetails details_of(const RatingsTable& table, const TaskRatings& ratings,
                       const Options& options, std::size_t most_items) {
  TaskDetails details;
  details.meetings = meetings_of(table, ratings);
  if (!table.item_copies.empty()) return details;  // the items are not there to be named
  std::vector<DisputedItem>& disputed = details.disputed;
  for_each_item(table, ratings, options, [&](const ItemFigures& item) {
    if (item.disagreement.value_or(0) <= 0) return;
    ++details.disputed_items;
    DisputedItem found{
        std::string(table.items.text(item.item)), item.answers, {}, *item.disagreement};
    if (disputed.size() == most_items && !is_more_disputed(found, disputed.front())) return;
    for (const auto& [category, answers] : item.labels) {
      found.labels.emplace_back(ratings.category_names[category], answers);
    }
    // A heap with the least disputed item on top.
    disputed.push_back(std::move(found));
    std::push_heap(disputed.begin(), disputed.end(), is_more_disputed);
    if (disputed.size() <= most_items) return;
    std::pop_heap(disputed.begin(), disputed.end(), is_more_disputed);
    disputed.pop_back();
  });
  std::sort(disputed.begin(), disputed.end(), is_more_disputed);
  for (DisputedItem& item : disputed) {
    std::stable_sort(item.labels.begin(), item.labels.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }
  return details;
}

}  // namespace

std::vector<TaskDetails> details(const RatingsTable& table, const Options& options,
                                 std::size_t most_items) {
  std::vector<TaskDetails> result;
  for (const TaskRatings& ratings : table.tasks) {
    result.push_back(details_of(table, ratings, options, most_items));
  }
  return result;
}

}  // namespace lbl::agree
