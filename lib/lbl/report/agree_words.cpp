// The reading of agreement: what the evidence supports, in words.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/agree/bands.hpp"
#include "lbl/base/text.hpp"
#include "lbl/report/agree_report.hpp"
#include "lbl/report/agree_shape_words.hpp"
#include "lbl/report/agree_tables.hpp"

namespace lbl::report {

namespace {

using agree::Measure;

// Krippendorff (2004), Content Analysis, p. 241: reliable from 0.8 on, tentative conclusions from
// 0.667 on.
constexpr double kReliable = 0.8, kTentative = 0.667;

const Measure* main_of_task(const agree::Result& result, const agree::TaskSummary& task) {
  std::vector<const Measure*> measures;
  for (const Measure& measure : result.measures) {
    if (measure.task == task.name && measure.is_default) measures.push_back(&measure);
  }
  return main_measure(measures);
}

/// Whether answers are labels that agree or not, rather than whole texts, spans or rankings of
/// which two people hardly ever give the same.
bool has_labels(model::TaskType type) {
  switch (type) {
    case model::TaskType::choice:
    case model::TaskType::choices:
    case model::TaskType::rating:
    case model::TaskType::number:
    case model::TaskType::pairwise:
      return true;
    default:
      return false;
  }
}

std::string verdict(double low, double high) {
  if (low >= kReliable) return "The annotators agree reliably.";
  if (low >= kTentative) return "The annotators agree well enough for tentative conclusions.";
  if (high <= 0) return "The annotators agree no better than chance.";
  if (high < kTentative && low <= 0) {
    return "The annotators do not agree enough, perhaps no better than chance.";
  }
  if (high < kTentative) return "The annotators do not agree enough to rely on these labels.";
  return "The evidence does not settle whether the annotators agree enough.";
}

/// What the interval of a chance-corrected figure supports.
std::string verdict(const stats::Estimate& estimate) {
  if (estimate.reason == "skewed") {
    return "The answers are too much alike to tell how well the annotators agree.";
  }
  if (!estimate.ci) return "One item cannot tell how well the annotators agree.";
  return verdict(estimate.ci->low, estimate.ci->high);
}

/// Whether the usual bounds have a meaning for the coefficient.
bool has_verdict(const Measure& measure) {
  const std::string_view name = measure.coefficient->name;
  if (measure.coefficient->family == agree::Family::numbers) {
    return name == "icc" || name == "lin_ccc";
  }
  return measure.coefficient->family != agree::Family::gold && name != "percent_agreement";
}

std::string figure_sentence(const Measure& measure) {
  const stats::Estimate& estimate = measure.figure.estimate;
  std::string sentence = fmt::format("{} ({}) is {}", measure.coefficient->title,
                                     distance_of(measure), figure_text(estimate.value));
  if (!estimate.ci) return sentence + ".";
  sentence += fmt::format(", with {} % confidence between {} and {}",
                          base::number_text(100 * estimate.ci->level),
                          figure_text(estimate.ci->low), figure_text(estimate.ci->high));
  if (*estimate.se == 0) {
    return sentence + "; every item gives the same, so its error is not known.";
  }
  return sentence + ".";
}

/// The bands that the coefficient may lie in, with their probabilities.
std::string band_sentence(const Measure& measure) {
  constexpr double kShown = 0.05;
  std::vector<agree::BandChance> bands = agree::landis_koch_bands(measure);
  std::stable_sort(bands.begin(), bands.end(),
                   [](const agree::BandChance& a, const agree::BandChance& b) {
                     return a.probability > b.probability;
                   });
  std::vector<std::string> parts;
  for (const agree::BandChance& band : bands) {
    if (band.probability >= kShown) {
      parts.push_back(fmt::format("{} with probability {:.2f}", band.name, band.probability));
    }
  }
  if (parts.empty()) return "";
  return "On the scale of Landis and Koch it is " + base::join(parts, ", ") + ".";
}

/// Very frequent labels pull kappa and alpha down however well people agree (Feinstein and
/// Cicchetti 1990); Gwet's AC holds.
std::string skew_sentence(const agree::Result& result, const agree::TaskSummary& task,
                          const Measure& main) {
  std::string sentence =
      fmt::format("Of all answers {}, and kappa and alpha are low then however well people agree",
                  main.figure.estimate.message);
  for (const Measure& measure : result.measures) {
    if (measure.task != main.task || !measure.is_default || !measure.figure.estimate.value)
      continue;
    if (measure.coefficient->name == "gwet_ac") {
      sentence += fmt::format("; {} is {}", measure.coefficient->title,
                              figure_text(measure.figure.estimate.value));
    }
  }
  if (task.prevalence_index) {
    sentence += fmt::format("; the prevalence index is {}", figure_text(task.prevalence_index));
    if (task.bias_index) {
      sentence += fmt::format(", the bias index {}", figure_text(task.bias_index));
    }
  }
  return sentence + ".";
}

}  // namespace

std::vector<std::string> agree_conclusion(const agree::Result& result,
                                          const agree::TaskSummary& task) {
  const Measure* main = main_of_task(result, task);
  if (main == nullptr) return {};
  const stats::Estimate& estimate = main->figure.estimate;
  std::vector<std::string> more;
  if (std::string drift = drift_sentence(result, *main, "agreement"); !drift.empty()) {
    more.push_back(std::move(drift));
  }
  for (std::string& sentence : gold_conclusion(result, task)) {
    more.push_back(std::move(sentence));
  }
  for (std::string& sentence : question_conclusion(result, task)) {
    more.push_back(std::move(sentence));
  }
  std::vector<std::string> sentences;
  if (!estimate.value) {
    sentences.push_back(fmt::format("Agreement cannot be told: {}.", estimate.message));
    sentences.insert(sentences.end(), more.begin(), more.end());
    return sentences;
  }
  if (is_of_places(*main)) {
    sentences = place_sentences(result, *main);
    if (estimate.status == stats::Status::unreliable) {
      sentences.push_back(fmt::format("Take it with care: {}.", estimate.message));
    }
    sentences.insert(sentences.end(), more.begin(), more.end());
    return sentences;
  }
  const bool whole_answers = main->coefficient->name == "percent_agreement";
  if (!has_labels(task.type) && whole_answers) {
    sentences.emplace_back("Whole answers are compared: nearly the same counts as different.");
  } else if (has_verdict(*main)) {
    sentences.push_back(verdict(estimate));
  }
  sentences.push_back(figure_sentence(*main));
  if (estimate.reason == "skewed") {
    sentences.push_back(skew_sentence(result, task, *main));
  } else if (estimate.status == stats::Status::unreliable) {
    sentences.push_back(fmt::format("Take it with care: {}.", estimate.message));
  }
  const std::string bands = band_sentence(*main);
  if (!bands.empty() && estimate.reason != "skewed") sentences.push_back(bands);
  sentences.insert(sentences.end(), more.begin(), more.end());
  return sentences;
}

}  // namespace lbl::report
