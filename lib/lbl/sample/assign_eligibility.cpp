// Languages, groups and conflicts, looked up once for each kind of item.
#include <algorithm>
#include <map>

#include "lbl/sample/assign_state.hpp"

namespace lbl::sample {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool allows(const AssignSpec& spec, const model::RosterEntry& entry,
            const std::vector<std::optional<std::string>>& values) {
  if (spec.language && !entry.languages.empty()) {
    const auto& language = values[*spec.language];
    if (language && !holds(entry.languages, *language)) return false;
  }
  if (spec.group) {
    const auto& group = values[*spec.group];
    if (group && !holds(entry.groups, *group)) return false;
  }
  for (std::size_t i = 0; i < spec.fields.size(); ++i) {
    if (values[i] && holds(entry.may_not_see, spec.fields[i] + "=" + *values[i])) return false;
  }
  return true;
}

}  // namespace

Eligibility::Eligibility(const AssignSpec& spec, const model::Roster& roster,
                         const std::vector<AssignItem>& items)
    : annotators_(roster.entries().size()), barred_(items.size()) {
  std::map<std::vector<std::optional<std::string>>, std::uint32_t> numbers;
  std::map<std::string, std::uint32_t, std::less<>> annotator_numbers;
  std::multimap<std::string, std::uint32_t> conflicts;  // item id to annotator
  for (std::uint32_t a = 0; a < annotators_; ++a) {
    const model::RosterEntry& entry = roster.entries()[a];
    annotator_numbers.emplace(entry.name, a);
    for (const std::string& item : entry.may_not_see) conflicts.emplace(item, a);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto [at, added] =
        numbers.try_emplace(items[i].values, static_cast<std::uint32_t>(kinds_.size()));
    if (added) {
      Kind kind;
      for (const model::RosterEntry& entry : roster.entries()) {
        kind.allowed.push_back(allows(spec, entry, items[i].values) ? 1 : 0);
      }
      kinds_.push_back(std::move(kind));
    }
    kind_of_.push_back(at->second);
    ++kinds_[at->second].items;
    for (const std::string& name : items[i].barred) {
      const auto found = annotator_numbers.find(name);
      if (found != annotator_numbers.end()) barred_[i].push_back(found->second);
    }
    const auto [first, last] = conflicts.equal_range(items[i].id);
    for (auto conflict = first; conflict != last; ++conflict) {
      barred_[i].push_back(conflict->second);
    }
    std::sort(barred_[i].begin(), barred_[i].end());
    barred_[i].erase(std::unique(barred_[i].begin(), barred_[i].end()), barred_[i].end());
  }
}

bool Eligibility::may_see(std::size_t item, std::size_t annotator) const {
  if (!kinds_[kind_of_[item]].allowed[annotator]) return false;
  const auto& barred = barred_[item];
  return !std::binary_search(barred.begin(), barred.end(), static_cast<std::uint32_t>(annotator));
}

std::size_t Eligibility::count(std::size_t item) const {
  std::size_t count = 0;
  for (std::size_t a = 0; a < annotators_; ++a) count += may_see(item, a) ? 1 : 0;
  return count;
}

double Eligibility::both(std::size_t first, std::size_t second) const {
  std::size_t items = 0;
  for (const Kind& kind : kinds_) {
    if (kind.allowed[first] && kind.allowed[second]) items += kind.items;
  }
  return kind_of_.empty() ? 0 : static_cast<double>(items) / static_cast<double>(kind_of_.size());
}

}  // namespace lbl::sample
