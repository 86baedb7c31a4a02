// Reads the labels of a task: names, aliases, examples; and what the points of a scale mean.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "lbl/model/guideline_parts.hpp"

namespace lbl::model {

namespace {

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Texts that stand for a label, and where each was given.
using NamePlaces = std::unordered_map<std::string_view, Value>;

class LabelReader {
 public:
  LabelReader(const Task& task, GuidelineCheck& check) : task_(task), check_(check) {}

  std::vector<LabelDefinition> read(Value list) {
    for_each_element(list, [&](Value label) { read_label(label); });
    for (const auto& [aliases, number] : alias_lists_) read_aliases(aliases, labels_[number]);
    return std::move(labels_);
  }

 private:
  void read_label(Value value) {
    Value name = value;
    if (value.is(ValueKind::object)) {
      check_.keys(value, guideline_keys(GuidelinePart::label));
      name = value.member("name");
      if (name.missing()) return check_.add(value, "a label needs a \"name\"");
      if (!is_name(name)) return check_.expected(name, "a string, a number or a boolean");
    } else if (!is_name(value)) {
      return check_.expected(value, "a label: its name, or an object with \"name\"");
    }
    check_name(name);
    LabelDefinition label;
    label.name = std::string(name.text());
    if (value.is(ValueKind::object)) read_details(value, label);
    labels_.push_back(std::move(label));
  }

  void read_details(Value object, LabelDefinition& label) {
    check_.text(object, "title");
    label.definition = check_.text(object, "definition");
    label.examples = read_examples(object, check_);
    const Value aliases = check_.array(object, "aliases");
    if (!aliases.missing()) alias_lists_.emplace_back(aliases, labels_.size());
    const Value deprecated = object.member("deprecated");
    if (deprecated.missing()) return;
    if (deprecated.is(ValueKind::string)) {
      label.deprecated = true;
      label.deprecated_since = check_.name(object, "deprecated");
    } else if (deprecated.is(ValueKind::boolean)) {
      label.deprecated = deprecated.text() == "true";
    } else {
      check_.expected(deprecated, "true, false or the version since when");
    }
  }

  void check_name(Value at) {
    const std::string_view name = at.text();
    const std::string shown = base::quoted(name);
    if (base::is_blank(name)) {
      check_.add(at, "a label is blank; no answer is not a label, leave it out");
    } else if (base::trimmed(name) != name) {
      check_.add(at, fmt::format("label {} has white space at its ends", shown));
    } else if (has_control_character(name)) {
      check_.add(at, fmt::format("label {} holds a control character", shown));
    } else if (!base::is_nfc(name)) {
      check_.add(at,
                 fmt::format("label {} is not in Unicode NFC; records in NFC would not match it "
                             "(uconv -x nfc)",
                             shown));
    } else if (task_.type == TaskType::choices && name.find('|') != std::string_view::npos) {
      check_.add(at, fmt::format("label {} holds \"|\", which joins choices in CSV", shown));
    }
    if (!names_.emplace(name, at).second) {
      check_.add(at, fmt::format("label {} stands twice", shown));
    }
  }

  void read_aliases(Value list, LabelDefinition& label) {
    for_each_element(list, [&](Value alias) {
      if (!is_name(alias)) return check_.expected(alias, "a string");
      const std::string_view text = alias.text();
      const std::string shown = base::quoted(text);
      if (base::is_blank(text)) {
        check_.add(alias, "an alias is blank; no answer is not a label");
      } else if (text == label.name) {
        check_.add(alias, fmt::format("alias {} is the label's own name", shown));
      } else if (names_.contains(text)) {
        check_.add(alias, fmt::format("alias {} of {} is a label itself", shown,
                                      base::quoted(label.name)));
      } else if (const auto [other, added] = alias_of_.emplace(text, label.name); !added) {
        check_.add(alias, other->second == label.name
                              ? fmt::format("alias {} stands twice", shown)
                              : fmt::format("alias {} of {} is an alias of {} as well", shown,
                                            base::quoted(label.name), base::quoted(other->second)));
      } else {
        label.aliases.emplace_back(text);
      }
    });
  }

