// Records of JSON Lines and JSON arrays.
#include <algorithm>

#include "lbl/io/chunk_reader.hpp"
#include "lbl/io/json_parser.hpp"
#include "lbl/io/locate.hpp"

namespace lbl::io {

namespace {

using model::Malformed;
using model::Record;

// Bytes whose tokens are found in one go: the index of that many stays in the nearest caches.
constexpr std::size_t kWindow = std::size_t{1} << 15;

class JsonChunkReader : public ChunkReader {
 public:
  explicit JsonChunkReader(const model::FieldPlan& plan) : parser_(plan) {}

  void read(Chunk& chunk, Delivery& delivery) override {
    const std::vector<Row>& rows = chunk.rows;
    for (std::size_t i = 0; i < rows.size() && !delivery.stopped();) {
      std::size_t end = i + 1;
      while (end < rows.size() && rows[end].end - rows[i].begin <= kWindow) ++end;
      const std::size_t size = rows[end - 1].end - rows[i].begin;
      const bool together = parser_.open_window({chunk.bytes.data() + rows[i].begin, size});
      for (; i < end && !delivery.stopped(); ++i) {
        const std::string_view row = chunk.row(rows[i]);
        const bool readable = together || parser_.open_window(row);
        if (readable && parser_.read(row, JsonParser::Root::object, chunk.texts)) {
          deliver(chunk, i, delivery);
        } else {
          refuse(chunk, i, delivery);
        }
      }
    }
  }

 private:
  void deliver(const Chunk& chunk, std::size_t i, Delivery& delivery) {
    const Row& row = chunk.rows[i];
    if (i == 0 && chunk.after_mark) {
      parser_.remarks().insert(
          parser_.remarks().begin(),
          {model::InputRule::bom, 0, "the file starts with a byte order mark"});
    }
    record_.place = {chunk.file, chunk.first_line + row.line, chunk.first_record + i};
    record_.bytes = chunk.row(row);
    record_.line_end = chunk.line_end(row);
    record_.nodes = parser_.nodes();
    record_.field_nodes = parser_.field_nodes();
    record_.root_node = parser_.root_node();
    record_.remarks = parser_.remarks();
    delivery.record(record_);
  }

  static void refuse(const Chunk& chunk, std::size_t i, Delivery& delivery) {
    const Row& row = chunk.rows[i];
    const std::string_view bytes = chunk.row(row);
    Malformed malformed;
    malformed.place = {chunk.file, chunk.first_line + row.line, chunk.first_record + i};
    malformed.bytes = bytes;
    malformed.message = "the record is not JSON";
    std::size_t offset = 0;
    if (const auto fault = locate(bytes)) {
      malformed.rule = fault->rule;
      malformed.message = fault->message;
      offset = fault->offset;
    }
    // An element of an array may go over several lines.
    const std::size_t at = row.begin + offset;
    const std::string_view before = chunk.bytes.view().substr(0, at);
    const auto lines = std::count(before.begin() + row.begin, before.end(), '\n');
    malformed.line = malformed.place.line + static_cast<std::uint64_t>(lines);
    malformed.column = chunk.column(at);
    delivery.malformed(malformed);
  }

  JsonParser parser_;
  Record record_;
};

}  // namespace

std::unique_ptr<ChunkReader> make_json_reader(const model::FieldPlan& plan) {
  return std::make_unique<JsonChunkReader>(plan);
}

}  // namespace lbl::io
