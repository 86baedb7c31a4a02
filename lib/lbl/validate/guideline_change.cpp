// Compares guidelines part by part.
#include "lbl/validate/guideline_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "lbl/base/text.hpp"

namespace lbl::validate {

using model::Guideline;
using model::LabelDefinition;
using model::Task;

namespace {

std::string text_of(const std::optional<double>& number) {
  return number ? base::number_text(*number) : "none";
}
std::string text_of(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "any";
}

std::string scale_text(const Task& task) {
  return fmt::format("{} to {}, step {}", text_of(task.min), text_of(task.max), text_of(task.step));
}

std::string count_text(const Task& task) {
  return fmt::format("{} to {}", text_of(task.min_count), text_of(task.max_count));
}

const char* overlap_text(model::Overlap overlap) {
  constexpr std::array<const char*, 3> kNames = {"forbid", "nested", "allow"};
  return kNames.at(static_cast<std::size_t>(overlap));
}

const char* offsets_text(model::Offsets offsets) {
  constexpr std::array<const char*, 3> kNames = {"code points", "utf16", "byte"};
  return kNames.at(static_cast<std::size_t>(offsets));
}

const LabelDefinition* find_label(const Task& task, const std::string& name) {
  const auto at = std::find_if(task.labels.begin(), task.labels.end(),
                               [&](const LabelDefinition& label) { return label.name == name; });
  return at == task.labels.end() ? nullptr : &*at;
}

bool has_alias(const LabelDefinition& label, const std::string& name) {
  return std::find(label.aliases.begin(), label.aliases.end(), name) != label.aliases.end();
}

// The label of `after` that `gone` has become; null if there is none.
const LabelDefinition* renamed_to(const LabelDefinition& gone, const Task& before,
                                  const Task& after) {
  for (const LabelDefinition& label : after.labels) {
    if (has_alias(label, gone.name)) return &label;
  }
  for (const LabelDefinition& label : after.labels) {
    const bool is_new = find_label(before, label.name) == nullptr;
    if (is_new && !gone.definition.empty() && label.definition == gone.definition) return &label;
  }
  return nullptr;
}

// Whether the ends of `after` leave out numbers that `before` took.
template <class Number>
bool is_narrower(const std::optional<Number>& min_before, const std::optional<Number>& max_before,
                 const std::optional<Number>& min_after, const std::optional<Number>& max_after) {
  const bool from_below = min_after && (!min_before || *min_after > *min_before);
  const bool from_above = max_after && (!max_before || *max_after < *max_before);
  return from_below || from_above;
}

class TaskComparison {
 public:
  TaskComparison(const Task& before, const Task& after, std::vector<GuidelineChange>& changes)
      : before_(before), after_(after), changes_(changes) {}

  void run() {
    if (before_.type != after_.type) {
      add(ChangeKind::changed, "type", std::string(model::task_type_name(before_.type)),
          std::string(model::task_type_name(after_.type)), "answers of the old type are wrong now");
      return;
    }
    compare_frame();
    compare_scale();
    compare_labels();
  }

 private:
  void add(ChangeKind kind, const char* subject, std::string before, std::string after,
           std::string breaks) {
    changes_.push_back(
        {kind, before_.name, subject, std::move(before), std::move(after), std::move(breaks)});
  }

  void compare_frame() {
    if (before_.field != after_.field) {
      add(ChangeKind::changed, "field", before_.field, after_.field,
          "records with the old field have no answer now");
    }
    if (before_.required != after_.required) {
      add(after_.required ? ChangeKind::narrowed : ChangeKind::widened, "required",
          before_.required ? "true" : "false", after_.required ? "true" : "false",
          after_.required ? "records without an answer are wrong now" : "");
    }
    if (before_.overlap != after_.overlap) {
      const bool is_stricter = after_.overlap < before_.overlap;
      add(is_stricter ? ChangeKind::narrowed : ChangeKind::widened, "overlap",
          overlap_text(before_.overlap), overlap_text(after_.overlap),
          is_stricter ? "spans that overlap are wrong now" : "");
    }
    if (before_.offsets != after_.offsets) {
      add(ChangeKind::changed, "offsets", offsets_text(before_.offsets),
          offsets_text(after_.offsets),
          "every offset after a non-ASCII character means another place");
    }
    if (before_.definition != after_.definition) {
      add(ChangeKind::changed, "definition", before_.definition, after_.definition, "");
    }
  }

  void compare_scale() {
    if (before_.min != after_.min || before_.max != after_.max || before_.step != after_.step) {
      const bool narrower = is_narrower(before_.min, before_.max, after_.min, after_.max) ||
                            (after_.step && before_.step != after_.step);
      add(narrower ? ChangeKind::narrowed : ChangeKind::widened, "scale", scale_text(before_),
          scale_text(after_),
          narrower ? "numbers outside the new scale or off its steps are wrong now, and the others "
                     "may mean something else"
                   : "the same number may mean something else");
    }
    if (before_.min_count != after_.min_count || before_.max_count != after_.max_count) {
      const bool narrower =
          is_narrower(before_.min_count, before_.max_count, after_.min_count, after_.max_count);
      add(narrower ? ChangeKind::narrowed : ChangeKind::widened, "count", count_text(before_),
          count_text(after_), narrower ? "answers with fewer or more are wrong now" : "");
    }
  }

