// Reads one JSON value strictly and keeps the fields that are wanted.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lbl/io/chunk.hpp"
#include "lbl/io/field_tree.hpp"
#include "lbl/io/key_layouts.hpp"
#include "lbl/io/key_set.hpp"
#include "lbl/io/structure.hpp"
#include "lbl/model/fields.hpp"
#include "lbl/model/record.hpp"

namespace lbl::io {

/// Containers that may be open at once, the record itself included (DESIGN.md section 1).
constexpr std::size_t kMostDepth = 1024;
/// U+FEFF in UTF-8, which some programs put at the start of a file.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A strict JSON parser that is used again and again. It decides whether a text is well formed and
/// nothing more: locate() says what is wrong with one that is not.
///
/// simdjson finds the tokens of a window of many records at once; one walk over them checks the
/// grammar, every escape and every number, finds keys that stand twice in one object (compared
/// after unescaping), and keeps the wanted values. Nothing recurses.
class JsonParser {
 public:
  enum class Root : bool { object, container };

  explicit JsonParser(const model::FieldPlan& plan);

  /// Looks for tokens in `window`, which holds whole records and has padding after it. False if no
  /// record in it can be read this way because one of them is bad text; then each has to be tried
  /// as a window of its own.
  bool open_window(std::string_view window);
  /// Reads the value that is `text`, a part of the window. Texts must be read in their order.
  /// Unescaped texts go to `texts`. A byte order mark before the value is passed over with a
  /// remark. False if the text is not well-formed.
  bool read(std::string_view text, Root root, TextArena& texts);

  /// What the last read() kept; valid until the next one. Texts point into window and arena.
  const std::vector<model::Node>& nodes() const { return nodes_; }
  const std::vector<std::uint32_t>& field_nodes() const { return field_nodes_; }
  std::uint32_t root_node() const { return root_node_; }
  std::vector<model::Remark>& remarks() { return remarks_; }

 private:
  class Walk;

  // An open container.
  struct Frame {
    std::uint32_t node;    // kept at; kNotKept
    std::uint32_t count;   // members or elements so far
    std::uint32_t layout;  // object: of the keys so far
    std::uint32_t object;  // object: number in this record, when its layout is untracked
    std::uint32_t wanted;  // node of the field tree
    bool is_object;
    bool keep;  // its children are kept
  };
  static constexpr std::uint32_t kNotKept = 0xFFFFFFFFu;
  static constexpr std::uint32_t kNoPlace = 0xFFFFFFFFu;

  enum class StringKind : std::uint8_t { plain, escaped, wrong };

  void seek();
  bool walk(Root root);
  const KeyLayouts::Step* take_unknown_key(Frame& frame, const char* open, const char* close,
                                           StringKind kind);
  bool forget_layout(const Frame& frame, std::string_view key);
  std::uint32_t find_special(std::uint32_t from) const;
  StringKind look_into_string(const char* open, const char* close);
  bool unescape(std::string_view& text, bool wanted);
  std::uint32_t keep(model::ValueKind kind, const char* start, std::string_view text,
                     std::uint32_t wanted);
  void remark_on_integer(std::string_view digits);

  FieldTree fields_;
  KeyLayouts layouts_;
  KeySet keys_;
  bool whole_record_;

  StructuralIndex index_;
  std::vector<Frame> frames_;
  std::vector<model::Node> nodes_;
  std::vector<std::uint32_t> field_nodes_;
  std::vector<model::Remark> remarks_;
  std::vector<char> scratch_;
  KeyLayouts::Step unknown_step_;
  std::uint32_t root_node_ = kNotKept;

  const char* base_ = nullptr;  // of the window
  std::uint32_t window_size_ = 0;
  const std::uint32_t* cursor_ = nullptr;  // the next token
  std::uint32_t special_ = 0;  // place of the first special byte not yet passed, see find_special()

  const char* record_ = nullptr;
  std::uint32_t start_ = 0, stop_ = 0;  // of the text at hand, in the window
  TextArena* texts_ = nullptr;
};

}  // namespace lbl::io
