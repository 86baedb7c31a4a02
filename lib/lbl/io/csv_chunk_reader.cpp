// Records of CSV and TSV.
#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/io/chunk_reader.hpp"
#include "lbl/io/csv_parser.hpp"
#include "lbl/io/json_parser.hpp"
#include "lbl/io/locate.hpp"

namespace lbl::io {

namespace {

using model::InputRule;
using model::Node;
using model::ValueKind;

model::FieldPlan whole_value() {
  model::FieldPlan plan;
  plan.whole_record = true;
  return plan;
}

class CsvChunkReader : public ChunkReader {
 public:
  CsvChunkReader(const model::FieldPlan& plan, const CsvTable& table)
      : table_(table),
        whole_record_(plan.whole_record),
        csv_(table.delimiter),
        json_(whole_value()),
        field_nodes_(plan.fields.size()) {}

  void read(Chunk& chunk, Delivery& delivery) override {
    const std::string_view bytes = chunk.bytes.view();
    const bool clean = valid_utf8(bytes) &&
                       (bytes.empty() || std::memchr(bytes.data(), '\0', bytes.size()) == nullptr);
    for (std::size_t i = 0; i < chunk.rows.size() && !delivery.stopped(); ++i) {
      const std::string_view row = chunk.row(chunk.rows[i]);
      if (!clean && refuse_bytes(chunk, i, row, delivery)) continue;
      if (const auto fault = csv_.parse(row, chunk.texts)) {
        refuse(chunk, i, fault->offset, InputRule::malformed_csv, fault->message, delivery);
      } else if (csv_.cells().size() != table_.names.size()) {
        refuse_ragged(chunk, i, delivery);
      } else {
        deliver(chunk, i, delivery);
      }
    }
  }

 private:
  void deliver(Chunk& chunk, std::size_t i, Delivery& delivery) {
    nodes_.clear();
    record_.root_node = model::Record::kMissing;
    if (whole_record_) {
      keep_all(chunk);
    } else {
      keep_wanted(chunk);
    }
    const Row& row = chunk.rows[i];
    record_.place = {chunk.file, chunk.first_line + row.line, chunk.first_record + i};
    record_.bytes = chunk.row(row);
    record_.line_end = chunk.line_end(row);
    record_.nodes = nodes_;
    record_.field_nodes = field_nodes_;
    delivery.record(record_);
  }

  void keep_wanted(Chunk& chunk) {
    for (std::size_t field = 0; field < field_nodes_.size(); ++field) {
      const std::uint32_t column = table_.columns[field];
      const bool missing = column == CsvTable::kNoColumn || csv_.cells()[column].text.empty();
      field_nodes_[field] = missing ? model::Record::kMissing : keep(csv_.cells()[column], chunk);
    }
  }

  // The row as an object; an empty cell is a missing member.
  void keep_all(Chunk& chunk) {
    std::fill(field_nodes_.begin(), field_nodes_.end(), model::Record::kMissing);
    record_.root_node = 0;
    nodes_.push_back({{}, 0, 1, 0, ValueKind::object});
    std::uint32_t members = 0;
    for (std::uint32_t column = 0; column < table_.names.size(); ++column) {
      const Cell& cell = csv_.cells()[column];
      if (cell.text.empty()) continue;
      nodes_.push_back({table_.names[column], cell.offset, 1, 0, ValueKind::string});
      const std::uint32_t value = keep(cell, chunk);
      ++members;
      for (std::size_t field = 0; field < field_nodes_.size(); ++field) {
        if (table_.columns[field] == column) field_nodes_[field] = value;
      }
    }
    nodes_[0].span = static_cast<std::uint32_t>(nodes_.size());
    nodes_[0].count = members;
  }

  std::uint32_t keep(const Cell& cell, Chunk& chunk) {
    const auto number = static_cast<std::uint32_t>(nodes_.size());
    if ((cell.text.front() != '[' && cell.text.front() != '{') || !keep_json(cell, chunk)) {
      nodes_.push_back({cell.text, cell.offset, 1, 0, ValueKind::cell});
    }
    return number;
  }

  // Keeps a cell that holds a JSON array or object as that.
  bool keep_json(const Cell& cell, Chunk& chunk) {
    const std::size_t size = cell.text.size();
    char* padded = chunk.texts.allocate(size + PaddedBuffer::kPadding);
    std::memcpy(padded, cell.text.data(), size);
    std::memset(padded + size, 0, PaddedBuffer::kPadding);
    const std::string_view text(padded, size);
    if (!json_.open_window(text) || !json_.read(text, JsonParser::Root::container, chunk.texts)) {
      return false;
    }
    for (Node node : json_.nodes()) {
      // Quotes in the cell are doubled in the file, so a place within it would point elsewhere.
      node.offset = cell.offset;
      nodes_.push_back(node);
    }
    return true;
  }

  static bool refuse_bytes(const Chunk& chunk, std::size_t i, std::string_view row,
                           Delivery& delivery) {
    const std::size_t nul = row.find('\0');
    const auto bad = base::invalid_utf8(row);
    if (bad && *bad < nul) {
      refuse(chunk, i, *bad, InputRule::invalid_utf8,
             fmt::format("the byte {} is not UTF-8{}", base::quoted(row.substr(*bad, 1)),
                         encoding_hint(row)),
             delivery);
    } else if (nul != std::string_view::npos) {
      refuse(chunk, i, nul, InputRule::nul_byte, "a NUL byte stands in the text", delivery);
    } else {
      return false;
    }
    return true;
  }

  void refuse_ragged(const Chunk& chunk, std::size_t i, Delivery& delivery) const {
    const std::vector<Cell>& cells = csv_.cells();
    const std::size_t expected = table_.names.size();
    const bool trailing = cells.size() == expected + 1 && cells.back().text.empty();
    const std::size_t offset = cells.size() > expected ? cells[expected].offset : 0;
    refuse(
        chunk, i, offset, InputRule::ragged_row,
        fmt::format("the row has {} cell{}, the header has {}{}", cells.size(),
                    cells.size() == 1 ? "" : "s", expected,
                    trailing ? "; a delimiter at the end of a row makes one more empty cell" : ""),
        delivery);
  }

  static void refuse(const Chunk& chunk, std::size_t i, std::size_t offset, InputRule rule,
                     const std::string& message, Delivery& delivery) {
    const Row& row = chunk.rows[i];
    const std::string_view bytes = chunk.row(row);
    const std::string_view before = bytes.substr(0, offset);
    model::Malformed malformed;
    malformed.place = {chunk.file, chunk.first_line + row.line, chunk.first_record + i};
    malformed.rule = rule;
    malformed.line = malformed.place.line +
                     static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
    malformed.column = chunk.column(row.begin + offset);
    malformed.message = message;
    malformed.bytes = bytes;
    delivery.malformed(malformed);
  }

  const CsvTable& table_;
  bool whole_record_;
  CsvParser csv_;
  JsonParser json_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> field_nodes_;
  model::Record record_;
};

}  // namespace

std::unique_ptr<ChunkReader> make_csv_reader(const model::FieldPlan& plan, const CsvTable& table) {
  return std::make_unique<CsvChunkReader>(plan, table);
}

}  // namespace lbl::io
