// The parts that draws are made of: key tables, strata, systematic walks, candidates and their
// records.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lbl/sample/candidates.hpp"
#include "lbl/sample/key_table.hpp"
#include "lbl/sample/record_store.hpp"
#include "lbl/sample/strata.hpp"
#include "lbl/sample/systematic.hpp"
#include "lbl/stats/inclusion.hpp"
#include "shared_folder.hpp"

using namespace lbl::sample;

TEST_CASE("a key table counts keys once and keeps their words through growth and sorting") {
  for (const unsigned words : {0u, 1u, 2u}) {
    KeyTable table(words);
    std::map<std::uint64_t, std::uint64_t> expected;
    std::mt19937_64 random(4);
    for (int i = 0; i < 50'000; ++i) {
      // Also keys that crowd into one part, and the largest ones.
      std::uint64_t key = random();
      if (i % 3 == 0) key = 1 + random() % 10'000;
      if (i % 5 == 0) key = UINT64_MAX - random() % 5'000;
      table.prefetch(key);
      const auto [added, slot] = table.insert(key);
      REQUIRE(added == !expected.contains(key));
      for (unsigned w = 0; w < words; ++w) {
        if (added) slot[w] = static_cast<std::uint64_t>(i) + w;
        REQUIRE(slot[w] == (added ? static_cast<std::uint64_t>(i) : expected[key]) + w);
      }
      if (added) expected[key] = static_cast<std::uint64_t>(i);
    }
    CHECK(table.size() == expected.size());
    table.sort();
    auto at = expected.begin();
    table.for_each([&](std::uint64_t key, const std::uint64_t* slot) {
      REQUIRE(key == at->first);
      if (words > 0) REQUIRE(slot[0] == at->second);
      ++at;
    });
    CHECK(at == expected.end());
  }
}

TEST_CASE("stratum codes tell tuples apart that a separator could not") {
  const auto code = [](const StratumValues& values) {
    std::string text;
    for (const auto& value : values) append_stratum_value(text, value);
    return text;
  };
  const std::vector<StratumValues> tuples = {{"a", "b"},
                                             {"ab", ""},
                                             {"", "ab"},
                                             {"a", std::nullopt},
                                             {std::nullopt, "a"},
                                             {"null", "a"},
                                             {std::nullopt, std::nullopt},
                                             {std::string("\0", 1), "a"}};
  std::set<std::string> codes;
  for (const StratumValues& values : tuples) {
    codes.insert(code(values));
    CHECK(stratum_values(code(values)) == values);
  }
  CHECK(codes.size() == tuples.size());
}

TEST_CASE("strata stand by value, numbers as numbers, and missing values last") {
  lbl::base::Dictionary strata;
  for (const auto& value : {std::optional<std::string>("10"), std::optional<std::string>(),
                            std::optional<std::string>("b"), std::optional<std::string>("9")}) {
    std::string code;
    append_stratum_value(code, value);
    strata.add(code);
  }
  const auto order = stratum_order(strata, {lbl::model::slice_by_field("x")});
  CHECK(order == std::vector<std::uint32_t>{3, 0, 2, 1});
  CHECK(stratum_text({lbl::model::slice_by_field("a"), lbl::model::slice_by_field("b")},
                     {"x\n", std::nullopt}) == "{a=\"x\\n\", b=null}");
}

