// Preparing a sample once, asking every formula, judging what came out.
#include "lbl/agree/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <list>

namespace lbl::agree {

namespace {

constexpr std::uint64_t kFewItems = 10;
constexpr double kSkewedShare = 0.95;

/// Marks a figure as unreliable where the data are too thin for it (CONVENTIONS.md 9).
void judge(const Sample& sample, Figure& figure) {
  stats::Estimate& estimate = figure.estimate;
  if (estimate.status != stats::Status::ok) return;
  const auto mark = [&](const char* reason, std::string message) {
    estimate.status = stats::Status::unreliable;
    estimate.reason = reason;
    estimate.message = std::move(message);
  };
  if (figure.items < kFewItems) {
    mark("few-items", fmt::format("only {} item{} with two answers; fewer than {} say little",
                                  figure.items, figure.items == 1 ? "" : "s", kFewItems));
    return;
  }
  const std::uint64_t most = *std::max_element(sample.answers.begin(), sample.answers.end());
  const double share = static_cast<double>(most) / static_cast<double>(sample.total_answers);
  if (share > kSkewedShare) {
    mark("skewed", fmt::format("{:.1f} % are one label", 100 * share));
  }
}

/// Why no coefficient can be computed at all.
std::optional<Figure> unusable(const Sample& sample, Missing missing, std::uint64_t all_items) {
  if (all_items == 0) return undefined_figure(sample, "no-answers", "there is no answer");
  if (sample.items_paired > 0) return std::nullopt;
  if (missing == Missing::listwise) {
    return undefined_figure(sample, "no-complete-items",
                            "no item has an answer of every annotator");
  }
  return undefined_figure(
      sample, "no-pairs",
      sample.annotators == 1 ? "there is only one annotator" : "no item has two answers");
}

/// A metric and a weighting may be one formula under two names.
bool are_same(const DistanceName& a, const DistanceName& b) {
  return a.distance == b.distance && a.by_rank() == b.by_rank() && a.between_sets == b.between_sets;
}

}  // namespace

std::string_view missing_of(const Coefficient& coefficient, Missing chosen) {
  switch (coefficient.missing) {
    case MissingRule::items:
      return missing_name(Missing::items);
    case MissingRule::ratings:
      return missing_name(Missing::ratings);
    case MissingRule::pairs:
      return missing_name(Missing::pairs);
    case MissingRule::listwise:
    case MissingRule::complete:
      return missing_name(Missing::listwise);
    case MissingRule::chosen:
      break;
  }
  return missing_name(chosen);
}

/// Samples and distances of one state, made when first asked for.
struct FigureMaker::Prepared {
  struct Distances {
    const Sample* sample;
    const DistanceName* name;
    stats::DistanceKernel kernel;
    std::vector<double> disagreement;
  };

  const State& state;
  std::size_t scale_size;
  std::list<std::pair<Missing, Sample>> samples;
  std::list<Distances> distances;

  /// Only listwise changes which answers count; the other conventions weigh the same sample.
  const Sample& sample(Missing missing) {
    if (missing != Missing::listwise) missing = Missing::items;
    for (const auto& [known, sample] : samples) {
      if (known == missing) return sample;
    }
    return samples.emplace_back(missing, make_sample(state, missing, scale_size)).second;
  }

