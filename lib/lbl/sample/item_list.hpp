// What is known of items from other files: which are left out, and fields joined by item.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/model/record.hpp"
#include "lbl/model/value.hpp"

namespace lbl::sample {

/// The id that a value spells: a string, a number by its digits, or a CSV cell; else none.
std::optional<std::string_view> item_id(model::Value value);

/// Ids of items that must not be drawn (--exclude).
class ExcludedItems {
 public:
  void add(std::string_view id) { ids_.add(id); }
  bool empty() const { return ids_.empty(); }
  std::uint32_t size() const { return ids_.size(); }
  std::optional<std::uint32_t> find(std::string_view id) const { return ids_.find(id); }
  std::string_view id(std::uint32_t number) const { return ids_.text(number); }

 private:
  base::Dictionary ids_;
};

/// Fields of items from a file of scores (--scores), such as what `lbl-agree --emit items` writes.
class ItemScores {
 public:
  ItemScores() = default;
  /// `fields` are those that a draw may want.
  explicit ItemScores(std::vector<std::string> fields);

  /// Takes values of one item, one a field in the order of fields(); a missing value leaves the
  /// field to other records of the item. Returns false when a field already has another value.
  bool add(std::string_view item, const std::vector<model::Value>& values);

  const std::vector<std::string>& fields() const { return fields_; }
  /// The number of `field` when any item has a value (or null) for it.
  std::optional<std::size_t> field(std::string_view field) const;
  /// The row of `item`; none when the file does not have it.
  std::optional<std::uint32_t> row(std::string_view item) const { return items_.find(item); }
  /// A row's value of a field; missing where the record had none.
  model::Value value(std::uint32_t row, std::size_t field) const;

 private:
  std::uint32_t value_number(model::Value value);

  std::vector<std::string> fields_;
  std::vector<char> present_;  ///< per field
  base::Dictionary items_;
  base::Dictionary values_known_;      ///< texts of values, each led by its kind
  std::deque<std::string> texts_;      ///< of the nodes
  std::vector<model::Node> nodes_;     ///< per known value
  std::vector<std::uint32_t> values_;  ///< row-major, number of the value
};

}  // namespace lbl::sample
