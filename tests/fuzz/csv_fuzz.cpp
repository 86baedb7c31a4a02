// Fuzzes the reader of CSV.
#include "read_bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  lbl::fuzz::check_reading(bytes, size, lbl::io::Format::csv);
  return 0;
}
