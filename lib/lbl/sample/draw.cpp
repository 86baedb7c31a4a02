// The first reading: counts units, checks that an item is one thing, keeps what may be drawn.
#include "lbl/sample/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/item_groups.hpp"
#include "lbl/sample/draw_state.hpp"

namespace lbl::sample {

namespace {

constexpr std::uint64_t kLineUnknown = 0xFFFFFFFFu;

// A rank below `rate`, as the largest one that is.
double rate_bound(double rate) {
  return std::nextafter(rate, -std::numeric_limits<double>::infinity());
}

// Units to keep of a stratum whose share is `share` so far. The final share is drawn from the keys
// of all its units, of which those seen so far hold a binomial part: six standard deviations and a
// little more cover that. Should it not, settle() asks for a second reading.
std::size_t with_slack(double share) {
  return static_cast<std::size_t>(std::ceil(share + 6 * std::sqrt(share) + 20));
}

// Whether --take-all names the stratum.
bool is_taken(const DrawSpec& spec, const StratumValues& values) {
  for (const TakeAll& taken : spec.take_all) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (spec.strata[i].name == taken.field && values[i] == taken.value) return true;
    }
  }
  return false;
}

}  // namespace

Draw::State::State(std::shared_ptr<const DrawPlan> draw_plan)
    : plan(std::move(draw_plan)),
      spec(plan->spec),
      items(plan->words),
      candidates(plan->tells_items_apart() ? Grouping::by_id : Grouping::single),
      excluded_seen(plan->frame->excluded.size(), 0) {
  if (spec.design == Design::mix) return;
  if (!plan->draws_in_groups()) {
    units.push_back(0);
    candidates.ensure_strata(1);
    if (!plan->keeps_at_once()) candidates.lower_bound(0, -1);
    if (spec.design == Design::hash || (spec.design == Design::poisson && spec.rate)) {
      if (plan->keeps_at_once()) candidates.lower_bound(0, rate_bound(*spec.rate));
    }
  }
}

std::uint32_t Draw::State::add_stratum(std::string_view code) {
  const std::uint32_t number = strata.add(code);
  const bool clusters = spec.design == Design::cluster;
  if (clusters && number == cluster_keys.size()) {
    cluster_keys.push_back(base::hash64(code, plan->seed));
    if (!spec.two_stage()) {
      ++units[0];
      ++population.units;
    }
  }
  if (plan->draws_in_groups() && number == units.size()) {
    units.push_back(0);
    candidates.ensure_strata(units.size());
    if (!plan->keeps_at_once()) candidates.lower_bound(number, -1);
    if (!clusters) certain.push_back(is_taken(spec, stratum_values(code)) ? 1 : 0);
  }
  return number;
}

std::uint64_t Draw::State::global_line(const model::Place& place) {
  if (files.empty() || files.back().file != place.file) files.push_back({place.file, last_line});
  const std::uint64_t line = files.back().before + place.line;
  last_line = std::max(last_line, line);
  return std::min(line, kLineUnknown);
}

std::string Draw::State::input_name(std::uint32_t file) const {
  return file < spec.input_names.size() ? spec.input_names[file] : "-";
}

std::string Draw::State::place_text(std::uint32_t file, std::uint64_t line) const {
  return fmt::format("{}:{}", base::escaped(input_name(file)), line);
}

std::string Draw::State::earlier_text(std::uint64_t line) const {
  if (line == kLineUnknown) return "an earlier record";
  const auto after = std::find_if(files.begin(), files.end(),
                                  [&](const FileLines& lines) { return lines.before >= line; });
  const FileLines& lines = *(after - 1);
  return place_text(lines.file, line - lines.before);
}

void Draw::State::refuse_two_strata(const DrawChunk::State::Entry& entry, std::uint32_t stratum,
                                    std::uint32_t other, const std::string& where) const {
  const bool clusters = spec.design == Design::cluster;
  const auto name = [&](std::uint32_t number) {
    if (clusters) return base::quoted(strata.text(number));
    return stratum_text(spec.strata, stratum_values(strata.text(number)));
  };
  throw base::Error(
      base::ErrorKind::input,
      fmt::format("{}: item {} is in {} {} here and in {} at {}",
                  place_text(entry.place.file, entry.place.line), base::quoted(entry.id),
                  clusters ? "cluster" : "stratum", name(stratum), name(other), where));
}

