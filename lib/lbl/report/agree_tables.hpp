// The figures of lbl-agree as cells, for text and Markdown alike.
#pragma once

#include <string>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

/// "nominal" or "quadratic": the metric or weighting of a figure.
const std::string& distance_of(const agree::Measure& measure);
/// Three decimals, or "-" for no value.
std::string figure_text(std::optional<double> value);
/// "0.0312", "<0.0001", "-".
std::string probability_text(std::optional<double> p);
/// A reason code in few letters.
std::string note_text(const std::string& reason);

/// The title of the table of parts that a figure stands in; empty for the whole.
std::string part_title(const agree::Measure& measure);
/// What a part is called in its table: the slice, the label, the pair, the annotator.
std::string part_name(const agree::Measure& measure);
/// The figures of the whole.
std::vector<const agree::Measure*> whole_measures(const agree::Result& result,
                                                  const agree::TaskSummary& task);
/// These figures as a table.
Table whole_table(const agree::Result& result, const agree::TaskSummary& task);
/// What the notes of those figures mean, each once.
std::vector<std::string> whole_notes(const agree::Result& result, const agree::TaskSummary& task);
/// One table for each field or crossing of --by, then labels, then pairs; at most `most_parts`
/// slices, labels or pairs each. Up to five figures stand side by side, more below each other.
std::vector<TitledTable> part_tables(const agree::Result& result, const agree::TaskSummary& task,
                                     std::size_t most_parts);
/// Bootstrap intervals, the confusion of labels and the annotators beside gold; what there is.
std::vector<TitledTable> extra_tables(const agree::Result& result, const agree::TaskSummary& task,
                                      std::size_t most_parts);
/// The items of a task, the most disputed first; without rows when not asked for.
TitledTable item_table(const agree::Result& result, const agree::TaskSummary& task,
                       std::size_t most_items);
/// The tables of --time, --compare, --plan-width and --alt-test; without rows when not asked for.
TitledTable drift_table(const agree::Result& result, const agree::TaskSummary& task);
TitledTable comparison_table(const agree::Result& result, const agree::TaskSummary& task);
TitledTable plan_table(const agree::Result& result, const agree::TaskSummary& task);
TitledTable alt_test_table(const agree::Result& result, const agree::TaskSummary& task);
/// What the windows of --time say of a figure, which is called `what`; empty without windows.
std::string drift_sentence(const agree::Result& result, const agree::Measure& measure,
                           const char* what);
/// What the others say, in sentences.
std::vector<std::string> question_conclusion(const agree::Result& result,
                                             const agree::TaskSummary& task);
/// What gold says, in sentences; none without gold.
std::vector<std::string> gold_conclusion(const agree::Result& result,
                                         const agree::TaskSummary& task);
/// The figure that a conclusion is about: alpha if it is there, else the first one that corrects
/// for chance, else the first. Null when there is none.
const agree::Measure* main_measure(const std::vector<const agree::Measure*>& measures);
/// That figure in each part, of several metrics or forms the first that is `wanted`; in the order
/// of the result, parts of one kind together.
std::vector<const agree::Measure*> main_of_parts(const agree::Result& result,
                                                 const agree::TaskSummary& task,
                                                 bool (*wanted)(const agree::Measure&));
/// "12 items, 4 annotators, 41 answers, 1 to 4 an item", and what else is known of the task.
std::vector<std::string> task_facts(const agree::TaskSummary& task);
/// "hate 12.5 %" for each label; nothing when they are many.
std::vector<std::string> label_shares(const agree::TaskSummary& task);

}  // namespace lbl::report
