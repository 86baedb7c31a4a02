// Limits and targets, the placement, and the order in which each annotator works.
#include "lbl/sample/assign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/sample/assign_state.hpp"

namespace lbl::sample {

namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

[[noreturn]] void refuse(const std::string& message) {
  throw base::Error(base::ErrorKind::input, message);
}

// "kim", "lee" and 3 others.
std::string named(const model::Roster& roster, const std::vector<std::size_t>& annotators) {
  constexpr std::size_t kShown = 4;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(kShown, annotators.size()); ++i) {
    names.push_back(base::quoted(roster.entries()[annotators[i]].name));
  }
  std::string text = base::join(names, ", ");
  if (annotators.size() > kShown) text += fmt::format(" and {} others", annotators.size() - kShown);
  return text;
}

// All tasks that an annotator can do: the quota, or the hours where the minutes of an answer are
// known.
std::optional<std::uint64_t> task_limit(const AssignSpec& spec, const model::RosterEntry& entry) {
  std::optional<std::uint64_t> limit = entry.quota;
  if (entry.hours && spec.minutes) {
    const auto in_time = static_cast<std::uint64_t>(*entry.hours * 60 / *spec.minutes + 1e-9);
    limit = std::min(limit.value_or(kNoLimit), in_time);
  }
  return limit;
}

// What annotators share work by: hours, else quotas; one who has neither counts as the mean of
// those who have.
std::vector<double> weights_of(const model::Roster& roster) {
  std::vector<std::optional<double>> known;
  const auto& entries = roster.entries();
  const bool by_hours =
      std::any_of(entries.begin(), entries.end(), [](const auto& one) { return one.hours; });
  double sum = 0, count = 0;
  for (const model::RosterEntry& entry : entries) {
    std::optional<double> weight = entry.hours;
    if (!by_hours && entry.quota) weight = static_cast<double>(*entry.quota);
    known.push_back(weight);
    if (weight) {
      sum += *weight;
      count += 1;
    }
  }
  std::vector<double> weights;
  for (const auto& weight : known) weights.push_back(weight.value_or(count > 0 ? sum / count : 1));
  return weights;
}

// `total` shared out in proportion to weights, never above a limit, in whole numbers by largest
// remainder.
std::vector<std::uint64_t> shares(std::uint64_t total, const std::vector<double>& weights,
                                  const std::vector<std::uint64_t>& limits) {
  std::vector<std::uint64_t> given(weights.size(), 0);
  std::vector<char> full(weights.size(), 0);
  std::vector<double> real(weights.size(), 0);
  for (bool again = true; again;) {
    again = false;
    double left = static_cast<double>(total), open = 0;
    for (std::size_t a = 0; a < weights.size(); ++a) {
      if (full[a]) {
        left -= static_cast<double>(limits[a]);
      } else {
        open += weights[a];
      }
    }
    for (std::size_t a = 0; a < weights.size(); ++a) {
      if (full[a]) continue;
      real[a] = open > 0 ? left * weights[a] / open : 0;
      if (real[a] < static_cast<double>(limits[a])) continue;
      real[a] = static_cast<double>(limits[a]);
      full[a] = 1;
      again = true;
    }
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return real[a] - std::floor(real[a]) > real[b] - std::floor(real[b]);
  });
  std::uint64_t sum = 0;
  for (std::size_t a = 0; a < weights.size(); ++a) {
    given[a] = std::min(limits[a], static_cast<std::uint64_t>(real[a] + 1e-9));
    sum += given[a];
  }
  for (bool any = true; any && sum < total;) {
    any = false;
    for (const std::size_t a : order) {
      if (sum == total || given[a] >= limits[a]) continue;
      ++given[a];
      ++sum;
      any = true;
    }
  }
  return given;
}

class Assigner {
 public:
  Assigner(const AssignSpec& spec, const model::Roster& roster,
           const std::vector<AssignItem>& items, const std::vector<AssignItem>& gold)
      : spec_(spec),
        roster_(roster),
        items_(items),
        gold_(gold),
        eligibility_(spec, roster, items),
        gold_eligibility_(spec, roster, gold) {}

  Assignment run() {
    result_.items = items_.size();
    result_.gold_items = gold_.size();
    check_sizes();
    choose_calibration();
    find_limits();
    place();
    list_tasks();
    count_pairs();
    return std::move(result_);
  }

 private:
  std::size_t annotators() const { return roster_.entries().size(); }
  std::uint64_t open_items() const { return items_.size() - result_.calibration.size(); }

