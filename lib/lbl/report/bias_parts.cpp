// The parts of a report of lbl-bias beside the slices asked for.
#include "lbl/report/bias_parts.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_drift.hpp"

namespace lbl::report {
namespace {

using Json = nlohmann::ordered_json;

Json cell_json(const bias::BiasResult& result, const bias::SuppressedCell& cell, const char* why) {
  const bias::Cut& cut = result.cuts[cell.cut];
  const bias::Slice& slice = cut.slices[cell.slice];
  Json values = Json::object();
  for (std::size_t i = 0; i < cut.fields.size(); ++i) {
    values[cut.fields[i]] = slice.values[i] ? Json(*slice.values[i]) : Json();
  }
  return {{"task", result.tasks[cut.task].name},
          {"slice", std::move(values)},
          {"label", cell.label ? Json(*cell.label) : Json()},
          {"measure", bias::measure_name(cell.measure)},
          {"because", why}};
}

Json protection_json(const bias::BiasResult& result, const bias::Protection& protection) {
  Json json = Json::object();
  if (protection.suppression) {
    json["min_cell"] = protection.suppression->min_cell;
    json["suppressed"] = Json::array();
    for (const auto& cell : protection.suppression->small) {
      json["suppressed"].push_back(cell_json(result, cell, "small"));
    }
    for (const auto& cell : protection.suppression->complementary) {
      json["suppressed"].push_back(cell_json(result, cell, "complementary"));
    }
  }
  if (protection.noise) {
    const bias::PrivacyFacts& facts = *protection.noise;
    json["epsilon"] = facts.spec.epsilon;
    json["delta"] = facts.delta;
    json["unit"] = bias::privacy_unit_name(facts.spec.unit);
    json["max_contrib"] = facts.spec.max_contrib;
    json["sensitivity"] = facts.sensitivity;
    json["scale"] = facts.scale;
    json["threshold"] = facts.threshold;
  }
  return json;
}

template <class Value>
void append(std::vector<Value> more, std::vector<Value>& list) {
  std::move(more.begin(), more.end(), std::back_inserter(list));
}

}  // namespace

void add_parts_json(const bias::BiasResult& result, const bias::BiasParts& parts,
                    nlohmann::ordered_json& report) {
  if (parts.discovery) report["discovery"] = discovery_json(result, *parts.discovery);
  if (parts.drift) report["drift"] = drift_json(result, *parts.drift);
  if (parts.against) report["against"] = against_json(result, *parts.against);
  const bias::Protection& protection = parts.protection;
  if (protection.suppression || protection.noise) {
    report["privacy"] = protection_json(result, protection);
  }
}

void add_parts_summary(const bias::BiasParts& parts, Summary& summary) {
  if (parts.discovery) {
    const auto flagged =
        std::count_if(parts.discovery->found.begin(), parts.discovery->found.end(),
                      [](const bias::DiscoveredSlice& found) { return found.entry.flag; });
    summary.push_back({"discovered", {}, static_cast<double>(flagged), "", true});
  }
  if (!parts.drift && !parts.against) return;
  std::vector<bias::Shift> shifts;
  if (parts.drift) append(parts.drift->shifts, shifts);
  if (parts.against) append(parts.against->shifts, shifts);
  const std::optional<double> psi = largest_psi(shifts);
  summary.push_back({"psi.max", {}, psi, psi ? "" : "few-items", true});
  if (!parts.drift) return;
  const auto changes =
      std::count_if(parts.drift->series.begin(), parts.drift->series.end(),
                    [](const bias::DriftSeries& one) { return one.flag && !one.changes.empty(); });
  const auto annotators =
      std::count_if(parts.drift->annotators.begin(), parts.drift->annotators.end(),
                    [](const bias::AnnotatorDrift& one) { return one.flag; });
  summary.push_back({"drift.changes", {}, static_cast<double>(changes), "", true});
  summary.push_back({"drift.annotators", {}, static_cast<double>(annotators), "", true});
}

std::vector<BiasFinding> parts_findings(const bias::BiasResult& result,
                                        const bias::BiasParts& parts) {
  std::vector<BiasFinding> sentences;
  if (parts.discovery) append(discovery_findings(result, *parts.discovery), sentences);
  if (parts.drift) append(drift_findings(result, *parts.drift), sentences);
  if (parts.against) append(against_findings(result, *parts.against), sentences);
  return sentences;
}

std::vector<TitledTable> parts_tables(const bias::BiasResult& result,
                                      const bias::BiasParts& parts) {
  std::vector<TitledTable> tables;
  if (parts.discovery) append(discovery_tables(result, *parts.discovery), tables);
  if (parts.drift) append(drift_tables(result, *parts.drift), tables);
  if (parts.against) append(against_tables(result, *parts.against), tables);
  return tables;
}

std::vector<NamedEntry> parts_entries(const bias::BiasResult& result,
                                      const bias::BiasParts& parts) {
  std::vector<NamedEntry> entries;
  if (parts.drift) {
    for (const bias::DriftSeries& series : parts.drift->series) {
      for (const bias::SliceEntry& entry : series.windows) {
        entries.push_back({result.tasks[series.task].name, parts.drift->field,
                           parts.drift->windows[entry.slice].name, &entry});
      }
    }
  }
  if (!parts.discovery) return entries;
  for (const bias::DiscoveredSlice& found : parts.discovery->found) {
    std::vector<std::string> fields;
    std::vector<std::string> values;
    for (const bias::FieldValue& part : found.slice) {
      fields.push_back(part.field);
      values.push_back(part.value.value_or(found.slice.size() == 1 ? "" : "null"));
    }
    entries.push_back({result.tasks[found.task].name, base::join(fields, ":"),
                       base::join(values, ":"), &found.entry});
  }
  return entries;
}

std::vector<bias::Note> parts_notes(const bias::BiasParts& parts) {
  std::vector<bias::Note> notes;
  if (parts.discovery) append(parts.discovery->notes, notes);
  if (parts.drift) append(parts.drift->notes, notes);
  if (parts.against) append(parts.against->notes, notes);
  return notes;
}

}  // namespace lbl::report
