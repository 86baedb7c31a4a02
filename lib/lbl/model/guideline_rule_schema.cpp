// Walks over the schema of a rule: known keywords, values of their kinds, labels that exist.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "lbl/model/guideline_parts.hpp"
#include "lbl/model/schema_keywords.hpp"

namespace lbl::model {

namespace {

using Shape = KeywordShape;

// What a schema speaks of, as far as labels are concerned.
enum class Subject : std::uint8_t { rule, record, answer, element, other };

// Whose schema it is: a guideline's rule must do something and holds no unknown keyword.
enum class Owner : std::uint8_t { guideline, file };

struct Visit {
  Value schema;
  Subject subject;
  const Task* task;  // of answer and element
};

// A list and not recursion, so that depth costs no stack.
class RuleSchemaCheck {
 public:
  RuleSchemaCheck(const std::vector<Task>& tasks, Owner owner, GuidelineCheck& check)
      : tasks_(tasks), owner_(owner), check_(check) {}

  void run(Value schema) {
    const Subject subject = owner_ == Owner::guideline ? Subject::rule : Subject::other;
    visits_.push_back({schema, subject, nullptr});
    while (!visits_.empty()) {
      const Visit visit = visits_.back();
      visits_.pop_back();
      check_schema(visit);
    }
  }

 private:
  void check_schema(const Visit& visit) {
    if (visit.schema.is(ValueKind::boolean)) return;
    if (!check_.expect(visit.schema, ValueKind::object, "a schema: an object, true or false")) {
      return;
    }
    bool asserts = false;
    for_each_member(visit.schema, [&](Value key, Value value) {
      if (visit.subject == Subject::rule && is_rule_key(key.text())) return;
      const SchemaKeyword* keyword = schema_keyword(key.text());
      if (keyword == nullptr) return add_unknown(key, visit.subject);
      asserts = asserts || keyword->asserts;
      check_keyword(visit, *keyword, value);
    });
    if (visit.subject == Subject::rule && !asserts) {
      check_.add(visit.schema,
                 "the rule asks for nothing; add keywords of JSON Schema, such as "
                 "\"if\" and \"then\"");
    }
    if (owner_ == Owner::guideline) check_conditions(visit.schema);
  }

  void add_unknown(Value key, Subject subject) {
    if (owner_ == Owner::file) return;
    std::vector<std::string> known = schema_keyword_names();
    if (subject == Subject::rule) {
      const std::vector<std::string>& own = guideline_keys(GuidelinePart::rule);
      known.insert(known.begin(), own.begin(), own.end());
    }
    check_.add(key, fmt::format("{} is no keyword of JSON Schema draft-07{}",
                                base::quoted(key.text()), base::did_you_mean(key.text(), known)));
  }

  // Draft-07 ignores these halves silently; whoever wrote one meant something.
  void check_conditions(Value schema) {
    const bool has_if = !schema.member("if").missing();
    const Value then_part = schema.member("then"), else_part = schema.member("else");
    if (has_if && then_part.missing() && else_part.missing()) {
      check_.add(schema.member("if"), "\"if\" without \"then\" or \"else\" does nothing");
    }
    if (has_if) return;
    if (!then_part.missing()) check_.add(then_part, "\"then\" without \"if\" does nothing");
    if (!else_part.missing()) check_.add(else_part, "\"else\" without \"if\" does nothing");
  }

  void check_keyword(const Visit& visit, const SchemaKeyword& keyword, Value value) {
    switch (keyword.shape) {
      case Shape::anything:
        break;
      case Shape::text:
        check_.expect(value, ValueKind::string, "a string");
        break;
      case Shape::flag:
        check_.expect(value, ValueKind::boolean, "true or false");
        break;
      case Shape::number:
        check_.expect(value, ValueKind::number, "a number");
        break;
      case Shape::positive_number:
        if (value.number().value_or(0) <= 0) check_.expected(value, "a number above 0");
        break;
      case Shape::whole_number:
        check_whole_number(value);
        break;
      case Shape::names:
        check_names(value);
        break;
      case Shape::type:
        check_types(value);
        break;
      case Shape::values:
        check_.expect(value, ValueKind::array, "an array");
        break;
      default:
        visit_children(visit, keyword, value);
    }
    if (keyword.name == "$schema" && value.is(ValueKind::string) && !is_draft_07(value.text())) {
      check_.add(value, fmt::format("{} is not draft-07 (http://json-schema.org/draft-07/schema#), "
                                    "the one that rules are written in",
                                    base::quoted(value.text())));
    }
    if (keyword.name == "const") check_label(visit, value);
    if (keyword.name == "enum" && value.is(ValueKind::array)) {
      for_each_element(value, [&](Value element) { check_label(visit, element); });
    }
  }

