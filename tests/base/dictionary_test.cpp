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

TEST_CASE("adding a whole dictionary is adding its entries one by one, of any size") {
  for (const std::uint32_t size : {0u, 1u, 5u, 31u, 32u, 33u, 1000u, 70000u}) {
    Dictionary from(Storage::copy), to(Storage::copy), one_by_one(Storage::copy);
    for (std::uint32_t i = 0; i < size; ++i)
      from.add("entry " + std::to_string(i * 7919u % 50000u));
    for (std::uint32_t i = 0; i < size; i += 3) {
      to.add("entry " + std::to_string(i));
      one_by_one.add("entry " + std::to_string(i));
    }
    const std::vector<std::uint32_t> numbers = to.add_all(from);
    REQUIRE(numbers.size() == from.size());
    std::uint32_t unlike = 0;
    for (std::uint32_t id = 0; id < from.size(); ++id) {
      unlike += numbers[id] == one_by_one.add(from.text(id)) ? 0 : 1;
      unlike += to.text(numbers[id]) == from.text(id) ? 0 : 1;
    }
    CHECK(unlike == 0);
    CHECK(to.size() == one_by_one.size());
  }
}
