// The sample of a settled draw: who was drawn, with which probability, in which order.
#include "lbl/sample/draw_result.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "lbl/sample/draw_state.hpp"

namespace lbl::sample {

namespace {

struct Chosen {
  const Candidate* candidate = nullptr;
  double probability = 0;
  double place = 0;  ///< in the shuffled order
  std::uint32_t stratum = 0;
  std::vector<RecordBlock::Entry> records;

  std::uint64_t first() const { return records.front().ordinal; }
};

// Where a unit stands when the sample is shuffled. A key below p says nothing more than that the
// unit is drawn once it is divided by p: strata and sizes come out mixed, and the sample of a
// larger n begins like that of a smaller one.
double shuffled_place(Design design, double rank, double probability) {
  const bool walked = design == Design::pps || design == Design::systematic;
  return walked ? rank : rank / probability;
}

void order_units(std::vector<Chosen>& chosen, Order order) {
  std::sort(chosen.begin(), chosen.end(), [&](const Chosen& a, const Chosen& b) {
    if (order == Order::input) return a.first() < b.first();
    return std::tuple(a.place, a.candidate->key, std::string_view(a.candidate->id), a.first()) <
           std::tuple(b.place, b.candidate->key, std::string_view(b.candidate->id), b.first());
  });
}

// The records in the order in which they come out: unit by unit, or as they stood in the input.
void list_records(const std::vector<Chosen>& chosen, Order order, DrawResult& result) {
  std::vector<std::pair<std::uint64_t, DrawnRecord>> records;
  for (std::size_t unit = 0; unit < chosen.size(); ++unit) {
    for (const RecordBlock::Entry& entry : chosen[unit].records) {
      records.emplace_back(entry.ordinal, DrawnRecord{unit, file_of(entry.ordinal), entry.bytes});
    }
  }
  if (order == Order::input) {
    std::sort(records.begin(), records.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  for (const auto& [ordinal, record] : records) result.records.push_back(record);
}

}  // namespace

void Draw::State::tell_population(DrawResult& result) const {
  result.population = population;
  result.requested = target();
  result.minimum_dropped = allocation.minimum_dropped;
  result.proportional_instead = allocation.proportional_instead;
  if (spec.by_size()) result.take_all = scale.take_all;
  for (std::uint32_t i = 0; i < excluded_seen.size(); ++i) {
    if (excluded_seen[i]) {
      ++result.population.excluded_items;
    } else {
      result.population.excluded_not_found.emplace_back(plan->frame->excluded.id(i));
    }
  }
}

DrawResult Draw::result() const {
  const State& state = *state_;
  DrawResult result;
  state.tell_population(result);
  std::vector<Chosen> chosen;
  for (const std::uint32_t stratum : state.order) {
    StratumDraw draw;
    if (state.spec.design == Design::stratified) {
      draw.values = stratum_values(state.strata.text(stratum));
    }
    draw.population = state.units[stratum];
    if (!state.deviations.empty()) draw.deviation = state.deviations[stratum];
    std::vector<const Candidate*> members = state.candidates.in_order(stratum);
    if (!state.drawn.empty()) {
      members.resize(std::min<std::size_t>(members.size(), state.drawn[stratum]));
    }
    draw.drawn = members.size();
    for (const Candidate* member : members) {
      const double probability = state.probability(*member);
      chosen.push_back(
          {member, probability, shuffled_place(state.spec.design, member->rank, probability),
           static_cast<std::uint32_t>(result.strata.size()), member->records.entries()});
    }
    result.strata.push_back(std::move(draw));
  }
  order_units(chosen, state.spec.order);
  for (const Chosen& unit : chosen) {
    result.units.push_back({unit.candidate->id, unit.probability, unit.stratum});
  }
  list_records(chosen, state.spec.order, result);
  return result;
}

}  // namespace lbl::sample