  void check_whole_number(Value value) {
    const std::optional<double> number = value.is(ValueKind::number) ? value.number() : -1;
    if (!number || *number < 0 || *number != std::floor(*number)) {
      check_.expected(value, "a whole number, 0 or more");
    }
  }

  void check_names(Value value) {
    if (!check_.expect(value, ValueKind::array, "an array of strings")) return;
    for_each_element(value,
                     [&](Value element) { check_.expect(element, ValueKind::string, "a string"); });
  }

  void check_types(Value value) {
    static const std::vector<std::string> kTypes = {"null",   "boolean", "object", "array",
                                                    "number", "integer", "string"};
    if (!value.is(ValueKind::array)) {
      check_.word(value, kTypes);
      return;
    }
    for_each_element(value, [&](Value element) { check_.word(element, kTypes); });
  }

  void visit_children(const Visit& visit, const SchemaKeyword& keyword, Value value) {
    const std::string_view name = keyword.name;
    const bool in_place = name == "if" || name == "then" || name == "else" || name == "not" ||
                          keyword.shape == Shape::schema_list;
    const bool elements = name == "items" || name == "contains" || name == "additionalItems";
    Visit child{value, Subject::other, nullptr};
    if (in_place) {
      child.subject = visit.subject == Subject::rule ? Subject::record : visit.subject;
      child.task = visit.task;
    } else if (elements && visit.subject == Subject::answer) {
      child.subject = Subject::element;
      child.task = visit.task;
    }
    if (keyword.shape == Shape::schema_list) {
      if (!check_.expect(value, ValueKind::array, "an array of schemas")) return;
      if (value.count() == 0) check_.add(value, "expected at least one schema, found none");
    }
    const bool list_allowed =
        keyword.shape == Shape::schema_list || keyword.shape == Shape::schema_or_list;
    if (list_allowed && value.is(ValueKind::array)) {
      for_each_element(value, [&](Value element) {
        visits_.push_back({element, child.subject, child.task});
      });
    } else if (keyword.shape == Shape::schemas_by_key || keyword.shape == Shape::dependencies) {
      visit_members(visit, keyword, value);
    } else {
      visits_.push_back(child);
    }
  }

  void visit_members(const Visit& visit, const SchemaKeyword& keyword, Value value) {
    if (!check_.expect(value, ValueKind::object, "an object of schemas")) return;
    const bool on_record = visit.subject == Subject::rule || visit.subject == Subject::record;
    for_each_member(value, [&](Value key, Value schema) {
      if (keyword.shape == Shape::dependencies && schema.is(ValueKind::array)) {
        return check_names(schema);
      }
      const Task* task =
          on_record && keyword.name == "properties" ? task_of_field(key.text()) : nullptr;
      visits_.push_back({schema, task == nullptr ? Subject::other : Subject::answer, task});
    });
  }

  const Task* task_of_field(std::string_view field) const {
    const auto found = std::find_if(tasks_.begin(), tasks_.end(),
                                    [&](const Task& task) { return task.field == field; });
    return found == tasks_.end() ? nullptr : &*found;
  }

  // A label that the task does not have makes a rule that never, or always, speaks.
  void check_label(const Visit& visit, Value value) {
    if (visit.task == nullptr || !visit.task->has_label_set() || !value.is(ValueKind::string)) {
      return;
    }
    const TaskType type = visit.task->type;
    const Subject subject =
        type == TaskType::choice || type == TaskType::pairwise ? Subject::answer : Subject::element;
    const bool has_names =
        subject == Subject::answer || type == TaskType::choices || type == TaskType::ranking;
    if (!has_names || visit.subject != subject || base::is_blank(value.text())) return;
    std::vector<std::string> names;
    for (const LabelDefinition& label : visit.task->labels) {
      names.push_back(label.name);
      names.insert(names.end(), label.aliases.begin(), label.aliases.end());
    }
    if (std::find(names.begin(), names.end(), value.text()) != names.end()) return;
    check_.add(value, fmt::format("label {} is not in task {}{}", base::quoted(value.text()),
                                  base::quoted(visit.task->name),
                                  base::did_you_mean(value.text(), names)));
  }

  const std::vector<Task>& tasks_;
  Owner owner_;
  GuidelineCheck& check_;
  std::vector<Visit> visits_;
};

}  // namespace

void check_rule_schema(Value rule, const std::vector<Task>& tasks, GuidelineCheck& check) {
  RuleSchemaCheck(tasks, Owner::guideline, check).run(rule);
}

std::vector<GuidelineProblem> schema_problems(const JsonDocument& document) {
  GuidelineCheck check(document);
  for (const JsonFault& fault : document.faults()) check.add(fault.place, fault.message);
  if (!document.root().missing()) {
    const std::vector<Task> no_tasks;
    RuleSchemaCheck(no_tasks, Owner::file, check).run(document.root());
  }
  return check.take();
}

}  // namespace lbl::model
