// The reports of lbl-bias: width, findings told once, summary keys, escaping.
#include "lbl/report/bias_report.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "bias/fixtures.hpp"
#include "lbl/base/text.hpp"
#include "lbl/report/bias_findings.hpp"
#include "lbl/report/bias_words.hpp"

using namespace lbl;
using test::Row;

namespace {

/// 80 items a source, of which a given share is labelled "hate".
std::vector<Row> sources(const std::vector<std::pair<std::string, int>>& shares,
                         const std::string& label = "hate") {
  std::vector<Row> rows;
  for (const auto& [source, share] : shares) {
    for (int i = 0; i < 80; ++i) {
      const std::string item = source + std::to_string(i);
      rows.push_back({item, "ann", i % 20 < share ? label : "none", {source}});
    }
  }
  return rows;
}

bias::BiasResult compared(const std::vector<Row>& rows,
                          bias::Cluster cluster = bias::Cluster::automatic) {
  return bias::bias(test::make_table(rows, test::make_spec(model::TaskType::choice, {"source"})),
                    test::each_column(1, cluster));
}

std::string text_of(const bias::BiasResult& result) {
  std::ostringstream out;
  report::write_bias_text({}, result, report::Style::plain, out);
  return out.str();
}

std::vector<std::string> keys_of(const bias::BiasResult& result) {
  return report::summary_keys(report::bias_summary(result));
}

bool has(const std::vector<std::string>& texts, const std::string& wanted) {
  return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

}  // namespace

TEST_CASE("a difference between two slices and two labels is told once") {
  const auto sentences = report::findings(compared(sources({{"forum", 10}, {"news", 2}})));
  REQUIRE(sentences.size() == 2);
  CHECK(sentences[0].find("\"hate\" is 50.0% of the answers in source \"forum\", 10.0% in the rest"
                          ": +40.0 points") == 0);
  CHECK(sentences[1] == "In all, 4 of 4 comparisons stand out at q <= 0.05.");
}

TEST_CASE("at most three slices are told, the surest largest first") {
  const auto sentences = report::findings(
      compared(sources({{"a", 18}, {"b", 16}, {"c", 1}, {"d", 2}, {"e", 9}, {"f", 10}})));
  REQUIRE(sentences.size() == 4);
  CHECK(sentences[0].find("source \"a\"") != std::string::npos);
  CHECK(sentences[3].find("In all, ") == 0);
}

TEST_CASE("where nothing differs the report says so with the smallest q") {
  const auto sentences = report::findings(compared(sources({{"a", 5}, {"b", 5}})));
  REQUIRE(sentences.size() == 1);
  CHECK(sentences[0] ==
        "No slice differs from its reference by more than chance would: 0 of 4 comparisons at q <= "
        "0.05; the smallest q = 1.000.");
}

TEST_CASE("the text fits 80 columns, whatever the names are") {
  const std::string hangul =
      "\xEB\xB0\xA9\xEC\x86\xA1\xEC\x82\xAC \xEA\xB2\x8C\xEC\x8B\x9C\xED\x8C\x90 "
      "\xEB\x8C\x93\xEA\xB8\x80 \xEB\xAA\xA8\xEC\x9D\x8C \xEC\xA0\x84\xEC\xB2\xB4";
  const std::string longest(200, 'x');
  for (const std::string& label : {std::string("hate"), longest, hangul}) {
    std::istringstream lines(
        text_of(compared(sources({{hangul, 10}, {longest, 2}, {"a\tb\nc", 3}}, label))));
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(base::display_width(line) <= 80);
    }
  }
}

TEST_CASE("the summary has a key for the largest difference, each field, and each slice") {
  const auto keys = keys_of(compared(sources({{"forum", 10}, {"news", 2}})));
  for (const char* key :
       {"disparity.max", "disparity.max[field=source,label=hate]", "q.min", "flagged", "tests",
        "rate.value[label=hate,source=forum]", "rate.ci.low[label=hate,source=forum]",
        "difference.value[label=none,source=news]", "ratio.value[label=none,source=news]",
        "q[label=hate,source=news]"}) {
    INFO(key);
    CHECK(has(keys, key));
  }
}

TEST_CASE("the largest difference of the summary leaves slices of few items out") {
  std::vector<Row> rows = sources({{"forum", 10}, {"news", 8}});
  for (int i = 0; i < 10; ++i) rows.push_back({"few" + std::to_string(i), "ann", "hate", {"few"}});
  const bias::BiasResult result = compared(rows);
  const report::Summary summary = report::bias_summary(result);
  CHECK(*summary.front().value == doctest::Approx(0.1));
  CHECK(*result.disparities.front().max_difference.value == doctest::Approx(0.6));
  CHECK(result.disparities.front().max_difference.reason == "few-clusters");
}

TEST_CASE("HTML and Markdown show names as text") {
  const bias::BiasResult result = compared(sources({{"<script src=x>", 10}, {"a|b", 2}}));
  std::ostringstream html, markdown;
  report::write_bias_html({}, result, html);
  report::write_bias_markdown({}, result, markdown);
  CHECK(html.str().find("<script src=x>") == std::string::npos);
  CHECK(html.str().find("&lt;script src=x&gt;") != std::string::npos);
  CHECK(markdown.str().find("a\\|b") != std::string::npos);
}

TEST_CASE("figures are shown in the way of their measure") {
  using bias::Measure;
  CHECK(report::figure(Measure::rate, 0.1234) == "12.3");
  CHECK(report::figure(Measure::mean, 1.234) == "1.23");
  CHECK(report::signed_figure(Measure::rate, -0.05) == "-5.0");
  CHECK(report::signed_figure(Measure::rate, 0.0001) == "0.0");
  CHECK(report::p_text(0.00001) == "<0.0001");
  CHECK(report::p_text(std::nullopt) == "-");
}
