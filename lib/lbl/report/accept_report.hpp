// The decision about a lot as a report: JSON, JSON Lines, text, HTML, summary figures.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"
#include "lbl/sample/acceptance.hpp"

namespace lbl::report {

/// A plan and, when a review was read, what it says.
struct LotReport {
  sample::LotPlan plan;
  sample::LotRisks risks;
  std::optional<sample::LotReview> review;
};

/// The summary: accept.n, accept.defects, accept.producer_risk, ...
Summary accept_summary(const LotReport& lot);

/// The names of its figures and what they mean, for --list-gates.
std::vector<std::pair<std::string, std::string>> accept_summary_names();

/// {"report", ..., "plan": {...}, "decision", "review", "risks", "oc": [...]}.
void write_accept_json(const Envelope& envelope, const LotReport& lot, std::ostream& out);

/// One line to append to a --history file.
void write_accept_line(const LotReport& lot, std::ostream& out);

/// The decision or the plan, and what it proves, a sentence each.
std::vector<std::string> accept_sentences(const LotReport& lot);

void write_accept_text(const LotReport& lot, Style style, std::ostream& out);

void write_accept_html(const Envelope& envelope, const LotReport& lot, std::ostream& out);

}  // namespace lbl::report
