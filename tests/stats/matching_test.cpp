// Matchings and partitions beside all that there are.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "lbl/base/random.hpp"
#include "lbl/stats/assignment.hpp"
#include "lbl/stats/partition.hpp"

using namespace lbl;

TEST_CASE("the best matching is the best of all matchings") {
  base::Random random(3);
  for (int round = 0; round < 300; ++round) {
    const std::size_t rows = 1 + random.below(5), columns = 1 + random.below(5);
    std::vector<stats::MatchEdge> edges;
    for (std::uint32_t i = 0; i < rows; ++i) {
      for (std::uint32_t j = 0; j < columns; ++j) {
        if (random.below(3) > 0) {
          edges.push_back({i, j, static_cast<double>(1 + random.below(9)) / 4});
        }
      }
    }
    std::vector<char> taken(columns, 0);
    const std::function<double(std::uint32_t)> best = [&](std::uint32_t row) {
      if (row == rows) return 0.0;
      double most = best(row + 1);
      for (const stats::MatchEdge& edge : edges) {
        if (edge.row != row || taken[edge.column] != 0) continue;
        taken[edge.column] = 1;
        most = std::max(most, edge.gain + best(row + 1));
        taken[edge.column] = 0;
      }
      return most;
    };
    const stats::Matching matching = stats::best_matching(rows, columns, edges);
    CHECK(matching.gain == doctest::Approx(best(0)));
    std::vector<char> seen(columns, 0);
    for (const auto& [row, column] : matching.pairs) CHECK(seen[column]++ == 0);
  }
}

TEST_CASE("the best partition is the best of all partitions") {
  base::Random random(4);
  for (int round = 0; round < 200; ++round) {
    const auto elements = static_cast<std::uint32_t>(3 + random.below(8));
    stats::GroupList groups;
    const std::uint64_t count = random.below(90);
    for (std::uint64_t g = 0; g < count; ++g) {
      std::vector<std::uint32_t> members;
      for (std::uint32_t i = 0; i < elements; ++i) {
        if (random.below(elements) < 3) members.push_back(i);
      }
      if (members.size() < 2) continue;
      groups.members.insert(groups.members.end(), members.begin(), members.end());
      groups.begin.push_back(static_cast<std::uint32_t>(groups.members.size()));
      groups.costs.push_back(static_cast<double>(members.size()) * random.uniform());
    }
    std::vector<char> taken(elements, 0);
    const std::function<double(std::uint32_t)> best = [&](std::uint32_t at) -> double {
      while (at < elements && taken[at] != 0) ++at;
      if (at == elements) return 0;
      taken[at] = 1;
      double least = 1 + best(at + 1);
      taken[at] = 0;
      for (std::uint32_t g = 0; g < groups.size(); ++g) {
        const auto begin = groups.members.begin() + groups.begin[g];
        const auto end = groups.members.begin() + groups.begin[g + 1];
        if (*begin != at || std::any_of(begin, end, [&](auto i) { return taken[i] != 0; }))
          continue;
        std::for_each(begin, end, [&](auto i) { taken[i] = 1; });
        least = std::min(least, groups.costs[g] + best(at + 1));
        std::for_each(begin, end, [&](auto i) { taken[i] = 0; });
      }
      return least;
    };
    const stats::Partition partition = stats::best_partition(elements, 1, groups);
    CHECK(partition.is_proved);
    CHECK(partition.cost == doctest::Approx(best(0)).epsilon(1e-9));
  }
}
