// Compiles the keywords of JSON Schema (draft-07) to checks.
#include "lbl/validate/schema_compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/validate/schema_format.hpp"
#include "lbl/validate/schema_references.hpp"
#include "lbl/validate/text_pattern.hpp"

namespace lbl::validate {

using model::Value;
using model::ValueKind;

namespace {

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

}  // namespace

void run_schema(const CompiledSchema& schema, Value value, FailureSink& sink) {
  if (schema.refuses_all) {
    sink.fail([&] { return SchemaFailure{"false", value, "nothing is allowed here"}; });
    return;
  }
  for (const auto& check : schema.checks) {
    check(value, sink);
    if (sink.is_done()) return;
  }
}

bool fits_schema(const CompiledSchema& schema, Value value) {
  FailureSink sink(FailureSink::Wanted::whether);
  run_schema(schema, value, sink);
  return !sink.failed();
}

// Makes the checks of one schema object.
class SchemaCompiler {
 public:
  SchemaCompiler(SchemaProgram& program, CompiledSchema& schema, Value json)
      : program_(program), schema_(schema), json_(json) {}

  void run() {
    if (json_.is(ValueKind::boolean)) {
      schema_.refuses_all = json_.text() == "false";
      return;
    }
    // Beside "$ref" nothing else counts (draft-07, section 8.3).
    if (const Value reference = json_.member("$ref"); reference.is(ValueKind::string)) {
      const Value target = referred_schema(program_.document_, reference.text());
      check([schema = inner_in_place(target)](Value value, FailureSink& sink) {
        run_schema(*schema, value, sink);
      });
      return;
    }
    for_each_member(json_, [&](Value key, Value argument) {
      keyword_ = key.text();
      add_value_check(argument);
      add_number_check(argument);
      add_size_check(argument);
      add_text_check(argument);
      add_array_check(argument);
      add_object_check(argument);
      add_combination(argument);
    });
  }

 private:
  template <class Body>
  void check(Body&& body) {
    schema_.checks.emplace_back(std::forward<Body>(body));
  }

  const CompiledSchema* inner(Value json) { return program_.compiled(json); }
  const CompiledSchema* inner_in_place(Value json) {
    program_.in_place_.emplace(&json_.node(), &json.node());
    return inner(json);
  }
  std::vector<const CompiledSchema*> inner_list(Value json) {
    std::vector<const CompiledSchema*> schemas;
    for_each_element(json, [&](Value one) { schemas.push_back(inner(one)); });
    return schemas;
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
      check([=](Value value, FailureSink& sink) {
        const bool any = std::any_of(types.begin(), types.end(),
                                     [&](std::string_view type) { return has_type(value, type); });
        if (any) return;
        sink.fail([&] {
          return SchemaFailure{keyword, value,
                               fmt::format("expected {}, found {} {}", fmt::join(types, " or "),
                                           kind_name(value), shown(value))};
        });
      });
    } else if (keyword == "const") {
      check([=](Value value, FailureSink& sink) {
        if (json_equal(value, argument)) return;
        sink.fail([&] {
          return SchemaFailure{
              keyword, value,
              fmt::format("expected {}, found {}",
                          base::escaped(model::compact_json(argument), 120), shown(value))};
        });
      });
    } else if (keyword == "enum") {
      check([=](Value value, FailureSink& sink) {
        bool found = false;
        for_each_element(argument, [&](Value one) { found = found || json_equal(value, one); });
        if (found) return;
        sink.fail([&] {
          return SchemaFailure{
              keyword, value,
              fmt::format("expected one of {}, found {}",
                          base::escaped(model::compact_json(argument), 120), shown(value))};
        });
      });
    }
  }

