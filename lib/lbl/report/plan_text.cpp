// A plan in words.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/report/plan_report.hpp"
#include "lbl/report/plan_table.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using sample::PlanFigures;
using sample::PlanQuestion;
using sample::SizePlan;
using sample::SizePlanSpec;

std::string units(std::uint64_t n) {
  return counted(n, "item", "items");
}

std::string with_confidence(const SizePlanSpec& spec) {
  return fmt::format("with {} confidence", level_text(spec.level));
}

std::string of_population(const SizePlanSpec& spec, std::uint64_t n) {
  if (!spec.population) return units(n);
  return fmt::format("{} of {}", base::with_commas(n), units(*spec.population));
}

void add_comparison(const SizePlanSpec& spec, const PlanFigures& figures,
                    std::vector<std::string>& out) {
  const std::string rates = fmt::format("{} and {}", percent_text(spec.p1), percent_text(spec.p2));
  const std::string each = fmt::format("{} in each group", units(figures.n));
  switch (spec.question) {
    case PlanQuestion::difference:
      out.push_back(
          fmt::format("Review {}: the difference of rates near {} is then known within {} "
                      "either way, {}.",
                      each, rates, points_text(spec.margin), with_confidence(spec)));
      break;
    case PlanQuestion::ratio:
      out.push_back(fmt::format(
          "Review {}: the ratio of rates near {} is then known within a factor of {}, {}.", each,
          rates, base::number_text(spec.factor), with_confidence(spec)));
      break;
    case PlanQuestion::given_groups:
      out.push_back(fmt::format("{} know the difference of rates near {} within {} either way, {}.",
                                each, rates, points_text(figures.margin.value_or(0)),
                                with_confidence(spec)));
      break;
    default:
      out.push_back(fmt::format(
          "Review {} to tell rates of {} apart with a power of {} (two-sided test at {}).", each,
          rates, percent_text(spec.power), percent_text(1 - spec.level)));
  }
  if (figures.power && spec.question != PlanQuestion::power) {
    out.push_back(fmt::format("A test at {} tells such rates apart with a power of {}.",
                              percent_text(1 - spec.level), percent_text(*figures.power)));
  }
  if (figures.margin && spec.question == PlanQuestion::power) {
    out.push_back(fmt::format("The difference is then known within {} either way.",
                              points_text(*figures.margin)));
  }
  if (figures.n_arcsine) {
    out.push_back(fmt::format("By Cohen's arcsine formula it would be {}.",
                              base::fixed(*figures.n_arcsine, 1)));
  }
}

std::string first_sentence(const SizePlanSpec& spec, const PlanFigures& figures) {
  const std::string where = spec.strata.empty() ? "" : " in every stratum";
  if (spec.question == PlanQuestion::margin) {
    return fmt::format("Review {}: a rate near {}{} is then known within {} either way, {}.",
                       of_population(spec, figures.n), percent_text(spec.expect), where,
                       points_text(spec.margin), with_confidence(spec));
  }
  if (spec.question == PlanQuestion::detect) {
    return fmt::format("Review {}: if {} or more{} are defective, at least one defect is seen {}.",
                       of_population(spec, figures.n), percent_text(spec.detect), where,
                       with_confidence(spec));
  }
  if (spec.population == figures.n) {
    return fmt::format("{} are all of them: what a review of them finds holds without a margin.",
                       units(figures.n));
  }
  const std::string known = figures.margin
                                ? fmt::format("within {} either way", points_text(*figures.margin))
                                : "not at all in some strata, which get no item";
  return fmt::format("{} tell a rate near {} {}, {}.", of_population(spec, figures.n),
                     percent_text(spec.expect), known, with_confidence(spec));
}

}  // namespace

Table plan_table(const SizePlanSpec& spec, const SizePlan& plan) {
  Table table;
  for (const model::SliceSpec& field : spec.fields) table.columns.push_back({field.name});
  for (const char* title : {"in all", "review", "margin", "detectable"}) {
    table.columns.push_back({title, Align::right});
  }
  for (std::size_t i = 0; i < plan.strata.size(); ++i) {
    const PlanFigures& figures = plan.strata[i];
    std::vector<std::string> row;
    for (const auto& value : spec.strata[i].values) row.push_back(value.value_or("(none)"));
    row.push_back(base::with_commas(spec.strata[i].population));
    row.push_back(base::with_commas(figures.n));
    row.push_back(figures.margin ? base::fixed(100 * *figures.margin, 1) : "-");
    row.push_back(figures.detectable_rate ? percent_text(*figures.detectable_rate) : "-");
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<std::string> plan_sentences(const SizePlanSpec& spec, const SizePlan& plan) {
  std::vector<std::string> out;
  const PlanFigures& figures = plan.whole;
  if (compares(spec.question)) {
    add_comparison(spec, figures, out);
    return out;
  }
  out.push_back(first_sentence(spec, figures));
  if (!spec.strata.empty()) {
    if (spec.question == PlanQuestion::margin && figures.margin) {
      out.push_back(fmt::format("The rate of all of them together is known within {}.",
                                points_text(*figures.margin)));
    }
    return out;
  }
  if (spec.population == figures.n) return out;
  if (figures.interval && spec.question != PlanQuestion::detect) {
    out.push_back(fmt::format("If {} is found, the interval is {} to {} (Wilson).",
                              percent_text(spec.expect), percent_text(figures.interval->low),
                              percent_text(figures.interval->high)));
  }
  if (figures.detectable_rate && spec.question != PlanQuestion::detect) {
    out.push_back(fmt::format("If {} or more are defective, at least one defect is among them {}.",
                              percent_text(*figures.detectable_rate), with_confidence(spec)));
  }
  if (spec.question == PlanQuestion::detect) {
    out.push_back(fmt::format("If none is seen, fewer than {} are, {}.",
                              percent_text(figures.detectable_rate.value_or(spec.detect)),
                              with_confidence(spec)));
  }
  return out;
}

void write_plan_text(const SizePlanSpec& spec, const SizePlan& plan, Style style,
                     std::ostream& out) {
  write_sentences(plan_sentences(spec, plan), style, out);
  if (plan.strata.empty()) return;
  out << '\n';
  write_text_table(plan_table(spec, plan), out);
  out << "margin: points either way; detectable: the least rate of defects of which at\nleast one "
         "would be seen.\n";
}

}  // namespace lbl::report
