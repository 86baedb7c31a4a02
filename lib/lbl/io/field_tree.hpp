// The wanted fields of a FieldPlan as a tree, to be walked along with a JSON value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lbl/model/fields.hpp"

namespace lbl::io {

/// Nodes are numbered; kNowhere is a place below which nothing is wanted.
class FieldTree {
 public:
  static constexpr std::uint32_t kNowhere = 0;
  static constexpr std::uint32_t kRoot = 1;

  explicit FieldTree(const model::FieldPlan& plan);

  /// The node of a member of the value at `node`.
  std::uint32_t child(std::uint32_t node, std::string_view key) const;
  /// The node of an element of the array at `node`; a pointer writes its index in decimal.
  std::uint32_t element(std::uint32_t node, std::uint32_t index) const {
    return child(node, std::to_string(index));
  }
  bool has_children(std::uint32_t node) const { return !nodes_[node].children.empty(); }
  /// The numbers of the fields that end at `node`; more than one when a plain name and a pointer
  /// mean the same place.
  const std::vector<std::uint32_t>& fields(std::uint32_t node) const { return nodes_[node].fields; }
  /// Whether the value at `node` is an id, of which every digit counts.
  bool is_identifier(std::uint32_t node) const { return nodes_[node].identifier; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }

 private:
  struct Node {
    std::vector<std::uint32_t> fields;
    std::vector<std::pair<std::string, std::uint32_t>> children;
    bool identifier = false;
  };
  std::vector<Node> nodes_;
};

}  // namespace lbl::io
