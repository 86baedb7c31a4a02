// Reads a fuzzer's bytes as records twice, in one chunk and in many on two threads: both must
// agree.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lbl/io/reader.hpp"

namespace lbl::fuzz {

/// Aborts when the two readings differ, or throw anything but base::Error.
void check_reading(const std::uint8_t* bytes, std::size_t size, io::Format format);

}  // namespace lbl::fuzz
