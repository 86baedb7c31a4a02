// Little-endian bytes by shifting, so that no machine's order matters.
#include "lbl/base/codec.hpp"

#include <bit>

#include "lbl/base/error.hpp"

namespace lbl::base {

namespace {

constexpr unsigned kBitsPerGroup = 7;
constexpr unsigned kMoreFollows = 0x80;

[[noreturn]] void refuse(const char* what) {
  throw Error(ErrorKind::input, std::string("the state is damaged: ") + what);
}

}  // namespace

void Encoder::count(std::uint64_t number) {
  while (number >= kMoreFollows) {
    bytes_ += static_cast<char>((number & (kMoreFollows - 1)) | kMoreFollows);
    number >>= kBitsPerGroup;
  }
  bytes_ += static_cast<char>(number);
}

void Encoder::fixed(std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes_ += static_cast<char>((number >> (8 * i)) & 0xFF);
}

void Encoder::real(double number) {
  fixed(std::bit_cast<std::uint64_t>(number), sizeof number);
}

void Encoder::text(std::string_view bytes) {
  count(bytes.size());
  bytes_ += bytes;
}

void Encoder::texts(const std::vector<std::string>& list) {
  count(list.size());
  for (const std::string& one : list) text(one);
}

std::string_view Decoder::take(std::size_t size) {
  if (size > bytes_.size()) refuse("it ends too early");
  const std::string_view taken = bytes_.substr(0, size);
  bytes_.remove_prefix(size);
  return taken;
}

std::uint64_t Decoder::count() {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += kBitsPerGroup) {
    const auto byte = static_cast<unsigned char>(take(1).front());
    const std::uint64_t group = byte & (kMoreFollows - 1);
    if (shift == 63 && group > 1) break;
    number |= group << shift;
    if ((byte & kMoreFollows) == 0) return number;
  }
  refuse("a count is too large");
}

std::size_t Decoder::size() {
  return elements(1);
}

std::size_t Decoder::elements(std::size_t size) {
  const std::uint64_t number = count();
  if (number > bytes_.size() / size) refuse("a count is larger than what is left");
  return static_cast<std::size_t>(number);
}

std::uint64_t Decoder::fixed(std::size_t size) {
  const std::string_view bytes = take(size);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return number;
}

double Decoder::real() {
  return std::bit_cast<double>(fixed(sizeof(double)));
}

std::string_view Decoder::text() {
  return take(size());
}

std::vector<std::string> Decoder::texts() {
  std::vector<std::string> list(size());
  for (std::string& one : list) one = text();
  return list;
}

void Decoder::finish() const {
  if (!at_end()) refuse("there is more in it than its kind has");
}

}  // namespace lbl::base