  void compare_labels() {
    std::vector<const LabelDefinition*> came;
    for (const LabelDefinition& label : before_.labels) {
      const LabelDefinition* now = find_label(after_, label.name);
      if (now != nullptr) {
        compare_label(label, *now);
      } else if (const LabelDefinition* other = renamed_to(label, before_, after_)) {
        const bool is_alias = has_alias(*other, label.name);
        add(ChangeKind::renamed, "label", label.name, other->name,
            is_alias ? "" : "the old name is unknown now; make it an alias of the new one");
        came.push_back(other);
      } else {
        add(ChangeKind::removed, "label", label.name, "", "answers with it are unknown labels now");
      }
    }
    for (const LabelDefinition& label : after_.labels) {
      const bool is_new = find_label(before_, label.name) == nullptr;
      if (is_new && std::find(came.begin(), came.end(), &label) == came.end()) {
        add(ChangeKind::added, "label", "", label.name, "items answered before could not have it");
      }
    }
  }

  void compare_label(const LabelDefinition& label, const LabelDefinition& now) {
    if (label.definition != now.definition) {
      add(ChangeKind::changed, "label definition", label.name, now.name, "");
    }
    if (!label.deprecated && now.deprecated) {
      add(ChangeKind::changed, "label", label.name, now.name + " (deprecated)",
          "answers with it are warned about");
    }
    for (const std::string& alias : label.aliases) {
      if (has_alias(now, alias)) continue;
      if (find_label(after_, alias) != nullptr) {
        add(ChangeKind::changed, "alias", alias, alias + " (a label of its own)",
            "answers with it counted as " + base::quoted(label.name) + " before");
      } else {
        add(ChangeKind::removed, "alias", alias, "", "answers with it are unknown labels now");
      }
    }
  }

  const Task& before_;
  const Task& after_;
  std::vector<GuidelineChange>& changes_;
};

template <class List>
auto find_id(const List& list, const std::string& id) {
  return std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.id == id; });
}

void compare_rules(const Guideline& before, const Guideline& after,
                   std::vector<GuidelineChange>& changes) {
  for (const model::RecordRule& rule : before.rules) {
    const auto now = find_id(after.rules, rule.id);
    if (now == after.rules.end()) {
      changes.push_back({ChangeKind::removed, "", "rule", rule.id, "", ""});
    } else if (now->schema != rule.schema || now->severity != rule.severity) {
      changes.push_back({ChangeKind::changed, "", "rule", rule.id, rule.id,
                         "records that it let through may be refused now"});
    }
  }
  for (const model::RecordRule& rule : after.rules) {
    if (find_id(before.rules, rule.id) == before.rules.end()) {
      changes.push_back(
          {ChangeKind::added, "", "rule", "", rule.id, "records that do not fit it are wrong now"});
    }
  }
}

void compare_coverage(const model::Coverage& before, const model::Coverage& after,
                      std::vector<GuidelineChange>& changes) {
  if (before.labels_per_item != after.labels_per_item) {
    const bool more = after.labels_per_item.value_or(0) > before.labels_per_item.value_or(0);
    changes.push_back({ChangeKind::changed, "", "labels per item", text_of(before.labels_per_item),
                       text_of(after.labels_per_item), more ? "items need more answers now" : ""});
  }
  if (before.max_share_per_annotator != after.max_share_per_annotator) {
    changes.push_back({ChangeKind::changed, "", "share per annotator",
                       text_of(before.max_share_per_annotator),
                       text_of(after.max_share_per_annotator), ""});
  }
  if (before.min_seconds_per_item != after.min_seconds_per_item) {
    changes.push_back({ChangeKind::changed, "", "seconds per item",
                       text_of(before.min_seconds_per_item), text_of(after.min_seconds_per_item),
                       ""});
  }
}

}  // namespace

std::string_view change_name(ChangeKind kind) {
  constexpr std::array<std::string_view, 6> kNames = {"added",    "removed", "renamed",
                                                      "narrowed", "widened", "changed"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::vector<GuidelineChange> guideline_changes(const Guideline& before, const Guideline& after) {
  std::vector<GuidelineChange> changes;
  for (const Task& task : before.tasks) {
    if (const Task* now = after.task(task.name)) {
      TaskComparison(task, *now, changes).run();
    } else {
      changes.push_back({ChangeKind::removed, task.name, "task", task.name, "",
                         "its answers are not looked at any more"});
    }
  }
  for (const Task& task : after.tasks) {
    if (before.task(task.name) != nullptr) continue;
    changes.push_back({ChangeKind::added, task.name, "task", "", task.name,
                       task.required ? "records without an answer to it are wrong now" : ""});
  }
  compare_rules(before, after, changes);
  compare_coverage(before.coverage, after.coverage, changes);
  if (before.personal_data.detect != after.personal_data.detect) {
    changes.push_back({ChangeKind::changed, "", "personal data",
                       base::join(before.personal_data.detect, ", "),
                       base::join(after.personal_data.detect, ", "), ""});
  }
  return changes;
}

}  // namespace lbl::validate
