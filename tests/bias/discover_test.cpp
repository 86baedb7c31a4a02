// Discovery: DivExplorer's and SliceLine's figures on real data, every combination counted by hand,
// planted slices found, and nothing found where there is nothing.
#include "lbl/bias/discover.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>

#include "bias/fixtures.hpp"
#include "lbl/base/random.hpp"
#include "lbl/bias/divergence.hpp"
#include "lbl/bias/itemsets.hpp"
#include "shared_folder.hpp"

using namespace lbl;
using nlohmann::json;

namespace {

/// A table with the numbers of `value` as answers, each row an item, and its coded columns.
struct Explored {
  model::RatingsTable table;
  bias::Scoring scoring;
  std::vector<bias::ItemColumn> columns;
  std::vector<bias::CodedCut> coded;
  std::vector<bias::Itemset> itemsets;

  void explore(std::size_t depth, std::uint64_t min_rows, unsigned threads = 1) {
    itemsets = bias::frequent_itemsets({scoring, columns, {}, depth, min_rows, threads});
  }

  std::map<std::string, std::string> names(const bias::Itemset& set) const {
    std::map<std::string, std::string> names;
    for (const bias::Item& item : set.items) {
      names[table.columns[item.column].name] =
          coded[item.column].cut.slices[item.value].values.front().value_or("null");
    }
    return names;
  }
};

template <class ValueOf>
std::optional<Explored> explored(const std::string& file, const std::vector<std::string>& columns,
                                 model::TaskType type, bias::Measure measure, ValueOf&& value_of) {
  const auto rows = tests::shared_csv("gold/bias/inputs/" + file + ".csv");
  if (!rows) return std::nullopt;
  std::vector<test::Row> answers;
  for (const tests::SharedRow& row : *rows) {
    test::Row answer{std::to_string(answers.size()), "model", value_of(row), {}};
    for (const std::string& column : columns) answer.slices.push_back(row.at(column));
    answers.push_back(answer);
  }
  Explored out;
  out.table = test::make_table(answers, test::make_spec(type, columns));
  out.scoring = bias::scoring(out.table.tasks.front(), measure, {}, 100);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    out.coded.push_back(bias::code_rows(out.table, out.scoring.rows, {c}, 1000));
    out.columns.push_back({out.coded.back().codes, out.coded.back().cut.slices.size()});
  }
  return out;
}

/// "a=1 & b=2" as DivExplorer writes itemsets.
std::map<std::string, std::string> parsed(const std::string& text,
                                          const std::vector<std::string>& columns) {
  std::map<std::string, std::string> names;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(" & ", begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    for (const std::string& column : columns) {
      if (part.rfind(column + "=", 0) == 0) names[column] = part.substr(column.size() + 1);
    }
    begin = end + 3;
  }
  return names;
}

bool close(double found, double expected, double tolerance = 1e-9) {
  const bool is = std::fabs(found - expected) <= 1e-12 + tolerance * std::fabs(expected);
  CHECK_MESSAGE(is, found, " is not ", expected);
  return is;
}

/// Holds itemsets against the rows of a DivExplorer file.
void hold_against(const Explored& found, const std::string& file,
                  const std::vector<std::string>& columns, const std::string& value_column,
                  const std::string& t_column, std::size_t target) {
  const auto rows = tests::shared_csv("gold/bias/outputs/" + file + ".csv");
  if (!rows) return;
  INFO(file, " ", value_column);
  const bias::Divergence figures(found.itemsets, found.scoring, target);
  std::map<std::map<std::string, std::string>, std::size_t> place;
  for (std::size_t i = 0; i < found.itemsets.size(); ++i) {
    place[found.names(found.itemsets[i])] = i;
  }
  CHECK(found.itemsets.size() == rows->size());
  for (const tests::SharedRow& row : *rows) {
    const auto at = place.find(parsed(row.at("itemsets"), columns));
    REQUIRE_MESSAGE(at != place.end(), row.at("itemsets"));
    const bias::Itemset& set = found.itemsets[at->second];
    bool same = static_cast<double>(set.rows) == std::stod(row.at("support_count"));
    const std::optional<double> value = figures.value(at->second);
    if (row.at(value_column).empty()) {
      same = same && !value;
    } else {
      same = same && close(*value, std::stod(row.at(value_column)));
      same = same && close(*figures.divergence(at->second), std::stod(row.at("d_" + value_column)));
      if (!set.items.empty()) {
        same = same && close(figures.t(at->second).value_or(0), std::stod(row.at(t_column)), 1e-8);
      }
    }
    if (!same) {
      CHECK_MESSAGE(same, row.at("itemsets"));
      return;
    }
  }
}

