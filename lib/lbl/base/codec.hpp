// Bytes of a state: whole numbers, doubles, texts and arrays, written and read back with checks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lbl::base {

/// Appends values to a byte string that is the same on every machine (little-endian; counts in
/// LEB128). What an encoder wrote, a decoder reads in the same order.
class Encoder {
 public:
  /// A whole number in as few bytes as it needs.
  void count(std::uint64_t number);
  void real(double number);
  void text(std::string_view bytes);
  void texts(const std::vector<std::string>& list);
  /// An array of fixed-size whole numbers, its size first.
  template <class Integer>
  void numbers(const std::vector<Integer>& list) {
    static_assert(std::is_unsigned_v<Integer>);
    count(list.size());
    for (const Integer number : list) fixed(number, sizeof(Integer));
  }

  const std::string& bytes() const { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  void fixed(std::uint64_t number, std::size_t size);

  std::string bytes_;
};

/// Reads what an Encoder wrote. Every function throws Error (input) when the bytes end too early or
/// cannot be what was written; the message tells no place, which is the caller's to add.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t count();
  /// A count of things that each take at least one byte of what is left, so that a damaged count
  /// cannot ask for more memory than the file is long.
  std::size_t size();
  double real();
  /// Points into the decoded bytes.
  std::string_view text();
  std::vector<std::string> texts();
  template <class Integer>
  std::vector<Integer> numbers() {
    static_assert(std::is_unsigned_v<Integer>);
    std::vector<Integer> list(elements(sizeof(Integer)));
    for (Integer& number : list) number = static_cast<Integer>(fixed(sizeof(Integer)));
    return list;
  }
  bool at_end() const { return bytes_.empty(); }
  /// Throws unless everything was read.
  void finish() const;

 private:
  std::string_view take(std::size_t size);
  std::uint64_t fixed(std::size_t size);
  std::size_t elements(std::size_t size);

  std::string_view bytes_;
};

}  // namespace lbl::base
