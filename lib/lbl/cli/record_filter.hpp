// Passes records on as they stand: what --emit of lbl-validate writes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "lbl/cli/record_spool.hpp"
#include "lbl/io/output.hpp"
#include "lbl/io/reader.hpp"
#include "lbl/validate/chunk.hpp"

namespace lbl::cli {

/// Which records go out. Malformed ones are invalid.
enum class Emit : std::uint8_t { nothing, valid, invalid, all };

/// What --drop-items left out.
struct DroppedItems {
  std::uint64_t items = 0, records = 0;
};

/// Writes records, mended if they were, else byte for byte, in their order: tables with the first
/// file's header, the elements of a JSON array as JSON Lines. A last line without its end gets one
/// when a record follows.
class RecordFilter {
 public:
  RecordFilter(Emit emit, io::Output& output) : emit_(emit), output_(output) {}

  /// Makes records wait on disk for finish(), since their items may be dropped at the end.
  void wait_for_items() { waiting_ = std::make_unique<RecordSpool>(); }

  /// Throws Error (input) for a file whose records cannot stand beside those before.
  void begin_file(io::Format format, std::string_view header);
  void pass_on(const validate::Chunk& chunk);
  /// Writes the records that waited, except those of the items with these hashes (hash64).
  DroppedItems finish(const std::unordered_set<std::uint64_t>& dropped);

 private:
  static constexpr std::uint64_t kNoItem = 0;  ///< the hash of an id that nobody has met

  void put(std::string_view bytes, std::string_view line_end);
  void write(std::string_view bytes, std::string_view line_end);

  Emit emit_;
  io::Output& output_;
  io::Format format_ = io::Format::automatic;  ///< of the file at hand; automatic: none yet
  std::string header_;
  std::unique_ptr<RecordSpool> waiting_;
  std::uint64_t item_ = kNoItem;  ///< of the record at hand
  bool wants_line_end_ = false;
};

}  // namespace lbl::cli
