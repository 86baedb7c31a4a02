// What lbl-agree shows of --time, --compare, --plan-width and --alt-test.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/agree_report.hpp"
#include "lbl/report/agree_tables.hpp"

namespace lbl::report {

namespace {

constexpr std::size_t kNameWidth = 20;
constexpr double kUsualLimit = 0.05;

std::string interval_of(const stats::Estimate& estimate) {
  if (!estimate.ci) return "-";
  return figure_text(estimate.ci->low) + " .. " + figure_text(estimate.ci->high);
}

std::string name_of(const agree::Coefficient& coefficient, const std::string& metric,
                    const std::string& weights, const std::string& form) {
  const std::string& distance = metric.empty() ? weights : metric;
  return fmt::format("{} {}", coefficient.short_title, form.empty() ? distance : form);
}

std::string pairing_of(const agree::Comparison& comparison) {
  if (comparison.items_both == 0) return "no item in both";
  const char* const items = comparison.items_both == 1 ? "item" : "items";
  return fmt::format("paired over {} {} of both", base::with_commas(comparison.items_both), items);
}

}  // namespace

TitledTable drift_table(const agree::Result& result, const agree::TaskSummary& task) {
  TitledTable titled;
  for (const agree::Drift& drift : result.drifts) {
    if (drift.task != task.name) continue;
    if (titled.table.columns.empty()) {
      titled.title = "Change over " + base::escaped(drift.field, kNameWidth);
      titled.table.columns = {{"Coefficient", Align::left}, {"Windows", Align::right},
                              {"Q", Align::right},          {"p", Align::right},
                              {"Trend", Align::right},      {"Interval", Align::right},
                              {"Note", Align::left}};
    }
    titled.table.rows.push_back(
        {name_of(*drift.coefficient, drift.metric, drift.weights, drift.form),
         base::with_commas(drift.windows), drift.q ? fmt::format("{:.2f}", *drift.q) : "-",
         probability_text(drift.p), figure_text(drift.trend.value), interval_of(drift.trend),
         note_text(drift.reason)});
  }
  return titled;
}

std::string drift_sentence(const agree::Result& result, const agree::Measure& measure,
                           const char* what) {
  const auto at =
      std::find_if(result.drifts.begin(), result.drifts.end(), [&](const agree::Drift& drift) {
        return drift.task == measure.task && drift.coefficient == measure.coefficient &&
               drift.metric == measure.metric && drift.weights == measure.weights &&
               drift.form == measure.form;
      });
  if (at == result.drifts.end() || !at->p) return "";
  const auto& ci = measure.figure.estimate.ci;
  const double limit = ci ? 1 - ci->level : kUsualLimit;
  std::string sentence =
      fmt::format("Between the {} windows of {} {} differs {} (Q {:.2f}, p {})",
                  base::with_commas(at->windows), base::quoted(at->field), what,
                  *at->p <= limit ? "by more than chance would" : "no more than by chance", *at->q,
                  probability_text(at->p));
  if (at->trend_p && *at->trend_p <= limit) {
    sentence += fmt::format(
        ", and it {} by {} from one to the next (p {})", *at->trend.value < 0 ? "falls" : "rises",
        figure_text(std::fabs(*at->trend.value)), probability_text(at->trend_p));
  }
  if (!at->message.empty()) sentence += "; but " + at->message;
  return sentence + ".";
}

TitledTable comparison_table(const agree::Result& result, const agree::TaskSummary& task) {
  TitledTable titled;
  for (const agree::Comparison& comparison : result.comparisons) {
    if (comparison.task != task.name) continue;
    const std::string first = base::escaped(comparison.first, kNameWidth / 2);
    const std::string second = base::escaped(comparison.second, kNameWidth / 2);
    if (titled.table.columns.empty()) {
      titled.title = fmt::format("{}: {} less {}, {}", base::escaped(comparison.field, kNameWidth),
                                 first, second, pairing_of(comparison));
      titled.table.columns = {{"Coefficient", Align::left}, {first, Align::right},
                              {second, Align::right},       {"Difference", Align::right},
                              {"Interval", Align::right},   {"p", Align::right}};
    }
    titled.table.rows.push_back(
        {name_of(*comparison.coefficient, comparison.metric, comparison.weights, comparison.form),
         figure_text(comparison.of_first.value), figure_text(comparison.of_second.value),
         figure_text(comparison.difference.value), interval_of(comparison.difference),
         probability_text(comparison.p)});
  }
  return titled;
}

TitledTable plan_table(const agree::Result& result, const agree::TaskSummary& task) {
  TitledTable titled;
  for (const agree::WidthPlan& plan : result.plans) {
    if (plan.task != task.name) continue;
    if (titled.table.columns.empty()) {
      titled.title = fmt::format("Items for intervals {} wide", base::number_text(plan.width));
      titled.table.columns = {
          {"Coefficient", Align::left}, {"Now", Align::right},
          {"Width now", Align::right},  {"Needed", Align::right},
          {"More", Align::right},       {"Or with answers an item", Align::left}};
    }
    std::vector<std::string> choices;
    for (const auto& [answers, items] : plan.by_answers) {
      if (choices.size() < 3) {
        choices.push_back(fmt::format("{}: {}", answers, base::with_commas(items)));
      }
    }
    std::string more = "-";
    if (plan.items) {
      more = base::with_commas(*plan.items > plan.items_now ? *plan.items - plan.items_now : 0);
    }
    titled.table.rows.push_back({name_of(*plan.coefficient, plan.metric, plan.weights, ""),
                                 base::with_commas(plan.items_now), figure_text(plan.width_now),
                                 plan.items ? base::with_commas(*plan.items) : "-", more,
                                 base::join(choices, ", ")});
  }
  return titled;
}

TitledTable alt_test_table(const agree::Result& result, const agree::TaskSummary& task) {
  TitledTable titled;
  for (const agree::AltTest& test : result.alt_tests) {
    if (test.task != task.name) continue;
    titled.title = fmt::format("{} in the place of each annotator (by {}, epsilon {})",
                               base::escaped(test.model, kNameWidth), test.score,
                               base::number_text(test.epsilon));
    titled.table.columns = {{"Annotator", Align::left},   {"Items", Align::right},
                            {"Model wins", Align::right}, {"Person wins", Align::right},
                            {"q", Align::right},          {"Kappa", Align::right},
                            {"Note", Align::left}};
    for (const agree::AltTestPerson& person : test.people) {
      titled.table.rows.push_back(
          {base::escaped(person.annotator, kNameWidth), base::with_commas(person.items),
           person.items == 0 ? "-" : figure_text(person.model_advantage),
           person.items == 0 ? "-" : figure_text(person.person_advantage), figure_text(person.q),
           figure_text(person.kappa.estimate.value), person.replaced ? "replaced" : ""});
    }
  }
  return titled;
}

std::vector<std::string> question_conclusion(const agree::Result& result,
                                             const agree::TaskSummary& task) {
  std::vector<std::string> sentences;
  for (const agree::AltTest& test : result.alt_tests) {
    if (test.task != task.name) continue;
    if (!test.winning_rate) {
      sentences.push_back(fmt::format("The alternative annotator test of {} has no result: {}.",
                                      base::escaped(test.model, kNameWidth), test.message));
      continue;
    }
    sentences.push_back(fmt::format(
        "{} {} stand in for the annotators: it replaces {:.0f} % of them (one half is asked for) "
        "and is as good as a person on {:.1f} % of the items.",
        base::escaped(test.model, kNameWidth), test.passes ? "may" : "may not",
        100 * *test.winning_rate, 100 * *test.advantage_probability));
    if (test.status != stats::Status::ok) {
      sentences.push_back(fmt::format("Take it with care: {}.", test.message));
    }
  }
  if (task.position && task.position->share.value) {
    sentences.push_back(fmt::format(
        "The first side is preferred in {:.1f} % of the answers that are no ties (p {:.4f} for one "
        "half).",
        100 * *task.position->share.value, task.position->p.value_or(1)));
  }
  return sentences;
}

}  // namespace lbl::report
