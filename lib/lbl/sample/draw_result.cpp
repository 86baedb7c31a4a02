// The sample of a settled draw: who was drawn, with which probability, in which order.
#include "lbl/sample/draw_result.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "lbl/base/hash.hpp"
#include "lbl/sample/draw_state.hpp"

namespace lbl::sample {

namespace {

// Where a unit stands when the sample is shuffled. A key below p says nothing more than that the
// unit is drawn once it is divided by p: strata and sizes come out mixed, and the sample of a
// larger n begins like that of a smaller one.
double shuffled_place(Design design, double rank, double probability) {
  const bool walked = design == Design::pps || design == Design::systematic;
  return walked ? rank : rank / probability;
}

void order_units(std::vector<Chosen>& chosen, Order order) {
  std::sort(chosen.begin(), chosen.end(), [&](const Chosen& a, const Chosen& b) {
    if (order == Order::input) return a.first < b.first;
    return a.place != b.place ? a.place < b.place
                              : std::tuple(a.candidate->key, a.candidate->id(), a.first) <
                                    std::tuple(b.candidate->key, b.candidate->id(), b.first);
  });
}

// The records in the order in which they come out: unit by unit, or as they stood in the input.
void list_records(const std::vector<Chosen>& chosen, Order order, DrawResult& result) {
  std::vector<std::uint64_t> ordinals;
  std::vector<RecordOut> records_of_unit;
  result.records.reserve(chosen.size());
  for (std::size_t unit = 0; unit < chosen.size(); ++unit) {
    records_of_unit.clear();
    append_records(*chosen[unit].candidate, records_of_unit);
    for (const RecordOut& record : records_of_unit) {
      result.records.push_back({unit, file_of(record.ordinal), record.bytes});
      if (order == Order::input) ordinals.push_back(record.ordinal);
    }
  }
  if (order != Order::input) return;
  std::vector<std::size_t> numbers(ordinals.size());
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  std::sort(numbers.begin(), numbers.end(),
            [&](std::size_t a, std::size_t b) { return ordinals[a] < ordinals[b]; });
  std::vector<DrawnRecord> records;
  records.reserve(numbers.size());
  for (const std::size_t number : numbers) records.push_back(result.records[number]);
  result.records = std::move(records);
}

}  // namespace

void Draw::State::tell_population(DrawResult& result) const {
  result.population = population;
  result.requested = target();
  result.minimum_dropped = allocation.minimum_dropped;
  result.proportional_instead = allocation.proportional_instead;
  if (spec.by_size()) result.take_all = scale.take_all;
  if (spec.two_stage()) result.population.clusters = strata.size();
  for (std::uint32_t i = 0; i < excluded_seen.size(); ++i) {
    if (excluded_seen[i]) {
      ++result.population.excluded_items;
    } else {
      result.population.excluded_not_found.emplace_back(plan->frame->excluded.id(i));
    }
  }
}

// The units drawn from a stratum in the order of their ranks: the first ones, or the window of the
// panel's turn.
std::vector<const Candidate*> Draw::State::drawn_from(std::uint32_t stratum) const {
  std::vector<const Candidate*> members = candidates.in_order(stratum);
  if (drawn.empty()) return members;
  const auto wanted = std::min<std::size_t>(members.size(), drawn[stratum]);
  const std::uint64_t start = spec.two_stage() ? 0 : panel_start(wanted, units[stratum]);
  if (start > 0) {
    // All ranks are there when the window goes on at the first one.
    if (start + wanted < members.size()) {
      members.resize(start + wanted);
    }
    const std::size_t shift = start % std::max<std::size_t>(1, members.size());
    std::rotate(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(shift),
                members.end());
  }
  members.resize(wanted);
  return members;
}

std::vector<Chosen> Draw::State::chosen(DrawResult& result) const {
  std::vector<Chosen> chosen;
  if (spec.two_stage()) {
    result.strata.push_back({{}, strata.size(), clusters_wanted, 0});
  }
  for (const std::uint32_t stratum : order) {
    const std::vector<const Candidate*> members = drawn_from(stratum);
    if (!spec.two_stage()) {
      StratumDraw draw;
      if (spec.design == Design::stratified) draw.values = stratum_values(strata.text(stratum));
      draw.population = units[stratum];
      draw.drawn = members.size();
      if (!deviations.empty()) draw.deviation = deviations[stratum];
      result.strata.push_back(std::move(draw));
    }
    for (const Candidate* member : members) {
      Chosen unit;
      unit.candidate = member;
      unit.probability = probability(stratum, member->size);
      unit.place = shuffled_place(spec.design, member->rank, unit.probability);
      unit.stratum = static_cast<std::uint32_t>(result.strata.size() - 1);
      if (spec.two_stage()) {
        unit.cluster = strata.text(stratum);
        unit.place = base::unit_interval(base::hash64(member->id(), plan->seed + 1));
      }
      unit.first = member->first();
      chosen.push_back(unit);
    }
  }
  return chosen;
}

DrawResult Draw::result() const {
  const State& state = *state_;
  DrawResult result;
  std::vector<Chosen> chosen;
  if (state.parts.empty()) {
    state.tell_population(result);
    chosen = state.chosen(result);
  } else {
    chosen = state.chosen_of_parts(result);
  }
  order_units(chosen, state.spec.order);
  result.units.reserve(chosen.size());
  for (const Chosen& unit : chosen) {
    result.units.push_back({unit.candidate->id(), unit.probability, unit.stratum, unit.cluster});
  }
  list_records(chosen, state.spec.order, result);
  return result;
}

}  // namespace lbl::sample
