// The roster: who annotates, how much each can do, what each may see, and what else is known of
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/record.hpp"
#include "lbl/model/value.hpp"

namespace lbl::model {

/// One annotator of a roster.
struct RosterEntry {
  std::string name;
  std::uint64_t line = 0;              ///< where the record starts
  std::optional<std::uint64_t> quota;  ///< answers at most
  std::optional<double> hours;         ///< time to spend
  std::vector<std::string> languages;  ///< empty: all
  std::vector<std::string> groups;
  std::vector<std::string> may_not_see;  ///< item ids, or FIELD=VALUE
  /// Every field of the record as text; missing values are not here, lists are joined by "|".
  std::map<std::string, std::string, std::less<>> fields;
};

/// A roster as it is read: one record an annotator, JSON Lines or CSV. Known fields are "name" (or
/// "annotator"), "quota", "hours", "languages", "groups" and "may_not_see" (lists are arrays, or
/// text joined by "|"); any other field is kept for those who ask by its name.
class Roster {
 public:
  /// `annotator_field` is another name for "name" and "annotator", as the batch calls it.
  explicit Roster(std::string annotator_field = "annotator")
      : annotator_field_(std::move(annotator_field)) {}

  /// Takes one record, which must be whole (FieldPlan::whole_record). Returns what is wrong with
  /// it, or "": no name, a name that is there already, a quota or hours that is none.
  std::string add(const Record& record);

  const std::vector<RosterEntry>& entries() const { return entries_; }
  bool empty() const { return entries_.empty(); }
  /// The annotator of that name; null when the roster has none.
  const RosterEntry* find(std::string_view name) const;
  /// A field of an annotator as text; none when the annotator or the value is missing.
  std::optional<std::string> value(std::string_view name, std::string_view field) const;
  /// Whether any annotator has a value for `field`.
  bool has_field(std::string_view field) const;
  /// The names of all fields, sorted.
  std::vector<std::string> field_names() const;

 private:
  std::string annotator_field_;
  std::vector<RosterEntry> entries_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
};

}  // namespace lbl::model
