// The discovered slices of lbl-bias in words, tables and JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/discover.hpp"
#include "lbl/report/bias_ranking.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

/// "source forum, lang ko": the values of a slice with their fields.
std::string where(const std::vector<bias::FieldValue>& slice);

/// The member "discovery" of the report.
nlohmann::ordered_json discovery_json(const bias::BiasResult& result,
                                      const bias::DiscoverResult& discovery);

/// The conclusion: up to `count` flagged slices, then what was looked at and how it was tested.
std::vector<BiasFinding> discovery_findings(const bias::BiasResult& result,
                                            const bias::DiscoverResult& discovery,
                                            std::size_t count = 3);

/// The slices found, one table for each task, measure and label; then the field values that add
/// most to divergence. Of a label and its only alternative one is enough.
std::vector<TitledTable> discovery_tables(const bias::BiasResult& result,
                                          const bias::DiscoverResult& discovery);

}  // namespace lbl::report
