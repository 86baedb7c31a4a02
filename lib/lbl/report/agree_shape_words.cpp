// Sentences about spans, segments and boxes.
#include "lbl/report/agree_shape_words.hpp"

#include <fmt/format.h>

#include "lbl/report/agree_tables.hpp"

namespace lbl::report {

namespace {

using agree::Measure;

/// What the interval supports. There are no bands for gamma: 0 is chance, 1 is the same.
std::string verdict(const Measure& main) {
  const auto& ci = main.figure.estimate.ci;
  const std::string what = main.coefficient->family == agree::Family::boxes ? "boxes" : "places";
  if (!ci) {
    return fmt::format("One item cannot tell how sure this is of the {} that annotators mark.",
                       what);
  }
  if (main.coefficient->name == "mean_iou" || main.coefficient->name == "box_f1" ||
      main.coefficient->name == "span_f1") {
    return fmt::format("Two annotators share part of the {} that they mark.", what);
  }
  constexpr double kClose = 0.8;
  if (ci->low >= kClose) {
    return fmt::format("The annotators mark nearly the same {}, with the same labels.", what);
  }
  if (ci->low > 0) {
    return fmt::format("The annotators mark the same {} more often than by chance.", what);
  }
  if (ci->high <= 0) {
    return fmt::format("The annotators mark the same {} no more often than by chance.", what);
  }
  return fmt::format(
      "The evidence does not settle whether the annotators mark the same {} more often than by "
      "chance.",
      what);
}

const Measure* whole_measure(const agree::Result& result, const Measure& main,
                             std::string_view coefficient, std::string_view metric) {
  for (const Measure& measure : result.measures) {
    if (measure.task == main.task && measure.coefficient->name == coefficient &&
        measure.metric == metric && measure.slice.empty() && measure.label.empty() &&
        measure.pair.empty() && measure.figure.estimate.value) {
      return &measure;
    }
  }
  return nullptr;
}

double percent(const Measure& measure) {
  return 100 * *measure.figure.estimate.value;
}

}  // namespace

bool is_of_places(const Measure& measure) {
  return measure.coefficient->family == agree::Family::units ||
         measure.coefficient->family == agree::Family::boxes;
}

std::vector<std::string> place_sentences(const agree::Result& result, const Measure& main) {
  std::vector<std::string> sentences = {verdict(main)};
  const stats::Estimate& estimate = main.figure.estimate;
  std::string sentence(main.coefficient->title);
  sentence += fmt::format(" is {}", figure_text(estimate.value));
  if (estimate.ci) {
    sentence += fmt::format(", with {:g} % confidence between {} and {}", 100 * estimate.ci->level,
                            figure_text(estimate.ci->low), figure_text(estimate.ci->high));
  }
  sentences.push_back(sentence + " (0 is chance, 1 is the same).");
  const Measure* exact = whole_measure(result, main, "span_f1", "exact");
  const Measure* type = whole_measure(result, main, "span_f1", "type");
  if (exact != nullptr && type != nullptr) {
    sentences.push_back(
        fmt::format("Of what two annotators mark, {:.1f} % has the same start and end in both, and "
                    "{:.1f} % overlaps with the same label.",
                    percent(*exact), percent(*type)));
  }
  if (const Measure* iou = whole_measure(result, main, "mean_iou", "")) {
    sentences.push_back(
        fmt::format("A box shares on average {:.1f} % of its area with that of another annotator.",
                    percent(*iou)));
  }
  return sentences;
}

}  // namespace lbl::report
