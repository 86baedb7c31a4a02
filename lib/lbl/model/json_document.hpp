// A JSON file that people write: comments allowed, every value and key with its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lbl/model/value.hpp"

namespace lbl::model {

/// Where a value or a key stands.
struct JsonPlace {
  std::size_t source = 0;  ///< 0: the document itself; 1 and on: what it was folded onto
  std::uint64_t offset = 0;
  std::string file;
  std::uint64_t line = 1, column = 1;  ///< from 1; the column counts bytes
  std::string pointer;                 ///< JSON Pointer (RFC 6901) of the value, "" for the whole
};

/// What is wrong with the JSON itself.
struct JsonFault {
  JsonPlace place;
  std::string message;
};

struct JsonSource;

/// A JSON document (RFC 8259 with // and /* */ comments, a byte order mark skipped) as a flat run
/// of nodes. Nesting deeper than 1,024 is a fault; nothing recurses, whatever the input. Values
/// that it hands out live as long as the document or a document folded from it.
class JsonDocument {
 public:
  /// The deepest nesting that is read.
  static constexpr std::size_t kDeepest = 1024;

  /// Parses; never throws for what is wrong in `bytes`.
  JsonDocument(std::string file, std::string bytes);

  /// This document folded onto `base` by the rules of a JSON Merge Patch (RFC 7396): objects merge
  /// by key, everything else replaces, null takes a key of the base away. A null that takes nothing
  /// away is a fault, since it is a misspelled key. Both documents must have a root.
  JsonDocument folded_onto(const JsonDocument& base) const;

  /// The whole document; missing when it could not be parsed.
  Value root() const { return nodes_.empty() ? Value() : Value(nodes_.data()); }
  /// A syntax error (the first one, and then there is no root), keys that stand twice, nulls that
  /// take nothing away.
  const std::vector<JsonFault>& faults() const { return faults_; }
  /// The place of a value or key of this document.
  JsonPlace place(Value value) const;

 private:
  friend class JsonFolder;
  JsonDocument() = default;

  void find_duplicate_keys();
  std::string pointer_to(std::uint32_t target) const;

  std::vector<std::shared_ptr<const JsonSource>> sources_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> node_sources_;  // per node: index into sources_; empty: all 0
  std::vector<JsonFault> faults_;
};

/// `value` as JSON in one line, without comments, numbers as they were spelled.
std::string compact_json(Value value);
/// `value` as JSON with two spaces for each level; short arrays and objects of scalars on one line.
std::string pretty_json(Value value);
/// `text` as a JSON string with its quotes.
std::string json_string(std::string_view text);

}  // namespace lbl::model