  void add_number_check(Value argument) {
    const std::string_view keyword = keyword_;
    const auto compare = [&](std::string_view expected, auto holds) {
      const double bound = argument.number().value_or(0);
      check([=](Value value, FailureSink& sink) {
        const std::optional<double> number = value.number();
        if (!number || holds(*number, bound)) return;
        sink.fail([&] {
          return SchemaFailure{keyword, value,
                               fmt::format("expected {} {}, found {}", expected,
                                           base::number_text(bound), shown(value))};
        });
      });
    };
    if (keyword == "minimum") compare("at least", std::greater_equal<>());
    if (keyword == "maximum") compare("at most", std::less_equal<>());
    if (keyword == "exclusiveMinimum") compare("more than", std::greater<>());
    if (keyword == "exclusiveMaximum") compare("less than", std::less<>());
    if (keyword == "multipleOf") compare("a multiple of", is_multiple);
  }

  enum class Limit { least, most };

  template <class SizeOf>
  void limit(Limit side, Value argument, std::string_view what, SizeOf size_of) {
    const std::string_view keyword = keyword_;
    const double bound = argument.number().value_or(0);
    check([=](Value value, FailureSink& sink) {
      const std::optional<double> size = size_of(value);
      if (!size || (side == Limit::least ? *size >= bound : *size <= bound)) return;
      sink.fail([&] {
        return SchemaFailure{
            keyword, value,
            fmt::format("expected at {} {} {}, found {}", side == Limit::least ? "least" : "most",
                        base::number_text(bound), what, base::number_text(*size))};
      });
    });
  }

  void add_size_check(Value argument) {
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
    const auto elements = count_of(ValueKind::array), fields = count_of(ValueKind::object);
    if (keyword_ == "minLength") limit(Limit::least, argument, "characters", length);
    if (keyword_ == "maxLength") limit(Limit::most, argument, "characters", length);
    if (keyword_ == "minItems") limit(Limit::least, argument, "elements", elements);
    if (keyword_ == "maxItems") limit(Limit::most, argument, "elements", elements);
    if (keyword_ == "minProperties") limit(Limit::least, argument, "fields", fields);
    if (keyword_ == "maxProperties") limit(Limit::most, argument, "fields", fields);
  }

  void add_text_check(Value argument) {
    if (keyword_ == "pattern") {
      check([pattern = std::make_shared<const TextPattern>(argument.text())](Value value,
                                                                             FailureSink& sink) {
        if (!is_text(value)) return;
        const TextPattern::Result result = pattern->find(value.text());
        if (result == TextPattern::Result::found) return;
        sink.fail([&] {
          const bool gave_up = result == TextPattern::Result::gave_up;
          return SchemaFailure{
              "pattern", value,
              fmt::format("{} {} the pattern {}", shown(value),
                          gave_up ? "takes too many steps to be held against" : "does not fit",
                          base::escaped(pattern->text(), 80))};
        });
      });
    } else if (keyword_ == "format") {
      const std::string_view name = argument.text();
      if (!has_format(name, "")) {
        program_.unchecked_.emplace_back(name);
        return;
      }
      check([name](Value value, FailureSink& sink) {
        if (!is_text(value) || has_format(name, value.text()).value_or(true)) return;
        sink.fail([&] {
          return SchemaFailure{
              "format", value,
              fmt::format("{} is no {}", base::quoted(value.text(), 40), base::escaped(name, 40))};
        });
      });
    }
  }

  void add_array_check(Value argument) {
    if (keyword_ == "items" && argument.is(ValueKind::array)) {
      add_item_list(inner_list(argument), nullptr);
    } else if (keyword_ == "items") {
      add_item_list({}, inner(argument));
    } else if (keyword_ == "contains") {
      check([schema = inner(argument)](Value value, FailureSink& sink) {
        if (!value.is(ValueKind::array)) return;
        bool any = false;
        for_each_element(value, [&](Value element) { any = any || fits_schema(*schema, element); });
        if (any) return;
        sink.fail([&] { return SchemaFailure{"contains", value, "no element is as wanted"}; });
      });
    } else if (keyword_ == "uniqueItems" && argument.text() == "true") {
      check([](Value value, FailureSink& sink) {
        if (!value.is(ValueKind::array)) return;
        std::vector<Value> seen;
        for_each_element(value, [&](Value element) {
          const bool repeated = std::any_of(seen.begin(), seen.end(),
                                            [&](Value one) { return json_equal(one, element); });
          seen.push_back(element);
          if (!repeated) return;
          sink.fail([&] {
            return SchemaFailure{"uniqueItems", element,
                                 fmt::format("{} stands twice", shown(element))};
          });
        });
      });
    }
  }

