// The envelope that all reports share, and what gates need read back from it.
#include "lbl/report/envelope.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "lbl/base/error.hpp"

using namespace lbl::report;

namespace {

Envelope example() {
  Envelope envelope;
  envelope.program = "lbl-agree";
  envelope.inputs = {{"batch.jsonl", 123, 12, "00ff"}};
  envelope.guideline_name = "comment-safety";
  envelope.guideline_version = "2.1.0";
  envelope.guideline_xxh3 = "aa00";
  envelope.note("seed", std::uint64_t{1});
  envelope.note("by", std::vector<std::string>{"source", "la\"ng"});
  envelope.note("level", 0.95);
  envelope.note("missing", std::string("items"));
  envelope.summary = {{"alpha.value", {{"metric", "nominal"}}, 0.1 + 0.2, "few-items", true},
                      {"alpha.value", {{"metric", "ordinal"}}, std::nullopt, "one-label", false},
                      {"findings.error", {}, 0.0, "", true}};
  envelope.gates = check_gates({lbl::model::parse_gate("alpha.value >= 0.667")}, envelope.summary);
  return envelope;
}

std::string refusal(const std::string& json) {
  try {
    read_report("a.json", json);
  } catch (const lbl::base::Error& error) {
    CHECK(error.kind() == lbl::base::ErrorKind::input);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the envelope has its keys in the order of the contract") {
  CHECK(dump(to_json(example())) == R"({
  "report": "lbl-agree",
  "version": "0.1.0",
  "inputs": [
    {
      "name": "batch.jsonl",
      "bytes": 123,
      "records": 12,
      "xxh3": "00ff"
    }
  ],
  "guideline": {
    "name": "comment-safety",
    "version": "2.1.0",
    "xxh3": "aa00"
  },
  "options": {
    "seed": 1,
    "by": [
      "source",
      "la\"ng"
    ],
    "level": 0.95,
    "missing": "items"
  },
  "summary": {
    "alpha.value": 0.30000000000000004,
    "alpha.value[metric=ordinal]": null,
    "findings.error": 0
  },
  "summary_notes": {
    "alpha.value": {
      "selectors": {
        "metric": "nominal"
      },
      "reason": "few-items"
    },
    "alpha.value[metric=ordinal]": {
      "reason": "one-label"
    }
  },
  "gates": [
    {
      "gate": "alpha.value >= 0.667",
      "value": 0.30000000000000004,
      "passed": false,
      "reason": "few-items"
    }
  ]
}
)");
}

TEST_CASE("an envelope of nothing still has every key") {
  Envelope envelope;
  envelope.program = "lbl-bias";
  CHECK(
      to_json(envelope).dump() ==
      R"({"report":"lbl-bias","version":"0.1.0","inputs":[],"guideline":null,"options":{},"summary":{},"gates":[]})");
}

TEST_CASE("a guideline without a name is still told by its digest") {
  Envelope envelope;
  envelope.guideline_xxh3 = "aa";
  CHECK(to_json(envelope)["guideline"].dump() == R"({"name":null,"version":null,"xxh3":"aa"})");
}

TEST_CASE("every number reads back to the same double") {
  for (const double value : {0.1, 1.0 / 3, 1e300, 5e-324, -0.0, 123456789012345680.0,
                             9007199254740993.0, -2.5, 1e21, 4503599627370497.5}) {
    CAPTURE(value);
    Envelope envelope;
    envelope.summary = {{"x", {}, value, "", true}};
    const double back =
        nlohmann::json::parse(dump(to_json(envelope)))["summary"]["x"].get<double>();
    CHECK(back == value);
    CHECK(std::signbit(back) == std::signbit(value));
  }
}

TEST_CASE("what is not finite is null, never NaN") {
  Envelope envelope;
  envelope.summary = {{"x", {}, std::numeric_limits<double>::quiet_NaN(), "", true},
                      {"y", {}, std::numeric_limits<double>::infinity(), "", true}};
  CHECK(to_json(envelope)["summary"].dump() == R"({"x":null,"y":null})");
}

TEST_CASE("an estimate says its value, its uncertainty and its standing") {
  lbl::stats::Estimate estimate;
  estimate.value = 0.7434;
  estimate.se = 0.1455;
  estimate.ci = lbl::stats::Interval{0.42, 1.0, 0.95, "analytic"};
  CHECK(
      to_json(estimate).dump() ==
      R"({"value":0.7434,"se":0.1455,"ci":{"low":0.42,"high":1.0,"level":0.95,"method":"analytic"},"status":"ok","reason":null})");
  CHECK(
      to_json(lbl::stats::Estimate::undefined("one-label", "all answers are \"a\"")).dump() ==
      R"({"value":null,"se":null,"ci":null,"status":"undefined","reason":"one-label","message":"all answers are \"a\""})");
}

