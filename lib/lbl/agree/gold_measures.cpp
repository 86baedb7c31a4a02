// From a ratings table and its gold to measures and the summary of a task.
#include "lbl/agree/gold_measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lbl/agree/coefficient.hpp"
#include "lbl/agree/gold_annotators.hpp"
#include "lbl/agree/gold_table.hpp"
#include "lbl/stats/intervals.hpp"
#include "lbl/stats/multiple_testing.hpp"

namespace lbl::agree {

namespace {

using model::RatingsTable;
using model::TaskGold;
using model::TaskRatings;

/// Every item of a part as gold, annotators, answers.
using Rows = model::PatternCounts;

Rows whole_rows(const TaskRatings& ratings, const TaskGold& gold) {
  Rows rows;
  std::vector<std::uint32_t> codes;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t begin = ratings.item_begin[item], end = ratings.item_begin[item + 1];
    if (begin == end || gold.values[item] == TaskRatings::kNoValue) continue;
    codes.assign(1, gold.values[item]);
    for (std::uint64_t i = begin; i < end; ++i) codes.push_back(ratings.annotators[i]);
    for (std::uint64_t i = begin; i < end; ++i) codes.push_back(ratings.values[i]);
    rows.add(codes);
  }
  return rows;
}

/// The rows of each slice of a crossing, in the order of its values, missing ones last.
std::vector<std::pair<Slice, Rows>> slice_rows(const RatingsTable& table,
                                               const TaskRatings& ratings, const TaskGold& gold,
                                               const Crossing& crossing) {
  using Key = std::vector<std::uint32_t>;
  std::map<Key, Rows> rows_by_key;
  std::map<Key, std::vector<std::uint64_t>> parts;
  std::vector<std::uint32_t> codes;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    if (gold.values[item] == TaskRatings::kNoValue) continue;
    parts.clear();
    for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
      Key key;
      for (const std::size_t column : crossing) key.push_back(ratings.columns[column][i]);
      parts[key].push_back(i);
    }
    for (const auto& [key, answers] : parts) {
      codes.assign(1, gold.values[item]);
      for (const std::uint64_t i : answers) codes.push_back(ratings.annotators[i]);
      for (const std::uint64_t i : answers) codes.push_back(ratings.values[i]);
      rows_by_key[key].add(codes);
    }
  }
  std::vector<std::pair<Slice, Rows>> slices;
  for (auto& [key, rows] : rows_by_key) {
    Slice slice;
    for (std::size_t c = 0; c < crossing.size(); ++c) {
      const std::vector<std::string>& values = table.column_values[crossing[c]];
      std::optional<std::string> value;
      if (key[c] < values.size()) value = values[key[c]];
      slice.emplace_back(table.columns[crossing[c]].name, std::move(value));
    }
    slices.emplace_back(std::move(slice), std::move(rows));
  }
  return slices;
}

/// The rows without names, each kind once and in an order of its content alone.
GoldTable table_of(const Rows& rows, const GoldLabels& labels) {
  std::map<std::vector<std::uint32_t>, std::uint64_t> kinds;
  std::vector<std::uint32_t> codes;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows.codes(i);
    const std::size_t answers = (row.size() - 1) / 2;
    codes.assign(row.begin() + 1 + static_cast<std::ptrdiff_t>(answers), row.end());
    std::sort(codes.begin(), codes.end());
    codes.insert(codes.begin(), row[0]);
    kinds[codes] += rows.count(i);
  }
  GoldTable table(labels);
  for (const auto& [kind, count] : kinds) {
    table.add(labels, kind[0], std::span(kind).subspan(1), count);
  }
  return table;
}

/// The answers of each annotator: (gold, answer) pairs.
using AnnotatorCells =
    std::map<std::uint32_t, std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>>;

AnnotatorCells annotator_cells(const Rows& rows) {
  AnnotatorCells cells;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows.codes(i);
    const std::size_t answers = (row.size() - 1) / 2;
    for (std::size_t j = 0; j < answers; ++j) {
      cells[row[1 + j]][{row[0], row[1 + answers + j]}] += rows.count(i);
    }
  }
  return cells;
}

/// Fills measures of one part.
class MeasureWriter {
 public:
  MeasureWriter(const std::string& task, const GoldTable& table, std::uint64_t annotators,
                Result& result)
      : task_(task),
        items_(table.items()),
        answers_(table.answers()),
        annotators_(annotators),
        result_(result) {}

  Measure& add(const char* coefficient, const stats::Estimate& estimate) {
    Measure& measure = result_.measures.emplace_back();
    measure.task = task_;
    measure.coefficient = coefficient_by_name(coefficient);
    measure.missing = missing_name(Missing::ratings);
    measure.figure.estimate = estimate;
    measure.figure.items = measure.figure.items_rated = items_;
    measure.figure.ratings = answers_;
    measure.figure.annotators = annotators_;
    return measure;
  }

 private:
  const std::string& task_;
  std::uint64_t items_, answers_, annotators_;
  Result& result_;
};

void add_cells(const AnnotatorCells& cells, double level, GoldSummary& summary) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> confusion;
  std::map<std::uint32_t, std::uint64_t> of_gold;
  for (const auto& [annotator, own] : cells) {
    for (const auto& [cell, n] : own) {
      confusion[cell] += n;
      of_gold[cell.first] += n;
    }
  }
  for (const auto& [cell, n] : confusion) {
    GoldCell& entry = summary.confusion.emplace_back();
    entry.gold = cell.first;
    entry.answer = cell.second;
    entry.n = n;
    const stats::Proportion share{static_cast<double>(n), static_cast<double>(of_gold[cell.first])};
    const stats::Bounds bounds = stats::wilson(share, level);
    entry.share = share.share();
    entry.low = bounds.low;
    entry.high = bounds.high;
  }
}