  // Elements by place, and those after them by `rest` or "additionalItems".
  void add_item_list(std::vector<const CompiledSchema*> by_place, const CompiledSchema* rest) {
    const Value additional = json_.member("additionalItems");
    if (rest == nullptr && !additional.missing()) rest = inner(additional);
    check([by_place = std::move(by_place), rest](Value value, FailureSink& sink) {
      if (!value.is(ValueKind::array)) return;
      std::size_t at = 0;
      for_each_element(value, [&](Value element) {
        const CompiledSchema* schema = at < by_place.size() ? by_place[at] : rest;
        ++at;
        if (schema != nullptr && !sink.is_done()) run_schema(*schema, element, sink);
      });
    });
  }

  void add_object_check(Value argument) {
    if (keyword_ == "required") {
      check([argument](Value value, FailureSink& sink) {
        if (!value.is(ValueKind::object)) return;
        for_each_element(argument, [&](Value name) {
          if (!value.member(name.text()).missing()) return;
          sink.fail([&] {
            return SchemaFailure{"required", value,
                                 fmt::format("{} is missing", base::quoted(name.text()))};
          });
        });
      });
    } else if (keyword_ == "properties") {
      for_each_member(argument, [&](Value key, Value json) {
        check([name = key.text(), schema = inner(json)](Value value, FailureSink& sink) {
          const Value member = value.member(name);
          if (!member.missing()) run_schema(*schema, member, sink);
        });
      });
    } else if (keyword_ == "patternProperties") {
      for_each_member(argument, [&](Value key, Value json) {
        check([pattern = std::make_shared<const TextPattern>(key.text()), schema = inner(json)](
                  Value value, FailureSink& sink) {
          if (!value.is(ValueKind::object)) return;
          for_each_member(value, [&](Value name, Value member) {
            if (sink.is_done() || pattern->find(name.text()) == TextPattern::Result::not_found) {
              return;
            }
            run_schema(*schema, member, sink);
          });
        });
      });
    } else if (keyword_ == "additionalProperties") {
      add_additional_properties(inner(argument));
    } else if (keyword_ == "propertyNames") {
      check([schema = inner(argument)](Value value, FailureSink& sink) {
        if (!value.is(ValueKind::object)) return;
        for_each_member(value, [&](Value key, Value) {
          if (!sink.is_done()) run_schema(*schema, key, sink);
        });
      });
    } else if (keyword_ == "dependencies") {
      for_each_member(argument, [&](Value key, Value wanted) { add_dependency(key, wanted); });
    }
  }

  void add_additional_properties(const CompiledSchema* schema) {
    std::vector<std::shared_ptr<const TextPattern>> patterns;
    if (const Value by_pattern = json_.member("patternProperties"); !by_pattern.missing()) {
      for_each_member(by_pattern, [&](Value key, Value) {
        patterns.push_back(std::make_shared<const TextPattern>(key.text()));
      });
    }
    check([schema, patterns = std::move(patterns), properties = json_.member("properties")](
              Value value, FailureSink& sink) {
      if (!value.is(ValueKind::object)) return;
      for_each_member(value, [&](Value key, Value member) {
        if (sink.is_done() || !properties.member(key.text()).missing()) return;
        const bool is_taken = std::any_of(patterns.begin(), patterns.end(), [&](const auto& one) {
          return one->find(key.text()) != TextPattern::Result::not_found;
        });
        if (is_taken) return;
        if (!schema->refuses_all) {
          run_schema(*schema, member, sink);
          return;
        }
        sink.fail([&] {
          return SchemaFailure{"additionalProperties", member,
                               fmt::format("{} is not allowed", base::quoted(key.text()))};
        });
      });
    });
  }

