// Rendezvous hashing, then as few moves as keep every limit.
#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>
#include <tuple>

#include "lbl/base/hash.hpp"
#include "lbl/base/random.hpp"
#include "lbl/sample/assign_state.hpp"

namespace lbl::sample {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

}  // namespace

Placement::Placement(const AssignSpec& spec, const model::Roster& roster,
                     const Eligibility& eligibility, const std::vector<AssignItem>& items,
                     std::vector<double> weights)
    : spec_(spec),
      eligibility_(eligibility),
      annotators_(roster.entries().size()),
      weights_(std::move(weights)),
      on_(items.size()),
      items_(annotators_),
      loads_(annotators_, 0) {
  for (const model::RosterEntry& entry : roster.entries()) {
    annotator_seeds_.push_back(base::hash64(entry.name, spec.seed));
  }
  for (const AssignItem& item : items) item_keys_.push_back(base::hash64(item.id, spec.seed));
}

// An exponential number whose rate is the annotator's weight: the smallest of several is one's own
// with a chance in proportion to it.
double Placement::rank(std::size_t item, std::size_t annotator) const {
  base::Random random(item_keys_[item] ^ annotator_seeds_[annotator]);
  const double weight = weights_[annotator];
  return weight > 0 ? -std::log(random.uniform()) / weight
                    : std::numeric_limits<double>::infinity();
}

bool Placement::has(std::size_t item, std::size_t annotator) const {
  const auto& on = on_[item];
  return std::find(on.begin(), on.end(), annotator) != on.end();
}

bool Placement::can_take(std::size_t item, std::size_t annotator) const {
  return eligibility_.may_see(item, annotator) && !has(item, annotator);
}

void Placement::place(std::size_t item, std::uint64_t k) {
  std::vector<std::pair<double, std::uint32_t>> ranks;
  for (std::uint32_t a = 0; a < annotators_; ++a) {
    if (eligibility_.may_see(item, a)) ranks.emplace_back(rank(item, a), a);
  }
  const auto last =
      ranks.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(k, ranks.size()));
  std::partial_sort(ranks.begin(), last, ranks.end());
  for (auto at = ranks.begin(); at != last; ++at) {
    on_[item].push_back(at->second);
    items_[at->second].push_back(static_cast<std::uint32_t>(item));
    ++loads_[at->second];
  }
}

void Placement::move(std::size_t item, std::size_t from, std::size_t to) {
  auto& on = on_[item];
  *std::find(on.begin(), on.end(), from) = static_cast<std::uint32_t>(to);
  items_[to].push_back(static_cast<std::uint32_t>(item));
  --loads_[from];
  ++loads_[to];
}

// Items of `from` go straight to annotators with room, those that rank it highest first.
void Placement::move_directly(std::size_t from, const std::vector<std::uint64_t>& limits) {
  std::vector<std::tuple<double, std::uint32_t, std::uint32_t>> moves;
  std::vector<std::uint32_t> with_room;
  for (std::uint32_t to = 0; to < annotators_; ++to) {
    if (loads_[to] < limits[to]) with_room.push_back(to);
  }
  std::erase_if(items_[from], [&](std::uint32_t item) { return !has(item, from); });
  for (const std::uint32_t item : items_[from]) {
    for (const std::uint32_t to : with_room) {
      if (!can_take(item, to)) continue;
      const double cost = rank(item, to);
      moves.emplace_back(weights_[to] > 0 ? cost * weights_[to] : cost, item, to);
    }
  }
  std::sort(moves.begin(), moves.end());
  for (const auto& [cost, item, to] : moves) {
    if (loads_[from] <= limits[from]) return;
    if (loads_[to] < limits[to] && has(item, from) && !has(item, to)) move(item, from, to);
  }
}

// Breadth first from one annotator over moves of one item: who can be reached, from whom, by which
// item.
std::vector<std::size_t> Placement::reachable(std::size_t from, std::vector<std::size_t>& before,
                                              std::vector<std::size_t>& by_item) const {
  before.assign(annotators_, kNone);
  by_item.assign(annotators_, kNone);
  std::vector<std::size_t> found = {from};
  before[from] = from;
  for (std::size_t next = 0; next < found.size(); ++next) {
    const std::size_t a = found[next];
    for (const std::uint32_t item : items_[a]) {
      if (found.size() == annotators_) return found;
      if (!has(item, a)) continue;
      for (std::size_t b = 0; b < annotators_; ++b) {
        if (before[b] != kNone || !can_take(item, b)) continue;
        before[b] = a;
        by_item[b] = item;
        found.push_back(b);
      }
    }
  }
  return found;
}

bool Placement::move_along_path(std::size_t from, const std::vector<std::uint64_t>& limits) {
  std::vector<std::size_t> before, by_item;
  for (const std::size_t end : reachable(from, before, by_item)) {
    if (loads_[end] >= limits[end]) continue;
    std::size_t to = end;
    while (to != from) {
      move(by_item[to], before[to], to);
      to = before[to];
    }
    return true;
  }
  return false;
}

std::vector<std::size_t> Placement::balance(const std::vector<std::uint64_t>& limits) {
  std::vector<std::size_t> order(annotators_);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return annotator_seeds_[a] < annotator_seeds_[b];
  });
  for (const std::size_t a : order) {
    if (loads_[a] > limits[a]) move_directly(a, limits);
  }
  std::vector<char> stuck(annotators_, 0);
  for (const std::size_t a : order) {
    while (loads_[a] > limits[a]) {
      if (move_along_path(a, limits)) continue;
      std::vector<std::size_t> before, by_item;
      for (const std::size_t b : reachable(a, before, by_item)) stuck[b] = 1;
      break;
    }
  }
  std::vector<std::size_t> annotators;
  for (std::size_t a = 0; a < annotators_; ++a) {
    if (stuck[a]) annotators.push_back(a);
  }
  return annotators;
}

}  // namespace lbl::sample
