// Reads members and words what is wrong with them.
#include "lbl/model/guideline_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

std::string found_text(Value value) {
  switch (value.kind()) {
    case ValueKind::object:
      return "an object";
    case ValueKind::array:
      return "an array";
    case ValueKind::null:
      return "null";
    case ValueKind::string:
      return "the string " + base::quoted(value.text(), 40);
    default:
      return base::escaped(value.text(), 40);
  }
}

}  // namespace

bool is_name(Value value) {
  return value.is(ValueKind::string) || value.is(ValueKind::number) || value.is(ValueKind::boolean);
}

std::string one_of(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

void GuidelineCheck::add(JsonPlace place, std::string message) {
  GuidelineProblem problem{std::move(place.file), place.line, place.column,
                           std::move(place.pointer), std::move(message)};
  found_.push_back({place.source, place.offset, std::move(problem)});
}

void GuidelineCheck::add(Value at, std::string message) {
  add(document_.place(at), std::move(message));
}

std::vector<GuidelineProblem> GuidelineCheck::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
    return std::tie(a.source, a.offset) < std::tie(b.source, b.offset);
  });
  std::vector<GuidelineProblem> problems;
  for (Found& found : found_) problems.push_back(std::move(found.problem));
  found_.clear();
  return problems;
}

void GuidelineCheck::expected(Value value, std::string_view what) {
  add(value, fmt::format("expected {}, found {}", what, found_text(value)));
}

bool GuidelineCheck::expect(Value value, ValueKind kind, std::string_view what) {
  if (value.is(kind)) return true;
  expected(value, what);
  return false;
}

void GuidelineCheck::keys(Value object, const std::vector<std::string>& allowed) {
  for_each_member(object, [&](Value key, Value) {
    if (std::find(allowed.begin(), allowed.end(), key.text()) != allowed.end()) return;
    std::string hint = base::did_you_mean(key.text(), allowed);
    if (hint.empty()) hint = "; expected " + one_of(allowed);
    add(key, fmt::format("unknown key {}{}", base::quoted(key.text()), hint));
  });
}

std::string GuidelineCheck::text(Value object, std::string_view key) {
  const Value value = object.member(key);
  if (value.missing() || !expect(value, ValueKind::string, "a string")) return "";
  return std::string(value.text());
}

std::string GuidelineCheck::name(Value object, std::string_view key) {
  const Value value = object.member(key);
  std::string out = text(object, key);
  if (value.is(ValueKind::string) && base::is_blank(out)) add(value, "expected a name, found none");
  return out;
}

std::optional<bool> GuidelineCheck::flag(Value object, std::string_view key) {
  const Value value = object.member(key);
  if (value.missing() || !expect(value, ValueKind::boolean, "true or false")) return std::nullopt;
  return value.text() == "true";
}

std::optional<double> GuidelineCheck::number(Value object, std::string_view key) {
  const Value value = object.member(key);
  if (value.missing() || !expect(value, ValueKind::number, "a number")) return std::nullopt;
  return value.number();
}

std::optional<std::uint64_t> GuidelineCheck::count(Value object, std::string_view key) {
  constexpr double kLargest = 9007199254740992.0;  // 2^53: beyond it doubles skip whole numbers
  const Value value = object.member(key);
  if (value.missing()) return std::nullopt;
  const std::optional<double> number = value.is(ValueKind::number) ? value.number() : std::nullopt;
  if (!number || *number < 0 || *number != std::floor(*number) || *number > kLargest) {
    expected(value, "a whole number, 0 or more");
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*number);
}

Value GuidelineCheck::array(Value object, std::string_view key) {
  const Value value = object.member(key);
  return !value.missing() && expect(value, ValueKind::array, "an array") ? value : Value();
}

Value GuidelineCheck::object(Value parent, std::string_view key) {
  const Value value = parent.member(key);
  return !value.missing() && expect(value, ValueKind::object, "an object") ? value : Value();
}

std::optional<std::size_t> GuidelineCheck::word(Value object, std::string_view key,
                                                const std::vector<std::string>& words) {
  const Value value = object.member(key);
  return value.missing() ? std::nullopt : word(value, words);
}

std::optional<std::size_t> GuidelineCheck::word(Value value,
                                                const std::vector<std::string>& words) {
  const auto at = std::find(words.begin(), words.end(), value.text());
  if (value.is(ValueKind::string) && at != words.end()) {
    return static_cast<std::size_t>(at - words.begin());
  }
  const std::string hint =
      value.is(ValueKind::string) ? base::did_you_mean(value.text(), words) : "";
  add(value, fmt::format("expected {}, found {}{}", one_of(words), found_text(value), hint));
  return std::nullopt;
}

std::optional<Severity> GuidelineCheck::severity(Value object) {
  std::vector<std::string> words;
  for (const Severity severity :
       {Severity::off, Severity::note, Severity::warning, Severity::error}) {
    words.emplace_back(severity_name(severity));
  }
  const std::optional<std::size_t> at = word(object, "severity", words);
  return at ? std::optional(static_cast<Severity>(*at)) : std::nullopt;
}

std::vector<std::string> GuidelineCheck::names(Value object, std::string_view key,
                                               std::string_view what) {
  std::vector<std::string> out;
  std::set<std::string_view> seen;
  const Value list = array(object, key);
  if (list.missing()) return out;
  for_each_element(list, [&](Value element) {
    if (!element.is(ValueKind::string) && !element.is(ValueKind::number)) {
      expected(element, "a string or a number");
    } else if (!seen.insert(element.text()).second) {
      add(element, fmt::format("{} {} stands twice", what, base::quoted(element.text())));
    } else {
      out.emplace_back(element.text());
    }
  });
  return out;
}

}  // namespace lbl::model
