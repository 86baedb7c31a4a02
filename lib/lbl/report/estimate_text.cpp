// Estimates in words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/estimate_report.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using sample::EstimateEntry;
using sample::EstimateResult;
using sample::Statistic;

// A figure with as many digits as its standard error deserves.
std::string figure(const EstimateEntry& entry, double value) {
  if (entry.statistic == Statistic::rate) return percent_text(value);
  const double se = entry.estimate.se.value_or(0);
  const double scale = se > 0 ? se : std::max(1e-300, std::fabs(value) / 1000);
  const int digits = std::clamp(1 - static_cast<int>(std::floor(std::log10(scale))), 0, 9);
  return base::fixed(value, digits);
}

std::string name_of(const EstimateEntry& entry) {
  std::string variable = base::escaped(entry.variable);
  switch (entry.statistic) {
    case Statistic::rate:
      return fmt::format("The rate of {}", variable);
    case Statistic::mean:
      return fmt::format("The mean of {}", variable);
    case Statistic::total:
      return fmt::format("The total of {}", variable);
    case Statistic::ratio:
      return fmt::format("The ratio {}", variable);
  }
  return variable;
}

std::string main_sentence(const EstimateEntry& entry) {
  const stats::Estimate& estimate = entry.estimate;
  if (!estimate.value) return fmt::format("{} is not known: {}.", name_of(entry), estimate.message);
  std::string text = fmt::format("{} is {}", name_of(entry), figure(entry, *estimate.value));
  if (!estimate.ci) return text + "; one unit shows no spread, so nothing tells how sure that is.";
  if (estimate.ci->method == "census") return text + ", without a margin: all were reviewed.";
  return text + fmt::format(", between {} and {} with {} confidence.",
                            figure(entry, estimate.ci->low), figure(entry, estimate.ci->high),
                            level_text(estimate.ci->level));
}

std::string rests_on(const EstimateResult& result) {
  std::string text = fmt::format("It rests on {}", counted(result.items, "item", "items"));
  if (result.population && !result.clustered) {
    text += fmt::format(
        " of {}", base::with_commas(static_cast<std::uint64_t>(std::llround(*result.population))));
  }
  if (result.clustered) {
    text += fmt::format(" in {}", counted(result.clusters, "cluster", "clusters"));
    if (result.population) {
      text += fmt::format(
          " of {}",
          base::with_commas(static_cast<std::uint64_t>(std::llround(*result.population))));
    }
  }
  if (result.strata > 1) {
    text += fmt::format(" from {}", counted(result.strata, "stratum", "strata"));
  }
  return text + (result.source == "sampling"
                     ? fmt::format(", drawn as \"sampling\" says ({}).", result.design)
                     : ", drawn as the options say.");
}

}  // namespace

std::string slice_words(const EstimateEntry& entry) {
  std::vector<std::string> where;
  for (const auto& [name, value] : entry.slice) {
    where.push_back(name + "=" + value.value_or("(none)"));
  }
  return where.empty() ? "all" : base::join(where, ", ");
}

Table estimate_table(const EstimateResult& result) {
  Table table;
  table.columns = {{"what"},
                   {"of"},
                   {"where"},
                   {"estimate", Align::right},
                   {"low", Align::right},
                   {"high", Align::right},
                   {"se", Align::right},
                   {"items", Align::right}};
  for (const EstimateEntry& entry : result.entries) {
    const stats::Estimate& estimate = entry.estimate;
    const auto shown = [&](std::optional<double> value) {
      return value ? figure(entry, *value) : "-";
    };
    table.rows.push_back({statistic_name(entry.statistic), entry.variable, slice_words(entry),
                          shown(estimate.value),
                          shown(estimate.ci ? std::optional(estimate.ci->low) : std::nullopt),
                          shown(estimate.ci ? std::optional(estimate.ci->high) : std::nullopt),
                          shown(estimate.se), base::with_commas(entry.items)});
  }
  return table;
}

std::vector<std::string> estimate_sentences(const EstimateResult& result) {
  std::vector<std::string> out;
  constexpr std::size_t kMostSaid = 3;
  std::size_t whole = 0;
  for (const EstimateEntry& entry : result.entries) {
    if (!entry.slice.empty() || ++whole > kMostSaid) continue;
    out.push_back(main_sentence(entry));
  }
  if (out.empty()) return {"There is nothing to estimate from: no item was reviewed."};
  out.push_back(rests_on(result));
  if (result.not_reviewed > 0) {
    out.push_back(fmt::format(
        "{} drawn but not reviewed; the others stand for them, as if they were missing at random.",
        counted(static_cast<std::uint64_t>(std::llround(result.not_reviewed)), "item was",
                "items were")));
  }
  if (result.unanswered > 0) {
    out.push_back(
        fmt::format("{} no answer.", counted(result.unanswered, "item has", "items have")));
  }
  const EstimateEntry& first = result.entries.front();
  if (first.shared_items > 0 && first.disagreement) {
    out.push_back(fmt::format(
        "{} reviewed by two or more, who differ in {} of their pairs; the interval allows for "
        "that.",
        counted(first.shared_items, "item was", "items were"), percent_text(*first.disagreement)));
  }
  if (first.estimate.reason == "single-unit-stratum") {
    out.push_back("The intervals lean on a guess: " + first.estimate.message + ".");
  }
  return out;
}

void write_estimate_text(const EstimateResult& result, Style style, std::ostream& out) {
  write_sentences(estimate_sentences(result), style, out);
  if (result.entries.empty()) return;
  out << '\n';
  write_text_table(estimate_table(result), out);
}

}  // namespace lbl::report
