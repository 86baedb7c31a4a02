// Brings gold answers into the items and categories of a ratings table.
#include "lbl/model/gold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

constexpr std::uint32_t kNoValue = TaskRatings::kNoValue;

TaskGold gold_for(const RatingsTable& table, const TaskRatings& ratings) {
  TaskGold gold;
  gold.values.assign(table.items.size(), kNoValue);
  gold.categories = ratings.categories;
  gold.category_names = ratings.category_names;
  return gold;
}

/// The number of each category of `ratings` among those of `gold`, added where it is new.
std::vector<std::uint32_t> mapped_categories(const TaskRatings& ratings, TaskGold& gold) {
  std::map<Answer, std::uint32_t> numbers;
  for (std::uint32_t c = 0; c < gold.categories.size(); ++c) numbers.emplace(gold.categories[c], c);
  std::vector<std::uint32_t> mapped;
  for (std::size_t c = 0; c < ratings.categories.size(); ++c) {
    const auto next = static_cast<std::uint32_t>(gold.categories.size());
    const auto [found, is_new] = numbers.emplace(ratings.categories[c], next);
    if (is_new) {
      gold.categories.push_back(ratings.categories[c]);
      gold.category_names.push_back(ratings.category_names[c]);
    }
    mapped.push_back(found->second);
  }
  return mapped;
}

void set_gold(std::uint32_t item, std::uint32_t category, TaskGold& gold) {
  gold.values[item] = category;
  ++gold.items;
}

/// Moves the answers of one annotator into `gold` and closes the gap they leave.
void take_answers(std::uint32_t annotator, TaskRatings& ratings, TaskGold& gold) {
  std::uint64_t written = 0;
  for (std::uint32_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t begin = ratings.item_begin[item], end = ratings.item_begin[item + 1];
    ratings.item_begin[item] = written;
    for (std::uint64_t at = begin; at < end; ++at) {
      if (ratings.annotators[at] == annotator) {
        set_gold(item, ratings.values[at], gold);
        continue;
      }
      ratings.annotators[written] = ratings.annotators[at];
      ratings.values[written] = ratings.values[at];
      for (auto& column : ratings.columns) column[written] = column[at];
      ++written;
    }
  }
  ratings.item_begin.back() = written;
  ratings.annotators.resize(written);
  ratings.values.resize(written);
  for (auto& column : ratings.columns) column.resize(written);
}

}  // namespace

Gold take_gold_tasks(RatingsTable& table, std::size_t first_task) {
  Gold gold;
  for (std::size_t t = 0; first_task + t < table.tasks.size(); ++t) {
    const TaskRatings& ratings = table.tasks[first_task + t];
    TaskGold& task = gold.tasks.emplace_back(gold_for(table, table.tasks[t]));
    const std::vector<std::uint32_t> mapped = mapped_categories(ratings, task);
    for (std::uint32_t item = 0; item < ratings.items(); ++item) {
      const std::uint64_t at = ratings.item_begin[item];
      if (at < ratings.item_begin[item + 1]) set_gold(item, mapped[ratings.values[at]], task);
    }
  }
  table.tasks.resize(std::min(first_task, table.tasks.size()));
  return gold;
}

Gold join_gold(const RatingsTable& table, const RatingsTable& gold_table) {
  Gold gold;
  for (std::size_t t = 0; t < table.tasks.size(); ++t) {
    const TaskRatings& ratings = gold_table.tasks[t];
    TaskGold& task = gold.tasks.emplace_back(gold_for(table, table.tasks[t]));
    const std::vector<std::uint32_t> mapped = mapped_categories(ratings, task);
    for (std::uint32_t item = 0; item < ratings.items(); ++item) {
      const std::uint64_t at = ratings.item_begin[item];
      if (at == ratings.item_begin[item + 1]) continue;
      const auto known = table.items.find(gold_table.items.text(item));
      if (known) {
        set_gold(*known, mapped[ratings.values[at]], task);
      } else {
        ++task.not_in_batch;
      }
    }
  }
  return gold;
}

Gold take_gold_annotator(RatingsTable& table, const std::string& name) {
  const auto found = std::lower_bound(table.annotators.begin(), table.annotators.end(), name);
  if (found == table.annotators.end() || *found != name) {
    constexpr std::size_t kShown = 400;
    throw base::Error(base::ErrorKind::input,
                      fmt::format("--gold-annotator: no record of {}{}; there are {}",
                                  base::quoted(name), base::did_you_mean(name, table.annotators),
                                  base::escaped(base::join(table.annotators, ", "), kShown)));
  }
  const auto annotator = static_cast<std::uint32_t>(found - table.annotators.begin());
  Gold gold;
  for (TaskRatings& ratings : table.tasks) {
    TaskGold& task = gold.tasks.emplace_back(gold_for(table, ratings));
    take_answers(annotator, ratings, task);
  }
  return gold;
}

}  // namespace lbl::model
