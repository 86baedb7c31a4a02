// Builds the tree of wanted fields.
#include "lbl/io/field_tree.hpp"

#include <algorithm>

namespace lbl::io {

FieldTree::FieldTree(const model::FieldPlan& plan) : nodes_(2) {
  for (std::size_t number = 0; number < plan.fields.size(); ++number) {
    std::uint32_t at = kRoot;
    for (const std::string& key : plan.fields[number].keys) {
      std::uint32_t next = child(at, key);
      if (next == kNowhere) {
        next = size();
        nodes_[at].children.emplace_back(key, next);
        nodes_.emplace_back();
      }
      at = next;
    }
    nodes_[at].fields.push_back(static_cast<std::uint32_t>(number));
    const auto& ids = plan.identifiers;
    if (std::find(ids.begin(), ids.end(), number) != ids.end()) nodes_[at].identifier = true;
  }
}

std::uint32_t FieldTree::child(std::uint32_t node, std::string_view key) const {
  for (const auto& [name, number] : nodes_[node].children) {
    if (name == key) return number;
  }
  return kNowhere;
}

}  // namespace lbl::io
