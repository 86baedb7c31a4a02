// Kendall's W of rankings, item by item.
#include "lbl/agree/rankings.hpp"

#include <doctest/doctest.h>

#include "model/make_table.hpp"

using namespace lbl;

namespace {

const agree::Measure& concordance(const agree::Result& result) {
  for (const agree::Measure& measure : result.measures) {
    if (measure.coefficient->name == "kendall_w") return measure;
  }
  FAIL("no kendall_w");
  return result.measures.front();
}

agree::Result of_rankings(const std::vector<test::Row>& rows) {
  agree::Options options;
  options.threads = 1;
  return agree::agreement(test::make_table(rows, test::make_spec(model::TaskType::ranking)),
                          options);
}

}  // namespace

TEST_CASE("W of rankings is 1 for equal ones, 0 for opposite ones, and their mean over items") {
  const agree::Result result = of_rankings({{"1", "a", "x|y|z", {}},
                                            {"1", "b", "x|y|z", {}},
                                            {"2", "a", "x|y|z", {}},
                                            {"2", "b", "z|y|x", {}},
                                            {"3", "a", "x|y|z", {}}});
  const agree::Figure& figure = concordance(result).figure;
  CHECK(*figure.estimate.value == doctest::Approx(0.5));
  CHECK(figure.items == 2);
  CHECK(figure.items_rated == 3);
}

TEST_CASE("W of three rankings is that of the textbook") {
  // Rank sums 4, 6, 8 of three annotators: S = 8, W = 12 x 8 / (9 x 24).
  const agree::Result result =
      of_rankings({{"1", "a", "x|y|z", {}}, {"1", "b", "y|x|z", {}}, {"1", "c", "x|z|y", {}}});
  CHECK(*concordance(result).figure.estimate.value == doctest::Approx(12.0 * 8 / (9 * 24)));
}

TEST_CASE("rankings of other things are passed over, and alone they have no figure") {
  const agree::Result some =
      of_rankings({{"1", "a", "x|y|z", {}}, {"1", "b", "x|y|z", {}}, {"1", "c", "x|y", {}}});
  CHECK(concordance(some).figure.ratings == 2);
  const agree::Result none = of_rankings({{"1", "a", "x|y|z", {}}, {"1", "b", "x|y", {}}});
  CHECK(concordance(none).figure.estimate.reason == "no-pairs");
}
