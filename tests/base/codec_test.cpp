// What an encoder writes a decoder reads back, and damage is found.
#include <doctest/doctest.h>

#include <limits>

#include "lbl/base/base64.hpp"
#include "lbl/base/codec.hpp"
#include "lbl/base/error.hpp"

using namespace lbl;

TEST_CASE("what was encoded is decoded in the same order") {
  base::Encoder to;
  const std::vector<std::uint64_t> counts = {0,   1,   127,
                                             128, 300, std::numeric_limits<std::uint64_t>::max()};
  for (const std::uint64_t count : counts) to.count(count);
  to.real(-0.1);
  to.text(std::string("a\0b", 3));
  to.texts({"x", "", "한국어"});
  to.numbers(std::vector<std::uint32_t>{7, 0xFFFFFFFFu});
  base::Decoder from(to.bytes());
  for (const std::uint64_t count : counts) CHECK(from.count() == count);
  CHECK(from.real() == -0.1);
  CHECK(from.text() == std::string_view("a\0b", 3));
  CHECK(from.texts() == std::vector<std::string>{"x", "", "한국어"});
  CHECK(from.numbers<std::uint32_t>() == std::vector<std::uint32_t>{7, 0xFFFFFFFFu});
  CHECK(from.at_end());
}

TEST_CASE("the bytes of a state do not depend on the machine") {
  base::Encoder to;
  to.count(300);
  to.numbers(std::vector<std::uint32_t>{1});
  CHECK(to.bytes() == std::string("\xAC\x02\x01\x01\x00\x00\x00", 7));
}

TEST_CASE("a state that ends too early, lies about a size or goes on is refused") {
  base::Encoder to;
  to.texts({"abc", "de"});
  for (std::size_t size = 0; size < to.bytes().size(); ++size) {
    base::Decoder from(std::string_view(to.bytes()).substr(0, size));
    CHECK_THROWS_AS(from.texts(), base::Error);
  }
  base::Encoder large;
  large.count(std::uint64_t{1} << 60);
  CHECK_THROWS_AS(base::Decoder(large.bytes()).numbers<std::uint32_t>(), base::Error);
  CHECK_THROWS_AS(base::Decoder(std::string(11, '\xFF')).count(), base::Error);
  CHECK_THROWS_AS(base::Decoder("x").finish(), base::Error);
}

TEST_CASE("base64 is RFC 4648 and refuses what is none") {
  CHECK(base::base64("").empty());
  CHECK(base::base64("foob") == "Zm9vYg==");
  CHECK(base::base64(std::string("\xFF\x00\xFE", 3)) == "/wD+");
  CHECK(base::bytes_of_base64("Zm9vYg==") == "foob");
  CHECK_FALSE(base::bytes_of_base64("Zm9vYg").has_value());
  CHECK_FALSE(base::bytes_of_base64("Zm 9v").has_value());
}
