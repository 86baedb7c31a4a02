// Fuzzes what is done to bytes of an unknown kind: detection, unpacking, foreign exports, all
// readers.
#include "read_bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  lbl::fuzz::check_reading(bytes, size, lbl::io::Format::automatic);
  return 0;
}
