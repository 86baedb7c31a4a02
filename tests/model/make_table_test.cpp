// The tables that other tests are made of hold what their rows say.
#include "model/make_table.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace lbl;

TEST_CASE("a table made of rows has their answers, columns and gaps") {
  const model::RatingsTable table =
      test::make_table({{"1", "ann", "hate", {"forum", ""}},
                        {"1", "bo", "none", {"forum", "ko"}},
                        {"2", "bo", "", {}}},
                       test::make_spec(model::TaskType::choice, {"source", "lang"}));
  const model::TaskRatings& task = table.tasks.front();
  CHECK(table.items.size() == 2);
  CHECK(task.category_names == std::vector<std::string>{"hate", "none"});
  CHECK(task.answers() == 2);
  CHECK(task.no_answer == 1);
  CHECK(table.column_values[0] == std::vector<std::string>{"forum"});
  CHECK(task.columns[1] == std::vector<std::uint32_t>{model::TaskRatings::kNoValue, 0});
}