void hold_shapley(const Explored& found, const std::string& file, const std::string& key,
                  const std::vector<std::string>& columns, std::size_t target) {
  const auto gold = tests::shared_file("gold/bias/outputs/" + file + ".json");
  if (!gold) return;
  const bias::Divergence figures(found.itemsets, found.scoring, target);
  const json expected = json::parse(*gold).at(key);
  const auto global = figures.global_contributions(columns.size());
  CHECK(global.size() == expected.at("global_shapley").size());
  for (const auto& [item, share] : global) {
    const std::string name =
        columns[item.column] + "=" +
        found.coded[item.column].cut.slices[item.value].values.front().value_or("");
    CHECK(std::fabs(share - expected.at("global_shapley").at(name).get<double>()) < 1e-12);
  }
}

const std::vector<std::string> kPopquorn = {"ann_gender", "ann_race", "ann_age", "ann_education",
                                            "ann_occupation"};

}  // namespace

TEST_CASE("divergence, t and global Shapley shares of a rate are DivExplorer's") {
  auto found = explored("popquorn", kPopquorn, model::TaskType::number, bias::Measure::mean,
                        [](const tests::SharedRow& row) { return row.at("off"); });
  if (!found) return;
  found->explore(9, 131);
  hold_against(*found, "divexplorer_popquorn_posrate_ms0.01", kPopquorn, "outcome",
               "t_value_outcome", 0);
  hold_shapley(*found, "divexplorer_popquorn_posrate_ms0.01", "d_outcome", kPopquorn, 0);
}

TEST_CASE("false-positive and false-negative rates diverge as DivExplorer says") {
  const std::vector<std::string> columns = {"age", "charge", "race", "sex", "#prior", "stay"};
  for (const std::string wrong : {"0", "1"}) {
    auto found =
        explored("compas_discretized", columns, model::TaskType::choice, bias::Measure::rate,
                 [](const tests::SharedRow& row) { return row.at("class") + row.at("predicted"); });
    if (!found) return;
    // Of answers "class, predicted" those of one class count, and the other prediction is wrong.
    const auto& names = found->table.tasks.front().category_names;
    std::vector<std::uint32_t> classes(found->scoring.rows.classes.begin(),
                                       found->scoring.rows.classes.end());
    std::size_t target = 0;
    for (std::size_t c = 0; c < names.size(); ++c) {
      if (names[c][0] != names[c][1] && names[c].substr(0, 1) == wrong) target = c;
    }
    for (std::uint32_t& row_class : classes) {
      if (names[row_class].substr(0, 1) != wrong) row_class = bias::Scoring::kNotCounted;
    }
    found->scoring.own_classes = std::move(classes);
    found->scoring.rows.classes = found->scoring.own_classes;
    found->explore(9, 618);
    const bool positive = wrong == "0";
    hold_against(*found, "divexplorer_compas_disc", columns, positive ? "fpr" : "fnr",
                 positive ? "t_value_fp" : "t_value_fn", target);
    hold_shapley(*found, "divexplorer_compas_disc", positive ? "d_fpr" : "d_fnr", columns, target);
  }
}

TEST_CASE("local Shapley shares are DivExplorer's and add up to the divergence") {
  const std::vector<std::string> columns = {"race", "sex", "age_cat"};
  auto found = explored("compas", columns, model::TaskType::choice, bias::Measure::rate,
                        [](const tests::SharedRow& row) { return row.at("score"); });
  if (!found) return;
  found->explore(3, 73);
  const bias::Divergence figures(found->itemsets, found->scoring, 1);
  for (std::size_t at = 0; at < found->itemsets.size(); ++at) {
    double sum = 0;
    for (const double share : figures.contributions(at)) sum += share;
    CHECK(std::fabs(sum - *figures.divergence(at)) < 1e-12);
  }
}

namespace {

/// The mean label of each item.
std::map<std::string, double> item_means(const std::vector<tests::SharedRow>& rows) {
  std::map<std::string, std::pair<double, double>> sums;
  for (const tests::SharedRow& row : rows) {
    sums[row.at("item")].first += std::stod(row.at("label"));
    sums[row.at("item")].second += 1;
  }
  std::map<std::string, double> means;
  for (const auto& [item, sum] : sums) means[item] = sum.first / sum.second;
  return means;
}

/// The error of a row: a wrong score, another answer than the peers, or how far the label lies from
/// the mean of its item.
std::string error_of(const std::string& file, const tests::SharedRow& row,
                     const std::map<std::string, double>& means) {
  if (file.starts_with("popquorn_absdev")) {
    return fmt::format("{}", std::fabs(std::stod(row.at("label")) - means.at(row.at("item"))));
  }
  if (file.starts_with("popquorn")) return row.at("off") == row.at("peer") ? "0" : "1";
  return (std::stod(row.at("score")) >= 0.5) == (row.at("label_value") == "1") ? "0" : "1";
}

}  // namespace

