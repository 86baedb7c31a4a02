// The right answer to each answer of a batch: from gold, or from what the others say.
#include "lbl/bias/right_answers.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "lbl/bias/labels.hpp"

namespace lbl::bias {
namespace {

using model::TaskType;

constexpr std::uint32_t kNoValue = model::TaskRatings::kNoValue;

/// Right answers that may not be among the categories of the task, each kept once.
class RightBuilder {
 public:
  explicit RightBuilder(const model::TaskRatings& task) {
    right_.values.assign(task.answers(), kNoValue);
    right_.categories = task.categories;
    right_.category_names = task.category_names;
    for (std::uint32_t c = 0; c < task.categories.size(); ++c) {
      numbers_.emplace(task.categories[c], c);
    }
  }

  void set(std::uint64_t answer, std::uint32_t category) { right_.values[answer] = category; }
  void set(std::uint64_t answer, const model::Answer& right) {
    const auto next = static_cast<std::uint32_t>(right_.categories.size());
    const auto [at, is_new] = numbers_.emplace(right, next);
    if (is_new) {
      right_.categories.push_back(right);
      right_.category_names.push_back(model::answer_text(right));
    }
    right_.values[answer] = at->second;
  }
  RightAnswers take() { return std::move(right_); }

 private:
  RightAnswers right_;
  std::map<model::Answer, std::uint32_t> numbers_;
};

/// Calls body(begin, end) for each item with two answers or more.
template <class Body>
void for_each_shared_item(const model::TaskRatings& task, Body&& body) {
  for (std::size_t item = 0; item < task.items(); ++item) {
    const std::uint64_t begin = task.item_begin[item];
    const std::uint64_t end = task.item_begin[item + 1];
    if (end - begin >= 2) body(begin, end);
  }
}

void set_modes(const model::TaskRatings& task, RightBuilder& right) {
  std::vector<std::uint32_t> times(task.categories.size(), 0);
  std::vector<std::uint32_t> seen;
  for_each_shared_item(task, [&](std::uint64_t begin, std::uint64_t end) {
    seen.clear();
    for (std::uint64_t at = begin; at < end; ++at) {
      if (times[task.values[at]]++ == 0) seen.push_back(task.values[at]);
    }
    for (std::uint64_t at = begin; at < end; ++at) {
      --times[task.values[at]];
      const auto most =
          std::max_element(seen.begin(), seen.end(),
                           [&](std::uint32_t a, std::uint32_t b) { return times[a] < times[b]; });
      const auto ties = std::count_if(seen.begin(), seen.end(), [&](std::uint32_t category) {
        return times[category] == times[*most];
      });
      if (ties == 1) right.set(at, *most);
      ++times[task.values[at]];
    }
    for (const std::uint32_t category : seen) times[category] = 0;
  });
}

/// The middle of ascending `numbers` without the one at `left_out`; of two the lower, or both.
std::pair<double, double> middle_without(const std::vector<double>& numbers, std::size_t left_out) {
  const auto at = [&](std::size_t i) { return numbers[i < left_out ? i : i + 1]; };
  const std::size_t size = numbers.size() - 1;
  return {at((size - 1) / 2), at(size / 2)};
}

void set_medians(const model::TaskRatings& task, RightBuilder& right) {
  std::vector<double> numbers;
  for_each_shared_item(task, [&](std::uint64_t begin, std::uint64_t end) {
    numbers.clear();
    for (std::uint64_t at = begin; at < end; ++at) numbers.push_back(task.number(task.values[at]));
    std::sort(numbers.begin(), numbers.end());
    for (std::uint64_t at = begin; at < end; ++at) {
      const auto own =
          std::lower_bound(numbers.begin(), numbers.end(), task.number(task.values[at]));
      const auto [low, high] =
          middle_without(numbers, static_cast<std::size_t>(own - numbers.begin()));
      right.set(at, model::Answer(low + (high - low) / 2));
    }
  });
}

/// Labels with how often each occurs, of choices (once) and of units.
void set_label_medians(const model::TaskRatings& task, RightBuilder& right) {
  std::vector<std::map<std::string, std::uint64_t>> labels;
  for (std::size_t c = 0; c < task.categories.size(); ++c) {
    labels.push_back(labels_in(task.categories[c], task.category_names[c]));
  }
  for_each_shared_item(task, [&](std::uint64_t begin, std::uint64_t end) {
    std::map<std::string, std::vector<double>> counts;
    for (std::uint64_t at = begin; at < end; ++at) {
      for (const auto& [label, times] : labels[task.values[at]]) {
        counts[label].push_back(static_cast<double>(times));
      }
    }
    for (auto& [label, times] : counts) {
      times.resize(end - begin, 0.0);
      std::sort(times.begin(), times.end());
    }
    for (std::uint64_t at = begin; at < end; ++at) {
      std::vector<std::string> majority;
      const auto& own = labels[task.values[at]];
      for (const auto& [label, times] : counts) {
        const auto mine = own.find(label);
        const double count = mine == own.end() ? 0 : static_cast<double>(mine->second);
        const auto place = std::lower_bound(times.begin(), times.end(), count);
        const double median =
            middle_without(times, static_cast<std::size_t>(place - times.begin())).first;
        majority.resize(majority.size() + static_cast<std::size_t>(median), label);
      }
      right.set(at, model::Answer(std::move(majority)));
    }
  });
}

}  // namespace

RightAnswers right_by_item(const model::TaskRatings& task,
                           const std::vector<std::uint32_t>& item_values,
                           std::vector<model::Answer> categories,
                           std::vector<std::string> category_names) {
  RightAnswers right;
  right.categories = std::move(categories);
  right.category_names = std::move(category_names);
  right.values.resize(task.answers());
  for (std::size_t item = 0; item < task.items(); ++item) {
    std::fill(right.values.begin() + static_cast<std::ptrdiff_t>(task.item_begin[item]),
              right.values.begin() + static_cast<std::ptrdiff_t>(task.item_begin[item + 1]),
              item_values[item]);
  }
  return right;
}

RightAnswers majority_of_others(const model::TaskRatings& task) {
  RightBuilder right(task);
  if (task.task.type == TaskType::number) {
    set_medians(task, right);
  } else if (task.task.type == TaskType::choices || has_units(task.task.type)) {
    set_label_medians(task, right);
  } else {
    set_modes(task, right);
  }
  return right.take();
}

}  // namespace lbl::bias
