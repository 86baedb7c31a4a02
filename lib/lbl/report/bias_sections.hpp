// Control, targets and annotators in the report of lbl-bias: JSON, sentences, sections.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/report/bias_ranking.hpp"
#include "lbl/report/bias_words.hpp"
#include "lbl/report/report_section.hpp"
#include "lbl/report/summary.hpp"

namespace lbl::report {

/// What stands in an entry of "slices" under "controlled", and in a disparity under "trend".
nlohmann::ordered_json to_json(const bias::Controlled& controlled);
nlohmann::ordered_json to_json(const bias::Trend& trend);

/// Adds "annotators", "annotator_fits" and "groups", "target" and "weights" to a report that has
/// them.
void add_annotators(const bias::BiasResult& result, nlohmann::ordered_json& report);
void add_targets(const bias::BiasResult& result, nlohmann::ordered_json& report);

/// The figures for gates: target.gap.max, psi.max, simpson.reversals, annotators.flagged.
void add_section_summary(const bias::BiasResult& result, Summary& summary);

/// The sentences that matter, most important first: reversals under control, gaps to a target,
/// groups that judge differently, severe and lenient annotators.
std::vector<BiasFinding> section_findings(const bias::BiasResult& result);

/// What stands below the table of a group: the same slices within the strata of the control, and
/// their intervals when items are drawn again.
std::vector<ReportSection> group_sections(const bias::BiasResult& result, const EntryGroup& group);
/// "Rises by 2.1 points a step ...": empty without a trend.
std::string trend_line(const bias::BiasResult& result, const bias::Disparity& disparity);

/// Targets, groups and annotators, one section each that there is.
std::vector<ReportSection> bias_sections(const bias::BiasResult& result);

}  // namespace lbl::report
