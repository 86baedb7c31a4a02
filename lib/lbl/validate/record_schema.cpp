// Compiles a schema to a tree of checks and walks it beside a value.
#include "lbl/validate/record_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/model/json_document.hpp"

namespace lbl::validate {

using model::Value;
using model::ValueKind;

namespace {

struct Schema;
using SchemaPointer = std::unique_ptr<Schema>;
using Failure = std::optional<SchemaFailure>;
using Check = std::function<Failure(Value)>;

// true accepts everything, false nothing; otherwise every check must pass.
struct Schema {
  bool refuses_all = false;
  std::vector<Check> checks;
};

Failure failure_of(const Schema& schema, Value value) {
  if (schema.refuses_all) return SchemaFailure{"false", value, "nothing is allowed here"};
  for (const Check& check : schema.checks) {
    if (Failure failure = check(value)) return failure;
  }
  return std::nullopt;
}

bool fits(const Schema& schema, Value value) {
  return !failure_of(schema, value);
}

bool is_text(Value value) {
  return value.is(ValueKind::string) || value.is(ValueKind::cell);
}

bool has_type(Value value, std::string_view type) {
  if (value.is(ValueKind::cell)) {
    if (type == "string") return true;
    if (type == "boolean") return value.text() == "true" || value.text() == "false";
  }
  if (type == "integer") {
    const std::optional<double> number = value.number();
    return number && *number == std::floor(*number);
  }
  if (type == "number") return value.number().has_value();
  return kind_name(value) == type;
}

bool is_multiple(double value, double of) {
  const double times = value / of;
  if (!std::isfinite(times)) return false;
  return std::fabs(times - std::round(times)) <= 1e-9 * std::max(1.0, std::fabs(times));
}

std::string shown(Value value) {
  return base::escaped(value.text(), 40);
}

// Makes the checks of one schema object. Values of the schema live as long as its document.
class Compiler {
 public:
  explicit Compiler(std::vector<std::string>& unchecked) : unchecked_(unchecked) {}

  SchemaPointer compile(Value json) {
    auto schema = std::make_unique<Schema>();
    if (json.is(ValueKind::boolean)) {
      schema->refuses_all = json.text() == "false";
      return schema;
    }
    schema_ = schema.get();
    json_ = json;
    for_each_member(json, [&](Value key, Value argument) {
      keyword_ = key.text();
      add(argument);
    });
    return schema;
  }

 private:
  template <class Body>
  void check(Body&& body) {
    schema_->checks.emplace_back(std::forward<Body>(body));
  }

  std::shared_ptr<const Schema> inner(Value json) { return Compiler(unchecked_).compile(json); }

  std::vector<std::shared_ptr<const Schema>> inner_list(Value json) {
    std::vector<std::shared_ptr<const Schema>> schemas;
    for_each_element(json, [&](Value one) { schemas.push_back(inner(one)); });
    return schemas;
  }

  void add(Value argument) {
    add_value_check(argument);
    add_number_check(argument);
    add_size_check(argument);
    add_array_check(argument);
    add_object_check(argument);
    add_combination(argument);
    for (const char* name : {"pattern", "patternProperties", "format", "$ref"}) {
      if (keyword_ == name) unchecked_.emplace_back(name);
    }
  }

  void add_value_check(Value argument) {
    const std::string_view keyword = keyword_;
    if (keyword == "type") {
      std::vector<std::string_view> types;
      if (argument.is(ValueKind::array)) {
        for_each_element(argument, [&](Value type) { types.push_back(type.text()); });
      } else {
        types.push_back(argument.text());
      }
      check([=](Value value) -> Failure {
        const bool any = std::any_of(types.begin(), types.end(),
                                     [&](std::string_view type) { return has_type(value, type); });
        if (any) return std::nullopt;
        return SchemaFailure{keyword, value,
                             fmt::format("expected {}, found {} {}", fmt::join(types, " or "),
                                         kind_name(value), shown(value))};
      });
    } else if (keyword == "const") {
      check([=](Value value) -> Failure {
        if (json_equal(value, argument)) return std::nullopt;
        return SchemaFailure{keyword, value,
                             fmt::format("expected {}, found {}", shown(argument), shown(value))};
      });
    } else if (keyword == "enum") {
      check([=](Value value) -> Failure {
        bool found = false;
        for_each_element(argument, [&](Value one) { found = found || json_equal(value, one); });
        if (found) return std::nullopt;
        return SchemaFailure{keyword, value,
                             fmt::format("expected one of {}, found {}",
                                         base::escaped(argument.text(), 120), shown(value))};
      });
    }
  }