TEST_CASE("a candidate gives its records back byte for byte and in the order of the input") {
  lbl::sample::Candidates candidates(lbl::sample::Grouping::by_id);
  candidates.ensure_strata(1);
  const std::string line = R"({"item":"a"})";
  auto& inside = candidates.add(0, 0.5, 1, std::string_view(line).substr(9, 1), {5, line, "\r\n"});
  candidates.add_record(inside, {2, std::string_view("fi\0rst", 6), ""});
  candidates.add_record(inside, {9, "", "\n"});
  candidates.add(0, 0.25, 2, "b", {7, "apart", ""});
  CHECK(candidates.find(1, "b") == nullptr);
  REQUIRE(candidates.find(1, "a") != nullptr);
  REQUIRE(candidates.find(2, "b") != nullptr);
  std::vector<lbl::sample::RecordOut> records;
  lbl::sample::append_records(*candidates.find(2, "b"), records);
  lbl::sample::append_records(*candidates.find(1, "a"), records);
  REQUIRE(records.size() == 4);
  CHECK(records[0].bytes == "apart");
  CHECK(records[1].bytes == std::string_view("fi\0rst", 6));
  CHECK(records[2].bytes == line + "\r\n");
  CHECK(records[3].bytes == "\n");
  CHECK(candidates.find(1, "a")->first() == 2);
  candidates.keep_smallest(0, 1);
  CHECK(candidates.find(1, "a") == nullptr);
  CHECK(candidates.find(2, "b")->id() == "b");
  lbl::model::Place place;
  place.file = 70'000;
  place.record = 1'000'000'000;
  CHECK(file_of(ordinal(place)) == 70'000);
}

TEST_CASE("places for records are used again and never shared") {
  lbl::sample::RecordStore store;
  std::vector<std::pair<lbl::sample::KeptRecord*, std::string>> kept;
  std::uint64_t state = 7;
  std::size_t most = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const std::size_t size = (state >> 40) % (i % 500 == 0 ? 200'000 : 400);
    std::string text(size, static_cast<char>('a' + i % 26));
    lbl::sample::KeptRecord* record = store.add({i, text, "\n"}, "tail");
    text += '\n';
    kept.emplace_back(record, std::move(text));
    most = std::max(most, store.lent());
    if (kept.size() > 100) {
      auto& gone = kept[(state >> 33) % kept.size()];
      CHECK(gone.first->bytes() == gone.second);
      CHECK(std::string_view(gone.first->begin() + gone.first->size, 4) == "tail");
      store.take_back(gone.first);
      gone = std::move(kept.back());
      kept.pop_back();
    }
  }
  CHECK(most < 5'000'000);
  for (const auto& [record, text] : kept) store.take_back(record);
  CHECK(store.lent() == 0);
}

TEST_CASE("systematic walks have the joint probabilities of the reference table") {
  const std::map<std::string, std::vector<double>> populations{
      {"small5", {1, 2, 3, 4, 5}},
      {"equal", {4, 4, 4, 4, 4, 4}},
      {"bigspread", {1, 1, 2, 3, 5, 8, 13, 21}}};
  const auto rows = lbl::tests::shared_csv("gold/sample/inclusion_joint.csv");
  if (!rows) return;
  std::size_t checked = 0;
  for (const auto& row : *rows) {
    const auto at = populations.find(row.at("population"));
    if (row.at("design") != "systematic" || at == populations.end()) continue;
    const double n = std::stod(row.at("n"));
    const auto scale = lbl::stats::inclusion_scale(at->second, n);
    std::vector<double> probabilities;
    for (const double size : at->second) probabilities.push_back(scale.probability(size));
    // Every start in the middle of one of many equal cells: exact for sums that are multiples.
    constexpr int kCells = 3'000;
    int joint = 0;
    for (int cell = 0; cell < kCells; ++cell) {
      const auto picks = systematic_picks(probabilities, (cell + 0.5) / kCells);
      REQUIRE(picks.size() == static_cast<std::size_t>(n));
      const std::set<std::size_t> picked(picks.begin(), picks.end());
      joint += picked.contains(std::stoul(row.at("i")) - 1) &&
               picked.contains(std::stoul(row.at("j")) - 1);
    }
    CHECK(std::fabs(static_cast<double>(joint) / kCells - std::stod(row.at("pi_ij"))) < 1e-9);
    ++checked;
  }
  CHECK(checked > 10);
}

TEST_CASE("a walk over a million parts picks exactly as many as they sum to") {
  std::vector<double> probabilities(1'000'000, 0.1);
  for (const double start : {1e-12, 0.3, 0.999999999}) {
    CHECK(systematic_picks(probabilities, start).size() == 100'000);
  }
  CHECK(systematic_picks({}, 0.5).empty());
}
