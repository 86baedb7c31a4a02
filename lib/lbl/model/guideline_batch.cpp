// Reads what a guideline says of the whole batch: slices, coverage, personal data, gates.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "lbl/model/guideline_parts.hpp"

namespace lbl::model {

namespace {

std::vector<double> read_bins(Value object, GuidelineCheck& check) {
  std::vector<double> bins;
  const Value list = check.array(object, "bins");
  if (list.missing()) return bins;
  if (list.count() == 0) check.add(list, "expected at least one edge, found none");
  for_each_element(list, [&](Value edge) {
    if (!check.expect(edge, ValueKind::number, "a number")) return;
    const std::optional<double> number = edge.number();
    if (!number) return;
    if (!bins.empty() && *number <= bins.back()) {
      check.add(edge, fmt::format("edge {} does not stand above the one before it", edge.text()));
      return;
    }
    bins.push_back(*number);
  });
  return bins;
}

std::optional<SliceSpec> read_slice(Value value, GuidelineCheck& check) {
  if (value.is(ValueKind::string)) {
    if (!base::is_blank(value.text())) return slice_by_field(std::string(value.text()));
    check.add(value, "expected the name of a field, found none");
    return std::nullopt;
  }
  if (!check.expect(value, ValueKind::object, "a field, or an object with \"field\"")) {
    return std::nullopt;
  }
  check.keys(value, guideline_keys(GuidelinePart::slice));
  if (value.member("field").missing()) check.add(value, "a slice needs a \"field\"");
  SliceSpec slice;
  slice.field = check.name(value, "field");
  slice.name = value.member("name").missing() ? slice.field : check.name(value, "name");
  if (check.word(value, "measure", {"length"})) slice.measure = "length";
  slice.bins = read_bins(value, check);
  return slice;
}

Gate read_gate(Value value, const std::vector<Task>& tasks, GuidelineCheck& check) {
  Gate gate;
  if (!check.expect(value, ValueKind::string, "a gate, such as \"findings.error == 0\"")) {
    return gate;
  }
  try {
    gate = parse_gate(value.text());
  } catch (const base::Error& error) {
    check.add(value, error.what());
    return gate;
  }
  for (const auto& [field, wanted] : gate.selectors) {
    if (field != "task") continue;
    std::vector<std::string> names;
    for (const Task& task : tasks) names.push_back(task.name);
    if (std::find(names.begin(), names.end(), wanted) != names.end()) continue;
    check.add(value, fmt::format("there is no task {}{}", base::quoted(wanted),
                                 base::did_you_mean(wanted, names)));
  }
  return gate;
}

}  // namespace

std::vector<SliceSpec> read_slices(Value guideline, GuidelineCheck& check) {
  std::vector<SliceSpec> slices;
  std::set<std::string> names;
  const Value list = check.array(guideline, "slices");
  if (list.missing()) return slices;
  for_each_element(list, [&](Value value) {
    std::optional<SliceSpec> slice = read_slice(value, check);
    if (!slice) return;
    if (!slice->name.empty() && !names.insert(slice->name).second) {
      check.add(value, fmt::format("slice {} stands twice", base::quoted(slice->name)));
    }
    slices.push_back(std::move(*slice));
  });
  return slices;
}

Coverage read_coverage(Value guideline, GuidelineCheck& check) {
  Coverage coverage;
  const Value object = check.object(guideline, "coverage");
  if (object.missing()) return coverage;
  check.keys(object, guideline_keys(GuidelinePart::coverage));
  coverage.labels_per_item = check.count(object, "labels_per_item");
  if (coverage.labels_per_item == 0u) {
    check.add(object.member("labels_per_item"), "expected 1 or more labels per item, found 0");
  }
  coverage.max_share_per_annotator = check.number(object, "max_share_per_annotator");
  if (const auto share = coverage.max_share_per_annotator; share && (*share <= 0 || *share > 1)) {
    check.expected(object.member("max_share_per_annotator"), "a share above 0 and up to 1");
  }
  coverage.min_seconds_per_item = check.number(object, "min_seconds_per_item");
  if (coverage.min_seconds_per_item.value_or(0) < 0) {
    check.expected(object.member("min_seconds_per_item"), "0 seconds or more");
  }
  coverage.min_gold_accuracy = check.number(object, "min_gold_accuracy");
  if (const auto share = coverage.min_gold_accuracy; share && (*share <= 0 || *share > 1)) {
    check.expected(object.member("min_gold_accuracy"), "a share above 0 and up to 1");
  }
  return coverage;
}

const std::vector<std::string>& personal_data_kinds() {
  static const std::vector<std::string> kKinds = {"email", "phone", "card", "kr-rrn", "ip", "iban"};
  return kKinds;
}

PersonalData read_personal_data(Value guideline, GuidelineCheck& check) {
  PersonalData personal_data;
  const Value object = check.object(guideline, "pii");
  if (object.missing()) return personal_data;
  check.keys(object, guideline_keys(GuidelinePart::pii));
  personal_data.severity = check.severity(object).value_or(Severity::error);
  if (object.member("detect").missing()) {
    check.add(object, "\"pii\" needs \"detect\": a list of " + one_of(personal_data_kinds()));
  }
  const Value list = check.array(object, "detect");
  if (list.missing()) return personal_data;
  std::set<std::string_view> seen;
  for_each_element(list, [&](Value kind) {
    if (!check.word(kind, personal_data_kinds())) return;
    if (!seen.insert(kind.text()).second) {
      check.add(kind, fmt::format("{} stands twice", base::quoted(kind.text())));
    } else {
      personal_data.detect.emplace_back(kind.text());
    }
  });
  return personal_data;
}

std::map<std::string, std::vector<Gate>> read_gates(Value guideline, const std::vector<Task>& tasks,
                                                    GuidelineCheck& check) {
  std::map<std::string, std::vector<Gate>> gates;
  const Value object = check.object(guideline, "gates");
  if (object.missing()) return gates;
  check.keys(object, guideline_keys(GuidelinePart::gates));
  for_each_member(object, [&](Value key, Value list) {
    if (key.text() == "$comment" || !check.expect(list, ValueKind::array, "an array of gates")) {
      return;
    }
    std::vector<Gate>& program_gates = gates[std::string(key.text())];
    for_each_element(list,
                     [&](Value gate) { program_gates.push_back(read_gate(gate, tasks, check)); });
  });
  return gates;
}

}  // namespace lbl::model
