// The dictionary numbers strings in the order of first appearance and never merges two.
#include "lbl/base/dictionary.hpp"

#include <doctest/doctest.h>

#include <string>

using lbl::base::Dictionary;
using lbl::base::Storage;

TEST_CASE("a dictionary gives equal strings one number and keeps their bytes") {
  Dictionary dictionary;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 100'000; ++i) {
      REQUIRE(dictionary.add("item-" + std::to_string(i)) == static_cast<std::uint32_t>(i));
    }
  }
  CHECK(dictionary.size() == 100'000);
  CHECK(dictionary.text(77'777) == "item-77777");
  CHECK(dictionary.find("item-5") == 5u);
  CHECK_FALSE(dictionary.find("item").has_value());
}

TEST_CASE("a dictionary takes the empty string, NUL bytes and a text longer than its block") {
  Dictionary dictionary;
  const std::string longest(1'000'000, 'x');
  CHECK(dictionary.add("") == 0);
  CHECK(dictionary.add(std::string_view("a\0b", 3)) == 1);
  CHECK(dictionary.add(std::string_view("a\0c", 3)) == 2);
  CHECK(dictionary.add(longest) == 3);
  CHECK(dictionary.text(3) == longest);
  CHECK(dictionary.add("") == 0);
}

TEST_CASE("two strings with one hash stay two") {
  Dictionary dictionary;
  CHECK(dictionary.add("a", 42) == 0);
  CHECK(dictionary.add("b", 42) == 1);
  CHECK(dictionary.add("a", 42) == 0);
}

TEST_CASE("a cleared dictionary starts again at 0") {
  Dictionary dictionary(Storage::view);
  dictionary.add("a");
  dictionary.clear();
  CHECK(dictionary.empty());
  CHECK_FALSE(dictionary.find("a").has_value());
  CHECK(dictionary.add("b") == 0);
}
