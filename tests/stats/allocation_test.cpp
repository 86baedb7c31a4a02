// Allocation keeps its sum and its bounds, and meets the reference table.
#include "lbl/stats/allocation.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "shared_folder.hpp"

namespace {

using namespace lbl::stats;

template <class Number>
std::vector<Number> numbers(const std::string& text) {
  std::istringstream in(text);
  std::vector<Number> out;
  for (Number number; in >> number;) out.push_back(number);
  return out;
}

std::vector<StratumSize> sizes(std::initializer_list<std::uint64_t> units) {
  std::vector<StratumSize> strata;
  for (const std::uint64_t count : units) strata.push_back({count, 1});
  return strata;
}

using Units = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("every allocation of the reference table is met, whole and real shares") {
  const auto rows = lbl::tests::shared_csv("gold/sample/allocation.csv");
  if (!rows) return;
  CHECK(rows->size() >= 50);
  for (const auto& row : *rows) {
    INFO(row.at("case"), " ", row.at("method"));
    const auto units = numbers<std::uint64_t>(row.at("sizes"));
    const auto deviations = numbers<double>(row.at("sds"));
    std::vector<StratumSize> strata;
    for (std::size_t i = 0; i < units.size(); ++i) strata.push_back({units[i], deviations[i]});
    const Allocation found =
        allocate(allocation_rule(row.at("method")).value(), strata, std::stoull(row.at("n")));
    CHECK(found.units == numbers<std::uint64_t>(row.at("allocation")));
    const auto shares = numbers<double>(row.at("real_shares"));
    REQUIRE(found.shares.size() == shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
      CHECK(std::fabs(found.shares[i] - shares[i]) <= 1e-9 * shares[i] + 1e-15);
    }
    CHECK(found.census == (row.at("note").find("census") != std::string::npos));
    CHECK(found.minimum_dropped == (row.at("note").find("min_dropped") != std::string::npos));
    CHECK(found.proportional_instead ==
          (row.at("note").find("zero_sd_as_proportional") != std::string::npos));
  }
}

TEST_CASE("fewer units than strata drop the minimum and go to the earlier of equal strata") {
  const Allocation found = allocate(AllocationRule::equal, sizes({9, 9, 9, 9}), 3);
  CHECK(found.minimum_dropped);
  CHECK(found.units == Units{1, 1, 1, 0});
}

TEST_CASE("a larger minimum holds in every stratum that has as many units") {
  const Allocation found = allocate(AllocationRule::proportional, sizes({10'000, 50, 3}), 100, 10);
  CHECK_FALSE(found.minimum_dropped);
  CHECK(found.units == Units{87, 10, 3});
  CHECK(allocate(AllocationRule::proportional, sizes({100, 100}), 10, 6).minimum_dropped);
}

TEST_CASE("nothing to share out, and nothing to share it over") {
  CHECK(allocate(AllocationRule::equal, sizes({5, 5}), 0).units == Units{0, 0});
  CHECK(allocate(AllocationRule::equal, {}, 5).units.empty());
  CHECK(allocate(AllocationRule::square_root, sizes({0, 0}), 5).units == Units{0, 0});
}

TEST_CASE("any allocation sums to n within the bounds of every stratum") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 5'000; ++round) {
    std::vector<StratumSize> strata(1 + random() % 12);
    std::uint64_t all = 0;
    for (StratumSize& stratum : strata) {
      stratum.units = random() % 4 == 0 ? random() % 3 : random() % 1'000;
      stratum.deviation = random() % 3 == 0 ? 0 : static_cast<double>(random() % 100) / 10;
      all += stratum.units;
    }
    const std::uint64_t n = random() % (all + 3);
    const std::uint64_t minimum = random() % 4;
    const auto rule = static_cast<AllocationRule>(random() % 4);
    const Allocation found = allocate(rule, strata, n, minimum);
    REQUIRE(std::accumulate(found.units.begin(), found.units.end(), std::uint64_t{0}) ==
            std::min(n, all));
    for (std::size_t i = 0; i < strata.size(); ++i) {
      REQUIRE(found.units[i] <= strata[i].units);
      if (!found.minimum_dropped) REQUIRE(found.units[i] >= std::min(minimum, strata[i].units));
      REQUIRE(std::fabs(static_cast<double>(found.units[i]) - found.shares[i]) < 1 + 1e-6);
    }
  }
}

TEST_CASE("rules have names and are found by them") {
  for (const char* name : {"equal", "proportional", "neyman", "sqrt"}) {
    CHECK(allocation_name(allocation_rule(name).value()) == name);
  }
  CHECK_FALSE(allocation_rule("optimal").has_value());
}
