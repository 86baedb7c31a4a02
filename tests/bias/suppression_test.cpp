// No suppressed cell can be worked out: an attacker with all that is told and linear algebra.
#include "lbl/bias/suppression.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "bias/fixtures.hpp"
#include "lbl/base/random.hpp"

using namespace lbl;

namespace {

using Cell = std::vector<std::string>;  ///< field=value parts and label, sorted
using Equation = std::map<Cell, double>;

/// Solves for cells: those that the equations fix, by Gaussian elimination in doubles.
std::set<Cell> solvable(std::vector<Equation> equations) {
  std::set<Cell> fixed;
  std::vector<Cell> unknowns;
  for (const Equation& equation : equations) {
    for (const auto& [cell, factor] : equation) unknowns.push_back(cell);
  }
  std::sort(unknowns.begin(), unknowns.end());
  unknowns.erase(std::unique(unknowns.begin(), unknowns.end()), unknowns.end());
  std::size_t done = 0;
  for (const Cell& cell : unknowns) {
    std::size_t best = done;
    for (std::size_t i = done; i < equations.size(); ++i) {
      if (std::fabs(equations[i][cell]) > std::fabs(equations[best][cell])) best = i;
    }
    if (best >= equations.size() || std::fabs(equations[best][cell]) < 1e-9) continue;
    std::swap(equations[done], equations[best]);
    const double pivot = equations[done][cell];
    for (auto& [other, factor] : equations[done]) factor /= pivot;
    for (std::size_t i = 0; i < equations.size(); ++i) {
      if (i == done) continue;
      const double times = equations[i][cell];
      if (std::fabs(times) < 1e-9) continue;
      for (const auto& [other, factor] : equations[done]) equations[i][other] -= times * factor;
    }
    ++done;
  }
  for (const Equation& equation : equations) {
    std::vector<Cell> left;
    for (const auto& [cell, factor] : equation) {
      if (std::fabs(factor) > 1e-7) left.push_back(cell);
    }
    if (left.size() == 1) fixed.insert(left.front());
  }
  return fixed;
}

Cell cell_of(const bias::Cut& cut, std::size_t slice, const std::string& label) {
  Cell cell;
  for (std::size_t i = 0; i < cut.fields.size(); ++i) {
    cell.push_back(cut.fields[i] + "=" + cut.slices[slice].values[i].value_or("?"));
  }
  std::sort(cell.begin(), cell.end());
  cell.push_back(label);
  return cell;
}

/// Whether the parts of `wide` (without its label) are all in `narrow`.
bool covers(const Cell& wide, const Cell& narrow) {
  return std::includes(narrow.begin(), narrow.end() - 1, wide.begin(), wide.end() - 1) &&
         wide.back() == narrow.back();
}

/// What follows from a report after suppression, for a task of single labels.
std::set<Cell> attack(const bias::BiasResult& all, const bias::BiasResult& told) {
  std::set<Cell> known;
  for (const auto& entry : told.slices) {
    known.insert(cell_of(told.cuts[entry.cut], entry.slice, *entry.label));
  }
  std::map<std::size_t, std::map<std::string, std::vector<Cell>>> by_cut;
  std::map<Cell, std::vector<Cell>> by_slice;
  for (const auto& entry : all.slices) {
    const Cell cell = cell_of(all.cuts[entry.cut], entry.slice, *entry.label);
    by_cut[entry.cut][*entry.label].push_back(cell);
    by_slice[Cell(cell.begin(), cell.end() - 1)].push_back(cell);
  }
  std::vector<std::vector<Cell>> sums;
  for (const auto& [cut, labels] : by_cut) {
    for (const auto& [label, cells] : labels) sums.push_back(cells);
  }
  for (const auto& [slice, cells] : by_slice) sums.push_back(cells);
  for (const auto& [cut, labels] : by_cut) {
    for (const auto& [label, cells] : labels) {
      for (const auto& [other, other_labels] : by_cut) {
        if (all.cuts[other].fields.size() <= all.cuts[cut].fields.size()) continue;
        for (const Cell& wide : cells) {
          std::vector<Cell> sum{wide};
          for (const Cell& narrow : other_labels.at(label)) {
            if (covers(wide, narrow)) sum.push_back(narrow);
          }
          if (sum.size() > 1) sums.push_back(sum);
        }
      }
    }
  }
  std::vector<Equation> equations;
  for (const std::vector<Cell>& sum : sums) {
    Equation equation;
    // In a wider cut's sum the first is the whole; its sign does not matter to what is fixed when
    // all others have the same one.
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const bool whole = i == 0 && sum.size() > 1 && sum[0].size() < sum[1].size();
      if (known.count(sum[i]) == 0) equation[sum[i]] += whole ? -1 : 1;
    }
    if (!equation.empty()) equations.push_back(equation);
  }
  return solvable(equations);
}

}  // namespace

TEST_CASE("no suppressed cell follows from what is told, in tables of one to three ways") {
  std::size_t suppressed = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    base::Random random(seed);
    std::vector<test::Row> rows;
    const std::uint64_t answers = 80 + random.below(250);
    for (std::uint64_t i = 0; i < answers; ++i) {
      test::Row row{std::to_string(i), "a", std::string(1, "xyz"[random.below(3)]), {}};
      for (const std::uint64_t values : {2, 4, 5}) {
        // Skewed, so that some cells are small.
        const std::uint64_t value = std::min(random.below(values), random.below(values));
        row.slices.push_back(value == 3 ? "" : std::to_string(value));
      }
      rows.push_back(row);
    }
    const auto table =
        test::make_table(rows, test::make_spec(model::TaskType::choice, {"p", "q", "r"}));
    bias::BiasSpec spec;
    spec.cluster = bias::Cluster::none;
    spec.test = bias::Test::chi2;
    spec.threads = 1;
    spec.cuts = {{0}, {1}, {0, 1}, {1, 2}};
    const bias::BiasResult all = bias::bias(table, spec);
    bias::BiasResult told = all;
    const bias::Suppression suppression = bias::suppress(5, told);
    suppressed += suppression.small.size();
    CHECK(told.slices.size() + suppression.small.size() + suppression.complementary.size() ==
          all.slices.size());
    for (const auto& entry : told.slices) {
      const double hits = *entry.estimate.value * static_cast<double>(entry.answers);
      CHECK(entry.answers >= 5);
      CHECK((hits < 0.5 || hits > 4.5));
    }
    CHECK(attack(all, told).empty());
    // The attacker is good enough: without what is taken out beside them small cells are found.
    bias::BiasResult careless = all;
    careless.slices.clear();
    for (const auto& entry : all.slices) {
      const bool small =
          std::any_of(suppression.small.begin(), suppression.small.end(), [&](const auto& cell) {
            return cell.cut == entry.cut && cell.slice == entry.slice && cell.label == entry.label;
          });
      if (!small) careless.slices.push_back(entry);
    }
    if (!suppression.complementary.empty()) CHECK(!attack(all, careless).empty());
  }
  CHECK(suppressed > 20);
}

TEST_CASE("nothing is suppressed where every cell is large") {
  std::vector<test::Row> rows;
  for (int i = 0; i < 200; ++i) {
    rows.push_back({std::to_string(i), "a", i % 2 == 0 ? "x" : "y", {i % 3 == 0 ? "p" : "q"}});
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"s"}));
  bias::BiasResult result = bias::bias(table, test::each_column(1, bias::Cluster::item));
  const std::size_t entries = result.slices.size();
  CHECK(bias::suppress(10, result).small.empty());
  CHECK(result.slices.size() == entries);
  CHECK(result.notes.empty());
}
