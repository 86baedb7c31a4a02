// Control, targets and annotators for people: sentences and sections.
#include "lbl/report/bias_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"

namespace lbl::report {
namespace {

using bias::AnnotatorEntry;
using bias::BiasResult;
using bias::GroupEffect;
using bias::Measure;
using bias::SeverityFit;
using bias::SliceEntry;

constexpr std::size_t kMostRows = 20;

Measure measure_of(const SeverityFit& fit) {
  return fit.is_share ? Measure::rate : Measure::mean;
}

std::string points(Measure measure) {
  return is_share(measure) ? " points" : "";
}

std::string interval(Measure measure, const stats::Estimate& estimate) {
  if (!estimate.ci) return "-";
  return fmt::format("{} to {}", signed_figure(measure, estimate.ci->low),
                     signed_figure(measure, estimate.ci->high));
}

std::string value_text(const std::optional<std::string>& value) {
  return value ? quoted_name(*value) : "(missing)";
}

std::string control_name(const BiasResult& result) {
  return base::escaped(base::join(result.control, ":"));
}

std::string what(const std::optional<std::string>& label) {
  return label ? fmt::format("gives {}", quoted_name(*label)) : "answers";
}

/// "source "forum": the difference in the rate of "hate" turns round within lang: ...".
std::string reversal_sentence(const BiasResult& result, const SliceEntry& entry) {
  const bias::Controlled& controlled = *entry.controlled;
  const bool reverses = controlled.reversal == bias::Reversal::reverses;
  const std::string name = fmt::format("{} {}", base::escaped(result.cuts[entry.cut].name()),
                                       quoted_name(slice_name(slice_of(result, entry))));
  return fmt::format(
      "Simpson: {} differs by {}{} in {}, but by {} within the same {} ({}): the difference {}.",
      name, signed_figure(entry.measure, *entry.difference.value), points(entry.measure),
      subject(entry.label, entry.measure),
      signed_figure(entry.measure, *controlled.difference.value), control_name(result),
      interval(entry.measure, controlled.difference), reverses ? "turns round" : "vanishes");
}

/// A plot of differences, with a line where there is none.
ForestPlot plot_of_differences(Measure measure, std::string zero) {
  ForestPlot plot;
  plot.description = "Differences and their intervals; the numbers are in the table below";
  plot.line = 0;
  plot.line_name = std::move(zero);
  plot.tick_text = [measure](double value) { return signed_figure(measure, value); };
  return plot;
}

ForestRow row_of(std::string name, const stats::Estimate& difference, bool flag) {
  return {std::move(name), *difference.value, difference.ci,
          flag ? ForestRow::Mark::flagged : ForestRow::Mark::plain, difference.status};
}

/// None when every share is at its target.
const bias::TargetSlice* largest_gap(const bias::TargetField& field) {
  const bias::TargetSlice* largest = nullptr;
  for (const bias::TargetSlice& slice : field.slices) {
    if (largest == nullptr || std::fabs(*slice.gap.value) > std::fabs(*largest->gap.value)) {
      largest = &slice;
    }
  }
  return largest == nullptr || *largest->gap.value == 0 ? nullptr : largest;
}

std::string gap_sentence(const bias::TargetField& field, const bias::TargetSlice& largest) {
  const bias::Slice slice{largest.values, 0};
  std::string text = fmt::format(
      "{} {} is {} of the {}s, {} in the target ({} points, {})", base::escaped(field.name()),
      quoted_name(slice_name(slice)), with_unit(Measure::rate, largest.share),
      field.counts_items ? "item" : "answer", with_unit(Measure::rate, largest.target),
      signed_figure(Measure::rate, *largest.gap.value), interval(Measure::rate, largest.gap));
  if (field.collect && *field.collect > 0) {
    text += fmt::format("; {} more {} reach it", base::with_commas(*field.collect),
                        field.counts_items ? "items" : "answers");
  }
  return text + ".";
}

std::string group_sentence(const BiasResult& result, const GroupEffect& effect) {
  const SeverityFit& fit = result.severities.fits[effect.fit];
  const Measure measure = measure_of(fit);
  std::string where = "on the same items";
  if (effect.item_field) {
    where = fmt::format("on {} {}, beyond what they do elsewhere",
                        base::escaped(*effect.item_field), value_text(effect.item_group));
  }
  return fmt::format("{} {} {} {}{} {} than the others {} ({}; {}{}).", base::escaped(effect.field),
                     value_text(effect.group), what(fit.label),
                     figure(measure, std::fabs(*effect.estimate.value)), points(measure),
                     *effect.estimate.value > 0 ? "higher" : "lower", where,
                     interval(measure, effect.estimate), q_name(result), p_relation(effect.q));
}

BiasFinding annotator_finding(const BiasResult& result) {
  std::size_t flagged = 0;
  const AnnotatorEntry* most = nullptr;
  for (const AnnotatorEntry& entry : result.severities.annotators) {
    if (!entry.flag || !entry.shrunken.value) continue;
    ++flagged;
    if (most == nullptr || std::fabs(*entry.shrunken.value) > std::fabs(*most->shrunken.value)) {
      most = &entry;
    }
  }
  if (most == nullptr) return {"No annotator differs from the others by more than chance would."};
  const SeverityFit& fit = result.severities.fits[most->fit];
  const Measure measure = measure_of(fit);
  const std::string text = fmt::format(
      "{} more than chance; the furthest is {}, who {} {}{} {} than others would on the same items "
      "({}).",
      counted(flagged, flagged == 1 ? "annotator figure differs" : "annotator figure") +
          (flagged == 1 ? "" : " differ"),
      quoted_name(most->annotator), what(fit.label),
      figure(measure, std::fabs(*most->shrunken.value)), points(measure),
      *most->shrunken.value > 0 ? "higher" : "lower", interval(measure, most->shrunken));
  return finding(text, measure, most->shrunken);
}

ReportSection target_section(const BiasResult& result, const bias::TargetField& field) {
  ReportSection section;
  section.title = fmt::format("{}: shares beside the target", base::escaped(field.name()));
  section.table.columns = {{"slice", Align::left},
                           {field.counts_items ? "items" : "answers", Align::right},
                           {"%", Align::right},
                           {"target", Align::right},
                           {"gap", Align::right},
                           {base::number_text(100 * result.level) + "% interval", Align::right},
                           {"collect", Align::right}};
  section.plot = plot_of_differences(Measure::rate, "at the target");
  for (const bias::TargetSlice& slice : field.slices) {
    section.plot.rows.push_back(row_of(slice_name({slice.values, 0}), slice.gap, false));
    section.table.rows.push_back(
        {slice_name({slice.values, 0}), base::with_commas(slice.n),
         figure(Measure::rate, slice.share), figure(Measure::rate, slice.target),
         signed_figure(Measure::rate, *slice.gap.value), interval(Measure::rate, slice.gap),
         slice.collect ? base::with_commas(*slice.collect) : "-"});
  }
  std::string line = field.psi.value ? fmt::format("PSI {}", base::fixed(*field.psi.value, 3))
                                     : fmt::format("PSI undefined: {}", field.psi.message);
  if (field.p) line += fmt::format("; chi-square of fit p{}", p_relation(field.p));
  section.lines.push_back(line + ".");
  if (!field.collect) {
    section.lines.emplace_back(
        "A slice that the target does not have cannot be balanced by collecting more.");
  }
  return section;
}

ReportSection groups_section(const BiasResult& result) {
  ReportSection section;
  section.title = "Groups of annotators, on the same items and in groups of items";
  section.table.columns = {{"group", Align::left},         {"items", Align::left},
                           {"label", Align::left},         {"answers", Align::right},
                           {"differs", Align::right},      {"interval", Align::right},
                           {q_name(result), Align::right}, {"", Align::left}};
  std::vector<const GroupEffect*> shown;
  for (const GroupEffect& effect : result.severities.groups) {
    if (effect.estimate.value) shown.push_back(&effect);
  }
  // All that compare people on the same items, and of the others what stands out.
  std::stable_sort(shown.begin(), shown.end(), [](const GroupEffect* a, const GroupEffect* b) {
    if (a->item_field.has_value() != b->item_field.has_value()) return !a->item_field.has_value();
    return a->p.value_or(2) < b->p.value_or(2);
  });
  const std::size_t rows = std::min(shown.size(), kMostRows);
  for (std::size_t i = 0; i < rows; ++i) {
    const GroupEffect& effect = *shown[i];
    const SeverityFit& fit = result.severities.fits[effect.fit];
    const Measure measure = measure_of(fit);
    section.table.rows.push_back(
        {effect.group.value_or("(missing)"),
         effect.item_field ? effect.item_group.value_or("(missing)") : "the same",
         fit.label.value_or(""), base::with_commas(effect.answers),
         signed_figure(measure, *effect.estimate.value), interval(measure, effect.estimate),
         p_text(effect.q), effect.flag ? "*" : ""});
  }
  if (shown.size() > rows) {
    section.lines.push_back(
        fmt::format("The JSON report has all {}.", base::with_commas(shown.size())));
  }
  return section;
}

ReportSection annotators_section(const BiasResult& result, std::size_t fit_number) {
  const SeverityFit& fit = result.severities.fits[fit_number];
  const Measure measure = measure_of(fit);
  ReportSection section;
  section.title = fmt::format("Annotators: {}, beside the others on the same items",
                              subject(fit.label, measure));
  section.table.columns = {{"annotator", Align::left},
                           {"answers", Align::right},
                           {is_share(measure) ? "%" : "mean", Align::right},
                           {"others", Align::right},
                           {"severity", Align::right},
                           {base::number_text(100 * result.level) + "% interval", Align::right},
                           {q_name(result), Align::right},
                           {"", Align::left}};
  section.plot = plot_of_differences(measure, "as the others");
  std::vector<const AnnotatorEntry*> shown;
  for (const AnnotatorEntry& entry : result.severities.annotators) {
    if (entry.fit == fit_number && entry.shrunken.value) shown.push_back(&entry);
  }
  std::stable_sort(shown.begin(), shown.end(), [](const auto* a, const auto* b) {
    return std::fabs(*a->shrunken.value) > std::fabs(*b->shrunken.value);
  });
  const std::size_t rows = std::min(shown.size(), kMostRows / 2);
  for (std::size_t i = 0; i < rows; ++i) {
    const AnnotatorEntry& entry = *shown[i];
    section.plot.rows.push_back(row_of(entry.annotator, entry.shrunken, entry.flag));
    section.table.rows.push_back(
        {entry.annotator, base::with_commas(entry.answers), figure(measure, entry.mean),
         entry.expected ? figure(measure, *entry.expected) : "-",
         signed_figure(measure, *entry.shrunken.value), interval(measure, entry.shrunken),
         p_text(entry.q), entry.flag ? "*" : ""});
  }
  section.lines.push_back(fmt::format(
      "The {} furthest of {}; severities are adjusted for which items they had and shrunken.", rows,
      counted(fit.annotators, "annotator")));
  return section;
}

template <class Entry>
bool smaller_p(const Entry* a, const Entry* b) {
  return a->p.value_or(2) < b->p.value_or(2);
}

}  // namespace

std::vector<BiasFinding> section_findings(const BiasResult& result) {
  std::vector<BiasFinding> sentences;
  for (const SliceEntry& entry : result.slices) {
    if (!entry.controlled || entry.controlled->reversal == bias::Reversal::none) continue;
    // Of two slices the second is the first one's mirror image.
    if (result.cuts[entry.cut].slices.size() == 2 && entry.slice == 1) continue;
    sentences.push_back(finding(reversal_sentence(result, entry), entry.measure, entry.difference));
  }
  constexpr std::size_t kMostSentences = 3;
  if (sentences.size() > kMostSentences) {
    const std::size_t more = sentences.size() - kMostSentences;
    sentences.resize(kMostSentences);
    sentences.push_back({fmt::format("{} more differences change under control.", more)});
  }
  for (const bias::TargetField& field : result.targets) {
    if (const bias::TargetSlice* largest = largest_gap(field)) {
      sentences.push_back(finding(gap_sentence(field, *largest), Measure::rate, largest->gap));
    }
  }
  std::vector<const GroupEffect*> flagged;
  for (const GroupEffect& effect : result.severities.groups) {
    if (effect.flag) flagged.push_back(&effect);
  }
  std::stable_sort(flagged.begin(), flagged.end(), smaller_p<GroupEffect>);
  for (std::size_t i = 0; i < std::min(flagged.size(), kMostSentences); ++i) {
    sentences.push_back(finding(group_sentence(result, *flagged[i]),
                                measure_of(result.severities.fits[flagged[i]->fit]),
                                flagged[i]->estimate));
  }
  if (!result.severities.fits.empty()) sentences.push_back(annotator_finding(result));
  return sentences;
}

namespace {

ReportSection control_section(const BiasResult& result, const EntryGroup& group) {
  ReportSection section;
  const SliceEntry& first = result.slices[group.begin];
  section.title = fmt::format("The same within each {}", control_name(result));
  section.table.columns = {{"slice", Align::left},
                           {"strata", Align::right},
                           {"differs", Align::right},
                           {base::number_text(100 * result.level) + "% interval", Align::right},
                           {q_name(result), Align::right},
                           {"same odds p", Align::right},
                           {"", Align::left}};
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const SliceEntry& entry = result.slices[i];
    if (!entry.controlled) continue;
    const bias::Controlled& controlled = *entry.controlled;
    section.table.rows.push_back(
        {slice_name(slice_of(result, entry)), base::with_commas(controlled.strata),
         controlled.difference.value ? signed_figure(first.measure, *controlled.difference.value)
                                     : "-",
         interval(first.measure, controlled.difference), p_text(controlled.q),
         controlled.homogeneity ? p_text(controlled.homogeneity->p) : "-",
         controlled.reversal == bias::Reversal::none ? ""
                                                     : bias::reversal_name(controlled.reversal)});
  }
  return section;
}

ReportSection bootstrap_section(const BiasResult& result, const EntryGroup& group) {
  ReportSection section;
  section.table.columns = {{"slice", Align::left},
                           {"percentile", Align::right},
                           {"differs: percentile", Align::right},
                           {"differs: BCa", Align::right}};
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const SliceEntry& entry = result.slices[i];
    const bias::SliceBootstrap& drawn = *entry.bootstrap;
    const auto show = [&](const std::optional<stats::Interval>& found, auto&& shown) {
      if (!found) return std::string("-");
      return fmt::format("{} to {}", shown(entry.measure, found->low),
                         shown(entry.measure, found->high));
    };
    if (section.title.empty() && drawn.estimate) {
      section.title = fmt::format("{}% intervals of {} replicates, each item drawn again",
                                  base::number_text(100 * result.level),
                                  base::with_commas(drawn.estimate->replicates));
    }
    section.table.rows.push_back(
        {slice_name(slice_of(result, entry)),
         drawn.estimate ? show(drawn.estimate->percentile, figure) : "-",
         drawn.difference ? show(drawn.difference->percentile, signed_figure) : "-",
         drawn.difference ? show(drawn.difference->bca, signed_figure) : "-"});
  }
  return section;
}

}  // namespace

