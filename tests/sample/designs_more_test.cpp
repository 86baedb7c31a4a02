// Mixes, panels, two stages, take-all strata, variances and grouped input: what each promises.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/sample/draw.hpp"
#include "sample/make_draw.hpp"
#include "sample/simulate.hpp"

using namespace lbl::sample;
using lbl::base::Error;
using lbl::test::draw_from;
using lbl::test::Sample;

namespace {

// 24 items of sizes 1 to 6 in 2 strata and 6 clusters of 2 to 6 items.
std::vector<std::string> lines() {
  std::vector<std::string> lines;
  const std::vector<int> clusters = {0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3,
                                     3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5};
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    lines.push_back("{\"item\": \"i" + std::to_string(i) + "\", \"size\": " +
                    std::to_string(1 + i % 6) + ", \"lang\": \"" + (i % 4 == 0 ? "ko" : "en") +
                    "\", \"cluster\": " + std::to_string(clusters[i]) + "}");
  }
  return lines;
}

DrawSpec spec_of(Design design, std::uint64_t n = 6) {
  DrawSpec spec;
  spec.design = design;
  spec.n = n;
  return spec;
}

DrawSpec by_lang(std::uint64_t n = 6) {
  DrawSpec spec = spec_of(Design::stratified, n);
  spec.strata = {lbl::model::slice_by_field("lang")};
  return spec;
}

DrawSpec mixed(std::vector<MixPart> parts) {
  DrawSpec spec = spec_of(Design::mix, 8);
  spec.mix = std::move(parts);
  return spec;
}

}  // namespace

TEST_CASE("mixed draws keep the overall probability, also of items that one component drew") {
  const auto all = lines();
  const auto found =
      lbl::test::simulate(all, mixed({{"size", 0.5}, {"random", 0.25}, {"systematic", 0.25}}));
  lbl::test::check_frequencies(found, all.size());
  lbl::test::check_unbiased(found, static_cast<double>(all.size()));
  // i5 has size 6 of 84 in all: 1 - (1 - 4 x 6/84) (1 - 2/24) (1 - 2/24).
  const double missed = (1 - 4 * 6.0 / 84) * (1 - 2.0 / 24) * (1 - 2.0 / 24);
  CHECK(found.probability.at("i5") == doctest::Approx(1 - missed).epsilon(1e-12));
  DrawSpec strata = mixed({{"stratified", 0.5}, {"size", 0.5}});
  strata.strata = {lbl::model::slice_by_field("lang")};
  strata.allocate = lbl::stats::AllocationRule::equal;
  lbl::test::check_frequencies(lbl::test::simulate(all, strata), all.size());
}

TEST_CASE("an item that two components draw comes out once, and is counted") {
  const Sample sample = draw_from(lines(), mixed({{"size", 0.5}, {"random", 0.5}}), {5, 1});
  const auto ids = sample.ids();
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
  CHECK(sample.drawn_again + ids.size() == 8);
  CHECK(sample.requested == 8);
  CHECK_THROWS_AS(draw_from(lines(), mixed({{"size", 0.5}, {"random", 0.2}})), Error);
  CHECK_THROWS_AS(draw_from(lines(), mixed({{"size", 0.5}, {"size", 0.5}})), Error);
  CHECK_THROWS_AS(draw_from(lines(), mixed({{"size", 0.01}, {"random", 0.99}})), Error);
}

TEST_CASE("a panel keeps all but one part from turn to turn, at the same probabilities") {
  const auto many = lbl::test::item_lines(500);
  std::vector<std::set<std::string>> turns;
  for (std::uint64_t turn = 1; turn <= 30; ++turn) {
    DrawSpec spec = spec_of(Design::srs, 40);
    spec.panel = Panel{4, turn};
    const Sample sample = draw_from(many, spec, {50, 1});
    const auto ids = sample.ids();
    turns.emplace_back(ids.begin(), ids.end());
    CHECK(turns.back().size() == 40);
    if (turn == 1) continue;
    std::vector<std::string> kept;
    std::set_intersection(turns[turn - 1].begin(), turns[turn - 1].end(), turns[turn - 2].begin(),
                          turns[turn - 2].end(), std::back_inserter(kept));
    CHECK(kept.size() == 30);
  }
  const auto all = lines();
  for (const std::uint64_t turn : {2u, 3u, 13u}) {  // the last one goes around the end
    for (DrawSpec spec : {spec_of(Design::srs), by_lang(), spec_of(Design::hash)}) {
      if (spec.design == Design::hash) {
        spec.n.reset();
        spec.rate = 0.3;
      }
      spec.panel = Panel{4, turn};
      lbl::test::check_frequencies(lbl::test::simulate(all, spec), all.size());
    }
  }
}