  void add_number_check(Value argument) {
    const std::string_view keyword = keyword_;
    const auto compare = [&](std::string_view expected, auto holds) {
      const double bound = argument.number().value_or(0);
      check([=](Value value) -> Failure {
        const std::optional<double> number = value.number();
        if (!number || holds(*number, bound)) return std::nullopt;
        return SchemaFailure{keyword, value,
                             fmt::format("expected {} {}, found {}", expected,
                                         base::number_text(bound), shown(value))};
      });
    };
    if (keyword == "minimum") compare("at least", std::greater_equal<>());
    if (keyword == "maximum") compare("at most", std::less_equal<>());
    if (keyword == "exclusiveMinimum") compare("more than", std::greater<>());
    if (keyword == "exclusiveMaximum") compare("less than", std::less<>());
    if (keyword == "multipleOf") compare("a multiple of", is_multiple);
  }

  void add_size_check(Value argument) {
    const auto limit = [&](bool at_least, std::string_view what, auto size_of) {
      const std::string_view keyword = keyword_;
      const double bound = argument.number().value_or(0);
      check([=](Value value) -> Failure {
        const std::optional<double> size = size_of(value);
        if (!size || (at_least ? *size >= bound : *size <= bound)) return std::nullopt;
        return SchemaFailure{
            keyword, value,
            fmt::format("expected at {} {} {}, found {}", at_least ? "least" : "most",
                        base::number_text(bound), what, base::number_text(*size))};
      });
    };
    const auto count_of = [](ValueKind kind) {
      return [kind](Value value) -> std::optional<double> {
        if (!value.is(kind)) return std::nullopt;
        return static_cast<double>(value.count());
      };
    };
    const auto length = [](Value value) -> std::optional<double> {
      if (!is_text(value)) return std::nullopt;
      return static_cast<double>(base::code_points(value.text()));
    };
    if (keyword_ == "minLength") limit(true, "characters", length);
    if (keyword_ == "maxLength") limit(false, "characters", length);
    if (keyword_ == "minItems") limit(true, "elements", count_of(ValueKind::array));
    if (keyword_ == "maxItems") limit(false, "elements", count_of(ValueKind::array));
    if (keyword_ == "minProperties") limit(true, "fields", count_of(ValueKind::object));
    if (keyword_ == "maxProperties") limit(false, "fields", count_of(ValueKind::object));
  }

  void add_array_check(Value argument) {
    if (keyword_ == "items" && argument.is(ValueKind::array)) {
      add_item_list(inner_list(argument));
    } else if (keyword_ == "items") {
      add_item_list({}, inner(argument));
    } else if (keyword_ == "contains") {
      check([schema = inner(argument)](Value value) -> Failure {
        if (!value.is(ValueKind::array)) return std::nullopt;
        bool any = false;
        for_each_element(value, [&](Value element) { any = any || fits(*schema, element); });
        if (any) return std::nullopt;
        return SchemaFailure{"contains", value, "no element is as wanted"};
      });
    } else if (keyword_ == "uniqueItems" && argument.text() == "true") {
      check([](Value value) -> Failure {
        if (!value.is(ValueKind::array)) return std::nullopt;
        std::vector<Value> seen;
        Failure failure;
        for_each_element(value, [&](Value element) {
          const bool repeated = std::any_of(seen.begin(), seen.end(),
                                            [&](Value one) { return json_equal(one, element); });
          if (repeated && !failure) {
            failure = SchemaFailure{"uniqueItems", element,
                                    fmt::format("{} stands twice", shown(element))};
          }
          seen.push_back(element);
        });
        return failure;
      });
    }
  }

  // Elements by place, and those after them by `rest` or "additionalItems".
  void add_item_list(std::vector<std::shared_ptr<const Schema>> by_place,
                     std::shared_ptr<const Schema> rest = nullptr) {
    const Value additional = json_.member("additionalItems");
    if (!rest && !additional.missing()) rest = inner(additional);
    check([by_place = std::move(by_place), rest = std::move(rest)](Value value) -> Failure {
      if (!value.is(ValueKind::array)) return std::nullopt;
      Failure failure;
      std::size_t at = 0;
      for_each_element(value, [&](Value element) {
        const Schema* schema = at < by_place.size() ? by_place[at].get() : rest.get();
        if (!failure && schema != nullptr) failure = failure_of(*schema, element);
        ++at;
      });
      return failure;
    });
  }

