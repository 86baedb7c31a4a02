// A plan of a sample size as a report: JSON, text, HTML, summary figures.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"
#include "lbl/sample/size_plan.hpp"

namespace lbl::report {

/// The summary of a plan: plan.n, plan.margin, ...
Summary plan_summary(const sample::SizePlan& plan);

/// The names of its figures and what they mean, for --list-gates.
std::vector<std::pair<std::string, std::string>> plan_summary_names();

/// {"report", ..., "plan": {...}, "oc": [...]}.
void write_plan_json(const Envelope& envelope, const sample::SizePlanSpec& spec,
                     const sample::SizePlan& plan, std::ostream& out);

/// How many, and what they prove, a sentence each.
std::vector<std::string> plan_sentences(const sample::SizePlanSpec& spec,
                                        const sample::SizePlan& plan);

void write_plan_text(const sample::SizePlanSpec& spec, const sample::SizePlan& plan, Style style,
                     std::ostream& out);

void write_plan_html(const Envelope& envelope, const sample::SizePlanSpec& spec,
                     const sample::SizePlan& plan, std::ostream& out);

}  // namespace lbl::report
