// ICC, Kendall's W and Lin's concordance beside R's psych, irr and DescTools.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <string>

#include "agree/gold_files.hpp"
#include "lbl/agree/agreement.hpp"

using namespace lbl;
using test::GoldRow;

namespace {

/// Rows that are not met, and why.
bool is_excepted(const GoldRow& row) {
  // irr's Kendall's W without the correction for ties: ours always has it.
  if (row.at("params") == "tie-correct FALSE") return true;
  // irr takes other degrees of freedom for the interval and the p of absolute agreement of the mean
  // (CONVENTIONS.md 7 follows psych), and for its p of agreement.
  const bool agreement = row.at("params").find("twoway agreement") == 0;
  const bool average = row.at("params").find("average") != std::string::npos;
  const std::string& coefficient = row.at("coef");
  if (agreement && (coefficient == "icc_p.value" || coefficient == "icc_df2")) return true;
  return agreement && average && coefficient.find("bound") != std::string::npos;
}

agree::Options options_for(const std::string& coefficient) {
  agree::Options options;
  options.threads = 1;
  options.coefficients = {coefficient};
  return options;
}

/// "oneway agreement average" or "ICC2k" as a form.
std::string form_of(const std::string& params) {
  if (params.rfind("ICC", 0) == 0) return params.substr(3);
  std::string form = "2";
  if (params.find("oneway") != std::string::npos) {
    form = "1";
  } else if (params.find("consistency") != std::string::npos) {
    form = "3";
  }
  return params.find("average") != std::string::npos ? form + "k" : form;
}

double detail(const agree::Figure& figure, const std::string& name) {
  for (const agree::Detail& entry : figure.details) {
    if (entry.name == name) return entry.value;
  }
  return NAN;
}

/// The part of the figure that a column of the reference file names.
double part_of(const agree::Figure& figure, const std::string& coefficient) {
  const stats::Estimate& estimate = figure.estimate;
  if (coefficient.find("lower") != std::string::npos ||
      coefficient.find("lbound") != std::string::npos) {
    return estimate.ci->low;
  }
  if (coefficient.find("upper") != std::string::npos ||
      coefficient.find("ubound") != std::string::npos) {
    return estimate.ci->high;
  }
  if (coefficient.find("df1") != std::string::npos) return detail(figure, "df1");
  if (coefficient.find("df2") != std::string::npos) return detail(figure, "df2");
  if (coefficient.find("chisq") != std::string::npos) return detail(figure, "chi_square");
  if (coefficient == "ICC_F" || coefficient == "icc_Fvalue") return detail(figure, "f");
  if (coefficient == "ICC_p" || coefficient == "icc_p.value" || coefficient == "kendallW_p") {
    return *figure.p;
  }
  return *estimate.value;
}

agree::Figure figure_of(const std::string& folder, const std::string& dataset,
                        const std::string& coefficient, const std::string& form) {
  const model::RatingsTable table = test::make_table(test::gold_answers(folder, dataset),
                                                     test::make_spec(model::TaskType::number));
  for (const agree::Measure& measure : agree::agreement(table, options_for(coefficient)).measures) {
    if (measure.form == form) return measure.figure;
  }
  return {};
}

}  // namespace

TEST_CASE("the six forms of ICC and Kendall's W are those of psych and irr") {
  const auto folder = test::gold_folder();
  if (!folder) return;
  std::size_t rows = 0, excepted = 0;
  for (const GoldRow& row : test::read_gold(*folder + "/expected_irr_psych.csv")) {
    const std::string& coefficient = row.at("coef");
    const bool icc = coefficient.rfind("ICC_", 0) == 0 || coefficient.rfind("icc_", 0) == 0;
    const bool kendall = coefficient.rfind("kendallW", 0) == 0;
    if (!icc && !kendall) continue;
    if (is_excepted(row)) {
      ++excepted;
      continue;
    }
    ++rows;
    const agree::Figure figure = figure_of(*folder, row.at("dataset"), icc ? "icc" : "kendall_w",
                                           icc ? form_of(row.at("params")) : "");
    CAPTURE(row.at("dataset"));
    CAPTURE(coefficient);
    CAPTURE(row.at("params"));
    const double expected = *test::gold_number(row.at("value"));
    const double found = part_of(figure, coefficient);
    CHECK_MESSAGE(std::fabs(found - expected) <= 1e-9 * std::max(1.0, std::fabs(expected)),
                  fmt::format("{} instead of {}", found, expected));
  }
  MESSAGE(rows << " rows, " << excepted << " not met");
  CHECK(rows > 90);
}

