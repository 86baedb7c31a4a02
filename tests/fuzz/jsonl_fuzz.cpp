// Fuzzes the reader of JSON Lines.
#include "read_bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  lbl::fuzz::check_reading(bytes, size, lbl::io::Format::jsonl);
  return 0;
}