// Notes the item of an entry of grouped input. Returns true when it is not the one before.
bool Draw::State::add_grouped(const DrawChunk::State::Entry& entry, std::uint32_t stratum) {
  if (population.items > 0 && entry.id == last_item) {
    if (last_stratum != stratum) refuse_two_strata(entry, stratum, last_stratum, "the one before");
    return false;
  }
  last_item = entry.id;
  last_stratum = stratum;
  const bool whole_clusters = spec.design == Design::cluster && !spec.two_stage();
  if (!whole_clusters && candidates.find(entry.key, entry.id)) {
    throw base::Error(base::ErrorKind::input, model::scattered_item(input_name(entry.place.file),
                                                                    entry.place.line, entry.id));
  }
  return true;
}

// Notes the item of an entry. Returns true when it is new.
bool Draw::State::add_item(const DrawChunk::State::Entry& entry, std::uint32_t stratum) {
  const auto [added, words] = items.insert(entry.key);
  const auto size = std::bit_cast<std::uint64_t>(entry.size);
  if (added) {
    if (plan->stratum_word) {
      words[*plan->stratum_word] = (std::uint64_t{stratum} << 32) | global_line(entry.place);
    }
    if (plan->size_word) words[*plan->size_word] = size;
    if (plan->ordinal_word) words[*plan->ordinal_word] = ordinal(entry.place);
    return true;
  }
  if (plan->stratum_word && words[*plan->stratum_word] >> 32 != stratum) {
    const std::uint64_t word = words[*plan->stratum_word];
    refuse_two_strata(entry, stratum, static_cast<std::uint32_t>(word >> 32),
                      earlier_text(word & kLineUnknown));
  }
  if (plan->size_word && words[*plan->size_word] != size) {
    const auto before = std::bit_cast<double>(words[*plan->size_word]);
    throw base::Error(
        base::ErrorKind::input,
        fmt::format("{}: item {} has size {} here, but {} before",
                    place_text(entry.place.file, entry.place.line), base::quoted(entry.id),
                    base::number_text(entry.size), base::number_text(before)));
  }
  return false;
}

void Draw::State::offer(const DrawChunk::State::Entry& entry, std::uint32_t stratum, Known known) {
  const bool cluster = spec.design == Design::cluster && !spec.two_stage();
  const std::uint64_t key = cluster ? cluster_keys[stratum] : entry.key;
  const std::uint32_t group = cluster ? 0 : stratum;
  const double rank = plan->rank(key);
  if (!candidates.wants(group, rank)) return;
  const std::string_view id = cluster ? strata.text(stratum) : entry.id;
  const RecordText record{ordinal(entry.place), entry.bytes, entry.line_end};
  Candidate* unit = known == Known::no && !cluster ? nullptr : candidates.find(key, id);
  if (unit) {
    candidates.add_record(*unit, record);
  } else {
    unit = &candidates.add(group, rank, key, id, record);
  }
  unit->size = entry.size;
}

void Draw::State::add_entry(const DrawChunk::State::Entry& entry, std::uint32_t stratum) {
  ++population.records;
  const bool added =
      !plan->tells_items_apart() ||
      (plan->remembers_items() ? add_item(entry, stratum) : add_grouped(entry, stratum));
  if (added) {
    if (plan->tells_items_apart()) ++population.items;
    if (spec.design != Design::cluster || spec.two_stage()) {
      ++population.units;
      ++units[stratum];
    }
    if (plan->size && entry.size == 0 && spec.by_size()) ++population.size_zero;
  }
  offer(entry, stratum, added ? Known::no : Known::perhaps);
}

void Draw::State::absorb_first(const DrawChunk::State& chunk) {
  constexpr std::size_t kAhead = 12;
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < chunk.strata.size(); ++i) {
    numbers.push_back(add_stratum(chunk.strata.text(i)));
  }
  if (numbers.empty()) numbers.push_back(0);
  const bool remembers = plan->remembers_items();
  const auto& entries = chunk.entries;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (remembers && i + kAhead < entries.size()) items.prefetch(entries[i + kAhead].key);
    add_entry(entries[i], numbers[entries[i].stratum]);
  }
  for (const std::uint32_t hit : chunk.excluded_hits) excluded_seen[hit] = 1;
  population.excluded_records += chunk.excluded_records;
  population.without_item += chunk.without_item;
  if (!chunk.fault.empty()) throw base::Error(base::ErrorKind::input, chunk.fault);
  if (candidates.size() >= prune_at || candidates.record_bytes() >= prune_at_bytes) prune();
}

// Units wanted, as far as the population is known.
std::uint64_t Draw::State::target() const {
  if (spec.n) return *spec.n;
  const std::uint64_t all = spec.two_stage() ? strata.size() : population.units;
  const double share = *spec.rate * static_cast<double>(all);
  return all == 0 ? 0 : std::max<std::uint64_t>(1, std::llround(share));
}