TEST_CASE("a name of an input that is no UTF-8 does not stop the report") {
  Envelope envelope;
  envelope.inputs = {{"b\xFF.jsonl", 1, 1, "00"}};
  CHECK(nlohmann::json::parse(dump(to_json(envelope)))["inputs"][0]["name"] == "b\uFFFD.jsonl");
}

TEST_CASE("a saved report answers gates as the run did") {
  const Envelope envelope = example();
  const SavedReport saved = read_report("a.json", dump(to_json(envelope)));
  CHECK(saved.program == "lbl-agree");
  CHECK(saved.version == "0.1.0");
  REQUIRE(saved.gates.size() == 1);
  CHECK(saved.gates[0].text == "alpha.value >= 0.667");
  for (const char* gate : {"alpha.value >= 0.1", "alpha.value[metric=nominal] >= 0.4",
                           "alpha.value[metric=ordinal] > 0", "findings.error == 0"}) {
    CAPTURE(gate);
    const auto before = check_gates({lbl::model::parse_gate(gate)}, envelope.summary);
    const auto after = check_gates({lbl::model::parse_gate(gate)}, saved.summary);
    REQUIRE(after.size() == before.size());
    CHECK(to_text(after[0]) == to_text(before[0]));
    CHECK(after[0].passed == before[0].passed);
  }
}

TEST_CASE("the defaults of several tasks are defaults again in a saved report") {
  Envelope envelope;
  envelope.program = "lbl-agree";
  envelope.summary = {{"alpha.value", {{"task", "a"}}, 0.7, "", true},
                      {"alpha.value", {{"task", "a"}, {"metric", "ordinal"}}, 0.1, "", false},
                      {"alpha.value", {{"task", "b"}}, 0.4, "", true}};
  const SavedReport saved = read_report("a.json", dump(to_json(envelope)));
  CHECK(check_gates({lbl::model::parse_gate("alpha.value > 0.3")}, saved.summary).size() == 2);
  CHECK(check_gates({lbl::model::parse_gate("alpha.value[task=a] > 0.3")}, saved.summary).size() ==
        1);
}

TEST_CASE("a file that is no report is refused with what is wrong") {
  const std::string head = "a.json: not a report of lbl: ";
  CHECK(refusal("").starts_with(head));
  CHECK(refusal("{").starts_with(head));
  CHECK(refusal("[]") == head + "not a JSON object");
  CHECK(refusal("{}") == head + "it has no \"report\"");
  CHECK(refusal(R"({"report":1})") == head + "\"report\" is not a string");
  CHECK(refusal(R"({"report":"lbl-agree","version":"1"})") == head + "it has no \"summary\"");
  CHECK(refusal(R"({"report":"a","version":"1","summary":[],"gates":[]})") ==
        head + "\"summary\" is not an object");
  CHECK(refusal(R"({"report":"a","version":"1","summary":{"x":"1"},"gates":[]})") ==
        head + "\"x\" in \"summary\" is not a number");
  CHECK(refusal(R"({"report":"a","version":"1","summary":{"x y":1},"gates":[]})") ==
        head + "\"x y\" in \"summary\" is not the name of a figure");
  CHECK(refusal(R"({"report":"a","version":"1","summary":{},"gates":[1]})") ==
        head + "not a JSON object");
  CHECK(refusal(R"({"report":"a","version":"1","summary":{},"gates":[{"gate":"x"}]})")
            .starts_with(head));
  CHECK(
      refusal(
          R"({"report":"a","version":"1","summary":{"x":1},"gates":[],"summary_notes":{"x":{"reason":1}}})")
          .starts_with(head));
}
