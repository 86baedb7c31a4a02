// A mixed draw: components drawn independently, an item that several draw comes out once.
#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "lbl/base/hash.hpp"
#include "lbl/sample/draw_state.hpp"

namespace lbl::sample {

// The probability of any item, drawn or not, by what the table knows of it.
double Draw::State::probability_of(std::string_view id) const {
  const std::uint64_t* words = items.find(std::max<std::uint64_t>(1, base::hash64(id, plan->seed)));
  std::uint32_t stratum = 0;
  double size = 0;
  if (plan->stratum_word && words) {
    stratum = static_cast<std::uint32_t>(words[*plan->stratum_word] >> 32);
  }
  if (plan->size_word && words && spec.by_size()) {
    size = std::bit_cast<double>(words[*plan->size_word]);
  }
  return probability(stratum, size);
}

bool Draw::State::settle_parts() {
  bool again = false;
  // The parts keep their items: each tells the probability of what another drew.
  for (Draw& part : parts) again = part.state_->settle() || again;
  return again;
}

// First-order probabilities of the whole: p = 1 - prod (1 - p_c) over independent components.
std::vector<Chosen> Draw::State::chosen_of_parts(DrawResult& result) const {
  std::map<std::string_view, Chosen> by_id;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const State& part = *parts[i].state_;
    DrawResult own;
    part.tell_population(own);
    std::vector<Chosen> drawn_units = part.chosen(own);
    result.mix.push_back({spec.mix[i].name, spec.mix[i].share, drawn_units.size(), own.take_all});
    if (i == 0) result.population = own.population;
    result.population.size_zero = std::min(result.population.size_zero, own.population.size_zero);
    result.requested += own.requested;
    result.minimum_dropped = result.minimum_dropped || own.minimum_dropped;
    for (const Chosen& unit : drawn_units) {
      const auto [at, added] = by_id.try_emplace(unit.candidate->id(), unit);
      if (!added) ++result.drawn_again;
      at->second.stratum = 0;
    }
  }
  std::vector<Chosen> chosen;
  for (auto& [id, unit] : by_id) {
    double missed = 1;
    for (const Draw& part : parts) missed *= 1 - part.state_->probability_of(id);
    unit.probability = 1 - missed;
    unit.place = base::unit_interval(base::hash64(id, base::hash64("mixed order", spec.seed)));
    chosen.push_back(unit);
  }
  StratumDraw whole;
  whole.population = result.population.units;
  whole.drawn = chosen.size();
  result.strata.push_back(std::move(whole));
  return chosen;
}

}  // namespace lbl::sample
