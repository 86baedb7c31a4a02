// Drift and the former batch in the report of lbl-bias: words, tables, timelines and JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/drift.hpp"
#include "lbl/report/bias_discovery.hpp"

namespace lbl::report {

/// The members "drift" and "against" of the report.
nlohmann::ordered_json drift_json(const bias::BiasResult& result, const bias::DriftResult& drift);
nlohmann::ordered_json against_json(const bias::BiasResult& result,
                                    const bias::AgainstResult& against);

/// The conclusion: up to `count` changes that are more than chance, then what was looked at.
std::vector<BiasFinding> drift_findings(const bias::BiasResult& result,
                                        const bias::DriftResult& drift, std::size_t count = 3);
std::vector<BiasFinding> against_findings(const bias::BiasResult& result,
                                          const bias::AgainstResult& against,
                                          std::size_t count = 3);

/// Every measure window by window, the shifts of labels, the annotators that change.
std::vector<TitledTable> drift_tables(const bias::BiasResult& result,
                                      const bias::DriftResult& drift);
std::vector<TitledTable> against_tables(const bias::BiasResult& result,
                                        const bias::AgainstResult& against);

/// One timeline as inline SVG for each measure: intervals by window, means between changes.
void write_timelines(const bias::BiasResult& result, const bias::DriftResult& drift,
                     std::ostream& out);

/// The largest PSI over shifts of 30 items or more on both sides (as for `disparity.max`); none
/// when there is no such shift.
std::optional<double> largest_psi(const std::vector<bias::Shift>& shifts);

}  // namespace lbl::report