// How many times a sample a panel must keep, to have the window of its turn.
double Draw::State::panel_factor() const {
  if (!spec.panel) return 1;
  return 1 + static_cast<double>(spec.panel->turn - 1) / static_cast<double>(spec.panel->count);
}

// The strata with these numbers, those of --take-all first and whole.
stats::Allocation Draw::State::allocated(std::span<const std::uint32_t> numbers) const {
  std::vector<stats::StratumSize> open;
  std::uint64_t taken = 0;
  for (const std::uint32_t i : numbers) {
    if (certain[i]) taken += units[i];
    open.push_back({certain[i] ? 0 : units[i], deviations.empty() ? 0 : deviations[i]});
  }
  const std::uint64_t wanted = target();
  if (taken > wanted) {
    throw base::Error(
        base::ErrorKind::usage,
        fmt::format("--take-all takes {} units, but only {} are to be drawn", taken, wanted));
  }
  stats::Allocation result =
      stats::allocate(spec.allocate, open, wanted - taken, spec.min_per_stratum.value_or(1));
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (certain[numbers[k]]) result.units[k] = units[numbers[k]];
  }
  return result;
}

std::vector<stats::StratumSize> Draw::State::sizes() const {
  std::vector<stats::StratumSize> sizes;
  for (const std::uint64_t count : units) sizes.push_back({count, 0});
  return sizes;
}

void Draw::State::prune_strata() {
  const std::uint64_t minimum = spec.min_per_stratum.value_or(1);
  const double factor = panel_factor();
  if (spec.neyman()) {  // for a shard: any stratum may get all of n
    if (!spec.n) return;
    for (std::uint32_t i = 0; i < units.size(); ++i) {
      if (certain[i]) continue;
      candidates.keep_smallest(i, with_slack(static_cast<double>(*spec.n) * factor));
    }
    return;
  }
  std::vector<stats::StratumSize> open = sizes();
  std::uint64_t wanted = target();
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    if (!certain[i]) continue;
    wanted -= std::min(wanted, units[i]);
    open[i].units = 0;
  }
  const stats::Allocation now = stats::allocate(spec.allocate, open, wanted, minimum);
  if (now.census) return;
  const bool exact = spec.n && spec.allocate == stats::AllocationRule::equal && !spec.panel &&
                     spec.take_all.empty();
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    if (certain[i]) continue;
    const double weight = stats::allocation_weight(spec.allocate, {units[i], 0});
    const double share = factor * std::max(static_cast<double>(minimum), now.multiplier * weight);
    // With equal shares the multiplier only falls as units come in, so no slack is needed.
    candidates.keep_smallest(i, exact ? static_cast<std::size_t>(share) + 1 : with_slack(share));
  }
}

void Draw::State::prune() {
  switch (spec.design) {
    case Design::cluster:
      if (spec.two_stage()) {
        for (std::uint32_t i = 0; i < units.size(); ++i) {
          candidates.keep_smallest(i, static_cast<std::size_t>(*spec.per_cluster));
        }
        break;
      }
      [[fallthrough]];
    case Design::srs: {
      const double wanted =
          spec.n ? static_cast<double>(*spec.n) : *spec.rate * static_cast<double>(units[0]);
      const double kept = wanted * panel_factor();
      candidates.keep_smallest(0, spec.n && !spec.panel ? *spec.n : with_slack(kept));
      break;
    }
    case Design::poisson:
      if (spec.n && plan->keeps_at_once() && !spec.by_size()) {
        candidates.lower_bound(
            0, rate_bound(static_cast<double>(*spec.n) / static_cast<double>(population.units)));
      }
      break;
    case Design::stratified:
      prune_strata();
      break;
    case Design::hash:
    case Design::pps:
    case Design::systematic:
    case Design::mix:
      break;
  }
  prune_at = std::max(candidates.size() + candidates.size() / 4, candidates.size() + 1024);
  prune_at_bytes = std::max(2 * candidates.record_bytes(), kPruneBytes);
}

