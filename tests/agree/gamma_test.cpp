// Gamma: alignments beside all alignments there are, and what must not change it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "agree/shapes.hpp"
#include "lbl/agree/gamma_alignment.hpp"
#include "lbl/base/random.hpp"

using namespace lbl;
using agree::Line;
using agree::Piece;

namespace {

test::MarkedLines random_lines(base::Random& random, std::size_t lines, std::uint64_t most) {
  test::MarkedLines made(lines);
  for (auto& line : made) {
    const std::uint64_t units = random.below(most + 1);
    for (std::uint64_t i = 0; i < units; ++i) {
      const auto start = static_cast<double>(random.below(20));
      const auto length = static_cast<double>(1 + random.below(6));
      line.push_back({start, start + length, static_cast<std::uint32_t>(random.below(3))});
    }
    std::sort(line.begin(), line.end());
  }
  return made;
}

/// Every way to put the units from number `at` on into groups of different lines.
class AllAlignments {
 public:
  AllAlignments(const std::vector<Line>& lines, const agree::Dissimilarity& by)
      : lines_(lines), by_(by) {
    for (std::uint32_t line = 0; line < lines.size(); ++line) {
      for (std::uint32_t i = 0; i < lines[line].size(); ++i) units_.push_back({line, i});
    }
    visit(0);
  }
  double least() const { return least_; }

 private:
  void visit(std::size_t at) {
    if (at == units_.size()) {
      double sum = 0;
      for (const auto& group : groups_) sum += disorder(group);
      least_ = std::min(least_, sum);
      return;
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const bool taken = std::any_of(groups_[g].begin(), groups_[g].end(), [&](const auto& unit) {
        return unit.line == units_[at].line;
      });
      if (taken) continue;
      groups_[g].push_back(units_[at]);
      visit(at + 1);
      groups_[g].pop_back();
    }
    groups_.push_back({units_[at]});
    visit(at + 1);
    groups_.pop_back();
  }

  /// The mean over all pairs of annotators, 1 where one of the two has nothing.
  double disorder(const std::vector<agree::UnitPlace>& group) const {
    const auto n = static_cast<double>(lines_.size());
    const double pairs = n * (n - 1) / 2;
    double sum = pairs;
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j) {
        const Piece& a = lines_[group[i].line][group[i].place];
        const Piece& b = lines_[group[j].line][group[j].place];
        const double shift = std::fabs(a.start - b.start) + std::fabs(a.end - b.end);
        const double ratio = shift / (a.end - a.start + b.end - b.start);
        sum += by_.position * ratio * ratio + (a.label == b.label ? 0 : by_.category) - 1;
      }
    }
    return sum / pairs;
  }

  const std::vector<Line>& lines_;
  agree::Dissimilarity by_;
  std::vector<agree::UnitPlace> units_;
  std::vector<std::vector<agree::UnitPlace>> groups_;
  double least_ = 1e300;
};

double gamma_of(const test::SpanBatch& batch, const std::string& metric, unsigned threads = 1) {
  agree::ShapeAsk ask;
  ask.chance = {7, 30, threads};
  return test::value_of(agree::gamma(batch.sample(), ask), metric);
}

}  // namespace

TEST_CASE("the best alignment is the best of all alignments") {
  base::Random random(11);
  for (int round = 0; round < 120; ++round) {
    const std::size_t annotators = 2 + random.below(3);
    test::SpanBatch batch(3);
    batch.add(30, random_lines(random, annotators, annotators == 4 ? 2 : 3));
    const std::vector<Line>& lines = batch.sample().items[0].lines;
    for (const agree::Dissimilarity by : {agree::Dissimilarity{1, 1}, {3, 1}, {1, 0}}) {
      const auto alignment = agree::best_alignment(lines, by);
      CHECK(alignment.is_proved);
      CHECK(alignment.disorder == doctest::Approx(AllAlignments(lines, by).least()).epsilon(1e-9));
    }
  }
}

TEST_CASE("gamma is 1 for equal answers and near 0 for unrelated ones") {
  base::Random random(5);
  test::SpanBatch equal(3), unrelated(3);
  test::MarkedLines lines;
  for (int line = 0; line < 2; ++line) {
    auto& made = lines.emplace_back();
    for (int i = 0; i < 200; ++i) {
      const auto start = static_cast<double>(random.below(4000));
      made.push_back({start, start + 10, static_cast<std::uint32_t>(random.below(3))});
    }
  }
  equal.add(4010, {lines[0], lines[0]});
  unrelated.add(4010, lines);
  CHECK(gamma_of(equal, "combined") == doctest::Approx(1));
  CHECK(gamma_of(equal, "cat") == doctest::Approx(1));
  CHECK(std::fabs(gamma_of(unrelated, "combined")) < 0.05);
  CHECK(std::fabs(gamma_of(unrelated, "cat")) < 0.25);
}

TEST_CASE("gamma is the same for any order of the answers and of the items, and any threads") {
  base::Random random(9);
  std::vector<test::MarkedLines> items;
  for (int i = 0; i < 30; ++i) items.push_back(random_lines(random, 3, 4));
  test::SpanBatch once(3);
  for (const auto& item : items) once.add(40, item);
  for (auto& item : items) std::reverse(item.begin(), item.end());
  test::SpanBatch again(3);
  for (const auto& item : items) again.add(40, item);
  CHECK(gamma_of(once, "combined") == gamma_of(again, "combined", 4));
  CHECK(gamma_of(once, "cat") == gamma_of(again, "cat", 4));
}
