// Pseudonyms: stable, told apart by kind and key, and never like a number.
#include "lbl/base/pseudonym.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "lbl/base/error.hpp"

using lbl::base::Pseudonyms;

TEST_CASE("a pseudonym depends on the key, the kind and the text, and on nothing else") {
  const Pseudonyms one("sixteen bytes or more"), same("sixteen bytes or more");
  const Pseudonyms other("another key, long enough");
  CHECK(one.letters("email", "a@example.com") == same.letters("email", "a@example.com"));
  CHECK(one.letters("email", "a@example.com") != other.letters("email", "a@example.com"));
  CHECK(one.letters("email", "a@example.com") != one.letters("email", "b@example.com"));
  CHECK(one.letters("email", "1") != one.letters("phone", "1"));
  // What stands before the zero byte cannot be moved behind it.
  CHECK(one.letters("ab", "c") != one.letters("a", "bc"));
}

TEST_CASE("pseudonyms are sixteen letters and do not repeat") {
  const Pseudonyms pseudonyms("sixteen bytes or more");
  std::set<std::string> seen;
  for (int i = 0; i < 2000; ++i) {
    const std::string letters = pseudonyms.letters("phone", std::to_string(i));
    CHECK(letters.size() == 16);
    CHECK(std::all_of(letters.begin(), letters.end(), [](char c) { return c >= 'a' && c <= 'p'; }));
    seen.insert(letters);
  }
  CHECK(seen.size() == 2000);
}

TEST_CASE("a short key is refused") {
  CHECK_THROWS_AS(Pseudonyms("fifteen bytes.."), lbl::base::Error);
}