  void add_object_check(Value argument) {
    if (keyword_ == "required") {
      check([argument](Value value) -> Failure {
        if (!value.is(ValueKind::object)) return std::nullopt;
        Failure failure;
        for_each_element(argument, [&](Value name) {
          if (failure || !value.member(name.text()).missing()) return;
          failure = SchemaFailure{"required", value,
                                  fmt::format("{} is missing", base::quoted(name.text()))};
        });
        return failure;
      });
    } else if (keyword_ == "properties") {
      for_each_member(argument, [&](Value key, Value json) {
        check([name = key.text(), schema = inner(json)](Value value) -> Failure {
          const Value member = value.member(name);
          return member.missing() ? std::nullopt : failure_of(*schema, member);
        });
      });
    } else if (keyword_ == "additionalProperties") {
      add_additional_properties(inner(argument), json_.member("properties"));
    } else if (keyword_ == "propertyNames") {
      check([schema = inner(argument)](Value value) -> Failure {
        Failure failure;
        if (!value.is(ValueKind::object)) return failure;
        for_each_member(value, [&](Value key, Value) {
          if (!failure) failure = failure_of(*schema, key);
        });
        return failure;
      });
    } else if (keyword_ == "dependencies") {
      for_each_member(argument, [&](Value key, Value wanted) { add_dependency(key, wanted); });
    }
  }

  void add_additional_properties(std::shared_ptr<const Schema> schema, Value properties) {
    // What patternProperties takes is not known here, so nothing is refused beside it.
    if (!json_.member("patternProperties").missing()) return;
    check([schema = std::move(schema), properties](Value value) -> Failure {
      Failure failure;
      if (!value.is(ValueKind::object)) return failure;
      for_each_member(value, [&](Value key, Value member) {
        if (failure || !properties.member(key.text()).missing()) return;
        failure = failure_of(*schema, member);
        if (failure && schema->refuses_all) {
          failure->message = fmt::format("{} is not allowed", base::quoted(key.text()));
        }
      });
      return failure;
    });
  }

  void add_dependency(Value key, Value wanted) {
    if (!wanted.is(ValueKind::array)) {
      check([name = key.text(), schema = inner(wanted)](Value value) -> Failure {
        return value.member(name).missing() ? std::nullopt : failure_of(*schema, value);
      });
      return;
    }
    check([name = key.text(), wanted](Value value) -> Failure {
      Failure failure;
      if (value.member(name).missing()) return failure;
      for_each_element(wanted, [&](Value other) {
        if (failure || !value.member(other.text()).missing()) return;
        failure = SchemaFailure{
            "dependencies", value,
            fmt::format("{} needs {} beside it", base::quoted(name), base::quoted(other.text()))};
      });
      return failure;
    });
  }

  void add_combination(Value argument) {
    if (keyword_ == "allOf") {
      for (auto& schema : inner_list(argument)) {
        check([schema](Value value) { return failure_of(*schema, value); });
      }
    } else if (keyword_ == "anyOf" || keyword_ == "oneOf") {
      const bool one = keyword_ == "oneOf";
      check([one, schemas = inner_list(argument)](Value value) -> Failure {
        const auto fitting = std::count_if(schemas.begin(), schemas.end(),
                                           [&](const auto& s) { return fits(*s, value); });
        if (one ? fitting == 1 : fitting > 0) return std::nullopt;
        return SchemaFailure{
            one ? "oneOf" : "anyOf", value,
            fmt::format("fits {} of the {} alternatives", fitting, schemas.size())};
      });
    } else if (keyword_ == "not") {
      check([schema = inner(argument)](Value value) -> Failure {
        if (!fits(*schema, value)) return std::nullopt;
        return SchemaFailure{"not", value, "is what it must not be"};
      });
    } else if (keyword_ == "if") {
      const Value then = json_.member("then"), otherwise = json_.member("else");
      const auto schema_or_none = [&](Value json) {
        return json.missing() ? nullptr : inner(json);
      };
      check([condition = inner(argument), then_schema = schema_or_none(then),
             else_schema = schema_or_none(otherwise)](Value value) -> Failure {
        const auto& branch = fits(*condition, value) ? then_schema : else_schema;
        return branch ? failure_of(*branch, value) : std::nullopt;
      });
    }
  }

  std::vector<std::string>& unchecked_;
  Schema* schema_ = nullptr;
  Value json_;
  std::string_view keyword_;
};

}  // namespace

struct RecordSchema::State {
  explicit State(std::string json) : document("rule", std::move(json)) {
    root = Compiler(unchecked).compile(document.root());
  }

  model::JsonDocument document;
  std::vector<std::string> unchecked;
  SchemaPointer root;
};

RecordSchema::RecordSchema(std::string json) : state_(std::make_unique<State>(std::move(json))) {}
RecordSchema::~RecordSchema() = default;
RecordSchema::RecordSchema(RecordSchema&&) noexcept = default;
RecordSchema& RecordSchema::operator=(RecordSchema&&) noexcept = default;

const std::vector<std::string>& RecordSchema::unchecked_keywords() const {
  return state_->unchecked;
}

std::optional<SchemaFailure> RecordSchema::failure(Value value) const {
  return failure_of(*state_->root, value);
}

}  // namespace lbl::validate
