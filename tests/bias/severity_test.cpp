// Severities of annotators: as computed by other tools, by brute force, and on made-up annotators.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "bias/fixtures.hpp"
#include "lbl/base/random.hpp"
#include "shared_folder.hpp"

using namespace lbl;

namespace {

bool close(double found, double expected, double tolerance = 1e-9) {
  const bool is = std::fabs(found - expected) <= tolerance * std::max(1.0, std::fabs(expected));
  CHECK_MESSAGE(is, found, " is not ", expected);
  return is;
}

bias::BiasResult severities(const std::vector<test::Row>& rows, model::TaskType type,
                            const std::vector<std::string>& columns,
                            std::uint64_t min_answers = 2) {
  bias::BiasSpec spec = test::each_column(columns.size(), bias::Cluster::automatic);
  spec.annotators = true;
  spec.min_answers = min_answers;
  return bias::bias(test::make_table(rows, test::make_spec(type, columns)), spec);
}

}  // namespace

TEST_CASE("severities are those of the two-way model fitted elsewhere") {
  for (const auto& input_of : {std::pair(std::string("popquorn"), model::TaskType::rating),
                               std::pair(std::string("md_agreement"), model::TaskType::number),
                               std::pair(std::string("multipico"), model::TaskType::number)}) {
    const auto& name = input_of.first;
    const auto& type = input_of.second;
    const auto input = tests::shared_csv("gold/bias/inputs/" + name + ".csv");
    const auto gold = tests::shared_csv("gold/bias/outputs/severity_" + name + ".csv");
    if (!input || !gold) return;
    INFO(name);
    std::vector<test::Row> rows;
    std::set<std::string> seen;
    std::set<std::string> touched;  // by an answer given twice, which the other tool counts twice
    for (const tests::SharedRow& row : *input) {
      if (!seen.insert(row.at("item") + "\n" + row.at("annotator")).second) {
        touched.insert(row.at("item"));
        continue;
      }
      rows.push_back({row.at("item"), row.at("annotator"), row.at("label"), {}});
    }
    std::set<std::string> apart;
    for (const test::Row& row : rows) {
      if (touched.count(row.item) > 0) apart.insert(row.annotator);
    }
    const bias::BiasResult result = severities(rows, type, {});
    std::map<std::string, const bias::AnnotatorEntry*> found;
    for (const auto& entry : result.severities.annotators) found[entry.annotator] = &entry;
    std::size_t without_spread = 0;
    std::size_t flagged = 0;
    for (const tests::SharedRow& row : *gold) {
      const auto at = found.find(row.at("annotator"));
      REQUIRE(at != found.end());
      const bias::AnnotatorEntry& entry = *at->second;
      if (apart.count(entry.annotator) > 0) continue;
      INFO(entry.annotator);
      CHECK(entry.compared == std::stoul(row.at("n")));
      close(*entry.expected, std::stod(row.at("expected")));
      close(*entry.difference.value, std::stod(row.at("res")));
      // One answer given twice moves every effect a little.
      close(*entry.severity.value, std::stod(row.at("fe")), touched.empty() ? 1e-8 : 1e-3);
      if (!entry.p) {  // nothing varies: t is infinite there, and says nothing here
        ++without_spread;
        continue;
      }
      close(*entry.difference.se * std::sqrt(static_cast<double>(entry.compared)),
            std::stod(row.at("sd")));
      close(*entry.p, std::stod(row.at("p")), 1e-8);
      if (name == "popquorn") close(*entry.q, std::stod(row.at("p_bh")), 1e-8);
      flagged += entry.flag ? 1 : 0;
    }
    if (name == "popquorn") {
      CHECK(without_spread == 0);
      CHECK(flagged == 164);
    }
    CHECK(result.severities.annotators.size() == gold->size());
  }
}

TEST_CASE("shrunken severities are nearer to the truth than the estimates") {
  base::Random random(3);
  std::vector<double> truth;
  for (int a = 0; a < 60; ++a) truth.push_back(0.5 * random.normal());
  std::vector<test::Row> rows;
  for (int i = 0; i < 150; ++i) {
    const double item = 2 * random.normal();
    for (int k = 0; k < 3; ++k) {
      // Steps of many lengths: along a chain of annotators errors add up.
      const int a = (i * 7 + k * (1 + i % 19)) % 60;
      const double y = item + truth[static_cast<std::size_t>(a)] + 1.5 * random.normal();
      rows.push_back({std::to_string(i), "a" + std::to_string(100 + a), std::to_string(y), {}});
    }
  }
  const bias::BiasResult result = severities(rows, model::TaskType::number, {});
  double raw = 0;
  double shrunken = 0;
  double covered = 0;
  for (const bias::AnnotatorEntry& entry : result.severities.annotators) {
    const double own = truth[std::stoul(entry.annotator.substr(1)) - 100];
    raw += std::pow(*entry.severity.value - own, 2);
    shrunken += std::pow(*entry.shrunken.value - own, 2);
    covered += entry.shrunken.ci->low <= own && own <= entry.shrunken.ci->high ? 1 : 0;
  }
  CHECK(shrunken < raw);
  CHECK(covered >= 52);
  CHECK(*result.severities.fits.front().spread == doctest::Approx(0.5).scale(0).epsilon(0.4));
}

TEST_CASE("people who judge one source differently are told from a source that differs") {
  base::Random random(5);
  std::vector<test::Row> rows;
  for (int i = 0; i < 400; ++i) {
    const bool forum = i % 2 == 0;
    for (int k = 0; k < 4; ++k) {
      const int a = (i + 11 * k) % 48;
      const bool woman = a % 2 == 0;
      const double y = (forum ? 1.0 : 0.0) + (woman && forum ? 0.8 : 0.0) + 0.5 * random.normal();
      rows.push_back({std::to_string(i),
                      "p" + std::to_string(a),
                      std::to_string(y),
                      {forum ? "forum" : "news", woman ? "woman" : "man"}});
    }
  }
  const bias::BiasResult result = severities(rows, model::TaskType::number, {"source", "gender"});
  std::size_t seen = 0;
  for (const bias::GroupEffect& effect : result.severities.groups) {
    if (effect.group != "woman") continue;
    if (effect.item_field && effect.item_group == "forum") {
      CHECK(*effect.estimate.value == doctest::Approx(0.8).scale(0).epsilon(0.2));
      CHECK(effect.flag);
      ++seen;
    }
    if (!effect.item_field) {
      CHECK(*effect.estimate.value == doctest::Approx(0.4).scale(0).epsilon(0.3));
      ++seen;
    }
  }
  CHECK(seen == 2);
}

TEST_CASE("severities do not depend on the order of rows") {
  std::vector<test::Row> rows = test::random_rows(60, 9, 4);
  const auto columns = std::vector<std::string>{"source", "group", "hour"};
  const bias::BiasResult one = severities(rows, model::TaskType::choice, columns);
  std::reverse(rows.begin(), rows.end());
  const bias::BiasResult two = severities(rows, model::TaskType::choice, columns);
  REQUIRE(one.severities.annotators.size() == two.severities.annotators.size());
  for (std::size_t i = 0; i < one.severities.annotators.size(); ++i) {
    CHECK(one.severities.annotators[i].severity.value ==
          two.severities.annotators[i].severity.value);
    CHECK(one.severities.annotators[i].p == two.severities.annotators[i].p);
  }
  REQUIRE(one.severities.groups.size() == two.severities.groups.size());
  for (std::size_t i = 0; i < one.severities.groups.size(); ++i) {
    CHECK(one.severities.groups[i].estimate.value == two.severities.groups[i].estimate.value);
  }
}
