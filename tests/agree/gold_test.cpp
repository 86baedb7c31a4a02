// Every row of the reference files that lbl-agree can compute, and a list of those it does not
// meet.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "agree/gold_files.hpp"
#include "lbl/agree/agreement.hpp"
#include "lbl/base/text.hpp"

using namespace lbl;
using test::GoldRow;

namespace {

/// Rows that are not met, and why. Nothing else may differ.
struct Exception {
  std::string dataset, coefficient, reason;
};

const std::vector<Exception>& exceptions() {
  static const std::vector<Exception> list = {
      {"gwet_cac_ben_gerry", "scott_pi",
       "DKPro divides the 22 paired answers by twice the 12 items, so its shares add up to 11/12"},
      {"gwet_cac_raw2raters", "scott_pi",
       "DKPro divides the 20 paired answers by twice the 12 items, so its shares add up to 10/12"},
  };
  return list;
}

const Exception* exception_for(const std::string& dataset, const std::string& coefficient) {
  for (const Exception& exception : exceptions()) {
    if (exception.dataset == dataset && exception.coefficient == coefficient) return &exception;
  }
  return nullptr;
}

std::string without_suffix(const std::string& name) {
  return name.substr(0, name.find('('));
}

/// How a row of EXPECTED.csv is asked for.
agree::Options options_for(const GoldRow& row) {
  agree::Options options;
  options.threads = 1;
  options.coefficients = {without_suffix(row.at("coef"))};
  const std::string& params = row.at("params");
  if (params.find("pooled-pairs") != std::string::npos ||
      row.at("coef").find("pooled-pairs") != std::string::npos) {
    options.missing = agree::Missing::ratings;
  }
  const std::size_t weights = params.find("weights:");
  if (weights != std::string::npos) {
    options.weights = {without_suffix(params.substr(weights + 8))};
  } else if (options.coefficients[0] == "krippendorff_alpha") {
    options.metrics = {params};
  } else {
    options.weights = {"identity"};
  }
  return options;
}

bool all_numbers(const std::vector<test::Row>& answers) {
  return std::all_of(answers.begin(), answers.end(), [](const test::Row& row) {
    return row.label.empty() || base::parse_number(row.label).has_value();
  });
}

bool near(std::optional<double> found, double expected, double tolerance) {
  return found && std::fabs(*found - expected) <= tolerance * std::max(1.0, std::fabs(expected));
}

constexpr double kValue = 1e-9, kError = 1e-8;

/// What of the row the figure misses; empty when nothing.
std::string missed(const GoldRow& row, const agree::Figure& figure) {
  const stats::Estimate& estimate = figure.estimate;
  const double value = *test::gold_number(row.at("value"));
  if (!near(estimate.value, value, kValue)) {
    return fmt::format("value {} instead of {}", estimate.value.value_or(NAN), value);
  }
  // The references give Cohen's rows without an error, and Gwet's for the others.
  if (const auto se = test::gold_number(row.at("se"))) {
    if (!near(estimate.se, *se, kError)) {
      return fmt::format("se {} instead of {}", estimate.se.value_or(NAN), *se);
    }
    if (!estimate.ci) return "no interval";
    const double low = *test::gold_number(row.at("ci_lo")),
                 high = *test::gold_number(row.at("ci_hi"));
    if (!near(estimate.ci->low, low, kError) || !near(estimate.ci->high, high, kError)) {
      return fmt::format("interval {} .. {} instead of {} .. {}", estimate.ci->low,
                         estimate.ci->high, low, high);
    }
  }
  const auto one_sided = test::gold_number(row.at("p_one_sided"));
  if (one_sided && figure.p && *one_sided > 1e-12) {
    const double two_sided = 2 * std::min(*one_sided, 1 - *one_sided);
    if (!near(figure.p, two_sided, kError)) {
      return fmt::format("p {} instead of {}", *figure.p, two_sided);
    }
  }
  return "";
}

}  // namespace

TEST_CASE("every value, error and interval of the reference table is met") {
  const auto folder = test::gold_folder();
  if (!folder) {
    MESSAGE("skipped: ../shared/gold/agree is not here");
    return;
  }
  std::size_t rows = 0, excepted = 0;
  std::set<std::string> datasets;
  for (const GoldRow& row : test::read_gold(*folder + "/EXPECTED.csv")) {
    const std::string &dataset = row.at("dataset"), coefficient = without_suffix(row.at("coef"));
    ++rows;
    datasets.insert(dataset);
    const std::vector<test::Row> answers = test::gold_answers(*folder, dataset);
    const auto type = all_numbers(answers) ? model::TaskType::number : model::TaskType::choice;
    const model::RatingsTable table = test::make_table(answers, test::make_spec(type));
    const agree::Result result = agree::agreement(table, options_for(row));
    REQUIRE(result.measures.size() == 1);
    const std::string difference = missed(row, result.measures[0].figure);
    CAPTURE(dataset);
    CAPTURE(row.at("coef"));
    CAPTURE(row.at("params"));
    if (const Exception* exception = exception_for(dataset, coefficient)) {
      CAPTURE(exception->reason);
      CHECK_MESSAGE(!difference.empty(), "is met after all");
      ++excepted;
    } else {
      CHECK_MESSAGE(difference.empty(), difference);
    }
  }
  MESSAGE(rows << " rows of " << datasets.size() << " data sets, " << excepted << " not met");
  CHECK(rows > 1200);
}
