// Fuzzes the reader of JSON arrays.
#include "read_bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  lbl::fuzz::check_reading(bytes, size, lbl::io::Format::json);
  return 0;
}
