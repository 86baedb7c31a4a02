// Reads the rules of a guideline and checks that their schemas are draft-07 and do something.
#include <fmt/format.h>

#include <set>

#include "lbl/base/text.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "lbl/model/guideline_parts.hpp"

namespace lbl::model {

namespace {

// The members of a rule that are its schema, as one object.
std::string schema_text(Value rule) {
  std::string text = "{";
  for_each_member(rule, [&](Value key, Value value) {
    if (is_rule_key(key.text())) return;
    if (text.size() > 1) text += ',';
    text += json_string(key.text()) + ":" + compact_json(value);
  });
  return text + "}";
}

// An id stands in lists of options and in names of gates (findings.rule:ID).
void check_id(Value at, GuidelineCheck& check) {
  const std::string_view id = at.text();
  if (base::is_blank(id)) {
    check.add(at, "a rule's id is blank");
  } else if (id.find_first_of(" \t\r\n,=[]\"<>!") != std::string_view::npos) {
    check.add(at, fmt::format("rule id {} holds white space or one of , = [ ] \" < > !",
                              base::quoted(id)));
  }
}

}  // namespace

std::vector<RecordRule> read_rules(Value guideline, const std::vector<Task>& tasks,
                                   GuidelineCheck& check) {
  std::vector<RecordRule> rules;
  std::set<std::string> ids;
  const Value list = check.array(guideline, "rules");
  if (list.missing()) return rules;
  for_each_element(list, [&](Value object) {
    if (!check.expect(object, ValueKind::object, "an object with \"id\" and a schema")) return;
    RecordRule rule;
    rule.id = check.text(object, "id");
    if (const Value id = object.member("id"); id.missing()) {
      check.add(object, "a rule needs an \"id\"");
    } else if (id.is(ValueKind::string)) {
      check_id(id, check);
      if (!ids.insert(rule.id).second) {
        check.add(id, fmt::format("rule id {} stands twice", base::quoted(rule.id)));
      }
    }
    rule.severity = check.severity(object).value_or(Severity::error);
    rule.message = check.text(object, "message");
    check_rule_schema(object, tasks, check);
    rule.schema = schema_text(object);
    rules.push_back(std::move(rule));
  });
  return rules;
}

}  // namespace lbl::model
