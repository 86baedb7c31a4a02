// From a byte of a record to the line and column that an editor shows.
#pragma once

#include <cstdint>
#include <string_view>

#include "lbl/model/record.hpp"

namespace lbl::validate {

struct TextPlace {
  std::uint64_t line = 0;    ///< physical line
  std::uint64_t column = 0;  ///< in bytes from 1; 0: not known
};

/// Where byte `offset` of a record stands whose bytes start at `place`. In JSON it is the line of
/// the byte itself; in CSV always the line where the record starts (DESIGN.md section 1).
TextPlace text_place(const model::Place& place, std::string_view bytes, std::uint32_t offset);

}  // namespace lbl::validate
