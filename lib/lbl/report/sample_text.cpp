// A draw in words: what was drawn from what, and what a look at it will prove.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/sample_report.hpp"
#include "lbl/sample/proof.hpp"

namespace lbl::report {

namespace {

using sample::Design;
using sample::DrawResult;
using sample::DrawSpec;

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMostStrata = 40;

std::string unit_word(const DrawSpec& spec, std::uint64_t count) {
  return std::string(drawn_unit(spec)) + (count == 1 ? "" : "s");
}

std::string counted(std::uint64_t count, const std::string& word) {
  return base::with_commas(count) + " " + word;
}

std::string percent(double share) {
  return base::fixed(100 * share, share < 0.01 ? 2 : 1) + "%";
}

std::string design_text(const DrawSpec& spec) {
  std::vector<std::string> fields;
  for (const model::SliceSpec& field : spec.strata) fields.push_back(base::escaped(field.name));
  const std::string size = base::escaped(spec.size_field);
  switch (spec.design) {
    case Design::srs:
      return "at random, each as likely as any other";
    case Design::systematic:
      return "systematically, at equal steps from a random start";
    case Design::stratified:
      return fmt::format("at random within strata by {}, shared out by the {} rule",
                         base::join(fields, " and "), allocation_name(spec.allocate));
    case Design::pps: {
      const std::string_view title = spec.pps_method->title;
      return fmt::format("with probability proportional to {}{}", size,
                         title.empty() ? "" : fmt::format(" ({})", title));
    }
    case Design::poisson:
      return size.empty()
                 ? "each for itself with the same probability"
                 : fmt::format("each for itself with probability proportional to {}", size);
    case Design::hash:
      return "by a hash that keeps each one in or out for good";
    case Design::cluster:
      if (spec.two_stage()) {
        return fmt::format("in two stages, up to {} from each drawn cluster by {}",
                           *spec.per_cluster, base::escaped(spec.cluster_field));
      }
      return fmt::format("at random, whole clusters by {}", base::escaped(spec.cluster_field));
    case Design::mix: {
      std::vector<std::string> parts;
      for (const sample::MixPart& part : spec.mix) {
        parts.push_back(fmt::format("{} by {}", percent(part.share), base::escaped(part.name)));
      }
      return "mixed, " + base::join(parts, " and ");
    }
  }
  return "";
}

std::string drawn_text(const DrawSpec& spec, const DrawResult& result) {
  const std::uint64_t drawn = result.units.size(), all = result.population.units;
  std::string text =
      fmt::format("Drew {} of {}", base::with_commas(drawn), counted(all, unit_word(spec, all)));
  if (spec.unit == sample::Unit::item) {
    text += fmt::format(
        " ({} of {})", base::with_commas(result.records.size()),
        counted(result.population.records, result.population.records == 1 ? "record" : "records"));
  }
  if (spec.two_stage() && !result.strata.empty()) {
    text += fmt::format(", {} of {}", base::with_commas(result.strata.front().drawn),
                        counted(result.population.clusters, "clusters"));
  }
  return text + fmt::format(" {}, with seed {}.", design_text(spec), spec.seed);
}

// What a panel keeps from turn to turn, and what a mix drew twice.
void add_design_remarks(const DrawSpec& spec, const DrawResult& result,
                        std::vector<std::string>& out) {
  if (spec.panel) {
    out.push_back(
        fmt::format("This is turn {} of a panel in {} parts, of which one is renewed every turn.",
                    spec.panel->turn, spec.panel->count));
  }
  if (result.drawn_again > 0) {
    const bool one = result.drawn_again == 1;
    out.push_back(fmt::format("{} drawn by more than one component and {} once.",
                              counted(result.drawn_again, one ? "item was" : "items were"),
                              one ? "comes out" : "come out"));
  }
}

void add_remarks(const DrawSpec& spec, const DrawResult& result, std::vector<std::string>& out) {
  const sample::Population& population = result.population;
  add_design_remarks(spec, result, out);
  if (population.excluded_items > 0) {
    out.push_back(fmt::format(
        "Left out beforehand: {} named by --exclude.",
        counted(population.excluded_items, population.excluded_items == 1 ? "item" : "items")));
  }
  if (population.size_zero > 0) {
    out.push_back(
        fmt::format("{} of size 0 could not be drawn; the sample says nothing about them.",
                    counted(population.size_zero, unit_word(spec, population.size_zero))));
  }
  if (result.take_all > 0) {
    out.push_back(
        fmt::format("{} certain to be drawn because of their size.",
                    counted(result.take_all, result.take_all == 1 ? "item was" : "items were")));
  }
}

void add_proof(const DrawSpec& spec, const DrawResult& result, std::vector<std::string>& out) {
  const std::uint64_t drawn = result.units.size(), all = result.population.units;
  if (drawn == 0) return;
  if (drawn == all) {
    out.emplace_back("That is all of them: what a review of them finds holds without a margin.");
    return;
  }
  const sample::Proof proof = proof_of(result);
  out.push_back(fmt::format(
      "A rate found in them holds for all {} within {} points either way, with {}% confidence.",
      counted(all, unit_word(spec, all)), base::fixed(100 * *proof.margin, 1),
      base::fixed(100 * proof.level, 0)));
  if (proof.defects_at_most) {
    out.push_back(fmt::format(
        "If none of them is defective, at most {} of all are ({}).",
        base::with_commas(*proof.defects_at_most),
        percent(static_cast<double>(*proof.defects_at_most) / static_cast<double>(all))));
  } else {
    out.push_back(fmt::format(
        "Their probabilities differ, so weigh them (--add-weights); they tell as much as {} drawn "
        "with equal ones.",
        base::fixed(proof.effective_n, 0)));
  }
}

void write_strata(const DrawSpec& spec, const DrawResult& result, std::ostream& out) {
  out << '\n';
  write_text_table(strata_table(spec, result, kMostStrata), out);
  if (result.strata.size() > kMostStrata) {
    out << fmt::format("... and {} more strata (the JSON report lists all)\n",
                       base::with_commas(result.strata.size() - kMostStrata));
  }
}

}  // namespace

Table strata_table(const DrawSpec& spec, const DrawResult& result, std::size_t most) {
  Table table;
  for (const model::SliceSpec& field : spec.strata) {
    table.columns.push_back({field.name, Align::left});
  }
  for (const char* title : {"in all", "drawn", "share", "weight"}) {
    table.columns.push_back({title, Align::right});
  }
  for (std::size_t i = 0; i < std::min(most, result.strata.size()); ++i) {
    const sample::StratumDraw& stratum = result.strata[i];
    std::vector<std::string> row;
    for (const auto& value : stratum.values) row.push_back(value.value_or("(none)"));
    row.push_back(base::with_commas(stratum.population));
    row.push_back(base::with_commas(stratum.drawn));
    row.push_back(percent(stratum.probability()));
    row.push_back(stratum.drawn > 0 ? base::fixed(1 / stratum.probability(), 2) : "-");
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string_view drawn_unit(const DrawSpec& spec) {
  if (spec.design == Design::cluster && !spec.two_stage()) return "cluster";
  return spec.unit == sample::Unit::record ? "record" : "item";
}

std::vector<std::string> draw_sentences(const DrawSpec& spec, const DrawResult& result) {
  std::vector<std::string> sentences = {drawn_text(spec, result)};
  add_remarks(spec, result, sentences);
  add_proof(spec, result, sentences);
  return sentences;
}

void write_draw_text(const DrawSpec& spec, const DrawResult& result, Style style,
                     std::ostream& out) {
  const std::vector<std::string> sentences = draw_sentences(spec, result);
  for (const std::string& line : wrapped(sentences.front(), kWidth)) {
    out << bold(line, style) << '\n';
  }
  if (sentences.size() > 1) out << '\n';
  const std::vector<std::string> rest(sentences.begin() + 1, sentences.end());
  for (const std::string& line : wrapped(base::join(rest, " "), kWidth)) out << line << '\n';
  if (spec.design == Design::stratified) write_strata(spec, result, out);
}

}  // namespace lbl::report
