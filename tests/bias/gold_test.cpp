// Rates and tests of real data as fairlearn, aequitas and statsmodels give them. Those tools take
// answers as independent, hence --cluster none.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "bias/fixtures.hpp"
#include "shared_folder.hpp"

using namespace lbl;
using nlohmann::json;

namespace {

/// The batch of a reference file, with `label` as label; rows without item or annotator are
/// numbered.
std::optional<model::RatingsTable> batch(const std::string& name, const std::string& label,
                                         const std::vector<std::string>& columns) {
  const auto rows = tests::shared_csv("gold/bias/inputs/" + name + ".csv");
  if (!rows) return std::nullopt;
  std::vector<test::Row> answers;
  std::set<std::string> seen;
  for (const tests::SharedRow& row : *rows) {
    const bool has_item = row.count("item") > 0;
    test::Row answer{has_item ? row.at("item") : std::to_string(answers.size()),
                     has_item ? row.at("annotator") : "model",
                     row.at(label),
                     {}};
    while (!seen.insert(answer.item + "\n" + answer.annotator).second) answer.annotator += "'";
    for (const std::string& column : columns) answer.slices.push_back(row.at(column));
    answers.push_back(answer);
  }
  return test::make_table(answers, test::make_spec(model::TaskType::choice, columns));
}

bool close(double found, double expected) {
  const bool is = std::fabs(found - expected) <= 1e-12 + 1e-9 * std::fabs(expected);
  CHECK_MESSAGE(is, found, " is not ", expected);
  return is;
}

const bias::Disparity& disparity_of(const bias::BiasResult& result, const std::string& cut,
                                    const std::string& label) {
  for (const bias::Disparity& disparity : result.disparities) {
    if (result.cuts[disparity.cut].name() == cut && disparity.label == label) return disparity;
  }
  FAIL("no disparity " << cut << " " << label);
  return result.disparities.front();
}

}  // namespace

// Left out: fairlearn_adultcontent_tld, whose rare domains were put together beforehand.
TEST_CASE("rates by slice and the largest gaps between slices are fairlearn's") {
  struct Case {
    std::string file, input, label, column;
  };
  for (const Case& c : {Case{"fairlearn_compas_sex", "compas", "score", "sex"},
                        Case{"fairlearn_compas_race", "compas", "score", "race"},
                        Case{"fairlearn_adult_gender", "adult", "score", "gender"},
                        Case{"fairlearn_adult_race", "adult", "score", "race"},
                        Case{"fairlearn_popquorn_gender", "popquorn", "off", "ann_gender"},
                        Case{"fairlearn_popquorn_race", "popquorn", "off", "ann_race"},
                        Case{"fairlearn_popquorn_age", "popquorn", "off", "ann_age"},
                        Case{"fairlearn_popquorn_education", "popquorn", "off", "ann_education"}}) {
    const auto gold = tests::shared_file("gold/bias/outputs/" + c.file + ".json");
    const auto table = batch(c.input, c.label, {c.column});
    if (!gold || !table) return;
    INFO(c.file);
    const json expected = json::parse(*gold);
    const std::string one = table->tasks.front().category_names.back();
    const bias::BiasResult result = bias::bias(*table, test::each_column(1, bias::Cluster::none));
    std::size_t slices = 0;
    for (const auto& [slice, figures] : expected.at("by_group").items()) {
      const bias::SliceEntry& entry = test::entry_of(result, c.column, slice, one);
      CHECK(entry.answers == figures.at("count").get<double>());
      CHECK(close(*entry.estimate.value, figures.at("selection_rate")));
      ++slices;
    }
    const bias::Disparity& disparity = disparity_of(result, c.column, one);
    // fairlearn leaves out rows without a group, which are a slice here.
    if (result.cuts.front().slices.size() != slices) continue;
    CHECK(close(*disparity.max_difference.value,
                expected.at("difference_between_groups").at("selection_rate")));
    CHECK(close(*disparity.min_ratio.value,
                expected.at("ratio_between_groups").at("selection_rate")));
  }
}

