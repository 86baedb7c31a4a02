// A draw depends on ids and seed alone, takes whole items, and refuses what has no defined answer.
#include "lbl/sample/draw.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "sample/make_draw.hpp"

using namespace lbl::sample;
using lbl::base::Error;
using lbl::test::draw_from;
using lbl::test::Feeding;
using lbl::test::item_lines;
using lbl::test::Sample;

namespace {

DrawSpec srs(std::uint64_t n, std::uint64_t seed = 1) {
  DrawSpec spec;
  spec.n = n;
  spec.seed = seed;
  return spec;
}

DrawSpec stratified(std::uint64_t n, lbl::stats::AllocationRule rule) {
  DrawSpec spec = srs(n);
  spec.design = Design::stratified;
  spec.allocate = rule;
  spec.strata = {lbl::model::slice_by_field("lang")};
  return spec;
}

// Every design with what it needs, over the lines of `mixed_lines`.
std::vector<DrawSpec> all_designs() {
  using lbl::stats::AllocationRule;
  std::vector<DrawSpec> specs;
  specs.push_back(srs(40));
  specs.push_back(srs(0));
  specs.back().n.reset();
  specs.back().rate = 0.1;
  for (const auto rule : {AllocationRule::equal, AllocationRule::proportional,
                          AllocationRule::neyman, AllocationRule::square_root}) {
    specs.push_back(stratified(60, rule));
    if (rule == AllocationRule::neyman) specs.back().size_field = "size";
  }
  specs.push_back(stratified(0, AllocationRule::proportional));
  specs.back().n.reset();
  specs.back().rate = 0.07;
  for (const Design design : {Design::hash, Design::poisson}) {
    specs.push_back(srs(0));
    specs.back().design = design;
    specs.back().n.reset();
    specs.back().rate = 0.15;
  }
  for (const Design design : {Design::poisson, Design::pps, Design::systematic, Design::cluster}) {
    specs.push_back(srs(30));
    specs.back().design = design;
    if (design == Design::pps) specs.back().size_field = "size";
    if (design == Design::cluster) specs.back().cluster_field = "cluster";
  }
  specs.push_back(srs(25));
  specs.back().design = Design::poisson;
  specs.back().size_field = "size";
  return specs;
}

// 400 items in 3 languages and 80 clusters, 1 to 3 records each.
std::vector<std::string> mixed_lines() {
  std::vector<std::string> lines;
  for (int i = 0; i < 400; ++i) {
    const char* lang = i % 11 == 0 ? "fr" : i % 3 == 0 ? "ko" : "en";
    for (int k = 0; k <= i % 3; ++k) {
      lines.push_back("{\"item\": \"i" + std::to_string(i) +
                      "\", \"annotator\": " + std::to_string(k) + ", \"lang\": \"" + lang +
                      "\", \"size\": " + std::to_string(1 + i * 7 % 13) + ", \"cluster\": \"c" +
                      std::to_string(i % 80) + "\"}");
    }
  }
  return lines;
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string item_of(const std::string& line) {
  return line.substr(10, line.find('"', 10) - 10);
}

std::string name_of(const DrawSpec& spec) {
  return std::string(design_name(spec.design)) + " " +
         std::string(lbl::stats::allocation_name(spec.allocate)) + " " + spec.size_field;
}

}  // namespace

TEST_CASE("srs draws n different items, byte for byte, always the same ones for a seed") {
  const auto lines = item_lines(1'000);
  const Sample first = draw_from(lines, srs(50));
  CHECK(first.lines.size() == 50);
  CHECK(std::set<std::string>(first.lines.begin(), first.lines.end()).size() == 50);
  for (const std::string& line : first.lines) {
    CHECK(std::find(lines.begin(), lines.end(), line.substr(0, line.size() - 1)) != lines.end());
  }
  CHECK(draw_from(lines, srs(50)).lines == first.lines);
  CHECK(draw_from(lines, srs(50, 2)).lines != first.lines);
  CHECK(first.population.units == 1'000);
  for (const auto& unit : first.units) CHECK(unit.probability == 0.05);
}

TEST_CASE("srs takes the n smallest seeded hashes of the ids, whatever comes between") {
  const auto lines = item_lines(20'000);
  const Sample sample = draw_from(lines, srs(100), {1'000, 1});
  const std::uint64_t seed = lbl::base::hash64("srs", 1);
  std::vector<std::pair<std::uint64_t, std::string>> keys;
  for (int i = 0; i < 20'000; ++i) {
    const std::string id = "i" + std::to_string(i);
    keys.emplace_back(lbl::base::hash64(id, seed), id);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) expected.push_back(keys[static_cast<std::size_t>(i)].second);
  CHECK(sample.ids() == expected);
  CHECK(sample.readings == 1);
}

TEST_CASE("a larger n begins with the sample of a smaller one") {
  const auto lines = item_lines(500);
  const auto small = draw_from(lines, srs(20)).lines;
  auto large = draw_from(lines, srs(90)).lines;
  large.resize(20);
  CHECK(large == small);
}

TEST_CASE("no design depends on the order of records, on chunks or on how the input was split") {
  auto lines = mixed_lines();
  for (const DrawSpec& spec : all_designs()) {
    INFO(name_of(spec));
    const Sample whole = draw_from(lines, spec);
    CHECK_FALSE(whole.lines.empty());
    auto shuffled = lines;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(5));
    CHECK(sorted(draw_from(shuffled, spec).lines) == sorted(whole.lines));
    CHECK(draw_from(shuffled, spec).ids() == whole.ids());
    CHECK(draw_from(lines, spec, {1'000'000, 1}).lines == whole.lines);
    for (const std::size_t parts : {2u, 7u, 64u}) {
      CHECK(draw_from(lines, spec, {3, parts}).lines == whole.lines);
      CHECK(draw_from(shuffled, spec, {3, parts}).ids() == whole.ids());
    }
  }
}

TEST_CASE("all records of a drawn item come out, together and in the order of the input") {
  auto lines = mixed_lines();
  std::shuffle(lines.begin(), lines.end(), std::mt19937_64(9));
  std::map<std::string, std::vector<std::string>> records;
  for (const std::string& line : lines) records[item_of(line)].push_back(line + "\n");
  for (const DrawSpec& spec : all_designs()) {
    if (spec.design == Design::cluster) continue;
    INFO(name_of(spec));
    const Sample sample = draw_from(lines, spec);
    std::vector<std::string> expected;
    for (const std::string& id : sample.ids()) {
      expected.insert(expected.end(), records[id].begin(), records[id].end());
    }
    CHECK(sample.lines == expected);
  }
}

TEST_CASE("a drawn cluster comes out with all records of all its items") {
  const auto lines = mixed_lines();
  DrawSpec spec = srs(5);
  spec.design = Design::cluster;
  spec.cluster_field = "cluster";
  const Sample sample = draw_from(lines, spec);
  CHECK(sample.units.size() == 5);
  CHECK(sample.population.units == 80);
  std::size_t expected = 0;
  for (const std::string& line : lines) {
    for (const std::string& cluster : sample.ids()) {
      if (line.find("\"" + cluster + "\"}") != std::string::npos) ++expected;
    }
  }
  CHECK(sample.lines.size() == expected);
}

TEST_CASE("--order input is a selection of the lines of the input as they stood") {
  auto lines = mixed_lines();
  std::shuffle(lines.begin(), lines.end(), std::mt19937_64(3));
  for (DrawSpec spec : all_designs()) {
    INFO(name_of(spec));
    spec.order = Order::input;
    const Sample sample = draw_from(lines, spec);
    auto at = lines.begin();
    for (const std::string& line : sample.lines) {
      at = std::find(at, lines.end(), line.substr(0, line.size() - 1));
      REQUIRE(at != lines.end());
    }
    CHECK_FALSE(sample.lines.empty());
  }
}

TEST_CASE(
    "an item that hash draws stays in when records are added, and one that is out stays out") {
  DrawSpec spec = srs(0);
  spec.design = Design::hash;
  spec.n.reset();
  spec.rate = 0.2;
  const auto before = draw_from(item_lines(300), spec).ids();
  const auto after = draw_from(item_lines(900), spec).ids();
  const std::set<std::string> earlier(before.begin(), before.end());
  std::set<std::string> later;
  for (const std::string& id : after) {
    if (std::stoi(id.substr(1)) < 300) later.insert(id);
  }
  CHECK(later == earlier);
  spec.rate = 1.0;
  CHECK(draw_from(item_lines(300), spec).units.size() == 300);
}

TEST_CASE("n above the population takes everything and says so") {
  for (DrawSpec spec : all_designs()) {
    if (!spec.n || spec.design == Design::hash) continue;
    INFO(name_of(spec));
    spec.n = 100'000;
    const Sample sample = draw_from(mixed_lines(), spec);
    CHECK(sample.lines.size() == mixed_lines().size());
    CHECK(sample.requested == 100'000);
    for (const auto& unit : sample.units) CHECK(unit.probability == 1);
  }
}

TEST_CASE("nothing is drawn from nothing") {
  for (const DrawSpec& spec : all_designs()) {
    const Sample sample = draw_from({}, spec);
    CHECK(sample.lines.empty());
    CHECK(sample.population.units == 0);
  }
}

TEST_CASE("strata get what the allocation gives them, also those of a missing value") {
  std::vector<std::string> lines;
  for (int i = 0; i < 300; ++i) {
    const std::string lang = i < 240 ? ", \"lang\": \"en\"" : i < 290 ? ", \"lang\": \"ko\"" : "";
    lines.push_back("{\"item\": " + std::to_string(i) + lang + "}");
  }
  const Sample sample = draw_from(lines, stratified(30, lbl::stats::AllocationRule::proportional));
  REQUIRE(sample.strata.size() == 3);
  CHECK(sample.strata[0].values[0] == "en");
  CHECK(sample.strata[0].population == 240);
  CHECK(sample.strata[0].drawn == 24);
  CHECK(sample.strata[1].drawn == 5);
  CHECK_FALSE(sample.strata[2].values[0].has_value());
  CHECK(sample.strata[2].drawn == 1);
  CHECK(sample.units.size() == 30);
}

TEST_CASE("a thousand strata are drawn from in one reading with equal shares") {
  std::vector<std::string> lines;
  for (int i = 0; i < 20'000; ++i) {
    lines.push_back("{\"item\": " + std::to_string(i) +
                    ", \"lang\": " + std::to_string(i * 7919 % 1'000) + "}");
  }
  const Sample sample =
      draw_from(lines, stratified(5'000, lbl::stats::AllocationRule::equal), {500, 1});
  CHECK(sample.readings == 1);
  CHECK(sample.lines.size() == 5'000);
  for (const StratumDraw& stratum : sample.strata) CHECK(stratum.drawn == 5);
}

TEST_CASE("strata that come one after the other are drawn from rightly") {
  std::vector<std::string> lines;
  for (int i = 0; i < 12'000; ++i) {
    lines.push_back("{\"item\": " + std::to_string(i) + ", \"lang\": " + std::to_string(i / 1'000) +
                    "}");
  }
  auto mixed = lines;
  std::shuffle(mixed.begin(), mixed.end(), std::mt19937_64(1));
  const DrawSpec spec = stratified(240, lbl::stats::AllocationRule::proportional);
  const Sample ordered = draw_from(lines, spec, {200, 1});
  CHECK(ordered.lines == draw_from(mixed, spec, {200, 1}).lines);
  for (const StratumDraw& stratum : ordered.strata) CHECK(stratum.drawn == 20);
}

TEST_CASE("an item in two strata is refused with both places") {
  const DrawSpec spec = stratified(1, lbl::stats::AllocationRule::equal);
  const std::vector<std::string> lines = {R"({"item": "a", "lang": "ko"})",
                                          R"({"item": "b", "lang": "ko"})",
                                          R"({"item": "a", "lang": null})"};
  CHECK_THROWS_WITH_AS(draw_from(lines, spec),
                       "-:3: item \"a\" is in stratum {lang=null} here and in {lang=\"ko\"} at -:1",
                       Error);
  DrawSpec clusters = srs(1);
  clusters.design = Design::cluster;
  clusters.cluster_field = "lang";
  CHECK_THROWS_WITH_AS(draw_from({lines[0], R"({"item": "a", "lang": "en"})"}, clusters),
                       "-:2: item \"a\" is in cluster \"en\" here and in \"ko\" at -:1", Error);
}

TEST_CASE("places in messages name the right file, however many there are") {
  DrawSpec spec = stratified(1, lbl::stats::AllocationRule::equal);
  spec.input_names = {"one.jsonl", "two.jsonl", "three.jsonl"};
  const std::vector<std::string> lines = {
      R"({"item": "a", "lang": "x"})", R"({"item": "b", "lang": "x"})",
      R"({"item": "c", "lang": "x"})", R"({"item": "d", "lang": "x"})",
      R"({"item": "e", "lang": "x"})", R"({"item": "d", "lang": "y"})"};
  CHECK_THROWS_WITH_AS(draw_from(lines, spec, {2, 3}),
                       "an item stands in two strata at two.jsonl:2 and three.jsonl:2", Error);
}

TEST_CASE("sizes that are none are refused with their place and the remedy") {
  DrawSpec spec = srs(1);
  spec.design = Design::pps;
  spec.size_field = "size";
  const auto refused = [&](const std::string& line, const std::string& message) {
    CHECK_THROWS_WITH_AS(draw_from({line}, spec), message.c_str(), Error);
  };
  const std::string remedy = " (a size is a number of at least 0; --exclude leaves items out)";
  refused(R"({"item": "a", "size": -1})",
          "-:1: item \"a\" has no size: field \"size\" is \"-1\"" + remedy);
  refused(R"({"item": "a", "size": null})",
          "-:1: item \"a\" has no size: field \"size\" is null or missing" + remedy);
  refused(R"({"item": "a", "size": "big"})",
          "-:1: item \"a\" has no size: field \"size\" is \"big\"" + remedy);
  refused(R"({"item": "a", "size": 0})",
          "-:1: item \"a\" has size 0, so it could never be drawn (--size-floor X gives it a "
          "chance, --allow-zero leaves it out)");
  CHECK_THROWS_WITH_AS(
      draw_from({R"({"item": "a", "size": 1})", R"({"item": "a", "size": 2})"}, spec),
      "-:2: item \"a\" has size 2 here, but 1 before", Error);
}

TEST_CASE(
    "items of size 0 are never drawn with --allow-zero, and counted; a floor gives a chance") {
  const std::vector<std::string> lines = {
      R"({"item": "a", "size": 0})", R"({"item": "b", "size": 2})", R"({"item": "c", "size": 2})"};
  DrawSpec spec = srs(2);
  spec.design = Design::pps;
  spec.size_field = "size";
  spec.zero_size = ZeroSize::allow;
  const Sample sample = draw_from(lines, spec);
  CHECK(sample.population.size_zero == 1);
  auto ids = sample.ids();
  CHECK(sorted(ids) == std::vector<std::string>{"b", "c"});
  spec.zero_size = ZeroSize::refuse;
  spec.size_floor = 0.5;
  const Sample floored = draw_from(lines, spec);
  CHECK(floored.population.size_zero == 0);
  CHECK(floored.units.size() == 2);
}

TEST_CASE("excluded items are never drawn; those that do not exist are told") {
  const auto frame = std::make_shared<DrawFrame>();
  for (const char* id : {"i0", "i1", "i2", "nobody"}) frame->excluded.add(id);
  const Sample sample = draw_from(item_lines(10), srs(100), {4, 3}, frame);
  CHECK(sample.units.size() == 7);
  CHECK(sample.population.units == 7);
  CHECK(sample.population.excluded_items == 3);
  CHECK(sample.population.excluded_records == 3);
  CHECK(sample.population.excluded_not_found == std::vector<std::string>{"nobody"});
}

TEST_CASE("ids are compared as their text, and records without one are left out and counted") {
  const std::vector<std::string> lines = {
      R"({"item": 1})",    R"({"item": "1"})", R"({"item": null})", R"({"item": " "})",
      R"({"item": true})", R"({"text": 5})",   R"({"item": 1.0})"};
  const Sample sample = draw_from(lines, srs(10));
  CHECK(sample.population.items == 2);
  CHECK(sample.population.without_item == 4);
  CHECK(sample.lines.size() == 3);
}

TEST_CASE("records can be drawn by themselves, identical ones counted apart") {
  std::vector<std::string> lines = item_lines(50);
  for (int i = 0; i < 5; ++i) lines.push_back(lines[0]);
  DrawSpec spec = srs(20);
  spec.unit = Unit::record;
  const Sample sample = draw_from(lines, spec);
  CHECK(sample.lines.size() == 20);
  CHECK(sample.population.units == 55);
  spec.n = 55;
  CHECK(sorted(draw_from(lines, spec).lines).size() == 55);
  auto shuffled = lines;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(2));
  spec.n = 20;
  CHECK(draw_from(shuffled, spec, {3, 4}).lines == sample.lines);
}

TEST_CASE("scores joined by item give strata and sizes") {
  const auto frame = std::make_shared<DrawFrame>();
  frame->scores = ItemScores({"disagreement", "majority"});
  frame->scores_name = "items.jsonl";
  const lbl::model::Node half{"0.5", 0, 1, 0, lbl::model::ValueKind::number};
  const lbl::model::Node one{"1", 0, 1, 0, lbl::model::ValueKind::number};
  const lbl::model::Value missing;
  CHECK(frame->scores.add("i0", {lbl::model::Value(&half), missing}));
  CHECK(frame->scores.add("i1", {lbl::model::Value(&one), missing}));
  CHECK(frame->scores.add("i1", {lbl::model::Value(&one), missing}));
  CHECK_FALSE(frame->scores.add("i1", {lbl::model::Value(&half), missing}));
  CHECK(frame->scores.field("disagreement") == 0u);
  CHECK_FALSE(frame->scores.field("majority").has_value());
  DrawSpec spec = srs(1);
  spec.design = Design::pps;
  spec.size_field = "disagreement";
  const Sample sample = draw_from(item_lines(2), spec, {}, frame);
  CHECK(sample.units.size() == 1);
  CHECK_THROWS_WITH_AS(draw_from(item_lines(3), spec, {}, frame),
                       "-:3: item \"i2\" has no size: it is not in items.jsonl (a size is a number "
                       "of at least 0; --exclude leaves items out)",
                       Error);
}

TEST_CASE("a spec that cannot be drawn is refused before anything is read") {
  const auto refused = [](const DrawSpec& spec) { CHECK_THROWS_AS(check(spec), Error); };
  DrawSpec spec;
  refused(spec);
  spec = srs(0);
  refused(spec);
  spec = srs(5);
  spec.rate = 0.5;
  refused(spec);
  spec.n.reset();
  for (const double rate : {0.0, -1.0, 1.5}) {
    spec.rate = rate;
    refused(spec);
  }
  spec = srs(5);
  spec.design = Design::hash;
  refused(spec);
  spec.design = Design::stratified;
  refused(spec);
  spec.design = Design::pps;
  refused(spec);
  spec = srs(5);
  spec.size_field = "x";
  refused(spec);
  spec = stratified(5, lbl::stats::AllocationRule::neyman);
  refused(spec);
}
