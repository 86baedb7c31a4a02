// Reads the known fields of a roster's records and keeps all others as text.
#include "lbl/model/roster.hpp"

#include <fmt/format.h>

#include <set>

#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

// An array's elements, or text cut at "|"; blanks around an element do not count.
std::vector<std::string> list_of(Value value) {
  std::vector<std::string> list;
  const auto add = [&](std::string_view text) {
    const std::string_view element = base::trimmed(text);
    if (!element.empty()) list.emplace_back(element);
  };
  if (value.is_no_answer()) return list;
  if (value.is(ValueKind::array)) {
    for_each_element(value, [&](Value element) {
      if (!element.is_no_answer()) add(element.text());
    });
    return list;
  }
  for (const std::string& part : base::split(value.text(), '|')) add(part);
  return list;
}

// The number that a value spells, also as text ("40").
std::optional<double> number_of(Value value) {
  if (value.is(ValueKind::string)) return base::parse_number(base::trimmed(value.text()));
  return value.number();
}

std::string wrong_amount(const char* field, Value value, const char* expected) {
  return fmt::format("field \"{}\" is {}: expected {}", field, base::quoted(value.text()),
                     expected);
}

std::string read_amounts(const std::map<std::string_view, Value>& members, RosterEntry& entry) {
  constexpr double kMostExact = 9007199254740992.0;  // 2^53
  if (const auto at = members.find("quota"); at != members.end() && !at->second.is_no_answer()) {
    const std::optional<double> number = number_of(at->second);
    const bool whole = number && *number >= 0 && *number <= kMostExact &&
                       *number == static_cast<double>(static_cast<std::uint64_t>(*number));
    if (!whole) return wrong_amount("quota", at->second, "a whole number of answers, 0 or more");
    entry.quota = static_cast<std::uint64_t>(*number);
  }
  if (const auto at = members.find("hours"); at != members.end() && !at->second.is_no_answer()) {
    entry.hours = number_of(at->second);
    if (!entry.hours || *entry.hours < 0) {
      return wrong_amount("hours", at->second, "a number of hours, 0 or more");
    }
  }
  return "";
}

}  // namespace

std::string Roster::add(const Record& record) {
  RosterEntry entry;
  entry.line = record.place.line;
  std::map<std::string_view, Value> members;
  for_each_member(record.root(), [&](Value key, Value value) {
    members.emplace(key.text(), value);
    if (value.is_no_answer() || value.is(ValueKind::object)) return;
    entry.fields.emplace(key.text(), value.is(ValueKind::array) ? base::join(list_of(value), "|")
                                                                : std::string(value.text()));
  });
  for (const std::string_view field : {std::string_view("name"), std::string_view("annotator"),
                                       std::string_view(annotator_field_)}) {
    const auto at = members.find(field);
    if (!entry.name.empty() || at == members.end() || at->second.is_no_answer()) continue;
    if (at->second.is(ValueKind::array) || at->second.is(ValueKind::object)) continue;
    entry.name = at->second.text();
  }
  if (entry.name.empty()) {
    return "the record names no annotator: expected a field \"name\" with text in it";
  }
  if (const RosterEntry* earlier = find(entry.name)) {
    return fmt::format("annotator {} is already on line {}", base::quoted(entry.name),
                       earlier->line);
  }
  if (std::string wrong = read_amounts(members, entry); !wrong.empty()) {
    return fmt::format("annotator {}: {}", base::quoted(entry.name), wrong);
  }
  const auto list = [&](std::string_view field) {
    const auto at = members.find(field);
    return at == members.end() ? std::vector<std::string>() : list_of(at->second);
  };
  entry.languages = list("languages");
  entry.groups = list("groups");
  entry.may_not_see = list("may_not_see");
  by_name_.emplace(entry.name, entries_.size());
  entries_.push_back(std::move(entry));
  return "";
}

const RosterEntry* Roster::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : &entries_[at->second];
}

std::optional<std::string> Roster::value(std::string_view name, std::string_view field) const {
  const RosterEntry* entry = find(name);
  if (!entry) return std::nullopt;
  const auto at = entry->fields.find(field);
  if (at == entry->fields.end()) return std::nullopt;
  return at->second;
}

bool Roster::has_field(std::string_view field) const {
  for (const RosterEntry& entry : entries_) {
    if (entry.fields.find(field) != entry.fields.end()) return true;
  }
  return false;
}

std::vector<std::string> Roster::field_names() const {
  std::set<std::string> names;
  for (const RosterEntry& entry : entries_) {
    for (const auto& [name, text] : entry.fields) names.insert(name);
  }
  return {names.begin(), names.end()};
}

}  // namespace lbl::model
