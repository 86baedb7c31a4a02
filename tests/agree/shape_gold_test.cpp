// Spans beside published values and other tools (gold/agree/expected_unitizing, _ualpha2016,
// _spanf1).
#include <doctest/doctest.h>

#include <algorithm>

#include "agree/gold_files.hpp"
#include "agree/shapes.hpp"
#include "lbl/agree/gamma_alignment.hpp"

using namespace lbl;
using agree::ShapeAsk;
using agree::ShapeDetail;

namespace {

constexpr double kToGold = 1e-9;

std::optional<double> gold_value(const std::string& file, const std::string& dataset,
                                 const std::string& tool, const std::string& coefficient) {
  const auto folder = test::gold_folder();
  if (!folder) return std::nullopt;
  for (const test::GoldRow& row : test::read_gold(*folder + "/" + file)) {
    if (row.at("dataset") == dataset && row.at("tool") == tool && row.at("coef") == coefficient) {
      return test::gold_number(row.at("value"));
    }
  }
  return std::nullopt;
}

void check_gold(double value, const std::string& file, const std::string& dataset,
                const std::string& tool, const std::string& coefficient) {
  const auto expected = gold_value(file, dataset, tool, coefficient);
  if (!test::gold_folder()) return;
  CAPTURE(dataset);
  CAPTURE(coefficient);
  REQUIRE(expected);
  CHECK(value == doctest::Approx(*expected).epsilon(kToGold));
}

const ShapeAsk kWhole{};
const ShapeAsk kLabels{ShapeDetail::labels, {}, {}};

/// Krippendorff (1995), p. 57, with every character `stretch` long; labels A to D are 0 to 3.
test::MarkedLines krippendorff_1995(double stretch) {
  test::MarkedLines lines = {{{2, 10, 0},
                              {14, 20, 0},
                              {0, 18, 1},
                              {2, 8, 2},
                              {10, 12, 2},
                              {14, 18, 2},
                              {20, 22, 2},
                              {0, 2, 3},
                              {2, 10, 3},
                              {10, 14, 3},
                              {14, 20, 3},
                              {20, 24, 3}},
                             {{4, 8, 0},
                              {15, 17, 0},
                              {0, 2, 1},
                              {2, 3, 1},
                              {3, 4, 1},
                              {4, 5, 1},
                              {5, 6, 1},
                              {6, 9, 1},
                              {9, 10, 1},
                              {0, 2, 2},
                              {4, 8, 2},
                              {10, 14, 2},
                              {16, 18, 2},
                              {20, 22, 2},
                              {0, 4, 3},
                              {4, 8, 3},
                              {8, 15, 3},
                              {15, 17, 3},
                              {17, 24, 3}}};
  for (auto& line : lines) {
    for (agree::Piece& piece : line) {
      piece.start *= stretch;
      piece.end *= stretch;
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("alpha_U is that of Krippendorff 1995 and 2004") {
  for (const auto& [stretch, name] : {std::pair(1.0, "kripp1995_p57_L24"),
                                      {5.0, "kripp1995_p57_L120"},
                                      {50.0, "kripp1995_p57_L1200"}}) {
    test::SpanBatch batch(4);
    batch.add(24 * stretch, krippendorff_1995(stretch));
    const auto labels = agree::alpha_u(batch.sample(), kLabels);
    for (std::uint32_t label = 0; label < 4; ++label) {
      check_gold(test::value_of(labels, "", label), "expected_unitizing.csv", name, "dkpro",
                 std::string("alpha_U[") + static_cast<char>('A' + label) + "]");
    }
    check_gold(test::value_of(agree::alpha_u(batch.sample(), kWhole)), "expected_unitizing.csv",
               name, "dkpro", "alpha_U");
  }
  test::SpanBatch batch(2);  // 2004, p. 254, from 150 on; c is 0 and k is 1
  batch.add(300, {{{75, 145, 0}, {220, 250, 0}, {30, 90, 1}, {150, 200, 1}},
                  {{70, 150, 0}, {205, 225, 0}, {250, 270, 0}, {30, 90, 1}, {150, 200, 1}}});
  check_gold(test::value_of(agree::alpha_u(batch.sample(), kWhole)), "expected_unitizing.csv",
             "kripp2004_p254", "dkpro", "alpha_U");
  const auto labels = agree::alpha_u(batch.sample(), kLabels);
  check_gold(test::value_of(labels, "", 0), "expected_unitizing.csv", "kripp2004_p254", "dkpro",
             "alpha_U[c]");
  check_gold(test::value_of(labels, "", 1), "expected_unitizing.csv", "kripp2004_p254", "dkpro",
             "alpha_U[k]");
}

TEST_CASE("measured alpha_U is the limit of ever finer characters") {
  test::SpanBatch seconds(4, agree::Extent::measured), fine(4);
  seconds.add(24, krippendorff_1995(1));
  fine.add(24e6, krippendorff_1995(1e6));
  const double limit = test::value_of(agree::alpha_u(fine.sample(), kWhole));
  CHECK(test::value_of(agree::alpha_u(seconds.sample(), kWhole)) ==
        doctest::Approx(limit).scale(0).epsilon(1e-5));
}

TEST_CASE("the u-alpha family is that of the reference script") {
  const char* file = "expected_ualpha2016.csv";
  const auto check = [&](double length, const test::MarkedLines& lines, const std::string& name) {
    test::SpanBatch batch(8);
    batch.add(length, lines);
    const auto whole = agree::u_alpha(batch.sample(), kWhole);
    check_gold(test::value_of(whole, "u"), file, name, "lindanna", "u_alpha");
    check_gold(test::value_of(whole, "binary"), file, name, "lindanna", "|u_alpha");
    check_gold(test::value_of(whole, "cu"), file, name, "lindanna", "cu_alpha");
    const auto labels = agree::u_alpha(batch.sample(), kLabels);
    for (std::uint32_t label = 1; label < 3; ++label) {
      check_gold(test::value_of(labels, "ku", label), file, name, "lindanna",
                 "ku_alpha[" + std::to_string(label) + "]");
    }
  };
  check(60, test::alex_paul_suzan(), "alexpaulsuzan");
  check(60, {{{2, 5, 1}}, {{2, 5, 1}, {10, 20, 2}}, {{2, 5, 2}, {15, 20, 2}}}, "u2016_readme");
}

TEST_CASE("F1 of every two annotators is that of the reference tool") {
  const auto folder = test::gold_folder();
  if (!folder) return;
  const test::MarkedLines lines = test::alex_paul_suzan();
  const std::vector<std::string> names = {"Alex", "Paul", "Suzan"};
  std::size_t checked = 0;
  for (const test::GoldRow& row : test::read_gold(*folder + "/expected_spanf1.csv")) {
    if (row.at("dataset") != "alexpaulsuzan") continue;
    const auto index = [&](const std::string& name) {
      return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    test::SpanBatch batch(8);
    batch.add(60, {lines[index(row.at("ref"))], lines[index(row.at("hyp"))]});
    const std::string scheme = row.at("scheme") == "ent_type" ? "type" : row.at("scheme");
    CAPTURE(row.at("ref"));
    CAPTURE(scheme);
    CHECK(test::value_of(agree::span_f1(batch.sample(), kWhole), scheme) ==
          doctest::Approx(*test::gold_number(row.at("f1"))).epsilon(kToGold));
    ++checked;
  }
  CHECK(checked == 24);
}

TEST_CASE("the observed disorder of Alex, Paul and Suzan is that of two tools") {
  test::SpanBatch batch(8);
  batch.add(60, test::alex_paul_suzan());
  const auto alignment = agree::best_alignment(batch.sample().items[0].lines, {3, 1});
  CHECK(alignment.is_proved);
  CHECK(alignment.disorder / (16.0 / 3) == doctest::Approx(0.960625).epsilon(1e-9));
}