  const Distances& distances_of(const Sample& sample, const Request& request,
                                const stats::DistanceKernel& whole) {
    const DistanceName& name = *request.distance;
    for (const Distances& known : distances) {
      if (known.sample == &sample && are_same(*known.name, name)) return known;
    }
    stats::DistanceKernel kernel =
        name.by_rank()
            ? stats::DistanceKernel(name.distance, doubled_mid_ranks(sample.paired_answers))
            : whole.restricted(sample.support);
    std::vector<double> disagreement = mean_distances(kernel, sample.patterns);
    return distances.emplace_back(
        Distances{&sample, &name, std::move(kernel), std::move(disagreement)});
  }
};

FigureMaker::FigureMaker(const Scale& scale, std::vector<Request> requests,
                         const Conventions& conventions)
    : scale_(scale), requests_(std::move(requests)), conventions_(conventions) {
  for (const Request& request : requests_) kernels_.push_back(scale_.kernel(*request.distance, {}));
}

Figure FigureMaker::figure(const Request& request, const Sample& sample, Prepared& prepared,
                           Wanted wanted) const {
  const Coefficient& coefficient = *request.coefficient;
  if (coefficient.two_annotators_only && sample.annotators > 2) {
    return undefined_figure(
        sample, "more-than-two-annotators",
        fmt::format("{} is for two annotators and here are {}; --per pair gives it",
                    coefficient.title, sample.annotators));
  }
  if (request.distance->distance == stats::Distance::ratio && scale_.has_negative()) {
    return undefined_figure(sample, "negative-numbers",
                            "ratios have no meaning for numbers below 0");
  }
  const auto index = static_cast<std::size_t>(&request - requests_.data());
  const std::vector<double> none;
  const bool is_of_numbers = coefficient.family == Family::numbers;
  const auto* distances =
      is_of_numbers ? nullptr : &prepared.distances_of(sample, request, kernels_[index]);
  Input input{sample, distances ? distances->kernel : kernels_[index],
              distances ? distances->disagreement : none};
  input.categories = scale_.size();
  input.by_rank = !is_of_numbers && request.distance->by_rank();
  input.missing = conventions_.missing;
  input.level = conventions_.level;
  input.sampled_fraction = conventions_.sampled_fraction;
  input.unit = conventions_.unit;
  input.value_only = wanted == Wanted::value;
  input.threads = conventions_.threads;
  if (is_of_numbers) {
    for (const std::uint32_t code : sample.support) input.numbers.push_back(scale_.number(code));
    input.form = request.form;
  } else {
    input.known_expected = known_expected(index);
  }
  return coefficient.compute(input);
}

std::optional<double> FigureMaker::known_expected(std::size_t request) const {
  if (scale_.expected().empty() || requests_[request].distance->by_rank()) return std::nullopt;
  return kernels_[request].pair_sum(scale_.expected());
}

Missing FigureMaker::missing_for(const Coefficient& coefficient) const {
  if (coefficient.missing == MissingRule::complete) return Missing::listwise;
  return coefficient.missing == MissingRule::chosen ? conventions_.missing : Missing::items;
}

std::vector<Measure> FigureMaker::measures(const State& state) const {
  Prepared prepared{state, scale_.size(), {}, {}};
  std::vector<Measure> measures;
  for (const Request& request : requests_) {
    const Missing missing = missing_for(*request.coefficient);
    const Sample& sample = prepared.sample(missing);
    Measure& measure = measures.emplace_back();
    measure.coefficient = request.coefficient;
    (request.by_metric ? measure.metric : measure.weights) = request.distance->name;
    measure.missing = missing_of(*request.coefficient, conventions_.missing);
    measure.form = request.form;
    measure.is_default = request.is_default;
    const auto why_not = unusable(sample, missing, state.answers.size());
    measure.figure = why_not ? *why_not : figure(request, sample, prepared, Wanted::all);
    judge(sample, measure.figure);
  }
  return measures;
}

struct FigureMaker::Recount::Parts {
  Parts(const FigureMaker& figure_maker, const State& state)
      : maker(figure_maker), prepared{state, figure_maker.scale_.size(), {}, {}} {}

  struct Source {
    Missing missing;
    Sample* sample;
    SampleSources sources;
  };

  /// The sample of a convention, and where its patterns come from.
  Source& source(Missing missing) {
    if (missing != Missing::listwise) missing = Missing::items;
    for (Source& known : sources) {
      if (known.missing == missing) return known;
    }
    prepared.sample(missing);
    Sample& sample = prepared.samples.back().second;
    return sources.emplace_back(Source{missing, &sample, sample_sources(prepared.state, missing)});
  }

  const FigureMaker& maker;
  Prepared prepared;
  std::list<Source> sources;
};

FigureMaker::Recount::Recount(const FigureMaker& maker, const State& state)
    : parts_(std::make_unique<Parts>(maker, state)) {
  for (const Request& request : maker.requests_) {
    parts_->source(maker.missing_for(*request.coefficient));
  }
}
FigureMaker::Recount::~Recount() = default;

std::vector<double> FigureMaker::Recount::values(const std::vector<std::uint64_t>& answers,
                                                 const std::vector<std::uint64_t>& rows) {
  for (Parts::Source& source : parts_->sources) {
    Sample& sample = *source.sample;
    for (std::size_t i = 0; i < sample.patterns.size(); ++i) {
      sample.patterns.counts[i] = answers[source.sources.patterns[i]];
    }
    for (std::size_t i = 0; i < sample.rows.size(); ++i) {
      sample.rows.counts[i] = rows[source.sources.rows[i]];
    }
    recount(sample);
  }
  // Distances by rank are made of the counts themselves.
  parts_->prepared.distances.remove_if(
      [](const Prepared::Distances& distances) { return distances.name->by_rank(); });
  std::vector<double> values;
  for (const Request& request : parts_->maker.requests_) {
    const Sample& sample = *parts_->source(parts_->maker.missing_for(*request.coefficient)).sample;
    double value = std::numeric_limits<double>::quiet_NaN();
    if (sample.items_paired > 0) {
      const Figure figure = parts_->maker.figure(request, sample, parts_->prepared, Wanted::value);
      value = figure.estimate.value.value_or(value);
    }
    values.push_back(value);
  }
  return values;
}

}  // namespace lbl::agree
