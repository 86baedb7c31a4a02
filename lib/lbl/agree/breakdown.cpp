// States of one label or of two annotators, made from the state of the whole.
#include "lbl/agree/breakdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lbl/agree/bootstrap.hpp"
#include "lbl/agree/pair_table.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::agree {

namespace {

constexpr std::size_t kMostLabels = 1000;

bool has_label_set(model::TaskType type) {
  return type == model::TaskType::choice || type == model::TaskType::choices ||
         type == model::TaskType::rating || type == model::TaskType::pairwise;
}

/// The state in which the answers that are looked at are 1 and all others 0.
State binarised(const State& whole, const std::vector<std::uint32_t>& looked_at) {
  State state;
  state.annotators = whole.annotators;
  std::vector<std::uint32_t> codes;
  for (std::size_t i = 0; i < whole.answers.size(); ++i) {
    codes.clear();
    for (const std::uint32_t other : whole.answers.codes(i)) codes.push_back(looked_at[other]);
    std::sort(codes.begin(), codes.end());
    state.answers.add(codes, whole.answers.count(i));
  }
  for (std::size_t i = 0; i < whole.rows.size(); ++i) {
    const auto row = whole.rows.codes(i);
    codes.assign(row.begin(), row.end());
    for (std::size_t j = codes.size() / 2; j < codes.size(); ++j) codes[j] = looked_at[codes[j]];
    state.rows.add(codes, whole.rows.count(i));
  }
  return state;
}

/// What can be looked at: the labels, or the members of sets.
const std::vector<std::string>& label_names(const model::TaskRatings& ratings, const Scale& scale) {
  return scale.has_sets() ? scale.members() : ratings.category_names;
}

/// By code of the scale: 1 if an answer is that label, or holds that member.
std::vector<std::uint32_t> looked_at(const Scale& scale, std::size_t label) {
  std::vector<std::uint32_t> codes(scale.size(), 0);
  for (std::uint32_t code = 0; code < scale.size(); ++code) {
    const bool is_it = scale.has_sets() ? scale.holds(code, label) : scale.category(code) == label;
    codes[code] = is_it ? 1 : 0;
  }
  return codes;
}

/// The same coefficients without metrics and weights, each once.
std::vector<Request> nominal_requests(const std::vector<Request>& requests) {
  std::vector<Request> nominal;
  for (const Request& request : requests) {
    if (!request.is_default || request.coefficient->family == Family::numbers) continue;
    const bool metric = request.coefficient->family == Family::alpha;
    const DistanceName* distance =
        metric ? metric_by_name("nominal") : weighting_by_name("identity");
    nominal.push_back({request.coefficient, distance, metric, true});
  }
  return nominal;
}

}  // namespace

void add_label_measures(const model::TaskRatings& ratings, const Scale& scale,
                        const Options& options, const Conventions& conventions, const State& whole,
                        Result& result) {
  if (!has_label_set(ratings.task.type)) {
    throw base::Error(
        base::ErrorKind::usage,
        fmt::format("--per label has no meaning for task {} of type {}",
                    base::quoted(ratings.task.name), model::task_type_name(ratings.task.type)));
  }
  const std::vector<std::string>& labels = label_names(ratings, scale);
  if (labels.size() > kMostLabels) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("--per label is for tasks with at most {} labels; task {} has {}",
                                  kMostLabels, base::quoted(ratings.task.name), labels.size()));
  }
  const std::vector<Request> requests =
      nominal_requests(requests_for(options, ratings, scale, whole.annotator_count()));
  const Scale two_labels = Scale::one_label_or_other();
  const FigureMaker maker(two_labels, requests, conventions);
  for (std::size_t label = 0; label < labels.size(); ++label) {
    const State state = binarised(whole, looked_at(scale, label));
    std::vector<Measure> measures = maker.measures(state);
    add_bootstrap(maker, state, {options, ratings.task.name + "/label=" + labels[label]}, measures);
    for (Measure& measure : measures) {
      measure.task = ratings.task.name;
      measure.label = labels[label];
      measure.is_default = false;
      result.measures.push_back(std::move(measure));
    }
  }
}

void add_pair_measures(const model::RatingsTable& table, const model::TaskRatings& ratings,
                       const Scale& scale, const Options& options, const Conventions& conventions,
                       const State& whole, Result& result) {
  constexpr std::uint64_t kTwo = 2;
  const FigureMaker maker(scale, requests_for(options, ratings, scale, kTwo),
                          {Missing::listwise, conventions.level, conventions.sampled_fraction});
  const Sample sample = make_sample(whole, Missing::items, scale.size());
  for_each_pair(sample.rows, [&](std::uint32_t a, std::uint32_t b,
                                 std::span<const PairCell> cells) {
    State state;
    state.add_annotator(a);
    state.add_annotator(b);
    for (const PairCell& cell : cells) {
      const std::uint32_t first = sample.support[cell.first], second = sample.support[cell.second];
      state.rows.add(std::array{a, b, first, second}, cell.count);
      state.answers.add(std::array{std::min(first, second), std::max(first, second)}, cell.count);
    }
    std::vector<Measure> measures = maker.measures(state);
    // Two annotators are too few to draw from, and names must not change what is drawn.
    if (options.resample == Resample::items) {
      add_bootstrap(maker, state, {options, ratings.task.name + "/pair"}, measures);
    }
    for (Measure& measure : measures) {
      measure.task = ratings.task.name;
      measure.pair = {table.annotators[a], table.annotators[b]};
      measure.is_default = false;
      result.measures.push_back(std::move(measure));
    }
  });
}

}  // namespace lbl::agree
