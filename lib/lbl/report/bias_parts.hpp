// The parts of a report of lbl-bias beside the slices asked for, in the forms that all its formats
// are made of.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/parts.hpp"
#include "lbl/report/bias_discovery.hpp"
#include "lbl/report/bias_ranking.hpp"
#include "lbl/report/summary.hpp"

namespace lbl::report {

/// Adds the members of the parts that are there ("discovery", ...) to a report.
void add_parts_json(const bias::BiasResult& result, const bias::BiasParts& parts,
                    nlohmann::ordered_json& report);

/// Adds what gates may ask of the parts.
void add_parts_summary(const bias::BiasParts& parts, Summary& summary);

/// What the parts conclude, in words.
std::vector<BiasFinding> parts_findings(const bias::BiasResult& result,
                                        const bias::BiasParts& parts);

/// Their tables.
std::vector<TitledTable> parts_tables(const bias::BiasResult& result, const bias::BiasParts& parts);

/// An entry as a row of CSV.
struct NamedEntry {
  std::string task, field, slice;
  const bias::SliceEntry* entry;  ///< part of the result
};
std::vector<NamedEntry> parts_entries(const bias::BiasResult& result, const bias::BiasParts& parts);

/// What must be known of how they were made.
std::vector<bias::Note> parts_notes(const bias::BiasParts& parts);

}  // namespace lbl::report
