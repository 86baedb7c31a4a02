// The tables of the standard against the reference files, and what holds for every cell.
#include "lbl/sample/standard_plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "shared_folder.hpp"

namespace {

using namespace lbl::sample;

std::uint64_t first_of(const std::string& range) {
  return std::stoull(range);  // "51-90" or "500001+"
}

std::size_t level_number(const std::string& level) {
  const auto& levels = inspection_levels();
  return static_cast<std::size_t>(std::find(levels.begin(), levels.end(), level) - levels.begin());
}

}  // namespace

TEST_CASE("every code letter of the reference table is met, at both ends of the range") {
  const auto rows = lbl::tests::shared_csv("gold/sample/acceptance_letters.csv");
  if (!rows) return;
  CHECK(rows->size() >= 60);
  for (const auto& row : *rows) {
    const std::string range = row.at("lot_size");
    INFO(range, " ", row.at("level"));
    const std::size_t level = level_number(row.at("level"));
    CHECK(std::string(1, code_letter(first_of(range), level)) == row.at("code_letter"));
    const std::size_t dash = range.find('-');
    if (dash == std::string::npos) continue;
    const std::uint64_t last = std::stoull(range.substr(dash + 1));
    CHECK(std::string(1, code_letter(last, level)) == row.at("code_letter"));
  }
}

TEST_CASE("every plan of the reference table is met") {
  const auto rows = lbl::tests::shared_csv("gold/sample/acceptance.csv");
  if (!rows) return;
  CHECK(rows->size() >= 500);
  for (const auto& row : *rows) {
    INFO(row.at("lot_size"), " ", row.at("inspection"), " AQL ", row.at("aql"));
    Inspection inspection = Inspection::normal;
    for (const Inspection one : {Inspection::tightened, Inspection::reduced}) {
      if (row.at("inspection") == inspection_name(one)) inspection = one;
    }
    const char letter = code_letter(first_of(row.at("lot_size")), level_number(row.at("level")));
    const std::size_t limit = quality_limit(std::stod(row.at("aql"))).value();
    const StandardPlan plan = standard_plan(letter, limit, inspection);
    CHECK(std::string(1, plan.code_letter) == row.at("code_letter"));
    CHECK(std::string(1, plan.plan_letter) == row.at("plan_letter"));
    CHECK(plan.n == std::stoull(row.at("n")));
    CHECK(plan.accept == std::stoull(row.at("Ac")));
    CHECK(plan.reject == std::stoull(row.at("Re")));
  }
}

TEST_CASE("every letter has a plan for every limit, and a looser limit accepts no fewer") {
  for (const Inspection inspection :
       {Inspection::normal, Inspection::tightened, Inspection::reduced}) {
    for (const char letter : std::string("ABCDEFGHJKLMNPQR")) {
      double last = -1;
      for (std::size_t limit = 0; limit < acceptable_quality_limits().size(); ++limit) {
        const StandardPlan plan = standard_plan(letter, limit, inspection);
        INFO(inspection_name(inspection), " ", letter, " ", acceptable_quality_limits()[limit]);
        CHECK(plan.n >= 2);
        CHECK(plan.reject > plan.accept);
        const double share = static_cast<double>(plan.accept) / static_cast<double>(plan.n);
        CHECK(share >= last);
        last = share;
      }
    }
  }
}

TEST_CASE("a limit is known however it is written, and only those of the standard are") {
  CHECK(quality_limit(1) == quality_limit(1.0));
  CHECK(quality_limit(0.65).has_value());
  CHECK_FALSE(quality_limit(0.7).has_value());
  CHECK_FALSE(quality_limit(0).has_value());
}
