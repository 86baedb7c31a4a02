// The decision, the second reading where the design needs one, and the sample in its order.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/sample/draw_state.hpp"
#include "lbl/sample/systematic.hpp"

namespace lbl::sample {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The rank below which `wanted` of `population` units lie, but for a chance that doubles with every
// pass: 8 standard deviations at first.
double rank_that_holds(std::uint64_t wanted, std::uint64_t population, unsigned pass) {
  if (wanted == 0) return -1;
  const auto units = static_cast<double>(wanted);
  const double generous = (units + 8 * std::sqrt(units) + 30) * pass;
  return generous >= static_cast<double>(population) ? kInfinity
                                                     : generous / static_cast<double>(population);
}

}  // namespace

// Standard deviations of Neyman's value within strata; in the order of keys, so that rounding does
// not depend on the order of input.
void Draw::State::measure_deviations() {
  struct Moments {
    double count = 0, mean = 0, squares = 0;  // Welford (1962)
  };
  std::vector<Moments> moments(units.size());
  items.sort();
  items.for_each([&](std::uint64_t, const std::uint64_t* words) {
    const double value = std::bit_cast<double>(words[*plan->size_word]);
    if (std::isnan(value)) return;
    Moments& m = moments[words[*plan->stratum_word] >> 32];
    m.count += 1;
    const double step = value - m.mean;
    m.mean += step / m.count;
    m.squares += step * (value - m.mean);
  });
  deviations.clear();
  for (const Moments& m : moments) {
    deviations.push_back(m.count > 1 ? std::sqrt(m.squares / (m.count - 1)) : 0);
  }
}

// srs, cluster and stratified: the smallest ranks of each stratum.
void Draw::State::settle_by_rank() {
  if (spec.design == Design::stratified) {
    if (spec.neyman()) measure_deviations();
    std::vector<stats::StratumSize> ordered;
    for (const std::uint32_t i : order) {
      ordered.push_back({units[i], deviations.empty() ? 0 : deviations[i]});
    }
    allocation =
        stats::allocate(spec.allocate, ordered, target(), spec.min_per_stratum.value_or(1));
    if (allocation.minimum_dropped && spec.min_per_stratum) {
      std::uint64_t least = 0;
      for (const std::uint64_t count : units) least += std::min(*spec.min_per_stratum, count);
      throw base::Error(base::ErrorKind::usage,
                        fmt::format("--min-per-stratum {} takes {} units from {} strata, but only "
                                    "{} are to be drawn",
                                    *spec.min_per_stratum, least, units.size(), target()));
    }
  } else {
    allocation.units = {std::min(target(), units[0])};
  }
  drawn.assign(units.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) drawn[order[i]] = allocation.units[i];
}

// The sizes of the table's units in the order in which a systematic draw walks them: of keys, or
// of first appearance. `numbers` are the units' numbers in the order of keys, when that differs.
std::vector<double> Draw::State::sizes_in_order(std::vector<std::uint64_t>& numbers) {
  std::vector<double> sizes;
  sizes.reserve(items.size());
  std::vector<std::uint64_t> ordinals;
  items.sort();
  items.for_each([&](std::uint64_t, const std::uint64_t* words) {
    sizes.push_back(plan->size_word ? std::bit_cast<double>(words[*plan->size_word]) : 1);
    if (plan->ordinal_word) ordinals.push_back(words[*plan->ordinal_word]);
  });
  if (!plan->ordinal_word) return sizes;
  numbers.resize(sizes.size());
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  std::sort(numbers.begin(), numbers.end(),
            [&](std::uint64_t a, std::uint64_t b) { return ordinals[a] < ordinals[b]; });
  std::vector<double> in_order;
  in_order.reserve(sizes.size());
  for (const std::uint64_t number : numbers) in_order.push_back(sizes[number]);
  return in_order;
}

// Poisson: every unit for itself, when its key lies below its probability.
void Draw::State::choose_each() {
  items.for_each([&](std::uint64_t key, const std::uint64_t* words) {
    const double size = std::bit_cast<double>(words[*plan->size_word]);
    if (base::unit_interval(key) < scale.probability(size)) chosen_keys.insert(key);
  });
}

// The keys of the units with these numbers in the order of keys.
void Draw::State::choose(std::vector<std::uint64_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  std::uint64_t number = 0;
  auto next = numbers.begin();
  items.for_each([&](std::uint64_t key, const std::uint64_t*) {
    if (next != numbers.end() && *next == number++) {
      chosen_keys.insert(key);
      ++next;
    }
  });
}

// pps, sized poisson and systematic: probabilities first, then the keys of those drawn.
void Draw::State::settle_by_size() {
  std::vector<std::uint64_t> numbers;
  std::vector<double> sizes = sizes_in_order(numbers);
  double total = 0;
  for (const double size : sizes) total += size;
  if (!std::isfinite(total)) {
    throw base::Error(base::ErrorKind::input, "the sizes are too large to be added up");
  }
  scale = stats::inclusion_scale(sizes, static_cast<double>(target()));
  if (spec.design == Design::poisson) return choose_each();
  for (double& size : sizes) size = scale.probability(size);
  const double start = base::unit_interval(base::hash64("start", plan->seed));
  std::vector<std::uint64_t> picks;
  for (const std::size_t pick : systematic_picks(sizes, start)) {
    picks.push_back(numbers.empty() ? pick : numbers[pick]);
  }
  choose(std::move(picks));
}

bool Draw::State::settle() {
  if (reading == Reading::first) {
    order = {0};
    if (spec.design == Design::stratified) order = stratum_order(strata, spec.strata);
    if (spec.design == Design::pps || spec.design == Design::systematic || spec.by_size()) {
      settle_by_size();
      candidates.restart({kInfinity});
      reading = Reading::by_key;
      return !chosen_keys.empty();
    }
    if (spec.design == Design::hash || spec.design == Design::poisson) {
      if (spec.n) prune();
      reading = Reading::done;
      return false;
    }
    settle_by_rank();
  }
  if (reading == Reading::by_key) return false;
  bool complete = true;
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    complete = complete && candidates.size(i) >= drawn[i];
  }
  if (complete) {
    reading = Reading::done;
    return false;
  }
  reading = Reading::by_bound;
  ++passes;
  std::vector<double> bounds;
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    bounds.push_back(rank_that_holds(drawn[i], units[i], passes));
  }
  candidates.restart(bounds);
  return true;
}

void Draw::State::absorb_second(const DrawChunk::State& chunk) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < chunk.strata.size(); ++i) {
    numbers.push_back(strata.add(chunk.strata.text(i)));
  }
  if (numbers.empty()) numbers.push_back(0);
  for (const auto& entry : chunk.entries) {
    if (reading == Reading::by_key && !chosen_keys.contains(entry.key)) continue;
    offer(entry, numbers[entry.stratum]);
  }
}

double Draw::State::probability(const Candidate& candidate) const {
  switch (spec.design) {
    case Design::hash:
      return *spec.rate;
    case Design::pps:
      return scale.probability(candidate.size);
    case Design::poisson:
      if (spec.by_size()) return scale.probability(candidate.size);
      if (spec.rate) return *spec.rate;
      return std::min(1.0, static_cast<double>(*spec.n) / static_cast<double>(population.units));
    case Design::systematic:
      return scale.probability(1);
    default:
      break;
  }
  const std::uint32_t stratum = candidate.stratum;
  return static_cast<double>(drawn[stratum]) / static_cast<double>(units[stratum]);
}

}  // namespace lbl::sample
