// One record of the input: where it stands, its bytes, and the fields that were asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/value.hpp"

namespace lbl::model {

/// Where a record stands. `line` is the physical line (from 1) on which it starts.
struct Place {
  std::uint32_t file = 0;    ///< index into the list of inputs
  std::uint64_t line = 0;    ///< 0: the whole file
  std::uint64_t record = 0;  ///< number of the record in its file, from 1
};

/// The input rules (DESIGN.md section 4, group "input") that a reader can find broken.
enum class InputRule : std::uint8_t {
  malformed_json,
  malformed_csv,
  ragged_row,
  invalid_utf8,
  duplicate_key,
  nul_byte,
  bom,
  too_deep,
  duplicate_column,
  number_precision,
  foreign_format
};

/// "malformed-json", ...
std::string_view rule_id(InputRule rule);

/// Something the reader noticed in a record it could still read.
struct Remark {
  InputRule rule;
  std::uint32_t offset;  ///< in bytes from the start of the record
  std::string message;
};

/// What the reader shows of one record. The bytes that its views point to (record, line end, texts
/// of values) live as long as the chunk it came from: through ChunkWorker::on_record and
/// Consumer::absorb. The nodes and remarks themselves are used again for the next record, so a
/// Value must not outlive on_record.
class Record {
 public:
  static constexpr std::uint32_t kMissing = 0xFFFFFFFFu;

  Place place;
  /// The record's bytes as they stand in the input, without the line end.
  std::string_view bytes;
  /// The line end as it stands: "\n", "\r\n" or "" (last line; element of a JSON array).
  std::string_view line_end;

  /// The field with this number in the FieldPlan; missing if the record has none.
  Value field(std::size_t number) const {
    const std::uint32_t at = field_nodes[number];
    return at == kMissing ? Value() : Value(&nodes[at]);
  }
  /// The whole record; only when FieldPlan::whole_record.
  Value root() const { return root_node == kMissing ? Value() : Value(&nodes[root_node]); }

  std::span<const Node> nodes;
  std::span<const std::uint32_t> field_nodes;
  std::uint32_t root_node = kMissing;
  /// Things worth telling about a record that is well formed, such as a byte order mark before it.
  std::span<const Remark> remarks;
};

/// A record that could not be read, and why.
struct Malformed {
  Place place;
  InputRule rule = InputRule::malformed_json;
  std::uint64_t line = 0;    ///< physical line of the fault (differs from place.line in CSV)
  std::uint64_t column = 0;  ///< in bytes from 1, 0 if not known
  std::string message;       ///< what was found, what was expected, and what to do
  std::string_view bytes;    ///< the record's bytes, without the line end
};

}  // namespace lbl::model