  const Task& task_;
  GuidelineCheck& check_;
  std::vector<LabelDefinition> labels_;
  NamePlaces names_;
  std::unordered_map<std::string_view, std::string> alias_of_;
  // Aliases are read when all names are known: the array, and the number of its label.
  std::vector<std::pair<Value, std::size_t>> alias_lists_;
};

std::vector<LabelDefinition> pairwise_labels() {
  std::vector<LabelDefinition> labels;
  for (const char* name : {"a", "b", "tie"}) labels.emplace_back().name = name;
  return labels;
}

std::size_t fewest_labels(TaskType type) {
  return type == TaskType::pairwise ? 2 : 1;
}

}  // namespace

std::vector<LabelDefinition> read_labels(Value task_object, const Task& task,
                                         GuidelineCheck& check) {
  const Value member = task_object.member("labels");
  const bool closed = task.type == TaskType::choice || task.type == TaskType::choices;
  if (member.missing()) {
    if (closed) {
      check.add(task_object,
                fmt::format("a task of type {} needs \"labels\"; without a fixed set it "
                            "is a text",
                            task_type_name(task.type)));
    }
    return task.type == TaskType::pairwise ? pairwise_labels() : std::vector<LabelDefinition>();
  }
  const Value list = check.array(task_object, "labels");
  if (list.missing()) return {};
  if (list.count() < fewest_labels(task.type)) {
    check.add(list, fmt::format("expected at least {} label{}, found {}", fewest_labels(task.type),
                                fewest_labels(task.type) == 1 ? "" : "s", list.count()));
  }
  return LabelReader(task, check).read(list);
}

std::vector<std::string> read_examples(Value object, GuidelineCheck& check) {
  std::vector<std::string> right_ones;
  const Value examples = check.array(object, "examples");
  if (examples.missing()) return right_ones;
  for_each_element(examples, [&](Value example) {
    if (example.is(ValueKind::string)) {
      right_ones.emplace_back(example.text());
      return;
    }
    if (!check.expect(example, ValueKind::object, "a string or an object")) return;
    check.keys(example, guideline_keys(GuidelinePart::example));
    if (example.member("text").missing()) check.add(example, "an example needs a \"text\"");
    std::string text = check.text(example, "text");
    check.text(example, "note");
    check.text(example, "lang");
    if (check.flag(example, "right").value_or(true)) right_ones.push_back(std::move(text));
  });
  return right_ones;
}

void check_scale_points(Value task_object, const Task& task, GuidelineCheck& check) {
  const Value points = check.array(task_object, "labels");
  if (points.missing()) return;
  std::set<double> seen;
  for_each_element(points, [&](Value point) {
    if (!check.expect(point, ValueKind::object, "an object with \"value\" and \"name\"")) return;
    check.keys(point, guideline_keys(GuidelinePart::scale_point));
    check.name(point, "name");
    check.text(point, "definition");
    read_examples(point, check);
    const Value at = point.member("value");
    if (at.missing()) return check.add(point, "a point of a scale needs a \"value\"");
    const std::optional<double> value = check.number(point, "value");
    if (!value) return;
    const double steps = task.step ? (*value - task.min.value_or(0)) / *task.step : 0;
    const bool outside = *value < task.min.value_or(*value) || *value > task.max.value_or(*value);
    if (outside || std::fabs(steps - std::round(steps)) > 1e-9 * std::max(1.0, std::fabs(steps))) {
      check.add(at, fmt::format("{} is no point of the scale", at.text()));
    } else if (!seen.insert(*value).second) {
      check.add(at, fmt::format("point {} stands twice", at.text()));
    }
  });
}

}  // namespace lbl::model