TEST_CASE("Lin's concordance is that of DescTools") {
  const auto folder = test::gold_folder();
  if (!folder) return;
  const agree::Figure pefr = figure_of(*folder, "bland_altman1986_pefr17", "lin_ccc", "");
  CHECK(std::fabs(*pefr.estimate.value - 0.9427424314) < 1e-9);
  CHECK(std::fabs(pefr.estimate.ci->low - 0.8504918732) < 1e-9);
  CHECK(std::fabs(pefr.estimate.ci->high - 0.9787262792) < 1e-9);
  CHECK(std::fabs(detail(pefr, "bias_correction") - 0.9994306931) < 1e-9);
  CHECK(std::fabs(std::fabs(detail(pefr, "location_shift")) - 0.01903025009) < 1e-9);
  const double scale = detail(pefr, "scale_shift");
  CHECK(std::fabs(std::min(scale, 1 / scale) - 0.9725091213) < 1e-9);
}

TEST_CASE("Bland and Altman's peak flow meters have their published limits") {
  const auto folder = test::gold_folder();
  if (!folder) return;
  const agree::Figure limits =
      figure_of(*folder, "bland_altman1986_pefr17", "limits_of_agreement", "");
  // 1986: mean difference -2.1, standard deviation 38.8 l/min.
  CHECK(std::fabs(*limits.estimate.value) == doctest::Approx(2.1176470588));
  CHECK(detail(limits, "sd") == doctest::Approx(38.7651368767));
  CHECK(detail(limits, "upper") - detail(limits, "lower") ==
        doctest::Approx(2 * 1.9599639845 * 38.7651368767));
}

TEST_CASE("the mean absolute difference is the mean over items of their pairs") {
  const std::vector<test::Row> rows = {{"1", "a", "1", {}}, {"1", "b", "4", {}},
                                       {"1", "c", "2", {}}, {"2", "a", "5", {}},
                                       {"2", "b", "5", {}}, {"3", "a", "9", {}}};
  const model::RatingsTable table =
      test::make_table(rows, test::make_spec(model::TaskType::number));
  const agree::Result result = agree::agreement(table, options_for("mean_absolute_difference"));
  CHECK(*result.measures[0].figure.estimate.value == doctest::Approx((3 + 1 + 2) / 3.0 / 2));
}

TEST_CASE("figures of numbers do not depend on the names of annotators or the order of rows") {
  std::vector<test::Row> rows;
  const char* const names[] = {"x", "y", "z"};
  const char* const renamed[] = {"3", "1", "2"};
  std::vector<test::Row> other;
  for (int item = 0; item < 20; ++item) {
    for (int annotator = 0; annotator < 3; ++annotator) {
      const std::string value = std::to_string(0.1 * ((item * 7 + annotator * item % 5) % 11));
      rows.push_back({std::to_string(item), names[annotator], value, {}});
      other.insert(other.begin(), {std::to_string(item), renamed[annotator], value, {}});
    }
  }
  const auto spec = test::make_spec(model::TaskType::number);
  for (const char* coefficient : {"icc", "kendall_w", "mean_absolute_difference"}) {
    const auto one = agree::agreement(test::make_table(rows, spec), options_for(coefficient));
    const auto two = agree::agreement(test::make_table(other, spec), options_for(coefficient));
    REQUIRE(one.measures.size() == two.measures.size());
    for (std::size_t i = 0; i < one.measures.size(); ++i) {
      CHECK(*one.measures[i].figure.estimate.value == *two.measures[i].figure.estimate.value);
    }
  }
}
