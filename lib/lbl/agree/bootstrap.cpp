// Draws by pattern, by annotator and by cluster.
#include "lbl/agree/bootstrap.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"

namespace lbl::agree {

namespace {

constexpr std::uint64_t kFewClusters = 5;

std::uint64_t hash_of(const std::vector<std::uint64_t>& numbers) {
  return base::hash64(
      {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(std::uint64_t)});
}

/// What tells annotators and rows apart without their names.
struct Signatures {
  std::vector<std::uint64_t> annotators, rows;
};

/// Colour refinement (Weisfeiler and Leman 1968): an annotator is what they answered on which kinds
/// of rows, a row is who answered what. Those still alike after two rounds are interchangeable but
/// for graphs that people do not make.
Signatures signatures_of(const model::PatternCounts& rows) {
  Signatures signatures;
  std::uint32_t annotators = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows.codes(i);
    for (std::size_t j = 0; j < row.size() / 2; ++j) annotators = std::max(annotators, row[j] + 1);
  }
  signatures.annotators.assign(annotators, 0);
  signatures.rows.assign(rows.size(), 0);
  std::vector<std::uint64_t> parts;
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = rows.codes(i);
      const std::size_t answers = row.size() / 2;
      parts.clear();
      for (std::size_t j = 0; j < answers; ++j) {
        parts.push_back(hash_of({signatures.annotators[row[j]], row[answers + j]}));
      }
      std::sort(parts.begin(), parts.end());
      signatures.rows[i] = hash_of(parts);
    }
    std::vector<std::uint64_t> next(annotators, 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = rows.codes(i);
      const std::size_t answers = row.size() / 2;
      for (std::size_t j = 0; j < answers; ++j) {
        // A sum, so that the order of the rows is forgotten.
        next[row[j]] += rows.count(i) * hash_of({signatures.rows[i], row[answers + j]});
      }
    }
    if (round + 1 < kRounds) signatures.annotators = std::move(next);
  }
  return signatures;
}

