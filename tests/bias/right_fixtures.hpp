// Right answers for the tests of lbl-bias: one an item, by the text of its label.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lbl/bias/right_answers.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::test {

/// The right answers of the first task of a table; `labels` need not name every item.
inline bias::RightAnswers right_from(const model::RatingsTable& table,
                                     const std::map<std::string, std::string>& labels) {
  const model::TaskRatings& task = table.tasks.front();
  std::vector<model::Answer> categories = task.categories;
  std::vector<std::string> names = task.category_names;
  std::vector<std::uint32_t> values(task.items(), model::TaskRatings::kNoValue);
  for (std::uint32_t item = 0; item < task.items(); ++item) {
    const auto label = labels.find(std::string(table.items.text(item)));
    if (label == labels.end()) continue;
    std::uint32_t category = 0;
    while (category < names.size() && names[category] != label->second) ++category;
    if (category == names.size()) {
      names.push_back(label->second);
      categories.emplace_back(label->second);
    }
    values[item] = category;
  }
  return bias::right_by_item(task, values, categories, names);
}

}  // namespace lbl::test
