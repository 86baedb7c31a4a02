// What the report of lbl-agree shows of gold and of the bootstrap.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/agree/coefficient.hpp"
#include "lbl/base/text.hpp"
#include "lbl/report/agree_report.hpp"
#include "lbl/report/agree_tables.hpp"

namespace lbl::report {

namespace {

using agree::GoldAnnotator;
using agree::GoldSummary;
using agree::Measure;

constexpr std::size_t kMostColumns = 8;
constexpr std::size_t kLabelWidth = 20;

const GoldSummary* gold_of(const agree::Result& result, const agree::TaskSummary& task) {
  for (const GoldSummary& gold : result.gold) {
    if (gold.task == task.name) return &gold;
  }
  return nullptr;
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

TitledTable confusion_table(const GoldSummary& gold) {
  TitledTable titled{"Answers by gold", {}, 0};
  std::vector<std::uint32_t> used;
  for (const agree::GoldCell& cell : gold.confusion) {
    used.push_back(cell.gold);
    used.push_back(cell.answer);
  }
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  if (used.size() > kMostColumns) return titled;
  titled.table.columns.push_back({"Gold", Align::left});
  const std::size_t width = used.size() > 4 ? kLabelWidth / 3 : kLabelWidth / 2 + 2;
  for (const std::uint32_t label : used) {
    titled.table.columns.push_back({base::escaped(gold.labels[label], width), Align::right});
  }
  for (const std::uint32_t label : used) {
    std::vector<std::string> row = {base::escaped(gold.labels[label], kLabelWidth)};
    for (const std::uint32_t answer : used) {
      const auto cell = std::find_if(
          gold.confusion.begin(), gold.confusion.end(),
          [&](const agree::GoldCell& c) { return c.gold == label && c.answer == answer; });
      row.push_back(cell == gold.confusion.end() ? "0" : base::with_commas(cell->n));
    }
    titled.table.rows.push_back(std::move(row));
  }
  return titled;
}

TitledTable annotator_table(const GoldSummary& gold, std::size_t most_parts) {
  TitledTable titled{"Annotators against gold, and against the others on the same items", {}, 0};
  titled.table.columns = {{"Annotator", Align::left},   {"Answers", Align::right},
                          {"Accuracy", Align::right},   {"Interval", Align::right},
                          {"Difference", Align::right}, {"q", Align::right},
                          {"Note", Align::left}};
  for (const GoldAnnotator& annotator : gold.annotators) {
    if (titled.table.rows.size() >= most_parts) {
      ++titled.left_out;
      continue;
    }
    const auto& ci = annotator.accuracy.ci;
    titled.table.rows.push_back({base::escaped(annotator.annotator, kLabelWidth),
                                 base::with_commas(annotator.answers),
                                 figure_text(annotator.accuracy.value),
                                 ci ? figure_text(ci->low) + " .. " + figure_text(ci->high) : "-",
                                 figure_text(annotator.difference), figure_text(annotator.q),
                                 annotator.worse ? "worse" : ""});
  }
  return titled;
}

/// The table of that title, made with these columns before those of the bootstrap when there is
/// none.
TitledTable& bootstrap_table(const std::string& title, std::vector<Column> columns,
                             std::vector<TitledTable>& tables) {
  const auto same = std::find_if(tables.begin(), tables.end(),
                                 [&](const TitledTable& table) { return table.title == title; });
  if (same != tables.end()) return *same;
  columns.insert(columns.end(),
                 {{"Error", Align::right}, {"Percentile", Align::right}, {"BCa", Align::right}});
  return tables.emplace_back(TitledTable{title, {std::move(columns), {}}, 0});
}

void add_bootstrap_row(std::vector<std::string> row, const stats::BootstrapFigure& bootstrap,
                       TitledTable& titled) {
  const auto ends = [](const std::optional<stats::Interval>& interval) {
    return interval ? figure_text(interval->low) + " .. " + figure_text(interval->high) : "-";
  };
  row.insert(row.end(),
             {figure_text(bootstrap.se), ends(bootstrap.percentile), ends(bootstrap.bca)});
  titled.table.rows.push_back(std::move(row));
}

/// Every figure of the whole; of parts the figure that the conclusion is about.
std::vector<TitledTable> bootstrap_tables(const agree::Result& result,
                                          const agree::TaskSummary& task, std::size_t most_parts) {
  std::vector<TitledTable> tables;
  for (const Measure* measure : whole_measures(result, task)) {
    const auto& bootstrap = measure->figure.bootstrap;
    if (!bootstrap) continue;
    const std::string title =
        fmt::format("Bootstrap, {} replicates, each {} drawn again",
                    base::with_commas(bootstrap->replicates), bootstrap->unit);
    const std::string& distance = measure->form.empty() ? distance_of(*measure) : measure->form;
    add_bootstrap_row(
        {std::string(measure->coefficient->title), distance}, *bootstrap,
        bootstrap_table(title, {{"Coefficient", Align::left}, {"Distance", Align::left}}, tables));
  }
  const auto has_bootstrap = [](const Measure& measure) {
    return measure.figure.bootstrap.has_value();
  };
  for (const Measure* measure : main_of_parts(result, task, has_bootstrap)) {
    const std::string title =
        fmt::format("{}, bootstrap: {}", part_title(*measure), measure->coefficient->title);
    TitledTable& titled = bootstrap_table(title, {{"Part", Align::left}}, tables);
    if (titled.table.rows.size() >= most_parts) {
      ++titled.left_out;
    } else {
      add_bootstrap_row({part_name(*measure)}, *measure->figure.bootstrap, titled);
    }
  }
  return tables;
}

}  // namespace

std::vector<TitledTable> extra_tables(const agree::Result& result, const agree::TaskSummary& task,
                                      std::size_t most_parts) {
  std::vector<TitledTable> tables = {drift_table(result, task), comparison_table(result, task),
                                     plan_table(result, task), alt_test_table(result, task)};
  for (TitledTable& table : bootstrap_tables(result, task, most_parts)) {
    tables.push_back(std::move(table));
  }
  if (const GoldSummary* gold = gold_of(result, task)) {
    tables.push_back(confusion_table(*gold));
    tables.push_back(annotator_table(*gold, most_parts));
  }
  tables.erase(std::remove_if(tables.begin(), tables.end(),
                              [](const TitledTable& table) { return table.table.rows.empty(); }),
               tables.end());
  return tables;
}

std::vector<std::string> gold_conclusion(const agree::Result& result,
                                         const agree::TaskSummary& task) {
  const GoldSummary* gold = gold_of(result, task);
  if (gold == nullptr) return {};
  std::vector<std::string> sentences;
  for (const Measure& measure : result.measures) {
    if (measure.task != task.name || !measure.is_default) continue;
    const stats::Estimate& estimate = measure.figure.estimate;
    if (measure.coefficient->name != "accuracy") continue;
    if (!estimate.value) return {"Gold says nothing: " + estimate.message + "."};
    sentences.push_back(fmt::format(
        "Against gold {} of {} answers are right, with {} % confidence between {} and {}.",
        percent(*estimate.value), base::with_commas(gold->answers),
        base::number_text(100 * estimate.ci->level), percent(estimate.ci->low),
        percent(estimate.ci->high)));
    if (std::string drift = drift_sentence(result, measure, "accuracy"); !drift.empty()) {
      sentences.push_back(std::move(drift));
    }
  }
  std::vector<std::string> worse;
  std::size_t compared = 0;
  for (const GoldAnnotator& annotator : gold->annotators) {
    compared += annotator.p ? 1 : 0;
    if (annotator.worse) worse.push_back(base::escaped(annotator.annotator, kLabelWidth));
  }
  constexpr std::size_t kNamed = 5;
  if (worse.size() > kNamed) {
    const std::size_t more = worse.size() - kNamed;
    worse.resize(kNamed);
    worse.push_back(fmt::format("{} more", more));
  }
  if (!worse.empty()) {
    sentences.push_back(
        "Worse than the others on the same items, beyond chance: " + base::join(worse, ", ") + ".");
  } else if (compared > 0) {
    sentences.emplace_back("No annotator is worse than the others beyond chance.");
  }
  return sentences;
}

}  // namespace lbl::report
