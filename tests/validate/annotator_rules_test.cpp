// Rules about annotators: who is told, and above all who is not.
#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "validate/check_text.hpp"

using namespace lbl;
using namespace lbl::validate;

namespace {

constexpr const char* kGuideline = R"({"guideline": "g", "version": "1",
  "fields": {"seconds": "spent", "started": "began", "time": "time"},
  "tasks": {"label": {"type": "choice", "labels": ["a", "b", "c"]}},
  "coverage": {"min_seconds_per_item": 1.5}})";

class Random {
 public:
  double share() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state_ >> 33) / 2147483648.0;
  }

 private:
  std::uint64_t state_ = 11;
};

std::string line(std::size_t item, const std::string& who, const std::string& label,
                 const std::string& more = "") {
  return R"({"item": "i)" + std::to_string(item) + R"(", "annotator": ")" + who +
         R"(", "label": ")" + label + "\"" + more + "}\n";
}

Result check(const std::string& lines) {
  return tests::check_text(lines, tests::guideline_of(kGuideline));
}

// lee and park agree with `truth` at 9 of 10 items, kim gives what `kim` says.
std::string batch(std::size_t items, const std::function<std::string(std::size_t)>& truth,
                  const std::function<std::string(std::size_t)>& kim) {
  Random random;
  std::string out;
  for (std::size_t i = 0; i < items; ++i) {
    for (const char* who : {"lee", "park"}) {
      out += line(i, who, random.share() < 0.9 ? truth(i) : "b");
    }
    out += line(i, "kim", kim(i));
  }
  return out;
}

std::string label_of(Random& random) {
  const double share = random.share();
  if (share < 0.4) return "a";
  return share < 0.7 ? "b" : "c";
}

std::vector<std::string> random_labels(std::size_t count) {
  Random random;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < count; ++i) labels.push_back(label_of(random));
  return labels;
}

}  // namespace

TEST_CASE("one label clicked through is told, with its length and its chance") {
  const auto labels = random_labels(60);
  const auto truth = [&](std::size_t i) { return labels[i]; };
  const Result result = check(batch(60, truth, [](std::size_t) { return "a"; }));
  REQUIRE(result.of_rule(rules::straight_lining) == 1);
  for (const Finding& finding : result.kept()) {
    if (finding.rule != &rules::straight_lining) continue;
    CHECK(finding.annotator == "kim");
    CHECK(finding.task == "label");
    CHECK(finding.message.find("gave \"a\" 60 times in a row") != std::string::npos);
    CHECK(finding.message.find("less than 1 in 1,000,000,000") != std::string::npos);
  }
}

TEST_CASE("a batch of 95 % one label, or one sorted by it, accuses nobody") {
  Random random;
  std::vector<std::string> labels;
  for (int i = 0; i < 400; ++i) labels.push_back(random.share() < 0.95 ? "a" : "c");
  const auto truth = [&](std::size_t i) { return labels[i]; };
  CHECK(check(batch(400, truth, truth)).of_rule(rules::straight_lining) == 0);
  const auto sorted = [](std::size_t i) -> std::string {
    return i < 30 ? "a" : i < 60 ? "b" : "c";
  };
  const Result result = check(batch(90, sorted, sorted));
  CHECK(result.of_rule(rules::straight_lining) == 0);
  CHECK(result.of_rule(rules::follows_previous) == 0);
}

TEST_CASE("honest answers of random batches are hardly ever told") {
  std::size_t told = 0;
  Random random;
  for (int round = 0; round < 100; ++round) {
    std::string lines;
    for (std::size_t i = 0; i < 50; ++i) {
      const std::string truth = label_of(random);
      for (const char* who : {"kim", "lee", "park"}) {
        lines += line(i, who, random.share() < 0.8 ? truth : label_of(random));
      }
    }
    const Result result = check(lines);
    told += result.of_rule(rules::straight_lining) + result.of_rule(rules::follows_previous);
  }
  CHECK(told <= 1);
}

TEST_CASE("answers in turn, or repeated by whim, are told to follow each other") {
  const auto labels = random_labels(80);
  const auto truth = [&](std::size_t i) { return labels[i]; };
  const auto turns = [](std::size_t i) -> std::string { return i % 2 == 0 ? "a" : "b"; };
  CHECK(check(batch(80, truth, turns)).of_rule(rules::follows_previous) == 1);
  const auto sticky = [](std::size_t i) -> std::string { return i / 4 % 2 == 0 ? "a" : "b"; };
  CHECK(check(batch(80, truth, sticky)).of_rule(rules::follows_previous) == 1);
}