std::vector<double> values_of(const std::vector<Measure>& measures) {
  std::vector<double> values;
  for (const Measure& measure : measures) {
    values.push_back(
        measure.figure.estimate.value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return values;
}

/// Draws items: the counts of one kind of pattern, in canonical order.
std::vector<stats::BootstrapFigure> of_items(const FigureMaker& maker, const State& state,
                                             const stats::BootstrapSpec& spec,
                                             const std::vector<double>& observed) {
  const bool by_rows = !state.rows.empty();
  const model::PatternCounts& kinds = by_rows ? state.rows : state.answers;
  const std::vector<std::size_t> order = nameless_order(state);
  std::vector<std::uint64_t> counts;
  for (const std::size_t kind : order) counts.push_back(kinds.count(kind));
  const std::vector<std::size_t> answers_of =
      by_rows ? answer_pattern_of_rows(state) : std::vector<std::size_t>();
  return stats::bootstrap(counts, spec, observed, [&] {
    auto recount = std::make_shared<FigureMaker::Recount>(maker, state);
    return stats::Statistics([&, recount](std::span<const std::uint64_t> drawn) {
      std::vector<std::uint64_t> of_kind(kinds.size(), 0);
      for (std::size_t i = 0; i < order.size(); ++i) of_kind[order[i]] = drawn[i];
      if (!by_rows) return recount->values(of_kind, {});
      std::vector<std::uint64_t> of_answers(state.answers.size(), 0);
      for (std::size_t row = 0; row < of_kind.size(); ++row) {
        of_answers[answers_of[row]] += of_kind[row];
      }
      return recount->values(of_answers, of_kind);
    });
  });
}

/// The state in which annotator a answers as so many people; copies are people of their own.
State with_copies(const State& state, const std::vector<std::uint64_t>& copies) {
  std::vector<std::uint32_t> first(copies.size(), 0);
  std::uint32_t next = 0;
  for (std::size_t a = 0; a < copies.size(); ++a) {
    first[a] = next;
    next += static_cast<std::uint32_t>(copies[a]);
  }
  State drawn;
  std::vector<std::uint32_t> annotators, codes, sorted;
  for (std::size_t i = 0; i < state.rows.size(); ++i) {
    const auto row = state.rows.codes(i);
    const std::size_t answers = row.size() / 2;
    annotators.clear();
    codes.clear();
    for (std::size_t j = 0; j < answers; ++j) {
      for (std::uint32_t copy = 0; copy < copies[row[j]]; ++copy) {
        annotators.push_back(first[row[j]] + copy);
        codes.push_back(row[answers + j]);
        drawn.add_annotator(annotators.back());
      }
    }
    if (annotators.empty()) continue;
    sorted = codes;
    std::sort(sorted.begin(), sorted.end());
    drawn.answers.add(sorted, state.rows.count(i));
    annotators.insert(annotators.end(), codes.begin(), codes.end());
    drawn.rows.add(annotators, state.rows.count(i));
  }
  return drawn;
}

/// Those who answered, in an order without names.
std::vector<std::uint32_t> nameless_annotators(const State& state) {
  const Signatures signatures = signatures_of(state.rows);
  std::vector<std::uint32_t> annotators;
  for (std::uint32_t a = 0; a < signatures.annotators.size(); ++a) {
    if (signatures.annotators[a] != 0) annotators.push_back(a);
  }
  std::stable_sort(annotators.begin(), annotators.end(), [&](std::uint32_t a, std::uint32_t b) {
    return signatures.annotators[a] < signatures.annotators[b];
  });
  return annotators;
}

std::vector<stats::BootstrapFigure> of_annotators(const FigureMaker& maker, const State& state,
                                                  const stats::BootstrapSpec& spec,
                                                  const std::vector<double>& observed) {
  const std::vector<std::uint32_t> annotators = nameless_annotators(state);
  const std::uint32_t last =
      annotators.empty() ? 0 : *std::max_element(annotators.begin(), annotators.end());
  const std::vector<std::uint64_t> once(annotators.size(), 1);
  return stats::bootstrap(once, spec, observed, [&, last] {
    return stats::Statistics([&, last](std::span<const std::uint64_t> drawn) {
      std::vector<std::uint64_t> copies(std::size_t{last} + 1, 0);
      for (std::size_t i = 0; i < annotators.size(); ++i) copies[annotators[i]] = drawn[i];
      return values_of(maker.measures(with_copies(state, copies)));
    });
  });
}

State drawn_clusters(const std::vector<SliceState>& clusters,
                     std::span<const std::uint64_t> drawn) {
  State sum;
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    const State& cluster = clusters[c].state;
    if (drawn[c] == 0) continue;
    for (std::size_t i = 0; i < cluster.answers.size(); ++i) {
      sum.answers.add(cluster.answers.codes(i), cluster.answers.count(i) * drawn[c]);
    }
    for (std::size_t i = 0; i < cluster.rows.size(); ++i) {
      sum.rows.add(cluster.rows.codes(i), cluster.rows.count(i) * drawn[c]);
    }
    State names;
    names.annotators = cluster.annotators;
    sum.add(names);
  }
  return sum;
}

std::vector<stats::BootstrapFigure> of_clusters(const FigureMaker& maker,
                                                const std::vector<SliceState>& clusters,
                                                const stats::BootstrapSpec& spec,
                                                const std::vector<double>& observed) {
  const std::vector<std::uint64_t> once(clusters.size(), 1);
  return stats::bootstrap(once, spec, observed, [&] {
    return stats::Statistics([&](std::span<const std::uint64_t> drawn) {
      return values_of(maker.measures(drawn_clusters(clusters, drawn)));
    });
  });
}

/// Few clusters say little about what other clusters would have said.
void mark_few_clusters(std::size_t clusters, const std::string& unit, stats::Estimate& estimate) {
  if (clusters >= kFewClusters || estimate.status != stats::Status::ok) return;
  estimate.status = stats::Status::unreliable;
  estimate.reason = "few-clusters";
  estimate.message = "fewer than 5 of what is resampled (" + unit + ")";
}

stats::BootstrapSpec spec_of(const ResamplePlan& plan) {
  const Options& options = plan.options;
  return {options.bootstrap, options.seed, "bootstrap/" + plan.use, options.level, options.threads};
}

void take_interval(Measure& measure) {
  stats::Estimate& estimate = measure.figure.estimate;
  const stats::BootstrapFigure& bootstrap = *measure.figure.bootstrap;
  if (!estimate.value || estimate.ci) return;
  estimate.ci = bootstrap.bca ? bootstrap.bca : bootstrap.percentile;
  if (!estimate.se) estimate.se = bootstrap.se;
}

// Gives each defined measure its figure; `unit` is what was drawn again, `clusters` how many of it.
void attach(std::vector<stats::BootstrapFigure> figures, const std::string& unit,
            std::size_t clusters, std::vector<Measure>& measures) {
  for (std::size_t i = 0; i < figures.size(); ++i) {
    Measure& measure = measures[i];
    if (!measure.figure.estimate.value) continue;
    measure.figure.bootstrap = std::move(figures[i]);
    measure.figure.bootstrap->unit = unit;
    mark_few_clusters(clusters, unit, measure.figure.estimate);
    take_interval(measure);
  }
}

}  // namespace

