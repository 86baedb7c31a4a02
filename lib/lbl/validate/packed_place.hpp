// A place in eight bytes, for tables with one entry a record.
#pragma once

#include <algorithm>
#include <cstdint>

#include "lbl/model/record.hpp"

namespace lbl::validate {

/// File and line of a Place; its record number is not kept. Files beyond the 65,535th count as that
/// one.
class PackedPlace {
 public:
  PackedPlace() = default;
  explicit PackedPlace(const model::Place& place)
      : bits_((std::uint64_t{std::min(place.file, kLastFile)} << kLineBits) |
              std::min(place.line, kLastLine)) {}

  model::Place place() const {
    return {static_cast<std::uint32_t>(bits_ >> kLineBits), bits_ & kLastLine, 0};
  }

 private:
  static constexpr unsigned kLineBits = 48;
  static constexpr std::uint32_t kLastFile = 0xFFFF;
  static constexpr std::uint64_t kLastLine = (std::uint64_t{1} << kLineBits) - 1;
  std::uint64_t bits_ = 0;
};

}  // namespace lbl::validate
