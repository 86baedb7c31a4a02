// Values of scores are kept once each, as nodes that look like those of a record.
#include "lbl/sample/item_list.hpp"

#include <algorithm>

namespace lbl::sample {

namespace {

constexpr std::uint32_t kMissingValue = 0xFFFFFFFFu;

}  // namespace

std::optional<std::string_view> item_id(model::Value value) {
  using model::ValueKind;
  if (value.is_no_answer()) return std::nullopt;
  if (value.is(ValueKind::string) || value.is(ValueKind::number) || value.is(ValueKind::cell)) {
    return value.text();
  }
  return std::nullopt;
}

ItemScores::ItemScores(std::vector<std::string> fields)
    : fields_(std::move(fields)), present_(fields_.size(), 0) {}

std::uint32_t ItemScores::value_number(model::Value value) {
  if (value.missing()) return kMissingValue;
  std::string coded(1, static_cast<char>(value.kind()));
  coded += value.text();
  const std::uint32_t number = values_known_.add(coded);
  if (number == nodes_.size()) {
    texts_.emplace_back(coded, 1);
    nodes_.push_back({texts_.back(), 0, 1, 0, value.kind()});
  }
  return number;
}

bool ItemScores::add(std::string_view item, const std::vector<model::Value>& values) {
  const std::size_t begin = items_.add(item) * fields_.size();
  if (begin == values_.size()) values_.resize(begin + fields_.size(), kMissingValue);
  bool same = true;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const std::uint32_t number = value_number(values[i]);
    if (number == kMissingValue) continue;
    present_[i] = 1;
    std::uint32_t& known = values_[begin + i];
    if (known == kMissingValue) known = number;
    same = same && known == number;
  }
  return same;
}

std::optional<std::size_t> ItemScores::field(std::string_view field) const {
  const auto at = std::find(fields_.begin(), fields_.end(), field);
  const auto number = static_cast<std::size_t>(at - fields_.begin());
  if (at == fields_.end() || !present_[number]) return std::nullopt;
  return number;
}

model::Value ItemScores::value(std::uint32_t row, std::size_t field) const {
  const std::uint32_t number = values_[row * fields_.size() + field];
  return number == kMissingValue ? model::Value() : model::Value(&nodes_[number]);
}

}  // namespace lbl::sample
