// Alpha without one annotator and of one label against the rest, beside the reference table.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "agree/gold_files.hpp"
#include "lbl/agree/agreement.hpp"

using namespace lbl;
using test::GoldRow;

namespace {

agree::Result with_parts(const std::string& folder, const std::string& dataset) {
  agree::Options options;
  options.threads = 1;
  options.coefficients = {"krippendorff_alpha"};
  options.metrics = {"nominal"};
  options.per.annotator = options.per.label = true;
  return agree::agreement(test::make_table(test::gold_answers(folder, dataset),
                                           test::make_spec(model::TaskType::choice)),
                          options);
}

}  // namespace

TEST_CASE("alpha without one annotator and of each label is that of the reference table") {
  const auto folder = test::gold_folder();
  if (!folder) return;
  std::map<std::string, agree::Result> results;
  std::size_t rows = 0;
  for (const GoldRow& row : test::read_gold(*folder + "/expected_percategory_perrater.csv")) {
    const std::string& dataset = row.at("dataset");
    // Its labels are sets of letters and "" is one of them; as a choice "" is no answer.
    if (dataset == "dk_WeightedAgreement_ex") continue;
    if (results.count(dataset) == 0) results[dataset] = with_parts(*folder, dataset);
    const bool without = row.at("coef") == "alpha_nominal_without_rater";
    const auto& measures = results[dataset].measures;
    const auto found =
        std::find_if(measures.begin(), measures.end(), [&](const agree::Measure& measure) {
          return without ? measure.annotator == row.at("key") : measure.label == row.at("key");
        });
    CAPTURE(dataset);
    CAPTURE(row.at("coef"));
    CAPTURE(row.at("key"));
    if (found == measures.end()) {
      // Labels such as 1.0 are spelled otherwise there; nothing else may be missing.
      CHECK_MESSAGE(!without, "no figure");
      continue;
    }
    ++rows;
    const auto expected = test::gold_number(row.at("value"));
    const auto& value = found->figure.estimate.value;
    if (!expected || std::isnan(*expected)) {
      CHECK(!value);
    } else {
      CHECK_MESSAGE((value && std::fabs(*value - *expected) < 1e-9),
                    fmt::format("{} instead of {}", value.value_or(NAN), *expected));
    }
  }
  MESSAGE(rows << " rows");
  CHECK(rows > 250);
}
