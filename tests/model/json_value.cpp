// Builds node runs from nlohmann's tree.
#include "model/json_value.hpp"

#include <nlohmann/json.hpp>

namespace lbl::test {

using model::Node;
using model::ValueKind;

JsonValue::JsonValue(std::string_view json) {
  add(nlohmann::ordered_json::parse(json));
}

std::uint32_t JsonValue::add_text(std::string text, ValueKind kind) {
  texts_.push_back(std::move(text));
  nodes_.push_back(Node{texts_.back(), 0, 1, 0, kind});
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

template <class Json>
void JsonValue::add(const Json& json) {
  if (json.is_null()) {
    add_text("null", ValueKind::null);
  } else if (json.is_boolean()) {
    add_text(json.dump(), ValueKind::boolean);
  } else if (json.is_number()) {
    add_text(json.dump(), ValueKind::number);
  } else if (json.is_string()) {
    add_text(json.template get<std::string>(), ValueKind::string);
  } else {
    const std::uint32_t at =
        add_text(json.dump(), json.is_array() ? ValueKind::array : ValueKind::object);
    nodes_[at].count = static_cast<std::uint32_t>(json.size());
    for (auto member = json.begin(); member != json.end(); ++member) {
      if (json.is_object()) add_text(member.key(), ValueKind::string);
      add(member.value());
    }
    nodes_[at].span = static_cast<std::uint32_t>(nodes_.size()) - at;
  }
}

JsonRecord::JsonRecord(std::string json, const model::FieldPlan& plan, std::uint64_t line)
    : json_(std::move(json)), value_(json_) {
  for (const model::FieldPath& path : plan.fields) {
    model::Value value = value_.value();
    for (const std::string& key : path.keys) value = value.member(key);
    fields_.push_back(value ? static_cast<std::uint32_t>(&value.node() - value_.nodes().data())
                            : model::Record::kMissing);
  }
  record_.place = {0, line, line};
  record_.bytes = json_;
  record_.line_end = "\n";
  record_.nodes = value_.nodes();
  record_.field_nodes = fields_;
  record_.root_node = 0;
}

}  // namespace lbl::test