TEST_CASE("SliceLine's best slices are found with its scores, and none where it found none") {
  struct Case {
    std::string file, input;
    std::vector<std::string> columns;
  };
  const std::vector<std::string> adult = {"education", "gender", "race"};
  const std::vector<std::string> compas = {"race", "sex", "age_cat"};
  const auto popquorn = tests::shared_csv("gold/bias/inputs/popquorn.csv");
  if (!popquorn) return;
  const std::map<std::string, double> means = item_means(*popquorn);
  for (const Case& c :
       {Case{"adult_a0.95_l3", "adult", adult}, Case{"adult_a0.99_l1", "adult", adult},
        Case{"adult_a0.99_l2", "adult", adult}, Case{"adult_a0.99_l3", "adult", adult},
        Case{"compas_a0.6_l2", "compas", compas}, Case{"compas_a0.6_l3", "compas", compas},
        Case{"compas_a0.95_l2", "compas", compas}, Case{"compas_a0.95_l3", "compas", compas},
        Case{"compas_a0.99_l1", "compas", compas}, Case{"compas_a0.99_l2", "compas", compas},
        Case{"compas_a0.99_l3", "compas", compas},
        Case{"popquorn_disagree_l3", "popquorn", kPopquorn},
        Case{"popquorn_disagree_a0.99_l1", "popquorn", kPopquorn},
        Case{"popquorn_disagree_a0.99_l2", "popquorn", kPopquorn},
        Case{"popquorn_disagree_a0.99_l3", "popquorn", kPopquorn},
        Case{"popquorn_absdev_l3", "popquorn", kPopquorn},
        Case{"popquorn_absdev_a0.99_l1", "popquorn", kPopquorn},
        Case{"popquorn_absdev_a0.99_l2", "popquorn", kPopquorn},
        Case{"popquorn_absdev_a0.99_l3", "popquorn", kPopquorn}}) {
    const auto gold = tests::shared_file("gold/bias/outputs/sliceline_" + c.file + ".json");
    auto found =
        explored(c.input, c.columns, model::TaskType::number, bias::Measure::mean,
                 [&](const tests::SharedRow& row) { return error_of(c.file, row, means); });
    if (!gold || !found) return;
    INFO(c.file);
    const json expected = json::parse(*gold);
    const json& params = expected.at("params");
    found->explore(params.at("max_l").get<std::size_t>(),
                   params.at("min_sup").get<std::uint64_t>());
    const bias::Divergence figures(found->itemsets, found->scoring, 0);
    close(*figures.value(0), expected.at("average_error").get<double>());
    std::vector<double> best;
    std::map<std::map<std::string, std::string>, std::size_t> place;
    for (std::size_t at = 1; at < found->itemsets.size(); ++at) {
      const double score = *figures.score(at, params.at("alpha").get<double>());
      if (score > 0) best.push_back(score);
      place[found->names(found->itemsets[at])] = at;
    }
    std::sort(best.rbegin(), best.rend());
    if (best.size() > 10) best.resize(10);
    const json& slices = expected.at("slices");
    REQUIRE(best.size() == slices.size());
    for (std::size_t i = 0; i < best.size(); ++i) {
      close(best[i], slices[i].at("slice_score").get<double>());
      const auto at = place.at(slices[i].at("slice").get<std::map<std::string, std::string>>());
      close(static_cast<double>(found->itemsets[at].rows),
            slices[i].at("slice_size").get<double>());
      close(*figures.value(at), slices[i].at("slice_average_error").get<double>());
    }
  }
}

