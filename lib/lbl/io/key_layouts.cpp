// Learning of key layouts. All limits are there so that no input can make it learn without end:
// what is not learned is checked the slow way, key by key.
#include "lbl/io/key_layouts.hpp"

#include <algorithm>

#include "lbl/base/hash.hpp"

namespace lbl::io {

namespace {

constexpr std::size_t kMostLayouts = 2048;  // beside the roots
constexpr std::size_t kSlots = 4 * kMostLayouts;
constexpr std::uint32_t kMostKeys = 128;  // of an object
constexpr std::uint32_t kMostEdges = 8;   // away from one layout: more means that keys are data
constexpr std::uint32_t kRecordsToKeep = 4096;

bool needs_no_escape(std::string_view key) {
  for (const char c : key) {
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) return false;
  }
  return true;
}

}  // namespace

KeyLayouts::KeyLayouts(const FieldTree& fields) : fields_(fields) {
  forget();
}

void KeyLayouts::forget() {
  layouts_.clear();
  edges_.clear();
  slots_.assign(kSlots, 0);
  records_ = 0;
  // One root for each node of the field tree, at the same number; the deeper ones are for objects
  // that are not under a learned key.
  for (std::uint32_t node = 0; node < fields_.size(); ++node) add_layout(node);
}

void KeyLayouts::begin_record() {
  if (++records_ >= kRecordsToKeep && layouts_.size() + 2 > fields_.size() + kMostLayouts) {
    forget();
  }
}

std::uint32_t KeyLayouts::add_layout(std::uint32_t wanted) {
  layouts_.emplace_back().wanted = wanted;
  return static_cast<std::uint32_t>(layouts_.size() - 1);
}

bool KeyLayouts::same_tail(const Layout& known, const char* text, const char* stop) const {
  const std::string& key = edges_[known.predicted_edge].quoted_key;
  return stop - text >= static_cast<std::ptrdiff_t>(key.size()) &&
         std::memcmp(text + kLookAhead, key.data() + kLookAhead, key.size() - kLookAhead) == 0;
}

std::size_t KeyLayouts::slot_of(std::uint32_t layout, std::string_view key) const {
  std::size_t at = base::hash64(key, layout) % kSlots;
  while (slots_[at] != 0) {
    const Edge& edge = edges_[slots_[at] - 1];
    if (edge.from == layout && edge.key == key) break;
    at = (at + 1) % kSlots;
  }
  return at;
}

bool KeyLayouts::holds(std::uint32_t layout, std::string_view key) const {
  bool found = false;
  for_each_key(layout, [&](std::string_view held) { found = found || held == key; });
  return found;
}

KeyLayouts::Step KeyLayouts::take(std::uint32_t layout, std::string_view key) {
  const std::size_t slot = slot_of(layout, key);
  if (slots_[slot] != 0) {
    predict(layout, slots_[slot] - 1);
    return edges_[slots_[slot] - 1].step;
  }
  Step step;
  step.wanted = fields_.child(layouts_[layout].wanted, key);
  step.nested = root(step.wanted);
  step.duplicate = holds(layout, key);
  const bool room = layouts_.size() + 2 <= fields_.size() + kMostLayouts &&
                    layouts_[layout].depth < kMostKeys && layouts_[layout].edges < kMostEdges;
  if (step.duplicate || !room) return step;
  const std::uint32_t edge = learn(layout, key);
  slots_[slot] = edge + 1;
  predict(layout, edge);
  return edges_[edge].step;
}

std::uint32_t KeyLayouts::learn(std::uint32_t layout, std::string_view key) {
  const auto number = static_cast<std::uint32_t>(edges_.size());
  Edge& edge = edges_.emplace_back();
  edge.quoted_key = std::string(key) + '"';
  edge.key = std::string_view(edge.quoted_key).substr(0, key.size());
  edge.from = layout;
  edge.step.wanted = fields_.child(layouts_[layout].wanted, key);
  edge.step.nested = add_layout(edge.step.wanted);
  edge.step.next = add_layout(layouts_[layout].wanted);
  Layout& next = layouts_[edge.step.next];
  next.parent = layout;
  next.edge = number;
  next.depth = layouts_[layout].depth + 1;
  ++layouts_[layout].edges;
  return number;
}

void KeyLayouts::predict(std::uint32_t layout, std::uint32_t edge_number) {
  const Edge& edge = edges_[edge_number];
  if (!needs_no_escape(edge.key)) return;
  Layout& known = layouts_[layout];
  known.step = edge.step;
  known.predicted_edge = edge_number;
  known.size = static_cast<std::uint32_t>(edge.quoted_key.size());
  char text[kLookAhead] = {};
  char mask[kLookAhead] = {};
  const std::size_t shown = std::min(edge.quoted_key.size(), kLookAhead);
  std::copy_n(edge.quoted_key.data(), shown, text);
  std::memset(mask, 0xFF, shown);
  std::memcpy(known.words, text, sizeof known.words);
  std::memcpy(known.masks, mask, sizeof known.masks);
}

}  // namespace lbl::io