void Draw::State::merge_table(const State& other, const std::vector<std::uint32_t>& numbers,
                              std::uint64_t line_shift) {
  other.items.for_each([&](std::uint64_t key, const std::uint64_t* from) {
    const auto [added, to] = items.insert(key);
    std::uint64_t stratum_word = 0;
    std::uint32_t stratum = 0;
    if (plan->stratum_word) {
      const std::uint64_t word = from[*plan->stratum_word];
      stratum = numbers[word >> 32];
      const std::uint64_t line = word & kLineUnknown;
      stratum_word = (std::uint64_t{stratum} << 32) |
                     (line == kLineUnknown ? line : std::min(line + line_shift, kLineUnknown));
    }
    if (added) {
      std::copy_n(from, plan->words, to);
      if (plan->stratum_word) to[*plan->stratum_word] = stratum_word;
      ++population.items;
      if (spec.design != Design::cluster || spec.two_stage()) {
        ++population.units;
        ++units[stratum];
      }
      const bool zero =
          plan->size_word && spec.by_size() && std::bit_cast<double>(from[*plan->size_word]) == 0;
      if (zero) ++population.size_zero;
      return;
    }
    if (plan->stratum_word && to[*plan->stratum_word] >> 32 != stratum) {
      throw base::Error(base::ErrorKind::input,
                        fmt::format("an item stands in two {} at {} and {}",
                                    spec.design == Design::cluster ? "clusters" : "strata",
                                    earlier_text(to[*plan->stratum_word] & kLineUnknown),
                                    earlier_text(stratum_word & kLineUnknown)));
    }
    if (plan->size_word && to[*plan->size_word] != from[*plan->size_word]) {
      throw base::Error(base::ErrorKind::input, "an item has two sizes in two parts of the input");
    }
    if (plan->ordinal_word) {
      to[*plan->ordinal_word] = std::min(to[*plan->ordinal_word], from[*plan->ordinal_word]);
    }
  });
}

void Draw::State::merge(const State& other) {
  check_apart(other);
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < other.strata.size(); ++i) {
    numbers.push_back(add_stratum(other.strata.text(i)));
  }
  if (numbers.empty()) numbers.push_back(0);
  const std::uint64_t line_shift = last_line;
  for (const FileLines& lines : other.files) {
    files.push_back({lines.file, lines.before + line_shift});
  }
  last_line += other.last_line;
  if (plan->remembers_items()) {
    merge_table(other, numbers, line_shift);
  } else {
    population.items += other.population.items;
    const bool whole_clusters = spec.design == Design::cluster && !spec.two_stage();
    for (std::size_t i = 0; i < other.units.size() && !whole_clusters; ++i) {
      population.units += other.units[i];
      units[plan->draws_in_groups() ? numbers[i] : 0] += other.units[i];
    }
  }
  population.records += other.population.records;
  population.excluded_records += other.population.excluded_records;
  population.without_item += other.population.without_item;
  for (std::size_t i = 0; i < excluded_seen.size(); ++i) {
    if (other.excluded_seen[i]) excluded_seen[i] = 1;
  }
  candidates.merge(other.candidates,
                   plan->draws_in_groups() ? numbers : std::vector<std::uint32_t>{0});
  prune();
}

Draw::Draw(DrawSpec spec, std::shared_ptr<const DrawFrame> frame, model::FieldPlan& plan)
    : state_(std::make_unique<State>(
          std::make_shared<const DrawPlan>(std::move(spec), std::move(frame), plan))) {
  State& state = *state_;
  if (state.spec.design != Design::mix) return;
  for (DrawSpec& part : mixed_specs(state.spec)) {
    state.parts.emplace_back(std::move(part), state.plan->frame, plan);
  }
}
Draw::~Draw() = default;
Draw::Draw(Draw&&) noexcept = default;

const DrawSpec& Draw::spec() const {
  return state_->spec;
}

DrawChunk Draw::chunk() const {
  auto chunk = std::make_unique<DrawChunk::State>(state_->plan);
  for (const Draw& part : state_->parts) chunk->parts.push_back(part.chunk());
  return DrawChunk(std::move(chunk));
}

void Draw::absorb(const DrawChunk& chunk) {
  for (std::size_t i = 0; i < state_->parts.size(); ++i) {
    state_->parts[i].absorb(chunk.state_->parts[i]);
  }
  if (!state_->parts.empty() || state_->reading == State::Reading::done) return;
  if (state_->reading == State::Reading::first) {
    state_->absorb_first(*chunk.state_);
  } else {
    state_->absorb_second(*chunk.state_);
  }
}

void Draw::merge(const Draw& other) {
  for (std::size_t i = 0; i < state_->parts.size(); ++i) {
    state_->parts[i].merge(other.state_->parts[i]);
  }
  if (state_->parts.empty()) state_->merge(*other.state_);
}
bool Draw::settle() {
  if (!state_->parts.empty()) return state_->settle_parts();
  const bool again = state_->settle();
  if (!again) state_->items.clear();  // the sample needs the memory
  return again;
}

}  // namespace lbl::sample
