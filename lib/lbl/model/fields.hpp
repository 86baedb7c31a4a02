// Which fields of a record a program wants: names, JSON Pointers, and the plan that a reader
// follows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::model {

/// A place in a record: a top-level key, or a JSON Pointer (RFC 6901) when it starts with '/'.
/// In CSV the whole text is the column name.
struct FieldPath {
  std::string text;               ///< as the user wrote it
  std::vector<std::string> keys;  ///< the unescaped steps; one for a plain name

  FieldPath() = default;
  /// Throws Error (usage) for a pointer with a bad "~" escape.
  explicit FieldPath(std::string_view name);
  bool operator==(const FieldPath& other) const { return text == other.text; }
};

/// The fields that a reader hands out, by their place in `fields`. Everything else in a record is
/// checked all the same, but not kept.
struct FieldPlan {
  std::vector<FieldPath> fields;
  /// Also build the whole record as one value (for rules and schemas); costs time.
  bool whole_record = false;
  /// Numbers of fields that hold ids. Their integers are compared by their digits, so that a reader
  /// has nothing to say about one that no double holds.
  std::vector<std::size_t> identifiers;

  /// The number of `name` in `fields`, added when it is not there yet.
  std::size_t want(std::string_view name);
  /// The same, for a field that holds an id.
  std::size_t want_identifier(std::string_view name);
};

/// The standard fields of a record and how this batch names them (guideline or --item-field etc.).
/// Files that lbl writes always use the defaults.
struct FieldNames {
  std::string item = "item";
  std::string annotator = "annotator";
  std::string label;  ///< empty: each task reads its own field
  std::string text = "text";
  std::string time = "time";
  std::string seconds;   ///< time spent; empty: not recorded
  std::string started;   ///< when the work on the answer began; empty: not recorded
  std::string messages;  ///< chat; empty: none
  std::string turn;      ///< number of the message that the answer is about, from 0; empty: none
  std::string instruction, input, output;  ///< the parts of an instruction record; empty: none
  std::string split;
  std::string media_width, media_height, media_seconds;
  std::string gold = "gold";
};

}  // namespace lbl::model