void add_annotators(const RatingsTable& table, const Rows& rows, const AnnotatorCells& cells,
                    const GoldLabels& labels, const Options& options, GoldSummary& summary,
                    Result& result) {
  const std::vector<GoldComparison> comparisons = compare_with_others(rows);
  std::vector<double> tested;
  for (const GoldComparison& comparison : comparisons) {
    if (comparison.p) tested.push_back(*comparison.p);
  }
  const std::vector<double> adjusted = stats::adjusted_p(tested, stats::Correction::bh);
  auto q = adjusted.begin();
  for (const GoldComparison& comparison : comparisons) {
    GoldTable own(labels);
    GoldAnnotator& annotator = summary.annotators.emplace_back();
    annotator.annotator = table.annotators[comparison.annotator];
    for (const auto& [cell, n] : cells.at(comparison.annotator)) {
      own.add(labels, cell.first, std::span(&cell.second, 1), n);
      annotator.confusion.push_back({cell.first, cell.second, n, 0, 0, 0});
    }
    const GoldFigures figures = own.figures(options.level);
    annotator.answers = own.answers();
    annotator.accuracy = figures.accuracy;
    annotator.compared_items = comparison.items;
    annotator.difference = comparison.difference;
    annotator.p = comparison.p;
    annotator.p_method = comparison.p_method;
    if (comparison.p) {
      annotator.q = *q++;
      annotator.worse = *annotator.q <= 1 - options.level;
    }
    MeasureWriter writer(summary.task, own, 1, result);
    writer.add("accuracy", figures.accuracy).annotator = annotator.annotator;
    if (!labels.names().empty()) {
      writer.add("macro_f1", figures.macro_f1).annotator = annotator.annotator;
    }
  }
}

/// Bootstraps every figure of a table over items; by label precision, recall, F1 follow the three
/// of the whole.
std::vector<stats::BootstrapFigure> bootstrapped(const GoldTable& table, const Options& options,
                                                 const std::string& use) {
  if (options.bootstrap == 0 || table.items() == 0) return {};
  const stats::BootstrapSpec spec{options.bootstrap, options.seed, use, options.level,
                                  options.threads};
  std::vector<stats::BootstrapFigure> figures =
      stats::bootstrap(table.counts(), spec, table.values(table.counts()), [&] {
        return stats::Statistics(
            [&](std::span<const std::uint64_t> counts) { return table.values(counts); });
      });
  for (stats::BootstrapFigure& figure : figures) figure.unit = "item";
  return figures;
}

}  // namespace

void add_gold_measures(const RatingsTable& table, const TaskRatings& ratings, const TaskGold& gold,
                       const Options& options, Result& result) {
  const GoldLabels labels(ratings, gold);
  const std::string& task = ratings.task.name;
  const auto add_part = [&](const Rows& rows, const Slice& slice) {
    const GoldTable part = table_of(rows, labels);
    const AnnotatorCells cells = annotator_cells(rows);
    const GoldFigures figures = part.figures(options.level);
    std::string use = "gold/" + task;
    for (const auto& [field, value] : slice) use += "/" + field + "=" + value.value_or("");
    const auto boot = bootstrapped(part, options, use);
    const auto boot_of = [&](std::size_t figure) {
      return boot.empty() ? std::nullopt : std::optional(boot[figure]);
    };
    MeasureWriter writer(task, part, cells.size(), result);
    const auto add = [&](const char* name, const stats::Estimate& estimate, std::size_t figure) {
      Measure& measure = writer.add(name, estimate);
      measure.slice = slice;
      measure.figure.bootstrap = boot_of(figure);
      measure.is_default = slice.empty();
      return &measure;
    };
    add("accuracy", figures.accuracy, 0);
    if (labels.names().empty()) return;
    add("macro_f1", figures.macro_f1, 1);
    add("weighted_f1", figures.weighted_f1, 2);
    if (!slice.empty()) return;
    constexpr std::size_t kFirst = 3;
    for (std::size_t k = 0; k < labels.names().size(); ++k) {
      const auto of_label = [&](const char* name, const stats::Estimate& estimate,
                                std::size_t offset) {
        Measure* measure = add(name, estimate, kFirst + 3 * k + offset);
        measure->label = labels.names()[k];
        measure->is_default = false;
      };
      of_label("precision", figures.precision[k], 0);
      of_label("recall", figures.recall[k], 1);
      of_label("f1", figures.f1[k], 2);
    }
  };
  const Rows rows = whole_rows(ratings, gold);
  add_part(rows, {});
  for (const Crossing& crossing : options.by) {
    for (const auto& [slice, part] : slice_rows(table, ratings, gold, crossing)) {
      add_part(part, slice);
    }
  }
  GoldSummary& summary = result.gold.emplace_back();
  summary.task = task;
  summary.items_with_gold = gold.items;
  summary.labels = gold.category_names;
  summary.has_labels = !labels.names().empty();
  const GoldTable whole = table_of(rows, labels);
  summary.items = whole.items();
  summary.answers = whole.answers();
  const AnnotatorCells cells = annotator_cells(rows);
  if (gold.categories.size() <= kMostGoldLabels) add_cells(cells, options.level, summary);
  add_annotators(table, rows, cells, labels, options, summary, result);
}

}  // namespace lbl::agree