std::vector<ReportSection> group_sections(const BiasResult& result, const EntryGroup& group) {
  std::vector<ReportSection> sections;
  if (!result.control.empty()) sections.push_back(control_section(result, group));
  if (result.slices[group.begin].bootstrap) sections.push_back(bootstrap_section(result, group));
  return sections;
}

std::string trend_line(const BiasResult& result, const bias::Disparity& disparity) {
  if (!disparity.trend || !disparity.trend->p) return "";
  const bias::Trend& trend = *disparity.trend;
  const double slope = *trend.slope.value;
  return fmt::format("Trend: {} by {}{} a step ({}), {}{}.", slope < 0 ? "falls" : "rises",
                     is_share(disparity.measure) ? base::fixed(std::fabs(100 * slope), 2)
                                                 : base::fixed(std::fabs(slope), 3),
                     points(disparity.measure), bias::trend_test_name(trend.test), q_name(result),
                     p_relation(trend.q));
}

std::vector<ReportSection> bias_sections(const BiasResult& result) {
  std::vector<ReportSection> sections;
  for (const bias::TargetField& field : result.targets) {
    sections.push_back(target_section(result, field));
  }
  if (result.weights) {
    sections.back().lines.push_back(fmt::format(
        "Weights that reach the target{}: {} tell as much as {} would unweighted.",
        result.weights->converged ? "" : " (not quite: the targets contradict each other)",
        counted(result.weights->weights.size(), "item"),
        base::fixed(result.weights->effective, 1)));
  }
  if (!result.severities.groups.empty()) sections.push_back(groups_section(result));
  for (std::size_t fit = 0; fit < result.severities.fits.size(); ++fit) {
    sections.push_back(annotators_section(result, fit));
  }
  return sections;
}

}  // namespace lbl::report
