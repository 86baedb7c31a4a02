// Near duplicates: spaces and case, recall against every pair, nothing below the limit.
#include "lbl/validate/near_duplicates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "lbl/base/unicode.hpp"

using namespace lbl;
using validate::NearDuplicates;

namespace {

std::vector<std::uint64_t> shingles(const std::string& text) {
  std::vector<char32_t> letters;
  base::comparable_letters(text, letters);
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i + 3 <= letters.size(); ++i) {
    out.push_back((std::uint64_t{letters[i]} << 42) | (std::uint64_t{letters[i + 1]} << 21) |
                  std::uint64_t{letters[i + 2]});
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::vector<std::uint64_t> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return static_cast<double>(common.size()) /
         static_cast<double>(a.size() + b.size() - common.size());
}

class Random {
 public:
  std::size_t below(std::size_t count) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state_ >> 33) % count);
  }

 private:
  std::uint64_t state_ = 7;
};

}  // namespace

TEST_CASE("letters for comparing have no spaces, case, punctuation or normal form") {
  std::vector<char32_t> a, b;
  base::comparable_letters("배송이 정말 빨라요! \"Great\"", a);
  base::comparable_letters("배송이정말빨라요great", b);
  CHECK(a == b);
  base::comparable_letters(base::nfd("배송이정말빨라요GREAT"), b);
  CHECK(a == b);
  base::comparable_letters("👍 5점", a);
  base::comparable_letters("👎 5점", b);
  CHECK(a != b);
  base::comparable_letters("", a);
  CHECK(a.empty());
}

TEST_CASE(
    "texts that differ in spaces, case and punctuation are the same, however many there are") {
  NearDuplicates texts;
  CHECK_FALSE(texts.see("배송이 정말 빨라서 좋았어요"));
  for (int i = 0; i < 5000; ++i)
    texts.see("배송이 정말 빨라서 좋았어요 " + std::to_string(i * 7919));
  const auto match = texts.see("배송이정말빨라서 좋았어요!!");
  REQUIRE(match);
  CHECK(match->number == 0);
  CHECK(match->similarity == 1);
  CHECK_FALSE(texts.see("ok"));
  CHECK_FALSE(texts.see("OK"));
}

TEST_CASE("what is told is near, and nearly all that is near is told") {
  // Sentences of random letters, and copies of some with a few changed.
  Random random;
  std::vector<std::string> texts;
  for (int i = 0; i < 600; ++i) {
    std::string text;
    for (int c = 0; c < 60; ++c) text += static_cast<char>('a' + random.below(26));
    texts.push_back(text);
    if (i % 3 != 0) continue;
    const std::size_t changes = random.below(5);
    for (std::size_t k = 0; k < changes; ++k) {
      text[random.below(text.size())] = static_cast<char>('a' + random.below(26));
    }
    texts.push_back(text);
  }
  NearDuplicates seen;
  std::size_t near = 0, told = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto own = shingles(texts[i]);
    double best = 0;
    for (std::size_t j = 0; j < i; ++j) {
      best = std::max(best, jaccard(own, shingles(texts[j])));
    }
    const auto match = seen.see(texts[i]);
    if (match) {
      ++told;
      CHECK(match->similarity >= NearDuplicates::kNear);
      CHECK(match->similarity == doctest::Approx(jaccard(own, shingles(texts[match->number]))));
    }
    if (best >= NearDuplicates::kNear) ++near;
  }
  CHECK(near > 150);
  CHECK(told <= near);
  CHECK(static_cast<double>(told) >= 0.95 * static_cast<double>(near));
}
