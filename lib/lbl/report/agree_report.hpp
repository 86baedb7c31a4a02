// The report of lbl-agree: summary for gates, text, JSON, CSV, Markdown, and lines by item.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/details.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

/// Puts the figures into the summary that gates are held against, and the conventions into options.
void describe(const agree::Result& result, const agree::Options& options, Envelope& envelope);

/// The conclusion in words, then the tables; at most 80 columns.
void write_agree_text(const agree::Result& result, const Envelope& envelope, Style style,
                      std::ostream& out);
void write_agree_json(const agree::Result& result, const Envelope& envelope, std::ostream& out);
/// One row a figure.
void write_agree_csv(const agree::Result& result, std::ostream& out);
void write_agree_markdown(const agree::Result& result, const Envelope& envelope, std::ostream& out);

/// One page without outside references; `details` are those of the tasks, in their order.
void write_agree_html(const agree::Result& result, const std::vector<agree::TaskDetails>& details,
                      const Envelope& envelope, std::ostream& out);

/// One line of JSON an item and task (--emit items): item, task, n, labels, majority, disagreement,
/// entropy.
void write_item_lines(const model::RatingsTable& table, const agree::Options& options,
                      std::ostream& out);

/// One line of JSON a pair of annotators (--emit pairs): task, pair, items, the value of each
/// coefficient; `result` was computed with Breakdown::pair.
void write_pair_lines(const agree::Result& result, std::ostream& out);

/// One line of JSON an annotator and task (--emit annotators): annotator, task, n, items_paired,
/// agreement with the others and among them, labels, and with gold the accuracy.
void write_annotator_lines(const model::RatingsTable& table, const agree::Options& options,
                           const model::Gold* gold, std::ostream& out);

/// A name that gates may use and what it means; "*" does not occur.
struct SummaryName {
  std::string name, meaning;
};
std::vector<SummaryName> agree_summary_names();

/// What the figures of a task say, in sentences: how good agreement is, how sure that is, and what
/// to be careful about.
std::vector<std::string> agree_conclusion(const agree::Result& result,
                                          const agree::TaskSummary& task);

}  // namespace lbl::report
