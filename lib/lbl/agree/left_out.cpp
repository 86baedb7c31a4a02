// States without one annotator or one label, and of the answers that were given again.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/agree/bootstrap.hpp"
#include "lbl/agree/breakdown.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::agree {

namespace {

constexpr std::size_t kMostLabels = 1000;

/// Adds one row to a state: annotators ascending and their codes; nothing when there are none.
void add_row(const std::vector<std::uint32_t>& annotators, const std::vector<std::uint32_t>& codes,
             std::uint64_t count, State& state) {
  if (annotators.empty()) return;
  for (const std::uint32_t annotator : annotators) state.add_annotator(annotator);
  std::vector<std::uint32_t> row = codes;
  std::sort(row.begin(), row.end());
  state.answers.add(row, count);
  row = annotators;
  row.insert(row.end(), codes.begin(), codes.end());
  state.rows.add(row, count);
}

/// The rows of a state for which keep(annotator, code) holds.
template <class Keep>
State kept_rows(const State& whole, Keep keep) {
  State state;
  std::vector<std::uint32_t> annotators, codes;
  for (std::size_t i = 0; i < whole.rows.size(); ++i) {
    const auto row = whole.rows.codes(i);
    const std::size_t answers = row.size() / 2;
    annotators.clear();
    codes.clear();
    for (std::size_t j = 0; j < answers; ++j) {
      if (!keep(row[j], row[answers + j])) continue;
      annotators.push_back(row[j]);
      codes.push_back(row[answers + j]);
    }
    add_row(annotators, codes, whole.rows.count(i), state);
  }
  return state;
}

/// The answers of a state without one code; of sets all those that hold a member.
State without_codes(const State& whole, const std::vector<char>& left_out) {
  if (!whole.rows.empty()) {
    return kept_rows(whole, [&](std::uint32_t, std::uint32_t code) { return left_out[code] == 0; });
  }
  State state;
  state.annotators = whole.annotators;
  std::vector<std::uint32_t> codes;
  for (std::size_t i = 0; i < whole.answers.size(); ++i) {
    codes.clear();
    for (const std::uint32_t code : whole.answers.codes(i)) {
      if (left_out[code] == 0) codes.push_back(code);
    }
    if (!codes.empty()) state.answers.add(codes, whole.answers.count(i));
  }
  return state;
}

void add_differences(const std::vector<Measure>& of_whole, std::vector<Measure>& measures) {
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const auto& all = of_whole[i].figure.estimate.value;
    const auto& without = measures[i].figure.estimate.value;
    if (all && without) measures[i].figure.details.push_back({"difference", *all - *without});
  }
}

}  // namespace

void add_left_out_annotators(const model::RatingsTable& table, const model::TaskRatings& ratings,
                             const Scale& scale, const Options& options,
                             const Conventions& conventions, const State& whole, Result& result) {
  const std::uint64_t annotators = whole.annotator_count();
  const FigureMaker maker(scale, requests_for(options, ratings, scale, annotators), conventions);
  const std::vector<Measure> of_whole = maker.measures(whole);
  for (std::uint32_t annotator = 0; annotator < table.annotators.size(); ++annotator) {
    if (annotator / 64 >= whole.annotators.size() ||
        (whole.annotators[annotator / 64] >> (annotator % 64) & 1) == 0) {
      continue;
    }
    const State state =
        kept_rows(whole, [&](std::uint32_t other, std::uint32_t) { return other != annotator; });
    std::vector<Measure> measures = maker.measures(state);
    add_bootstrap(maker, state, {options, ratings.task.name + "/without annotator"}, measures);
    add_differences(of_whole, measures);
    for (Measure& measure : measures) {
      measure.task = ratings.task.name;
      measure.annotator = table.annotators[annotator];
      measure.left_out = "annotator";
      measure.is_default = false;
      result.measures.push_back(std::move(measure));
    }
  }
}

void add_left_out_labels(const model::TaskRatings& ratings, const Scale& scale,
                         const Options& options, const Conventions& conventions, const State& whole,
                         Result& result) {
  const std::vector<std::string>& labels =
      scale.has_sets() ? scale.members() : ratings.category_names;
  if (labels.size() > kMostLabels) {
    throw base::Error(
        base::ErrorKind::usage,
        fmt::format("--per left-out-label is for tasks with at most {} labels; task {} has {}",
                    kMostLabels, base::quoted(ratings.task.name), labels.size()));
  }
  const FigureMaker maker(scale, requests_for(options, ratings, scale, whole.annotator_count()),
                          conventions);
  const std::vector<Measure> of_whole = maker.measures(whole);
  for (std::size_t label = 0; label < labels.size(); ++label) {
    std::vector<char> left_out(scale.size(), 0);
    for (std::uint32_t code = 0; code < scale.size(); ++code) {
      const bool is_it =
          scale.has_sets() ? scale.holds(code, label) : scale.category(code) == label;
      left_out[code] = is_it ? 1 : 0;
    }
    const State state = without_codes(whole, left_out);
    std::vector<Measure> measures = maker.measures(state);
    add_bootstrap(maker, state, {options, ratings.task.name + "/without label=" + labels[label]},
                  measures);
    add_differences(of_whole, measures);
    for (Measure& measure : measures) {
      measure.task = ratings.task.name;
      measure.label = labels[label];
      measure.left_out = "label";
      measure.is_default = false;
      result.measures.push_back(std::move(measure));
    }
  }
}

void add_repeat_measures(const model::TaskRatings& ratings, const Scale& scale,
                         const Options& options, const Conventions& conventions, Result& result) {
  State state;
  std::vector<std::uint32_t> codes;
  for (std::size_t group = 0; group < ratings.repeat_annotators.size(); ++group) {
    codes.clear();
    for (std::uint64_t i = ratings.repeat_begin[group]; i < ratings.repeat_begin[group + 1]; ++i) {
      codes.push_back(scale.code(ratings.repeat_values[i]));
    }
    std::sort(codes.begin(), codes.end());
    state.answers.add(codes, ratings.repeat_copies[group]);
    state.add_annotator(ratings.repeat_annotators[group]);
  }
  Options own = options;
  own.coefficients = {"percent_agreement", "krippendorff_alpha"};
  own.weights.clear();
  const FigureMaker maker(scale, requests_for(own, ratings, scale, state.annotator_count()),
                          {Missing::items, conventions.level, 0});
  for (Measure& measure : maker.measures(state)) {
    measure.task = ratings.task.name;
    measure.part = "repeats";
    measure.is_default = false;
    result.repeats.push_back(std::move(measure));
  }
}

}  // namespace lbl::agree
