// Gates are read to the letter and hold exactly when their comparison does.
#include "lbl/model/gate.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "lbl/base/error.hpp"

using lbl::model::Comparison;
using lbl::model::Gate;
using lbl::model::holds;
using lbl::model::parse_gate;
using lbl::model::selector_text;
using Selectors = std::vector<std::pair<std::string, std::string>>;

namespace {

std::string refusal(const std::string& text) {
  try {
    parse_gate(text);
  } catch (const lbl::base::Error& error) {
    CHECK(error.kind() == lbl::base::ErrorKind::usage);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a gate is a name, a comparison and a number, with or without white space") {
  for (const char* text : {"findings.error == 0", "findings.error==0", "  findings.error\t== 0 "}) {
    const Gate gate = parse_gate(text);
    CHECK(gate.text == "findings.error == 0");
    CHECK(gate.name == "findings.error");
    CHECK(gate.selectors.empty());
    CHECK(gate.comparison == Comparison::equal);
    CHECK(gate.bound == 0);
  }
}

TEST_CASE("each comparison is read as itself") {
  CHECK(parse_gate("a < 1").comparison == Comparison::less);
  CHECK(parse_gate("a <= 1").comparison == Comparison::less_equal);
  CHECK(parse_gate("a == 1").comparison == Comparison::equal);
  CHECK(parse_gate("a != 1").comparison == Comparison::not_equal);
  CHECK(parse_gate("a >= 1").comparison == Comparison::greater_equal);
  CHECK(parse_gate("a > 1").comparison == Comparison::greater);
}

TEST_CASE("a bound is a JSON number and keeps its spelling in the text") {
  CHECK(parse_gate("a>-1.50e-1").bound == -0.15);
  CHECK(parse_gate("a>-1.50e-1").text == "a > -1.50e-1");
}

TEST_CASE("names of rules may hold a colon, a hyphen and letters of any script") {
  CHECK(parse_gate("findings.rule:target-needs-hate <= 3").name ==
        "findings.rule:target-needs-hate");
  CHECK(parse_gate("findings.rule:\xED\x95\x9C\xEA\xB8\x80 <= 3").name ==
        "findings.rule:\xED\x95\x9C\xEA\xB8\x80");
}

TEST_CASE("selectors are sorted by field, so that two spellings of one gate are equal") {
  const Gate gate = parse_gate("rate.value[ source = forum , label=hate ]<=0.2");
  CHECK(gate.selectors == Selectors{{"label", "hate"}, {"source", "forum"}});
  CHECK(gate.text == "rate.value[label=hate,source=forum] <= 0.2");
  CHECK(parse_gate("rate.value[label=hate,source=forum] <= 0.2").text == gate.text);
}

TEST_CASE("a selector's value with reserved characters stands in quotes, and reads back") {
  const Selectors selectors = {{"label", "a, \"b\" = [c]\\"}, {"lang", ""}, {"source", "web"}};
  const std::string text = selector_text(selectors);
  CHECK(text == R"([label="a, \"b\" = [c]\\",lang="",source=web])");
  CHECK(parse_gate("rate" + text + " < 1").selectors == selectors);
  CHECK(selector_text({}) == "");
}

TEST_CASE("what is not a gate is refused with what was found and what is expected") {
  CHECK(refusal("") ==
        "gate \"\": no name of a figure; expected NAME OP NUMBER, such as "
        "\"findings.error == 0\"");
  CHECK(refusal("a = 0").find("\"=\" is no comparison") != std::string::npos);
  CHECK(refusal("a = 0").find("; write \"==\"") != std::string::npos);
  CHECK(refusal("a").find("no comparison after the name") != std::string::npos);
  CHECK(refusal("a ~ 3").find("\"~ 3\" does not start with one of") != std::string::npos);
  CHECK(refusal("a >=").find("no number after the comparison") != std::string::npos);
  CHECK(refusal("a >= many").find("\"many\" is not a number") != std::string::npos);
  CHECK(refusal("a >= 5%").find("write 5% as 0.05") != std::string::npos);
  CHECK(refusal("a >= 1 and b > 2").find("is not a number") != std::string::npos);
  CHECK(refusal("a >= nan").find("is not a number") != std::string::npos);
  CHECK(refusal("a[b=c >= 1").find("\"[\" is not closed") != std::string::npos);
  CHECK(refusal("a[b] >= 1").find("has no \"=\"") != std::string::npos);
  CHECK(refusal("a[=b] >= 1").find("a selector without a field") != std::string::npos);
  CHECK(refusal("a[b=1,b=2] >= 1").find("selector \"b\" stands twice") != std::string::npos);
  CHECK(refusal("a[b=\"c] >= 1").find("a quote is not closed") != std::string::npos);
  CHECK(refusal("\x1B[31m > 1").find('\x1B') == std::string::npos);
}

TEST_CASE("a gate holds exactly when its comparison does") {
  CHECK(holds(parse_gate("a >= 0.667"), 0.667));
  CHECK_FALSE(holds(parse_gate("a >= 0.667"), 0.6669999999999999));
  CHECK_FALSE(holds(parse_gate("a > 1"), 1));
  CHECK(holds(parse_gate("a < 1"), 0.5));
  CHECK(holds(parse_gate("a <= 1"), 1));
  CHECK(holds(parse_gate("a == 0"), -0.0));
  CHECK(holds(parse_gate("a != 0"), 1e-300));
}

TEST_CASE("no gate holds for a value that is not a number") {
  for (const char* text : {"a < 1", "a <= 1", "a == 1", "a != 1", "a >= 1", "a > 1"}) {
    CHECK_FALSE(holds(parse_gate(text), std::numeric_limits<double>::quiet_NaN()));
  }
}
