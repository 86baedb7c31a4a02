// The key sequences that objects of an input had so far, so that a record which repeats one needs
// one comparison a key: no look-up, no check for duplicates, no search for wanted fields.
#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/io/field_tree.hpp"

namespace lbl::io {

/// The keys of an object up to some point are a layout; a key leads from a layout to the next, as
/// with the hidden classes of JavaScript engines (Chambers, Ungar, Lee 1989). A layout never holds
/// a key twice, so whoever follows known layouts cannot meet a duplicate.
class KeyLayouts {
 public:
  /// No layout: the keys of such an object have to be remembered one by one.
  static constexpr std::uint32_t kUntracked = 0xFFFFFFFFu;

  /// Where a key leads.
  struct Step {
    std::uint32_t next = kUntracked;    ///< layout after the key
    std::uint32_t nested = kUntracked;  ///< first layout of an object that is its value
    std::uint32_t wanted = FieldTree::kNowhere;
    bool duplicate = false;
  };

  explicit KeyLayouts(const FieldTree& fields);

  /// Call before each record; layouts of former records may be forgotten here.
  void begin_record();
  /// The layout of an object without keys, for the value at a node of the field tree.
  std::uint32_t root(std::uint32_t wanted) const { return wanted; }

  /// If the bytes at `text` are the key that followed `layout` last time, and its closing quote:
  /// where that leads, and `text` is moved behind them. Else null. Nothing at or after `stop` is
  /// read, but for kLookAhead bytes that must be readable after `text` in any case.
  const Step* predicted(std::uint32_t layout, const char*& text, const char* stop) const {
    const Layout& known = layouts_[layout];
    std::uint64_t first, second;
    std::memcpy(&first, text, 8);
    std::memcpy(&second, text + 8, 8);
    const std::uint64_t differs =
        ((first ^ known.words[0]) & known.masks[0]) | ((second ^ known.words[1]) & known.masks[1]);
    if (differs != 0) return nullptr;
    if (known.size > kLookAhead && !same_tail(known, text, stop)) return nullptr;
    text += known.size;
    return &known.step;
  }
  static constexpr std::size_t kLookAhead = 16;

  /// Where an unescaped key leads from `layout`; learned if it is new and there is room.
  Step take(std::uint32_t layout, std::string_view key);
  /// Calls body(key) for each key of a layout.
  template <class Body>
  void for_each_key(std::uint32_t layout, Body&& body) const {
    for (std::uint32_t at = layout; layouts_[at].depth > 0; at = layouts_[at].parent) {
      body(edges_[layouts_[at].edge].key);
    }
  }

 private:
  struct Layout {
    std::uint64_t words[2] = {~std::uint64_t{0},
                              ~std::uint64_t{0}};  // no UTF-8 text has such bytes
    std::uint64_t masks[2] = {~std::uint64_t{0}, ~std::uint64_t{0}};
    Step step;
    std::uint32_t size = 0;  // of the predicted key with its quote
    std::uint32_t predicted_edge = 0;
    std::uint32_t wanted = FieldTree::kNowhere;
    std::uint32_t parent = 0;
    std::uint32_t edge = 0;   // that leads here
    std::uint32_t depth = 0;  // keys
    std::uint32_t edges = 0;  // that lead away
  };
  struct Edge {
    std::string_view key;
    std::string quoted_key;  // with the closing quote; empty if the key has to be escaped
    std::uint32_t from = 0;
    Step step;
  };

  void forget();
  bool same_tail(const Layout& known, const char* text, const char* stop) const;
  bool holds(std::uint32_t layout, std::string_view key) const;
  std::uint32_t add_layout(std::uint32_t wanted);
  std::uint32_t learn(std::uint32_t layout, std::string_view key);
  void predict(std::uint32_t layout, std::uint32_t edge);
  std::size_t slot_of(std::uint32_t layout, std::string_view key) const;

  const FieldTree& fields_;
  std::vector<Layout> layouts_;
  std::deque<Edge> edges_;            // a deque: views into its strings must stay
  std::vector<std::uint32_t> slots_;  // by (layout, key): edge + 1, 0 is free
  std::uint32_t records_ = 0;
};

}  // namespace lbl::io