  void add_dependency(Value key, Value wanted) {
    if (!wanted.is(ValueKind::array)) {
      check([name = key.text(), schema = inner_in_place(wanted)](Value value, FailureSink& sink) {
        if (!value.member(name).missing()) run_schema(*schema, value, sink);
      });
      return;
    }
    check([name = key.text(), wanted](Value value, FailureSink& sink) {
      if (value.member(name).missing()) return;
      for_each_element(wanted, [&](Value other) {
        if (!value.member(other.text()).missing()) return;
        sink.fail([&] {
          return SchemaFailure{
              "dependencies", value,
              fmt::format("{} needs {} beside it", base::quoted(name), base::quoted(other.text()))};
        });
      });
    });
  }

  void add_combination(Value argument) {
    if (keyword_ == "allOf") {
      for_each_element(argument, [&](Value one) {
        check([schema = inner_in_place(one)](Value value, FailureSink& sink) {
          run_schema(*schema, value, sink);
        });
      });
    } else if (keyword_ == "anyOf" || keyword_ == "oneOf") {
      add_alternatives(argument);
    } else if (keyword_ == "not") {
      check([schema = inner_in_place(argument)](Value value, FailureSink& sink) {
        if (!fits_schema(*schema, value)) return;
        sink.fail([&] { return SchemaFailure{"not", value, "is what it must not be"}; });
      });
    } else if (keyword_ == "if") {
      const auto schema_or_none = [&](Value json) {
        return json.missing() ? nullptr : inner_in_place(json);
      };
      check([condition = inner_in_place(argument),
             then_schema = schema_or_none(json_.member("then")),
             else_schema = schema_or_none(json_.member("else"))](Value value, FailureSink& sink) {
        const CompiledSchema* branch = fits_schema(*condition, value) ? then_schema : else_schema;
        if (branch != nullptr) run_schema(*branch, value, sink);
      });
    }
  }

  void add_alternatives(Value argument) {
    const bool one = keyword_ == "oneOf";
    std::vector<const CompiledSchema*> schemas;
    for_each_element(argument, [&](Value json) { schemas.push_back(inner_in_place(json)); });
    check([one, schemas = std::move(schemas)](Value value, FailureSink& sink) {
      const auto fitting = std::count_if(schemas.begin(), schemas.end(), [&](const auto* schema) {
        return fits_schema(*schema, value);
      });
      if (one ? fitting == 1 : fitting > 0) return;
      sink.fail([&] {
        return SchemaFailure{
            one ? "oneOf" : "anyOf", value,
            fmt::format("fits {} of the {} alternatives", fitting, schemas.size())};
      });
    });
  }

  SchemaProgram& program_;
  CompiledSchema& schema_;
  Value json_;
  std::string_view keyword_;
};

SchemaProgram::SchemaProgram(Value root) : document_(root) {
  root_ = compiled(root);
  refuse_circles();
}

const CompiledSchema* SchemaProgram::compiled(Value json) {
  std::unique_ptr<CompiledSchema>& entry = schemas_[&json.node()];
  if (entry) return entry.get();
  entry = std::make_unique<CompiledSchema>();
  CompiledSchema* const schema = entry.get();
  SchemaCompiler(*this, *schema, json).run();
  return schema;
}

// Takes away, again and again, what leads nowhere; whatever is left leads back to itself.
void SchemaProgram::refuse_circles() const {
  std::multimap<const model::Node*, const model::Node*> left = in_place_;
  for (bool changed = true; changed;) {
    changed = false;
    for (auto at = left.begin(); at != left.end();) {
      const bool leads_on = left.find(at->second) != left.end();
      changed = changed || !leads_on;
      at = leads_on ? std::next(at) : left.erase(at);
    }
  }
  if (left.empty()) return;
  throw base::Error(base::ErrorKind::input,
                    fmt::format("the schema {} refers to itself without looking at a smaller value",
                                base::escaped(left.begin()->first->text, 60)));
}

}  // namespace lbl::validate
