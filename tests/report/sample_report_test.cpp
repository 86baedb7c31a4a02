// Reports of draws say what was drawn, what it proves, and how each record came to be there.
#include "lbl/report/sample_report.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "lbl/sample/proof.hpp"

using namespace lbl::sample;
using lbl::report::sampling_json;
using nlohmann::json;

namespace {

// 200 of 1,000 items, each with probability 0.2.
DrawResult fifth() {
  DrawResult result;
  result.population.units = result.population.items = 1'000;
  result.population.records = 3'000;
  result.requested = 200;
  result.strata = {{{}, 1'000, 200, 0}};
  for (std::size_t i = 0; i < 200; ++i) {
    result.units.push_back({"x", 0.2, 0});
    result.records.push_back({i, 0, "{}\n"});
  }
  return result;
}

// Two strata of 900 and 100, 50 items from each.
DrawResult halves() {
  DrawResult result;
  result.population.units = result.population.items = 1'000;
  result.population.records = 1'000;
  result.requested = 100;
  result.strata = {{{"en"}, 900, 50, 0}, {{std::nullopt}, 100, 50, 0}};
  for (std::size_t i = 0; i < 100; ++i) {
    const auto stratum = static_cast<std::uint32_t>(i / 50);
    result.units.push_back({"x", result.strata[stratum].probability(), stratum});
    result.records.push_back({i, 0, "{}\n"});
  }
  return result;
}

DrawSpec stratified_by_lang() {
  DrawSpec spec;
  spec.design = Design::stratified;
  spec.strata = {lbl::model::slice_by_field("lang")};
  spec.n = 100;
  return spec;
}

std::string text_of(const DrawSpec& spec, const DrawResult& result) {
  std::ostringstream out;
  lbl::report::write_draw_text(spec, result, lbl::report::Style::plain, out);
  return out.str();
}

}  // namespace

TEST_CASE("what 200 of 1,000 prove is the Wilson margin and the hypergeometric bound") {
  const Proof proof = proof_of(fifth());
  CHECK(proof.effective_n == 200);
  // z / (2 sqrt(n + z^2)) is Wilson's half width at one half, times sqrt(800 / 999).
  const double z = 1.959963984540054;
  CHECK(*proof.margin ==
        doctest::Approx(z / (2 * std::sqrt(200 + z * z)) * std::sqrt(800.0 / 999)).epsilon(1e-12));
  // 13 defects: P(none in 200 of 1,000) is 0.0539; 14 defects: 0.0430.
  CHECK(*proof.defects_at_most == 13);
}

TEST_CASE("a sample with unequal probabilities has an effective size and no bound on defects") {
  const Proof proof = proof_of(halves());
  // Weights 18 and 2: (50 x 18 + 50 x 2)^2 / (50 x 324 + 50 x 4).
  CHECK(proof.effective_n == doctest::Approx(1'000.0 * 1'000 / 16'400));
  CHECK_FALSE(proof.defects_at_most.has_value());
  CHECK_FALSE(proof_of(DrawResult()).margin.has_value());
}

TEST_CASE("the text says the conclusion in words within 80 columns") {
  DrawSpec spec;
  spec.n = 200;
  const std::string text = text_of(spec, fifth());
  CHECK(text ==
        "Drew 200 of 1,000 items (200 of 3,000 records) at random, each as likely as any\n"
        "other, with seed 1.\n\n"
        "A rate found in them holds for all 1,000 items within 6.1 points either way,\n"
        "with 95% confidence. If none of them is defective, at most 13 of all are (1.3%).\n");
}

TEST_CASE("the text lists strata, missing values among them") {
  const std::string text = text_of(stratified_by_lang(), halves());
  CHECK(text.find("(none)     100     50  50.0%    2.00\n") != std::string::npos);
  CHECK(text.find("tell as much as 61") != std::string::npos);
}

TEST_CASE("the sampling member holds what an estimate needs") {
  const json sampling =
      json::parse(sampling_json(stratified_by_lang(), halves(), halves().units[99]));
  CHECK(sampling == json::parse(R"({"design": "stratified", "p": 0.5, "weight": 2.0,
      "stratum": {"lang": null}, "cluster": null, "N": 100, "n": 50, "seed": 1})"));
}

TEST_CASE("the JSON report carries the envelope, the figures and every stratum") {
  std::ostringstream out;
  lbl::report::Envelope envelope;
  envelope.program = "lbl-sample";
  envelope.options = lbl::report::draw_options(stratified_by_lang());
  envelope.summary = lbl::report::draw_summary(halves());
  lbl::report::write_draw_json(envelope, stratified_by_lang(), halves(), out);
  const json report = json::parse(out.str());
  CHECK(report["report"] == "lbl-sample");
  CHECK(report["options"]["strata"] == json::array({"lang"}));
  CHECK(report["summary"]["draw.n"] == 100);
  CHECK(report["summary"]["draw.defect_rate_at_most"].is_null());
  CHECK(report["draw"]["N"] == 1'000);
  CHECK(report["draw"]["strata"][0]["stratum"]["lang"] == "en");
  CHECK(report["draw"]["strata"][1]["weight"] == 2.0);
}

TEST_CASE("a manifest names the drawn items in their order") {
  std::ostringstream out;
  DrawSpec spec;
  spec.n = 200;
  lbl::report::write_manifest({}, spec, fifth(), out);
  const json manifest = json::parse(out.str());
  CHECK(manifest["items"].size() == 200);
  CHECK(manifest["items"][0] == json({{"item", "x"}, {"p", 0.2}}));
}
