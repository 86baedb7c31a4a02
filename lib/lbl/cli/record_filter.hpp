// Passes records on as they stand: what --emit of lbl-validate writes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lbl/io/output.hpp"
#include "lbl/io/reader.hpp"
#include "lbl/validate/chunk.hpp"

namespace lbl::cli {

/// Which records go out. Malformed ones are invalid.
enum class Emit : std::uint8_t { nothing, valid, invalid, all };

/// Writes records byte for byte, in their order: tables with the first file's header, the elements
/// of a JSON array as JSON Lines. A last line without its end gets one when a record follows.
class RecordFilter {
 public:
  RecordFilter(Emit emit, io::Output& output) : emit_(emit), output_(output) {}

  /// Throws Error (input) for a file whose records cannot stand beside those before.
  void begin_file(io::Format format, std::string_view header);
  void pass_on(const validate::Chunk& chunk);

 private:
  void put(std::string_view bytes, std::string_view line_end);

  Emit emit_;
  io::Output& output_;
  io::Format format_ = io::Format::automatic;  ///< of the file at hand; automatic: none yet
  std::string header_;
  bool wants_line_end_ = false;
};

}  // namespace lbl::cli
