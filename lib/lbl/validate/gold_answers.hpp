// The right answers of a file, looked up by item.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"

namespace lbl::validate {

/// Known answers by item and task, as answer_hash() of each.
class GoldAnswers {
 public:
  void add(std::string_view item, std::size_t task, std::uint64_t hash) {
    const std::uint32_t id = items_.add(item);
    if (task >= by_task_.size()) by_task_.resize(task + 1);
    std::vector<std::optional<std::uint64_t>>& hashes = by_task_[task];
    if (id >= hashes.size()) hashes.resize(std::size_t{id} + 1);
    hashes[id] = hash;
  }
  /// None when nothing is known of the item's answer to that task.
  std::optional<std::uint64_t> find(std::string_view item, std::size_t task) const {
    if (task >= by_task_.size()) return std::nullopt;
    const std::optional<std::uint32_t> id = items_.find(item);
    if (!id || *id >= by_task_[task].size()) return std::nullopt;
    return by_task_[task][*id];
  }
  bool empty() const { return items_.empty(); }

 private:
  base::Dictionary items_;
  std::vector<std::vector<std::optional<std::uint64_t>>> by_task_;
};

}  // namespace lbl::validate
