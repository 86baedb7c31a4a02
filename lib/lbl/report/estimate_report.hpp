// Estimates from a review as a report: JSON, text, HTML, summary figures.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"
#include "lbl/sample/estimate.hpp"

namespace lbl::report {

/// The summary: estimate.value, estimate.ci.low, ..., with the selectors stat, variable and the
/// fields of the slice.
Summary estimate_summary(const sample::EstimateResult& result);

/// The names of its figures and what they mean, for --list-gates.
std::vector<std::pair<std::string, std::string>> estimate_summary_names();

/// {"report", ..., "estimates": [...], "design": {...}}.
void write_estimate_json(const Envelope& envelope, const sample::EstimateResult& result,
                         std::ostream& out);

/// What was found and how sure it is, a sentence each.
std::vector<std::string> estimate_sentences(const sample::EstimateResult& result);

/// The slice of an entry: "all", "source=forum, lang=(none)".
std::string slice_words(const sample::EstimateEntry& entry);

/// One row an estimate.
Table estimate_table(const sample::EstimateResult& result);

void write_estimate_text(const sample::EstimateResult& result, Style style, std::ostream& out);

void write_estimate_html(const Envelope& envelope, const sample::EstimateResult& result,
                         std::ostream& out);

}  // namespace lbl::report
