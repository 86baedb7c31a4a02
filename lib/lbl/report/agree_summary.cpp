// What gates may ask of lbl-agree.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/report/agree_report.hpp"

namespace lbl::report {

namespace {

using Selectors = std::vector<std::pair<std::string, std::string>>;

Selectors selectors_of(const agree::Measure& measure) {
  Selectors selectors = {{"task", measure.task}, {"missing", measure.missing}};
  if (!measure.metric.empty()) selectors.emplace_back("metric", measure.metric);
  if (!measure.weights.empty()) selectors.emplace_back("weights", measure.weights);
  if (!measure.label.empty()) selectors.emplace_back("label", measure.label);
  if (!measure.form.empty()) selectors.emplace_back("form", measure.form);
  if (!measure.annotator.empty()) selectors.emplace_back("annotator", measure.annotator);
  if (!measure.left_out.empty()) selectors.emplace_back("left_out", measure.left_out);
  for (const auto& [field, value] : measure.slice) {
    selectors.emplace_back(field, value.value_or("null"));
  }
  return selectors;
}

void add_measure(const agree::Measure& measure, Summary& summary) {
  const stats::Estimate& estimate = measure.figure.estimate;
  const auto add = [&](const char* field, std::optional<double> value) {
    const std::string why = !value && estimate.reason.empty() ? "no-interval" : estimate.reason;
    summary.push_back({fmt::format("{}.{}", measure.coefficient->name, field),
                       selectors_of(measure), value, why, measure.is_default});
  };
  add("value", estimate.value);
  add("se", estimate.se);
  add("ci.low", estimate.ci ? std::optional(estimate.ci->low) : std::nullopt);
  add("ci.high", estimate.ci ? std::optional(estimate.ci->high) : std::nullopt);
}

struct Count {
  const char* name;
  const char* meaning;
  std::uint64_t agree::TaskSummary::*field;
};

constexpr Count kCounts[] = {
    {"items", "items with an answer", &agree::TaskSummary::items},
    {"items.paired", "items with two answers or more", &agree::TaskSummary::items_paired},
    {"items.unanswered", "items without an answer", &agree::TaskSummary::items_unanswered},
    {"annotators", "annotators with an answer", &agree::TaskSummary::annotators},
    {"answers", "answers that count", &agree::TaskSummary::answers},
    {"answers.missing", "records without an answer", &agree::TaskSummary::no_answer},
    {"labels.unknown", "answers with a label outside the task", &agree::TaskSummary::unknown},
    {"labels.invalid", "answers of the wrong type or off the scale", &agree::TaskSummary::invalid},
    {"labels.alias", "answers given by an alias", &agree::TaskSummary::aliases},
    {"repeats.equal", "answers given again by the same annotator",
     &agree::TaskSummary::equal_repeats},
    {"repeats.conflicting", "items with conflicting answers of one annotator",
     &agree::TaskSummary::conflicts},
};

}  // namespace

std::vector<SummaryName> agree_summary_names() {
  std::vector<SummaryName> names;
  for (const agree::Coefficient& coefficient : agree::coefficients()) {
    const auto add = [&](const char* field, const char* meaning) {
      names.push_back({fmt::format("{}.{}", coefficient.name, field),
                       fmt::format("{}: {}", coefficient.title, meaning)});
    };
    add("value", "the value");
    add("se", "its standard error");
    add("ci.low", "the low end of its interval");
    add("ci.high", "the high end of its interval");
  }
  for (const Count& count : kCounts) names.push_back({count.name, count.meaning});
  names.push_back({"annotators.worse", "annotators worse than the others against gold"});
  names.push_back({"alt_test.winning_rate", "share of people that the model may replace"});
  names.push_back({"alt_test.advantage_probability", "how often the model is as good as a person"});
  return names;
}

void describe(const agree::Result& result, const agree::Options& options, Envelope& envelope) {
  for (const agree::Measure& measure : result.measures) {
    // Pairs can be very many and have no selector.
    if (measure.pair.empty()) add_measure(measure, envelope.summary);
  }
  for (const agree::AltTest& test : result.alt_tests) {
    envelope.summary.push_back(
        {"alt_test.winning_rate", {{"task", test.task}}, test.winning_rate, test.reason, true});
    envelope.summary.push_back({"alt_test.advantage_probability",
                                {{"task", test.task}},
                                test.advantage_probability,
                                test.reason,
                                true});
  }
  for (const agree::GoldSummary& gold : result.gold) {
    const auto worse =
        std::count_if(gold.annotators.begin(), gold.annotators.end(),
                      [](const agree::GoldAnnotator& annotator) { return annotator.worse; });
    envelope.summary.push_back(
        {"annotators.worse", {{"task", gold.task}}, static_cast<double>(worse), "", true});
  }
  for (const agree::TaskSummary& task : result.tasks) {
    for (const Count& count : kCounts) {
      envelope.summary.push_back(
          {count.name, {{"task", task.name}}, static_cast<double>(task.*count.field), "", true});
    }
  }
  if (!options.coefficients.empty()) envelope.note("coef", options.coefficients);
  if (!options.metrics.empty()) envelope.note("metric", options.metrics);
  if (!options.weights.empty()) envelope.note("weights", options.weights);
  envelope.note("missing", std::string(agree::missing_name(options.missing)));
  envelope.note("level", options.level);
  const bool by_chance =
      std::any_of(result.measures.begin(), result.measures.end(),
                  [](const agree::Measure& measure) { return measure.figure.samples.has_value(); });
  if (by_chance) {
    envelope.note("seed", options.chance.seed);
    envelope.note("gamma_samples", options.chance.samples);
  }
  if (options.population) envelope.note("population", *options.population);
  if (options.labels.expected != nullptr) envelope.note("expected", "file");
  if (!options.item_weights.empty()) envelope.note("item_weights", "file");
  if (options.bootstrap > 0) {
    envelope.note("bootstrap", options.bootstrap);
    if (!by_chance) envelope.note("seed", options.seed);
  }
}

}  // namespace lbl::report