TEST_CASE("two stages draw clusters first and then items of each, with the product as p") {
  DrawSpec spec = spec_of(Design::cluster, 3);
  spec.cluster_field = "cluster";
  spec.per_cluster = 2;
  const auto all = lines();
  const auto found = lbl::test::simulate(all, spec);
  lbl::test::check_frequencies(found, all.size());
  lbl::test::check_unbiased(found, static_cast<double>(all.size()));
  CHECK(found.probability.at("i23") == doctest::Approx(3.0 / 6 * 2 / 6));
  const Sample sample = draw_from(all, spec, {5, 1});
  CHECK(sample.units.size() == 6);
  CHECK(sample.population.clusters == 6);
  CHECK(sample.population.units == 24);
}

TEST_CASE("Sampford's method takes n items with probabilities proportional to size") {
  DrawSpec spec = spec_of(Design::pps);
  spec.size_field = "size";
  spec.pps_method = pps_method("sampford");
  const auto all = lines();
  const auto found = lbl::test::simulate(all, spec);
  lbl::test::check_frequencies(found, all.size());
  lbl::test::check_unbiased(found, static_cast<double>(all.size()));
  CHECK(found.probability.at("i5") == doctest::Approx(6 * 6.0 / 84));
}

TEST_CASE("strata of --take-all are taken whole, and the rest of n is shared out") {
  DrawSpec spec = by_lang(9);
  spec.take_all = {{"lang", "ko"}};
  const Sample sample = draw_from(lines(), spec, {5, 1});
  REQUIRE(sample.strata.size() == 2);
  CHECK(sample.strata[0].drawn == 3);  // en
  CHECK(sample.strata[1].drawn == 6);  // ko: all of them
  spec.n = 5;
  CHECK_THROWS_WITH_AS(draw_from(lines(), spec), doctest::Contains("--take-all takes 6"), Error);
}

TEST_CASE("Neyman shares n out by the root of the mean variance") {
  DrawSpec spec = by_lang(12);
  spec.allocate = lbl::stats::AllocationRule::neyman;
  spec.variance_field = "size";
  const Sample sample = draw_from(lines(), spec, {5, 1});
  double en = 0, ko = 0;
  for (int i = 0; i < 24; ++i) (i % 4 == 0 ? ko : en) += 1 + i % 6;
  CHECK(sample.strata[0].deviation == doctest::Approx(std::sqrt(en / 18)));
  CHECK(sample.strata[1].deviation == doctest::Approx(std::sqrt(ko / 6)));
}

TEST_CASE("grouped input gives the same sample without remembering items") {
  std::vector<std::string> grouped;
  for (const std::string& line : lines()) grouped.insert(grouped.end(), 2, line);
  DrawSpec clusters = spec_of(Design::cluster, 3);
  clusters.cluster_field = "cluster";
  DrawSpec stages = clusters;
  stages.per_cluster = 2;
  DrawSpec sized = spec_of(Design::pps);
  sized.size_field = "size";
  for (DrawSpec spec : {spec_of(Design::srs), by_lang(), clusters, stages, sized}) {
    const Sample remembered = draw_from(grouped, spec, {5, 1});
    spec.layout = Layout::grouped;
    const Sample sample = draw_from(grouped, spec, {5, 1});
    CHECK(sample.lines == remembered.lines);
    CHECK(sample.population.items == 24);
  }
  std::vector<std::string> apart = lines();
  apart.push_back(apart.front());
  DrawSpec spec = spec_of(Design::srs, 24);
  spec.layout = Layout::grouped;
  CHECK_THROWS_WITH_AS(draw_from(apart, spec), doctest::Contains("comes back"), Error);
}
