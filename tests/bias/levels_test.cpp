// Cutting into slices: order, missing values, crossings, bins, and what is put together.
#include "lbl/bias/levels.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "bias/fixtures.hpp"
#include "lbl/bias/scoring.hpp"

using namespace lbl;
using test::Row;

namespace {

/// The slices of a cut with their sizes: "forum 3".
struct Cutting {
  std::vector<std::string> slices;
  std::vector<bias::Note> notes;
};

Cutting cut(const std::vector<Row>& rows, const model::RatingsSpec& spec,
            const std::vector<std::size_t>& columns, std::size_t max_levels = 100) {
  const model::RatingsTable table = test::make_table(rows, spec);
  const bias::Scoring scoring =
      bias::scoring(table.tasks.front(), bias::Measure::rate, {}, max_levels);
  const bias::CodedCut coded = bias::code_rows(table, scoring.rows, columns, max_levels);
  std::vector<int> sizes(coded.cut.slices.size(), 0);
  for (const std::uint32_t code : coded.codes) ++sizes[code];
  Cutting cutting{{}, coded.notes};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    cutting.slices.push_back(coded.cut.slices[i].text() + " " + std::to_string(sizes[i]));
  }
  return cutting;
}

std::vector<Row> rows_of(const std::vector<std::vector<std::string>>& slices) {
  std::vector<Row> rows;
  for (const auto& values : slices) {
    rows.push_back({std::to_string(rows.size()), "ann", "x", values});
  }
  return rows;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("slices stand in the order of numbers, then of bytes, and missing values last") {
  const Cutting found = cut(rows_of({{"10"}, {""}, {"9"}, {"b"}, {"9"}}),
                            test::make_spec(model::TaskType::choice, {"f"}), {0});
  CHECK(found.slices == Texts{"9 2", "10 1", "b 1", "null 1"});
}

TEST_CASE("a crossing has a slice for each pair that occurs, also with a missing half") {
  const Cutting found =
      cut(rows_of({{"a", "x"}, {"b", ""}, {"a", "y"}, {"a", "x"}, {"", ""}, {"", "x"}}),
          test::make_spec(model::TaskType::choice, {"f", "g"}), {0, 1});
  CHECK(found.slices == Texts{"a:x 2", "a:y 1", "b:null 1", "null:x 1", "null:null 1"});
}

TEST_CASE("above the limit the rarer slices become one, the missing ones stay apart") {
  const std::vector<std::vector<std::string>> values = {{"a"}, {"b"}, {"b"}, {"c"}, {"c"},
                                                        {"d"}, {"e"}, {""},  {"c"}};
  const auto spec = test::make_spec(model::TaskType::choice, {"f"});
  const Cutting found = cut(rows_of(values), spec, {0}, 2);
  CHECK(found.slices == Texts{"b 2", "c 3", "null 1", "other 3"});
  REQUIRE(found.notes.size() == 1);
  CHECK(found.notes.front().code == "grouped-slices");
  CHECK(cut(rows_of(values), spec, {0}, 5).slices ==
        Texts{"a 1", "b 2", "c 3", "d 1", "e 1", "null 1"});
}

TEST_CASE("what is put together never takes the name of a slice that is there") {
  const Cutting found = cut(rows_of({{"other"}, {"other"}, {"a"}, {"b"}}),
                            test::make_spec(model::TaskType::choice, {"f"}), {0}, 1);
  CHECK(found.slices == Texts{"other 2", "(other) 2"});
}

TEST_CASE("many numbers without bins are cut at their quartiles, few are left alone") {
  std::vector<std::vector<std::string>> values;
  for (int i = 1; i <= 40; ++i) values.push_back({std::to_string(i)});
  values.push_back({""});
  const auto spec = test::make_spec(model::TaskType::choice, {"age"});
  const Cutting many = cut(rows_of(values), spec, {0});
  CHECK(many.slices == Texts{"<10 9", "10 to <20 10", "20 to <30 10", ">=30 11", "null 1"});
  REQUIRE(many.notes.size() == 1);
  CHECK(many.notes.front().code == "cut-at-quartiles");
  values.resize(20);
  CHECK(cut(rows_of(values), spec, {0}).slices.size() == 20);
}

TEST_CASE("numbers that are nearly all one have two bins") {
  std::vector<std::vector<std::string>> values(200, {"0"});
  for (int i = 1; i <= 30; ++i) values.push_back({std::to_string(i)});
  const Cutting found = cut(rows_of(values), test::make_spec(model::TaskType::choice, {"n"}), {0});
  CHECK(found.slices == Texts{"<1 200", ">=1 30"});
}

TEST_CASE("bins of a guideline and lengths of texts are kept as they are") {
  model::RatingsSpec spec = test::make_spec(model::TaskType::choice, {"text"});
  spec.columns = {{"length", "text", "length", {3}}, {"n", "text", "", {10}}};
  const model::RatingsTable table = test::make_table(
      {{"1", "a", "x", {"ab"}}, {"2", "a", "x", {"\xEA\xB0\x80\xEB\x82\x98\xEB\x8B\xA4"}}}, spec);
  CHECK(table.column_values.front() == Texts{"<3", ">=3"});
}

TEST_CASE("a million slice values are two steps, not a million slices") {
  std::vector<Row> rows;
  for (int i = 0; i < 50'000; ++i) {
    rows.push_back({std::to_string(i), "ann", i % 2 == 0 ? "x" : "y", {"v" + std::to_string(i)}});
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  const bias::BiasResult result = bias::bias(table, test::each_column(1, bias::Cluster::automatic));
  CHECK(result.cuts.front().slices.size() == 101);
  CHECK(result.cuts.front().slices.back().grouped == 49'900);
}
