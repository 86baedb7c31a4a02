// Hashes are the published XXH3 values, and keys spread evenly over the open unit interval.
#include "lbl/base/hash.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>

using lbl::base::ContentDigest;
using lbl::base::Digest;
using lbl::base::hash64;
using lbl::base::unit_interval;

TEST_CASE("hash64 of nothing is the value that the XXH3 specification gives") {
  CHECK(hash64("") == 0x2D06800538D394C2ull);
  CHECK(hash64("", 1) != hash64(""));
  CHECK(hash64("a") != hash64("b"));
  CHECK(hash64(std::string_view("a\0", 2)) != hash64("a"));
}

TEST_CASE("a digest of nothing is what xxh128sum prints") {
  CHECK(Digest().hex() == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("a digest depends on the bytes alone, not on how they were cut") {
  std::string bytes;
  for (int i = 0; i < 5'000; ++i) bytes += static_cast<char>(i * 31);
  Digest whole;
  whole.update(bytes);
  Digest pieces;
  for (std::size_t at = 0, size = 0; at < bytes.size(); at += size, ++size) {
    pieces.update(std::string_view(bytes).substr(at, size));
  }
  CHECK(whole.hex() == pieces.hex());
  CHECK(whole.hex() == whole.hex());
  const Digest moved = std::move(whole);
  CHECK(moved.hex() == pieces.hex());
  CHECK(moved.hex().size() == 32);
}

TEST_CASE("unit_interval never reaches 0 or 1 and keeps the order of keys") {
  CHECK(unit_interval(0) > 0.0);
  CHECK(unit_interval(UINT64_MAX) < 1.0);
  CHECK(unit_interval(UINT64_MAX) > unit_interval(UINT64_MAX - (1ull << 12)));
  CHECK(unit_interval(1ull << 63) == doctest::Approx(0.5));
}

TEST_CASE("keys of numbered items spread evenly for each of several seeds") {
  constexpr int kItems = 100'000;
  constexpr int kCells = 100;
  for (const std::uint64_t seed : {0ull, 1ull, 2ull, 0xFFFFFFFFFFFFFFFFull}) {
    std::array<int, kCells> seen{};
    for (int i = 0; i < kItems; ++i) {
      const double u = unit_interval(hash64("item-" + std::to_string(i), seed));
      ++seen[static_cast<std::size_t>(u * kCells)];
    }
    double chi_square = 0;
    for (const int count : seen) chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
    CHECK(chi_square < 148.2);  // the 0.999 quantile with 99 degrees of freedom
  }
}

TEST_CASE("the digest of many records depends on neither order nor split, but on how often each") {
  ContentDigest whole, one, two, thrice;
  for (const char* record : {"a", "b", "a"}) whole.add(record);
  one.add("b");
  two.add("a");
  two.add("a");
  thrice.add("a");
  thrice.add(two);
  CHECK(ContentDigest().hex() == std::string(32, '0'));
  CHECK(one.hex() != whole.hex());
  CHECK(two.hex() != thrice.hex());
  one.add(two);
  CHECK(one.hex() == whole.hex());
  CHECK(ContentDigest::of(whole.high(), whole.low()).hex() == whole.hex());
}

TEST_CASE("one record has the digest that xxh128sum prints, and sums carry into the upper half") {
  ContentDigest nothing, carried;
  nothing.add("");
  CHECK(nothing.hex() == "99aa06d3014798d86001c324468d497f");
  carried.add(ContentDigest::of(0, ~std::uint64_t{0}));
  carried.add(ContentDigest::of(0, 1));
  CHECK(carried.hex() == "00000000000000010000000000000000");
}
