// How lbl-bias speaks: names of slices, numbers in the measure's own way, tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/report/summary.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

/// A name from the data in double quotes, cut to 50 columns.
std::string quoted_name(std::string_view name);

/// The slice of an entry.
const bias::Slice& slice_of(const bias::BiasResult& result, const bias::SliceEntry& entry);

/// "forum", "(missing)", "other", "forum:ko".
std::string slice_name(const bias::Slice& slice);

using bias::is_share;  // shares are shown in percent

/// A figure of that measure: "24.1" (percent) or "2.31".
std::string figure(bias::Measure measure, double value);
/// The same with its sign: "+13.1".
std::string signed_figure(bias::Measure measure, double value);

/// "0.004", "<0.0001", "-" for none.
std::string p_text(std::optional<double> p);

/// " = 0.004", " < 0.0001".
std::string p_relation(std::optional<double> p);

/// "q", or "p" when nothing is corrected.
std::string q_name(const bias::BiasResult& result);

/// "24.1%", "2.31".
std::string with_unit(bias::Measure measure, double value);

/// "1 answer", "1,234 answers".
std::string counted(std::uint64_t count, const char* noun);

/// What a table is about: "hate" in quotes, "mean", "disagreement", "no answer".
std::string subject(const std::optional<std::string>& label, bias::Measure measure);

/// "12,000 answers of 40 annotators to 3,000 items, task "label" (choice)".
std::string task_line(const bias::TaskFacts& task);

/// "Each slice is compared with the rest; 95% intervals; q by Benjamini-Hochberg over 24 tests."
std::string method_line(const bias::BiasResult& result);

/// "The largest difference between slices is ..., p = ...; chance alone gives ... on average.";
/// empty for one slice.
std::string disparity_line(const bias::BiasResult& result, const bias::Disparity& disparity);

/// "Below four fifths of the highest rate: "news", "blog"."; empty when that was not asked for.
std::string four_fifths_line(const bias::BiasResult& result, const bias::Disparity& disparity);

/// A run of entries of one cut, label and measure: one table of a report.
struct EntryGroup {
  std::size_t begin = 0, end = 0;  ///< into BiasResult::slices
  const bias::Disparity* disparity = nullptr;
};
std::vector<EntryGroup> entry_groups(const bias::BiasResult& result);

/// "source: "hate" (answers clustered by item)".
std::string group_title(const bias::BiasResult& result, const EntryGroup& group);

/// What stands under the table of a group, line by line.
std::vector<std::string> group_lines(const bias::BiasResult& result, const EntryGroup& group);

/// The entries of one cut and label as a table for people.
Table group_table(const bias::BiasResult& result, const EntryGroup& group);

/// What the marks in the tables mean; empty when there are none.
std::string legend(const bias::BiasResult& result);

/// "gate failed: disparity.max <= 0.2 (is 0.31)".
std::string gate_line(const GateResult& gate);

}  // namespace lbl::report
