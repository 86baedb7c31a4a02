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
  const bool variances = !spec.variance_field.empty();
  std::vector<Moments> moments(units.size());
  items.sort();
  items.for_each([&](std::uint64_t, const std::uint64_t* words) {
    const auto value = std::bit_cast<double>(words[*plan->size_word]);
    if (std::isnan(value)) return;
    Moments& m = moments[words[*plan->stratum_word] >> 32];
    m.count += 1;
    const double step = value - m.mean;
    m.mean += step / m.count;
    m.squares += step * (value - m.mean);
  });
  deviations.clear();
  for (const Moments& m : moments) {
    const double spread = m.count > 1 ? m.squares / (m.count - 1) : 0;
    deviations.push_back(std::sqrt(variances ? m.mean : spread));
  }
}

// srs, cluster and stratified: the smallest ranks of each stratum.
void Draw::State::settle_by_rank() {
  if (spec.two_stage()) return settle_clusters();
  if (spec.design == Design::stratified) {
    if (spec.neyman()) measure_deviations();
    allocation = allocated(order);
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

// Two stages: first the clusters with the smallest keys, then so many items of each.
void Draw::State::settle_clusters() {
  std::vector<std::uint32_t> numbers(units.size());
  std::iota(numbers.begin(), numbers.end(), 0u);
  std::sort(numbers.begin(), numbers.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(cluster_keys[a], strata.text(a)) < std::pair(cluster_keys[b], strata.text(b));
  });
  clusters_wanted = std::min<std::uint64_t>(target(), numbers.size());
  const std::uint64_t start = panel_start(clusters_wanted, numbers.size());
  order.clear();
  for (std::uint64_t i = 0; i < clusters_wanted; ++i) {
    order.push_back(numbers[(start + i) % numbers.size()]);
  }
  drawn.assign(units.size(), 0);
  for (const std::uint32_t i : order) drawn[i] = std::min(*spec.per_cluster, units[i]);
}

// Where the window of a panel's turn begins among the ranks of `among` units: a K-th of the sample
// further with every turn, from the last rank on to the first again (permanent random numbers,
// Ohlsson 1995).
std::uint64_t Draw::State::panel_start(std::uint64_t wanted, std::uint64_t among) const {
  if (!spec.panel || among == 0) return 0;
  const std::uint64_t turns = spec.panel->turn - 1, count = spec.panel->count;
  return (turns * (wanted / count) + turns * (wanted % count) / count) % among;
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
    const auto size = std::bit_cast<double>(words[*plan->size_word]);
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
  std::vector<std::uint64_t> picks;
  for (const std::size_t pick : spec.pps_method->picks(sizes, plan->seed)) {
    picks.push_back(numbers.empty() ? pick : numbers[pick]);
  }
  choose(std::move(picks));
}

bool Draw::State::settle() {
  if (reading == Reading::first) {
    order = {0};
    if (spec.design == Design::stratified) order = stratum_order(strata, spec.strata);
    if (plan->chooses_by_key()) {
      settle_by_size();
      if (plan->keeps_at_once()) {
        candidates.retain([&](const Candidate& unit) { return chosen_keys.contains(unit.key); });
        reading = Reading::done;
        return false;
      }
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
  if (reading == Reading::by_key) {
    reading = Reading::done;
    return false;
  }
  return settle_candidates();
}

// Whether the smallest ranks must be looked for once more, because too few were kept.
bool Draw::State::settle_candidates() {
  bool complete = true;
  std::vector<std::uint64_t> wanted;  // ranks up to the end of the window
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    const std::uint64_t start = spec.two_stage() ? 0 : panel_start(drawn[i], units[i]);
    wanted.push_back(drawn[i] == 0 ? 0 : std::min(units[i], start + drawn[i]));
    if (start + drawn[i] > units[i]) wanted.back() = units[i];
    complete = complete && candidates.size(i) >= wanted.back();
  }
  if (complete) {
    reading = Reading::done;
    return false;
  }
  if (spec.keeping == Keeping::shard) {
    throw base::Error(base::ErrorKind::input,
                      "the states do not hold enough units of one stratum, which happens once in "
                      "many millions of draws; draw with another --seed, or from all data at once");
  }
  reading = Reading::by_bound;
  ++passes;
  std::vector<double> bounds;
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    bounds.push_back(rank_that_holds(wanted[i], units[i], passes));
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
    offer(entry, numbers[entry.stratum], Known::perhaps);
  }
}

double Draw::State::probability(std::uint32_t stratum, double size) const {
  switch (spec.design) {
    case Design::hash:
      return *spec.rate;
    case Design::pps:
      return scale.probability(size);
    case Design::poisson:
      if (spec.by_size()) return scale.probability(size);
      if (spec.rate) return *spec.rate;
      return std::min(1.0, static_cast<double>(*spec.n) / static_cast<double>(population.units));
    case Design::systematic:
      return scale.probability(1);
    case Design::srs:
    case Design::stratified:
    case Design::cluster:
    case Design::mix:
      break;
  }
  if (spec.two_stage()) {
    const double first = static_cast<double>(clusters_wanted) / static_cast<double>(strata.size());
    return first * static_cast<double>(drawn[stratum]) / static_cast<double>(units[stratum]);
  }
  return static_cast<double>(drawn[stratum]) / static_cast<double>(units[stratum]);
}

}  // namespace lbl::sample
