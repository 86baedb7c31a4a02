// The parts of a report of lbl-bias beside the slices asked for.
#include "lbl/report/bias_parts.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "lbl/base/text.hpp"

namespace lbl::report {
namespace {

template <class Value>
void append(std::vector<Value> more, std::vector<Value>& list) {
  std::move(more.begin(), more.end(), std::back_inserter(list));
}

}  // namespace

void add_parts_json(const bias::BiasResult& result, const bias::BiasParts& parts,
                    nlohmann::ordered_json& report) {
  if (parts.discovery) report["discovery"] = discovery_json(result, *parts.discovery);
}

void add_parts_summary(const bias::BiasParts& parts, Summary& summary) {
  if (parts.discovery) {
    const auto flagged =
        std::count_if(parts.discovery->found.begin(), parts.discovery->found.end(),
                      [](const bias::DiscoveredSlice& found) { return found.entry.flag; });
    summary.push_back({"discovered", {}, static_cast<double>(flagged), "", true});
  }
}

std::vector<std::string> parts_findings(const bias::BiasResult& result,
                                        const bias::BiasParts& parts) {
  std::vector<std::string> sentences;
  if (parts.discovery) append(discovery_findings(result, *parts.discovery), sentences);
  return sentences;
}

std::vector<TitledTable> parts_tables(const bias::BiasResult& result,
                                      const bias::BiasParts& parts) {
  std::vector<TitledTable> tables;
  if (parts.discovery) append(discovery_tables(result, *parts.discovery), tables);
  return tables;
}

std::vector<NamedEntry> parts_entries(const bias::BiasResult& result,
                                      const bias::BiasParts& parts) {
  std::vector<NamedEntry> entries;
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
  return notes;
}

}  // namespace lbl::report