TEST_CASE("label rates of slices are the prevalence in aequitas' crosstabs") {
  for (const std::string name : {"compas", "adult"}) {
    const auto crosstabs =
        tests::shared_csv("gold/bias/outputs/aequitas_" + name + "_crosstabs.csv");
    const std::vector<std::string> columns =
        name == "compas" ? std::vector<std::string>{"race", "sex", "age_cat"}
                         : std::vector<std::string>{"education", "gender", "race"};
    const auto labels = batch(name, "label_value", columns);
    const auto scores = batch(name, "score", columns);
    if (!crosstabs || !labels || !scores) return;
    const bias::BiasSpec spec = test::each_column(columns.size(), bias::Cluster::none);
    const bias::BiasResult by_label = bias::bias(*labels, spec);
    const bias::BiasResult by_score = bias::bias(*scores, spec);
    const std::string one = scores->tasks.front().category_names.back();
    for (const tests::SharedRow& row : *crosstabs) {
      INFO(name, " ", row.at("attribute_name"), " ", row.at("attribute_value"));
      const auto& label =
          test::entry_of(by_label, row.at("attribute_name"), row.at("attribute_value"), "1");
      const auto& score =
          test::entry_of(by_score, row.at("attribute_name"), row.at("attribute_value"), one);
      CHECK(label.answers == std::stoul(row.at("group_size")));
      CHECK(close(*label.estimate.value, std::stod(row.at("prev"))));
      CHECK(close(*score.estimate.value, std::stod(row.at("pprev"))));
    }
  }
}

TEST_CASE("each slice against the rest has statsmodels' interval, p and q") {
  const auto bytes = tests::shared_file("gold/bias/outputs/stats_tables.json");
  if (!bytes) return;
  const json gold = json::parse(*bytes);
  const std::map<std::string, std::string> label_of{{"compas", "score"},
                                                    {"adult", "score"},
                                                    {"popquorn", "off"},
                                                    {"md_agreement", "label"},
                                                    {"multipico", "label"}};
  int compared = 0;
  for (const auto& pair : gold.items()) {
    const std::string name = pair.key();  // clang 14 captures no structured binding (INFO below)
    const json& expected = pair.value();
    const std::string input = name.substr(0, name.find('.'));
    const std::string column = name.substr(name.find('.') + 1);
    const auto table = batch(input, label_of.at(input), {column});
    if (!table) return;
    bias::BiasSpec spec = test::each_column(1, bias::Cluster::none);
    const std::string one = table->tasks.front().category_names.back();  // "1" or "1.0"
    spec.labels = {one};
    spec.test = bias::Test::chi2;
    const bias::BiasResult result = bias::bias(*table, spec);
    spec.test = bias::Test::fisher;
    const bias::BiasResult exact = bias::bias(*table, spec);
    // The reference leaves out answers without a slice: the rest is not the same where there are.
    if (result.cuts.front().slices.back().text() == "null") continue;
    for (const auto& slice : expected.at("slices")) {
      const std::string text = slice.at("slice");
      INFO(name, " ", text);
      const bias::SliceEntry& entry = test::entry_of(result, column, text, one);
      const json& rate = expected.at("rates").at(text);
      CHECK(entry.answers == rate.at("n").get<std::uint64_t>());
      CHECK(close(*entry.estimate.value, rate.at("rate")));
      CHECK(close(entry.estimate.ci->low, rate.at("ci95").at("wilson").at(0)));
      CHECK(close(entry.estimate.ci->high, rate.at("ci95").at("wilson").at(1)));
      CHECK(close(*entry.estimate.value - *entry.difference.value, slice.at("rate_rest")));
      CHECK(close(*entry.p, slice.at("p_z_vs_rest")));
      CHECK(close(*entry.q, slice.at("p_z_vs_rest_fdr_bh")));
      const bias::SliceEntry& fisher = test::entry_of(exact, column, text, one);
      CHECK(close(*fisher.p, slice.at("p_fisher_vs_rest")));
      CHECK(close(*fisher.q, slice.at("p_fisher_vs_rest_fdr_bh")));
      ++compared;
    }
  }
  CHECK(compared > 80);
}

TEST_CASE("differences, ratios and odds ratios from a reference slice are statsmodels'") {
  const auto bytes = tests::shared_file("gold/bias/outputs/stats_tables.json");
  const auto table = batch("compas", "score", {"race"});
  if (!bytes || !table) return;
  const json gold = json::parse(*bytes).at("compas.race");
  bias::BiasSpec spec = test::each_column(1, bias::Cluster::none);
  spec.reference = bias::Reference::slice;
  spec.reference_slice = gold.at("ref");
  const bias::BiasResult result = bias::bias(*table, spec);
  for (const auto& slice : gold.at("slices")) {
    if (!slice.contains("diff_vs_ref")) continue;
    const bias::SliceEntry& entry = test::entry_of(result, "race", slice.at("slice"), "1.0");
    const auto same = [](const stats::Estimate& estimate, const json& value, const json& ends) {
      CHECK(close(*estimate.value, value));
      CHECK(close(estimate.ci->low, ends.at(0)));
      CHECK(close(estimate.ci->high, ends.at(1)));
    };
    same(entry.difference, slice.at("diff_vs_ref"), slice.at("diff_ci_newcomb"));
    same(entry.ratio, slice.at("ratio_vs_ref"), slice.at("rr_ci_katz"));
    same(entry.odds_ratio, slice.at("or_vs_ref"), slice.at("or_ci"));
  }
}