std::string part_name(const std::string& task, const Slice& slice) {
  std::string name = task;
  for (const auto& [field, value] : slice) name += "/" + field + "=" + value.value_or("");
  return name;
}

std::vector<std::uint64_t> row_signatures(const model::PatternCounts& rows) {
  return signatures_of(rows).rows;
}

std::vector<std::size_t> nameless_order(const State& state) {
  const bool by_rows = !state.rows.empty();
  const model::PatternCounts& kinds = by_rows ? state.rows : state.answers;
  std::vector<std::size_t> order(kinds.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!by_rows) {
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::ranges::lexicographical_compare(kinds.codes(a), kinds.codes(b));
    });
    return order;
  }
  const std::vector<std::uint64_t> signatures = signatures_of(kinds).rows;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(signatures[a], kinds.count(a)) < std::pair(signatures[b], kinds.count(b));
  });
  return order;
}

void add_bootstrap(const FigureMaker& maker, const State& state, const ResamplePlan& plan,
                   std::vector<Measure>& measures) {
  const Options& options = plan.options;
  if (options.bootstrap == 0 || state.answers.empty() || measures.empty()) return;
  const stats::BootstrapSpec spec = spec_of(plan);
  const std::vector<double> observed = values_of(measures);
  std::vector<stats::BootstrapFigure> figures;
  std::string unit = "item";
  std::size_t clusters = kFewClusters;
  if (options.resample == Resample::items) {
    figures = of_items(maker, state, spec, observed);
  } else if (options.resample == Resample::annotators) {
    unit = "annotator";
    clusters = state.annotator_count();
    figures = of_annotators(maker, state, spec, observed);
  } else if (plan.clusters != nullptr) {
    unit = plan.clusters->empty() ? "" : plan.clusters->front().slice.front().first;
    clusters = plan.clusters->size();
    figures = of_clusters(maker, *plan.clusters, spec, observed);
  }
  attach(std::move(figures), unit, clusters, measures);
}

void add_score_bootstrap(const std::vector<Score>& scores, const std::vector<std::uint64_t>& keys,
                         const ResamplePlan& plan, std::vector<Measure>& measures) {
  if (plan.options.bootstrap == 0 || keys.empty()) return;
  if (plan.options.resample != Resample::items) {
    throw base::Error(base::ErrorKind::usage,
                      "--resample: places and rankings are drawn again by item; leave it out, or "
                      "name the other tasks with --task");
  }
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  const std::vector<std::uint64_t> once(keys.size(), 1);
  auto figures = stats::bootstrap(once, spec_of(plan), values_of(measures), [&] {
    return stats::Statistics([&](std::span<const std::uint64_t> drawn) {
      std::vector<std::uint64_t> counts(order.size());
      for (std::size_t i = 0; i < order.size(); ++i) counts[order[i]] = drawn[i];
      std::vector<double> values;
      for (const Score& score : scores) {
        values.push_back(score.recount ? score.recount(counts)
                                       : std::numeric_limits<double>::quiet_NaN());
      }
      return values;
    });
  });
  attach(std::move(figures), "item", kFewClusters, measures);
}

}  // namespace lbl::agree
