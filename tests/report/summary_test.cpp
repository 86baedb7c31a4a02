// Gates are held against the entries that they name (CONVENTIONS.md 22).
#include "lbl/report/summary.hpp"

#include <doctest/doctest.h>

#include "lbl/base/error.hpp"

using namespace lbl::report;
using lbl::model::parse_gate;

namespace {

// One task, the nominal value is the default; ordinal and two slices are not.
const Summary kSummary = {
    {"alpha.value", {{"metric", "nominal"}}, 0.7, "", true},
    {"alpha.value", {{"metric", "ordinal"}}, 0.8, "", false},
    {"alpha.value", {{"source", "forum"}, {"metric", "nominal"}}, 0.5, "few-items", false},
    {"alpha.value", {{"source", "news"}, {"metric", "nominal"}}, std::nullopt, "one-label", false},
    {"items", {}, 120.0, "", true},
};

// Two tasks, each with its default.
const Summary kTwoTasks = {
    {"alpha.value", {{"task", "label"}}, 0.7, "", true},
    {"alpha.value", {{"task", "label"}, {"metric", "ordinal"}}, 0.9, "", false},
    {"alpha.value", {{"task", "severity"}}, 0.4, "", true},
};

// "KEY+" for each entry a gate was held against and passed, "KEY-" where it failed.
std::vector<std::string> held(const std::string& gate, const Summary& summary) {
  std::vector<std::string> out;
  for (const GateResult& result : check_gates({parse_gate(gate)}, summary)) {
    out.push_back(result.key + (result.passed ? "+" : "-"));
  }
  return out;
}

std::string refusal(const std::string& gate, const Summary& summary) {
  try {
    held(gate, summary);
  } catch (const lbl::base::Error& error) {
    CHECK(error.kind() == lbl::base::ErrorKind::usage);
    return error.what();
  }
  return "";
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("the default entry has the bare name as its key, others all their selectors, sorted") {
  CHECK(summary_keys(kSummary) == Words{"alpha.value", "alpha.value[metric=ordinal]",
                                        "alpha.value[metric=nominal,source=forum]",
                                        "alpha.value[metric=nominal,source=news]", "items"});
}

TEST_CASE("with several tasks every default says its task") {
  CHECK(summary_keys(kTwoTasks) == Words{"alpha.value[task=label]",
                                         "alpha.value[metric=ordinal,task=label]",
                                         "alpha.value[task=severity]"});
}

TEST_CASE("a selector's value with special characters is quoted, and reads back as a gate") {
  const SummaryEntry entry{"rate", {{"label", "a, \"b\"]"}, {"x=y", ""}}, 1.0, "", false};
  CHECK(entry.full_key() == "rate[label=\"a, \\\"b\\\"]\",\"x=y\"=\"\"]");
  CHECK(held(entry.full_key() + " == 1", {entry}).size() == 1);
}

TEST_CASE("a short name means the default entry") {
  CHECK(held("alpha.value >= 0.667", kSummary) == Words{"alpha.value+"});
  CHECK(held("alpha.value >= 0.75", kSummary) == Words{"alpha.value-"});
}

TEST_CASE("a selector picks the entries that carry it, the default ones when there are any") {
  CHECK(held("alpha.value[metric=nominal] > 0.6", kSummary) == Words{"alpha.value+"});
  CHECK(held("alpha.value[metric=ordinal] > 0.6", kSummary) ==
        Words{"alpha.value[metric=ordinal]+"});
  CHECK(held("alpha.value[source=forum] > 0.6", kSummary) ==
        Words{"alpha.value[metric=nominal,source=forum]-"});
  CHECK(held("alpha.value[source=forum,metric=nominal] > 0.4", kSummary) ==
        Words{"alpha.value[metric=nominal,source=forum]+"});
}

TEST_CASE("a name that fits several entries must hold for each, and each is listed") {
  CHECK(held("alpha.value >= 0.5", kTwoTasks) ==
        Words{"alpha.value[task=label]+", "alpha.value[task=severity]-"});
  CHECK(held("alpha.value[task=label] >= 0.5", kTwoTasks) == Words{"alpha.value[task=label]+"});
}

TEST_CASE("an undefined value fails every gate, and says why") {
  for (const char* op : {"<", "<=", "==", "!=", ">=", ">"}) {
    CAPTURE(op);
    const auto results =
        check_gates({parse_gate(std::string("alpha.value[source=news] ") + op + " 0")}, kSummary);
    REQUIRE(results.size() == 1);
    CHECK_FALSE(results[0].passed);
    CHECK(results[0].reason == "one-label");
  }
}

TEST_CASE("an unreliable value is used, and the result says so") {
  const auto results = check_gates({parse_gate("alpha.value[source=forum] > 0.4")}, kSummary);
  CHECK(results[0].passed);
  CHECK(results[0].reason == "few-items");
}

TEST_CASE("equality is exact, and a bound may be negative") {
  CHECK(held("items == 120", kSummary) == Words{"items+"});
  CHECK(held("items != 120", kSummary) == Words{"items-"});
  CHECK(held("alpha.value > -1", kSummary) == Words{"alpha.value+"});
}

TEST_CASE("a gate that fits nothing is refused with the nearest name") {
  CHECK(refusal("alfa.value > 0", kSummary) ==
        "gate \"alfa.value > 0\": the report has no figure of that name (did you mean "
        "\"alpha.value\"?)");
  CHECK(refusal("alpha.value[source=blog] > 0", kSummary).find("no entry of alpha.value") !=
        std::string::npos);
  CHECK(refusal("x > 0", {}) == "gate \"x > 0\": the report has no figure of that name");
}

TEST_CASE(
    "the line about a gate gives the figure, and the entry and reason when they are not plain") {
  const auto line = [](const std::string& gate, const Summary& summary) {
    return to_text(check_gates({parse_gate(gate)}, summary).back());
  };
  CHECK(line("alpha.value>=0.75", kSummary) == "alpha.value >= 0.75 (is 0.7)");
  CHECK(line("alpha.value >= 0.5", kTwoTasks) ==
        "alpha.value >= 0.5 (alpha.value[task=severity] is 0.4)");
  CHECK(line("alpha.value[source=news] > 0", kSummary) ==
        "alpha.value[source=news] > 0 (alpha.value[metric=nominal,source=news] is undefined: "
        "one-label)");
  CHECK(line("alpha.value[source=forum] > 0.6", kSummary) ==
        "alpha.value[source=forum] > 0.6 (alpha.value[metric=nominal,source=forum] is 0.5, "
        "unreliable: few-items)");
}
