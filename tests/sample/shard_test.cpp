// Shards, saved and added up in any order, give exactly the sample of one machine.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "lbl/base/codec.hpp"
#include "lbl/base/error.hpp"
#include "lbl/sample/draw.hpp"
#include "sample/make_draw.hpp"

using namespace lbl::sample;
using lbl::stats::AllocationRule;
using lbl::test::draw_from;
using lbl::test::draw_from_states;
using lbl::test::Sample;

namespace {

// 150 items in 3 languages and 60 clusters, 1 to 3 records each, the records of an item apart.
std::vector<std::string> lines() {
  std::vector<std::string> lines;
  for (int k = 0; k < 3; ++k) {
    for (int i = 0; i < 150; ++i) {
      if (k > i % 3) continue;
      const char* lang = i % 11 == 0 ? "fr" : i % 3 == 0 ? "ko" : "en";
      lines.push_back("{\"item\": \"i" + std::to_string(i) +
                      "\", \"annotator\": " + std::to_string(k) + ", \"lang\": \"" + lang +
                      "\", \"size\": " + std::to_string(1 + i * 7 % 13) + ", \"cluster\": \"c" +
                      std::to_string(i % 60) + "\"}");
    }
  }
  return lines;
}

DrawSpec spec_of(Design design, std::uint64_t n) {
  DrawSpec spec;
  spec.design = design;
  spec.n = n;
  if (design == Design::stratified) spec.strata = {lbl::model::slice_by_field("lang")};
  if (design == Design::pps) spec.size_field = "size";
  if (design == Design::cluster) spec.cluster_field = "cluster";
  return spec;
}

DrawSpec by_rate(DrawSpec spec, double rate) {
  spec.n.reset();
  spec.rate = rate;
  return spec;
}

std::vector<DrawSpec> all_designs() {
  std::vector<DrawSpec> specs = {spec_of(Design::srs, 30),
                                 by_rate(spec_of(Design::srs, 1), 0.1),
                                 by_rate(spec_of(Design::hash, 1), 0.15),
                                 spec_of(Design::systematic, 30),
                                 spec_of(Design::pps, 30),
                                 spec_of(Design::pps, 30),
                                 spec_of(Design::poisson, 30),
                                 spec_of(Design::poisson, 30),
                                 spec_of(Design::cluster, 12),
                                 spec_of(Design::cluster, 12),
                                 spec_of(Design::mix, 30),
                                 spec_of(Design::srs, 30)};
  specs[5].pps_method = pps_method("sampford");
  specs[7].size_field = "size";
  specs[9].per_cluster = 2;
  specs[10].mix = {{"size", 0.5}, {"random", 0.25}, {"stratified", 0.25}};
  specs[10].strata = {lbl::model::slice_by_field("lang")};
  specs[11].panel = Panel{3, 5};
  for (const auto rule : {AllocationRule::equal, AllocationRule::proportional,
                          AllocationRule::neyman, AllocationRule::square_root}) {
    specs.push_back(spec_of(Design::stratified, 30));
    specs.back().allocate = rule;
    if (rule == AllocationRule::neyman) specs.back().size_field = "size";
  }
  specs.push_back(by_rate(spec_of(Design::stratified, 1), 0.1));
  specs.push_back(spec_of(Design::stratified, 60));
  specs.back().take_all = {{"lang", "fr"}};
  return specs;
}

std::shared_ptr<const DrawFrame> without_some() {
  auto frame = std::make_shared<DrawFrame>();
  for (const char* id : {"i5", "i7", "i149", "gone"}) frame->excluded.add(id);
  return frame;
}

}  // namespace

TEST_CASE("1, 2, 7 and 64 states, added up in any order, give the sample of one run") {
  const auto all = lines();
  const auto frame = without_some();
  for (const DrawSpec& spec : all_designs()) {
    INFO(std::string(design_name(spec.design)), " ",
         std::string(lbl::stats::allocation_name(spec.allocate)));
    const Sample whole = draw_from(all, spec, {100, 1}, frame);
    REQUIRE_FALSE(whole.lines.empty());
    for (const std::size_t parts : {1u, 2u, 7u, 64u}) {
      const std::vector<std::string> states = lbl::test::states_of(all, spec, parts, frame);
      for (const std::size_t turn : {std::size_t{0}, parts / 2, parts - 1}) {
        const Sample merged = draw_from_states(states, spec, turn, frame);
        CHECK(merged.lines == whole.lines);
        CHECK(merged.readings == 1);
        REQUIRE(merged.units.size() == whole.units.size());
        for (std::size_t i = 0; i < whole.units.size(); ++i) {
          CHECK(merged.units[i].probability == whole.units[i].probability);
        }
        CHECK(merged.population.units == whole.population.units);
        CHECK(merged.population.items == whole.population.items);
        CHECK(merged.population.records == whole.population.records);
        CHECK(merged.population.excluded_items == 3);
        CHECK(merged.population.excluded_not_found == std::vector<std::string>{"gone"});
      }
    }
  }
}

TEST_CASE("what depends on the order of the whole input cannot be saved") {
  DrawSpec spec = spec_of(Design::pps, 30);
  spec.keeping = Keeping::shard;
  spec.order = Order::input;
  CHECK_THROWS_WITH_AS(check(spec), doctest::Contains("cannot be merged"), lbl::base::Error);
  spec.order = Order::shuffled;
  CHECK_NOTHROW(check(spec));
}

TEST_CASE("a damaged state is refused, whatever byte was lost") {
  DrawSpec spec = spec_of(Design::stratified, 10);
  spec.keeping = Keeping::shard;
  const auto frame = std::make_shared<const DrawFrame>();
  lbl::model::FieldPlan plan;
  const Draw draw(spec, frame, plan);
  lbl::base::Encoder out;
  draw.encode(out);
  for (std::size_t size = 0; size < out.bytes().size(); ++size) {
    Draw other(spec, frame, plan);
    lbl::base::Decoder in(std::string_view(out.bytes()).substr(0, size));
    CHECK_THROWS_AS(other.decode(in, 0), lbl::base::Error);
  }
}
