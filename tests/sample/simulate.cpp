// Simulation of draws.
#include "sample/simulate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <list>
#include <memory>

#include "lbl/sample/draw.hpp"
#include "lbl/stats/distributions.hpp"
#include "model/json_value.hpp"

namespace lbl::test {

Frequencies simulate(const std::vector<std::string>& lines, sample::DrawSpec spec) {
  Frequencies found;
  found.draws = 4'000;
  const auto frame = std::make_shared<const sample::DrawFrame>();
  model::FieldPlan plan;
  const sample::Draw first(spec, frame, plan);
  std::list<JsonRecord> records;  // parsed once: that is what takes the time
  for (const std::string& line : lines) records.emplace_back(line, plan, records.size() + 1);
  for (int seed = 1; seed <= found.draws; ++seed) {
    spec.seed = static_cast<std::uint64_t>(seed);
    sample::Draw draw(spec, frame, plan);
    sample::DrawChunk chunk = draw.chunk();
    for (const JsonRecord& record : records) chunk.add(record.record());
    draw.absorb(chunk);
    while (draw.settle()) draw.absorb(chunk);
    const sample::DrawResult result = draw.result();
    double total = 0;
    std::vector<std::string> ids;
    for (const auto& unit : result.units) {
      ids.emplace_back(unit.id);
      ++found.drawn[ids.back()];
      found.probability[ids.back()] = unit.probability;
      total += 1 / unit.probability;
    }
    std::sort(ids.begin(), ids.end());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      for (std::size_t j = i + 1; j < ids.size(); ++j) ++found.pairs[ids[i] + " " + ids[j]];
    }
    found.totals.push_back(total);
  }
  return found;
}

void check_frequencies(const Frequencies& found, std::size_t population) {
  REQUIRE(found.drawn.size() == population);
  double chi_square = 0;
  for (const auto& [id, times] : found.drawn) {
    const double p = found.probability.at(id);
    if (p == 1) {
      CHECK(times == found.draws);
      continue;
    }
    const double expected = p * found.draws;
    chi_square += (times - expected) * (times - expected) / (expected * (1 - p));
  }
  CHECK(lbl::stats::chi_square_upper(chi_square, static_cast<double>(population)) > 0.001);
}

void check_unbiased(const Frequencies& found, double population) {
  double sum = 0, squares = 0;
  for (const double total : found.totals) sum += total;
  const double mean = sum / found.draws;
  for (const double total : found.totals) squares += (total - mean) * (total - mean);
  const double standard_error = std::sqrt(squares / found.draws / found.draws);
  CHECK(std::fabs(mean - population) <= 4 * standard_error + 1e-9 * population);
}

}  // namespace lbl::test