TEST_CASE("itemsets are all combinations with enough rows, for any number of threads") {
  base::Random random(11);
  std::vector<test::Row> rows;
  for (int i = 0; i < 900; ++i) {
    test::Row row{std::to_string(i), "a", std::to_string(random.below(5)), {}};
    for (const std::uint64_t values : {2, 3, 7, 12}) {
      const std::uint64_t value = random.below(values);
      row.slices.push_back(value == 1 ? "" : std::to_string(value));
    }
    rows.push_back(row);
  }
  Explored found;
  found.table =
      test::make_table(rows, test::make_spec(model::TaskType::choice, {"p", "q", "r", "s"}));
  found.scoring = bias::scoring(found.table.tasks.front(), bias::Measure::rate, {}, 100);
  for (std::size_t c = 0; c < 4; ++c) {
    found.coded.push_back(bias::code_rows(found.table, found.scoring.rows, {c}, 1000));
    found.columns.push_back({found.coded.back().codes, found.coded.back().cut.slices.size()});
  }
  std::map<std::vector<bias::Item>, std::pair<std::uint64_t, std::uint64_t>> counts;
  for (std::size_t row = 0; row < found.scoring.rows.size(); ++row) {
    for (std::size_t chosen = 0; chosen < 16; ++chosen) {
      std::vector<bias::Item> items;
      for (std::uint32_t c = 0; c < 4; ++c) {
        if ((chosen >> c & 1) != 0) items.push_back({c, found.columns[c].codes[row]});
      }
      auto& count = counts[items];
      ++count.first;
      if (found.table.tasks.front().category_names[found.scoring.rows.classes[row]] == "3") {
        ++count.second;
      }
    }
  }
  for (const unsigned threads : {1u, 2u}) {
    found.explore(4, 9, threads);
    std::size_t expected = 0;
    for (const auto& [items, count] : counts) expected += count.first >= 9 ? 1 : 0;
    REQUIRE(found.itemsets.size() == expected);
    for (const bias::Itemset& set : found.itemsets) {
      CHECK(set.rows == counts[set.items].first);
      CHECK(set.amounts[3] == counts[set.items].second);
    }
  }
}

namespace {

/// Answers "x" with chance 0.3, and `inside` where lang is "ko" and source "forum".
std::vector<test::Row> planted(double inside, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<test::Row> rows;
  for (int i = 0; i < 4000; ++i) {
    test::Row row{std::to_string(i), "a" + std::to_string(random.below(9)), "", {}};
    for (const auto& values : {std::vector<std::string>{"ko", "en", "ja"},
                               {"forum", "news", "chat", "blog"},
                               {"1", "2"}}) {
      row.slices.push_back(values[random.below(values.size())]);
    }
    const bool in = row.slices[0] == "ko" && row.slices[1] == "forum";
    row.label = random.uniform() < (in ? inside : 0.3) ? "x" : "y";
    rows.push_back(row);
  }
  return rows;
}

bias::DiscoverResult discovered(const std::vector<test::Row>& rows, bias::Confirm confirm,
                                unsigned threads = 1) {
  const auto table =
      test::make_table(rows, test::make_spec(model::TaskType::choice, {"lang", "source", "hand"}));
  bias::BiasSpec spec;
  spec.labels = {"x"};
  spec.threads = threads;
  return bias::discover(table, spec, {{0, 1, 2}, 3, 0.01, confirm});
}

}  // namespace

TEST_CASE("a planted crossing is found, its narrower slices are folded, and it is confirmed") {
  const std::vector<test::Row> rows = planted(0.7, 5);
  for (const bias::Confirm confirm : {bias::Confirm::none, bias::Confirm::split}) {
    const bias::DiscoverResult result = discovered(rows, confirm);
    REQUIRE(!result.found.empty());
    const bias::DiscoveredSlice& first = result.found.front();
    REQUIRE(first.slice.size() == 2);
    CHECK(first.slice[0].value == "ko");
    CHECK(first.slice[1].value == "forum");
    CHECK(first.folded == 2);  // by hand 1 and hand 2
    CHECK(first.entry.flag);
    CHECK(std::fabs(*first.entry.difference.value - 0.4) < 0.1);
    // By itself neither value is enough.
    CHECK(first.contributions[0] > 0.1);
    CHECK(first.contributions[1] > 0.1);
  }
}

TEST_CASE("where there is nothing, next to nothing is flagged") {
  for (const bias::Confirm confirm : {bias::Confirm::none, bias::Confirm::split}) {
    int flagged = 0;
    for (std::uint64_t seed = 100; seed < 110; ++seed) {
      for (const auto& slice : discovered(planted(0.3, seed), confirm).found) {
        flagged += slice.entry.flag ? 1 : 0;
      }
    }
    CHECK(flagged <= 1);
  }
}

TEST_CASE("neither the order of rows nor threads change what is discovered") {
  std::vector<test::Row> rows = planted(0.5, 6);
  const auto told = [](const bias::DiscoverResult& result) {
    std::vector<std::tuple<std::string, double, double, double>> figures;
    for (const auto& slice : result.found) {
      std::string name;
      for (const auto& part : slice.slice) name += part.field + "=" + part.value.value_or("") + " ";
      figures.emplace_back(name, slice.t, *slice.entry.difference.value, *slice.entry.p);
    }
    return figures;
  };
  const auto expected = told(discovered(rows, bias::Confirm::split));
  std::reverse(rows.begin(), rows.end());
  CHECK(told(discovered(rows, bias::Confirm::split, 2)) == expected);
}