  void check_sizes() const {
    if (items_.empty()) refuse("there is no item to assign");
    if (spec_.k > annotators()) {
      refuse(fmt::format("-k {} needs {} annotators, but the roster has {}: {} short", spec_.k,
                         spec_.k, annotators(), spec_.k - annotators()));
    }
  }

  // The items of the smallest keys among those that everybody may see.
  void choose_calibration() {
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    if (spec_.calibration == 0) return;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (eligibility_.count(i) < annotators()) continue;
      keys.emplace_back(base::hash64(items_[i].id, base::hash64("calibration", spec_.seed)), i);
    }
    if (keys.size() < spec_.calibration) {
      refuse(
          fmt::format("--calibration {}: only {} of {} items may be seen by all {} annotators: {} "
                      "short",
                      spec_.calibration, keys.size(), items_.size(), annotators(),
                      spec_.calibration - keys.size()));
    }
    std::sort(keys.begin(), keys.end());
    for (std::uint64_t i = 0; i < spec_.calibration; ++i) {
      result_.calibration.push_back(keys[i].second);
    }
    std::sort(result_.calibration.begin(), result_.calibration.end());
  }

  // How many items each may get beside calibration and gold, and whether that is enough.
  void find_limits() {
    const std::uint64_t calibration = result_.calibration.size();
    const std::uint64_t wanted = open_items() * spec_.k;
    std::uint64_t room = 0;
    bool limited = true;
    for (const model::RosterEntry& entry : roster_.entries()) {
      const std::optional<std::uint64_t> limit = task_limit(spec_, entry);
      Workload load;
      load.annotator = entry.name;
      load.limit = limit;
      result_.annotators.push_back(std::move(load));
      std::uint64_t most = open_items();
      if (limit) {
        const double without_gold = static_cast<double>(*limit) * (1 - spec_.gold_rate) + 1e-9;
        const auto tasks = static_cast<std::uint64_t>(without_gold);
        if (tasks < calibration) {
          refuse(
              fmt::format("annotator {} can do {} tasks beside gold, but --calibration takes {}: "
                          "{} short",
                          base::quoted(entry.name), tasks, calibration, calibration - tasks));
        }
        most = std::min(most, tasks - calibration);
      } else {
        limited = false;
      }
      limits_.push_back(most);
      room += most;
    }
    if (room < wanted) {
      refuse(fmt::format("{} items x {} answers are {} tasks, but {} room for {}: {} short",
                         base::with_commas(open_items()), spec_.k, base::with_commas(wanted),
                         limited ? "the quotas leave" : "the annotators have",
                         base::with_commas(room), base::with_commas(wanted - room)));
    }
  }

  void check_eligible(const std::vector<std::size_t>& open) const {
    std::size_t few = 0, first = 0, most = 0;
    for (const std::size_t item : open) {
      const std::size_t count = eligibility_.count(item);
      if (count >= spec_.k) continue;
      if (few++ == 0) {
        first = item;
        most = count;
      }
    }
    if (few == 0) return;
    refuse(
        fmt::format("{} cannot have {} answers: item {} may be seen by only {} of the roster ({} "
                    "short), by languages, groups and conflicts",
                    few == 1 ? "one item" : base::with_commas(few) + " items", spec_.k,
                    base::quoted(items_[first].id), most, spec_.k - most));
  }

  void place() {
    std::vector<std::size_t> open;
    auto calibration = result_.calibration.begin();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (calibration != result_.calibration.end() && *calibration == i) {
        ++calibration;
      } else {
        open.push_back(i);
      }
    }
    check_eligible(open);
    const std::vector<double> weights = weights_of(roster_);
    Placement placement(spec_, roster_, eligibility_, items_, weights);
    for (const std::size_t item : open) placement.place(item, spec_.k);
    const std::vector<std::uint64_t> targets = shares(open.size() * spec_.k, weights, limits_);
    placement.balance(targets);
    const std::vector<std::size_t> stuck = placement.balance(limits_);
    if (!stuck.empty()) refuse_stuck(placement, stuck);
    placement.even_out_pairs(targets);
    on_.resize(items_.size());
    for (const std::size_t item : open) on_[item] = placement.annotators_of(item);
  }

  // The annotators who share an excess that nobody else may take.
  [[noreturn]] void refuse_stuck(const Placement& placement,
                                 const std::vector<std::size_t>& stuck) const {
    std::uint64_t load = 0, room = 0;
    for (const std::size_t a : stuck) {
      load += placement.load(a);
      room += limits_[a];
    }
    refuse(
        fmt::format("{} tasks can go only to {}, who have room for {}: {} short (a larger quota, "
                    "a smaller -k, or others who may see those items)",
                    base::with_commas(load), named(roster_, stuck), base::with_commas(room),
                    base::with_commas(load - room)));
  }

  // Gold items of one annotator: the least used ones so far, ties by hash.
  std::vector<std::size_t> gold_for(std::size_t annotator, std::uint64_t wanted) {
    std::vector<std::tuple<std::uint64_t, std::uint64_t, std::size_t>> order;
    const std::uint64_t seed =
        base::hash64(roster_.entries()[annotator].name, base::hash64("gold", spec_.seed));
    for (std::size_t i = 0; i < gold_.size(); ++i) {
      if (!gold_eligibility_.may_see(i, annotator)) continue;
      order.emplace_back(gold_used_[i], base::hash64(gold_[i].id, seed), i);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> chosen;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(wanted, order.size()); ++i) {
      chosen.push_back(std::get<2>(order[i]));
      ++gold_used_[chosen.back()];
    }
    return chosen;
  }

  void list_tasks() {
    gold_used_.assign(gold_.size(), 0);
    std::vector<std::vector<std::size_t>> items(annotators());
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (const std::uint32_t a : on_[i]) items[a].push_back(i);
    }
    for (std::size_t a = 0; a < annotators(); ++a) {
      Workload& load = result_.annotators[a];
      load.items = items[a].size();
      load.calibration = result_.calibration.size();
      std::vector<std::size_t>& tasks = items[a];
      tasks.insert(tasks.end(), result_.calibration.begin(), result_.calibration.end());
      const auto others = static_cast<double>(tasks.size());
      const auto wanted = static_cast<std::uint64_t>(
          std::llround(others * spec_.gold_rate / (1 - spec_.gold_rate)));
      const std::vector<std::size_t> gold = gold_for(a, wanted);
      load.gold = gold.size();
      load.gold_missing = wanted - gold.size();
      shuffle(a, tasks);
      spread(a, gold, tasks);
      load.tasks = std::move(tasks);
    }
  }

  void shuffle(std::size_t annotator, std::vector<std::size_t>& tasks) const {
    const std::uint64_t seed =
        base::hash64(roster_.entries()[annotator].name, base::hash64("order", spec_.seed));
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    for (const std::size_t item : tasks)
      keys.emplace_back(base::hash64(items_[item].id, seed), item);
    std::sort(keys.begin(), keys.end());
    for (std::size_t i = 0; i < keys.size(); ++i) tasks[i] = keys[i].second;
  }

  // Gold at even distances from a random start.
  void spread(std::size_t annotator, const std::vector<std::size_t>& gold,
              std::vector<std::size_t>& tasks) const {
    if (gold.empty()) return;
    const std::uint64_t seed = base::hash64("gold start", spec_.seed);
    const double start = base::unit_interval(base::hash64(roster_.entries()[annotator].name, seed));
    const double step =
        static_cast<double>(tasks.size() + gold.size()) / static_cast<double>(gold.size());
    std::vector<std::size_t> mixed;
    std::size_t next = 0;
    for (std::size_t g = 0; g < gold.size(); ++g) {
      const auto place = static_cast<std::size_t>((static_cast<double>(g) + start) * step);
      while (mixed.size() < place && next < tasks.size()) mixed.push_back(tasks[next++]);
      mixed.push_back(items_.size() + gold[g]);
    }
    mixed.insert(mixed.end(), tasks.begin() + static_cast<std::ptrdiff_t>(next), tasks.end());
    tasks = std::move(mixed);
  }

  void count_pairs() {
    const std::size_t n = annotators();
    std::vector<std::uint64_t> shared(n * n, result_.calibration.size());
    for (const auto& on : on_) {
      for (const std::uint32_t a : on) {
        for (const std::uint32_t b : on) ++shared[a * n + b];
      }
    }
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) result_.pairs.push_back({a, b, shared[a * n + b]});
    }
  }

  const AssignSpec& spec_;
  const model::Roster& roster_;
  const std::vector<AssignItem>& items_;
  const std::vector<AssignItem>& gold_;
  Eligibility eligibility_, gold_eligibility_;
  std::vector<std::uint64_t> limits_;  ///< items beside calibration and gold
  std::vector<std::vector<std::uint32_t>> on_;
  std::vector<std::uint64_t> gold_used_;
  Assignment result_;
};

}  // namespace

std::uint64_t Assignment::tasks() const {
  std::uint64_t sum = 0;
  for (const Workload& load : annotators) sum += load.tasks.size();
  return sum;
}

Assignment assignment(const AssignSpec& spec, const model::Roster& roster,
                      const std::vector<AssignItem>& items, const std::vector<AssignItem>& gold) {
  return Assigner(spec, roster, items, gold).run();
}

}  // namespace lbl::sample