TEST_CASE("a taste for one label is no following") {
  const auto labels = random_labels(120);
  Random random;
  const auto truth = [&](std::size_t i) { return labels[i]; };
  const auto severe = [&](std::size_t i) {
    return random.share() < 0.7 ? std::string("a") : labels[i];
  };
  CHECK(check(batch(120, truth, severe)).of_rule(rules::follows_previous) == 0);
}

TEST_CASE("the order of answers is that of time, whatever the order of the lines") {
  const auto labels = random_labels(60);
  std::string sorted, shuffled;
  for (std::size_t i = 0; i < 60; ++i) {
    for (const char* who : {"lee", "park"}) {
      sorted += line(i, who, labels[i]);
      shuffled += line(i, who, labels[i]);
    }
    // "a" 30 times, then "b" 30 times, by time.
    const auto kim = [](std::size_t at) {
      return line(at, "kim", at < 30 ? "a" : "b",
                  ", \"time\": " + std::to_string(1773710100 + 60 * at));
    };
    sorted += kim(i);
    shuffled += kim(i * 37 % 60);
  }
  CHECK(check(sorted).of_rule(rules::straight_lining) == 1);
  CHECK(check(shuffled).of_rule(rules::straight_lining) == 1);
}

TEST_CASE("time spent comes from a duration, two points in time, or the answer before") {
  const auto told = [](const std::vector<std::string>& more) {
    std::string lines;
    for (std::size_t i = 0; i < more.size(); ++i) lines += line(i, "kim", "a", more[i]);
    return check(lines).of_rule(rules::too_fast);
  };
  CHECK(told({R"(, "spent": 0.4)", R"(, "spent": 0.5)", R"(, "spent": 9)"}) == 1);
  CHECK(told({R"(, "spent": 2)", R"(, "spent": 0.5)", R"(, "spent": 9)"}) == 0);
  CHECK(told({R"(, "spent": "0.4")", R"(, "spent": "1")"}) == 1);
  CHECK(told({R"(, "began": "2026-03-17T10:00:00+09:00", "time": "2026-03-17T01:00:01Z")",
              R"(, "began": "2026-03-17T01:00:01Z", "time": "2026-03-17T01:00:02Z")"}) == 1);
  CHECK(told({R"(, "began": "2026-03-17T10:00:00+09:00", "time": "2026-03-17T01:00:05Z")"}) == 0);
  CHECK(told({R"(, "time": 1773710100)", R"(, "time": 1773710101)", R"(, "time": 1773710102)"}) ==
        1);
  CHECK(told({R"(, "time": 1773710100)", R"(, "time": 1773710110)", R"(, "time": 1773710120)"}) ==
        0);
  // Ten answers handed in together share the twenty seconds before.
  std::vector<std::string> page(10, R"(, "time": 1773710120)");
  page.insert(page.begin(), R"(, "time": 1773710100)");
  CHECK(told(page) == 0);
  CHECK(told({R"(, "time": "2026-03-17")", R"(, "time": "2026-03-17")"}) == 0);
  CHECK(told({R"(, "time": "yesterday")", ""}) == 0);
}

TEST_CASE("gold is failed when chance is no excuse, by task where there are several") {
  const auto told = [](std::size_t right, std::size_t wrong) {
    std::string lines;
    for (std::size_t i = 0; i < right + wrong; ++i) {
      lines += line(i, "kim", i < right ? "a" : "b", R"(, "gold": "a")");
      lines += line(i, "lee", "a", R"(, "gold": null)");
    }
    return check(lines).of_rule(rules::fails_gold);
  };
  CHECK(told(0, 3) == 0);
  CHECK(told(0, 4) == 1);
  CHECK(told(5, 5) == 0);
  CHECK(told(3, 7) == 1);
  CHECK(told(20, 2) == 0);
  std::string lines;
  for (std::size_t i = 0; i < 5; ++i) {
    lines += R"({"item": )" + std::to_string(i) +
             R"(, "annotator": "kim", "x": "a", "y": 3, "gold": {"x": "a", "y": 1}})"
             "\n";
  }
  const auto two = tests::guideline_of(R"({"guideline": "g", "version": "1", "tasks": {
      "x": {"type": "choice", "labels": ["a", "b"]}, "y": {"type": "rating", "min": 1, "max": 5}},
      "coverage": {"min_gold_accuracy": 0.9}})");
  // 5 of 10 right: the interval ends at 0.81.
  CHECK(tests::check_text(lines, two).of_rule(rules::fails_gold) == 1);
}
