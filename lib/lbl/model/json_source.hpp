// The bytes of a JSON file and what a document needs to tell places in it.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/json_document.hpp"

namespace lbl::model {

struct JsonSource {
  std::string file;
  std::string bytes;
  std::vector<std::uint32_t> line_begins;  ///< the first line begins after a byte order mark
  std::deque<std::string> unescaped;       ///< strings that are not in `bytes` as they are meant
};

/// The place of byte `offset`, without a pointer.
JsonPlace place_at(const JsonSource& source, std::uint64_t offset);

struct ParsedJson {
  std::shared_ptr<const JsonSource> source;
  std::vector<Node> nodes;         ///< empty when there is a fault
  std::optional<JsonFault> fault;  ///< the first syntax error
};

/// Parses one file with nlohmann's SAX interface.
ParsedJson parse_json(std::string file, std::string bytes);

/// One step of a JSON Pointer, escaped (RFC 6901, section 3), with its slash.
std::string pointer_step(std::string_view key);

}  // namespace lbl::model
