// Reads the names of the standard fields, and holds them against the tasks.
#include <fmt/format.h>

#include <array>
#include <map>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "lbl/model/guideline_parts.hpp"

namespace lbl::model {

namespace {

struct StandardField {
  const char* key;
  std::string FieldNames::*name;
};

constexpr std::array<StandardField, 17> kFields = {{{"item", &FieldNames::item},
                                                    {"annotator", &FieldNames::annotator},
                                                    {"label", &FieldNames::label},
                                                    {"text", &FieldNames::text},
                                                    {"time", &FieldNames::time},
                                                    {"seconds", &FieldNames::seconds},
                                                    {"started", &FieldNames::started},
                                                    {"messages", &FieldNames::messages},
                                                    {"turn", &FieldNames::turn},
                                                    {"instruction", &FieldNames::instruction},
                                                    {"input", &FieldNames::input},
                                                    {"output", &FieldNames::output},
                                                    {"split", &FieldNames::split},
                                                    {"media_width", &FieldNames::media_width},
                                                    {"media_height", &FieldNames::media_height},
                                                    {"media_seconds", &FieldNames::media_seconds},
                                                    {"gold", &FieldNames::gold}}};

// A field that a record really has: a default name counts only where every record needs it, so that
// a task may be called "text" where no text field was named.
bool is_in_use(const StandardField& field, Value object) {
  const std::string_view key = field.key;
  return key == "item" || key == "annotator" ||
         (object.is(ValueKind::object) && !object.member(key).missing());
}

// The text that spans count in may be a part of an instruction record as well.
bool may_share(std::string_view key) {
  return key == "instruction" || key == "input" || key == "output";
}

void check_pointer(Value at, const std::string& name, GuidelineCheck& check) {
  try {
    FieldPath{name};
  } catch (const base::Error& error) {
    check.add(at, error.what());
  }
}

}  // namespace

FieldNames read_fields(Value guideline, GuidelineCheck& check) {
  FieldNames fields;
  const Value object = check.object(guideline, "fields");
  if (object.missing()) return fields;
  check.keys(object, guideline_keys(GuidelinePart::fields));
  for (const StandardField& field : kFields) {
    const std::string name = check.name(object, field.key);
    if (base::is_blank(name)) continue;
    check_pointer(object.member(field.key), name, check);
    fields.*field.name = name;
  }
  return fields;
}

void check_field_uses(Value root, const Guideline& guideline, GuidelineCheck& check) {
  const Value fields = root.member("fields");
  std::map<std::string_view, std::string> uses;  // field to what reads it
  for (const StandardField& field : kFields) {
    const std::string& name = guideline.fields.*field.name;
    if (std::string_view(field.key) == "label" || !is_in_use(field, fields)) continue;
    if (may_share(field.key)) continue;
    const auto [other, added] = uses.emplace(name, fmt::format("fields.{}", field.key));
    if (added) continue;
    const Value at = fields.member(field.key);
    check.add(at.missing() ? fields : at,
              fmt::format("fields.{} reads {}, which is {} already", field.key, base::quoted(name),
                          other->second));
  }
  std::map<std::string_view, Value> tasks;
  if (!guideline.tasks.empty()) {
    for_each_member(root.member("tasks"),
                    [&](Value key, Value task) { tasks.emplace(key.text(), task); });
  }
  for (const Task& task : guideline.tasks) {
    const Value object = tasks.at(task.name);
    const Value field = object.member("field");
    const Value at = field.missing() ? object : field;
    if (!field.missing()) check_pointer(field, task.field, check);
    const auto [other, added] =
        uses.emplace(task.field, fmt::format("task {}", base::quoted(task.name)));
    if (added) continue;
    check.add(at, fmt::format("task {} reads field {}, which {} reads already; name another with "
                              "\"field\"",
                              base::quoted(task.name), base::quoted(task.field), other->second));
  }
}

}  // namespace lbl::model
