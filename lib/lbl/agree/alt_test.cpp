// Leaves out one person at a time and lets the model take the place.
#include "lbl/agree/alt_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "lbl/agree/coefficient.hpp"
#include "lbl/agree/figures.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/multiple_testing.hpp"

namespace lbl::agree {

namespace {

using model::TaskRatings;
using model::TaskType;

constexpr std::uint64_t kFewItems = 30;  // below, the paper asks for another test or more items

struct Answer {
  std::uint32_t annotator, code;
};

/// How near one answer is to those of others, larger is nearer.
class Nearness {
 public:
  Nearness(const TaskRatings& ratings, const Scale& scale) : scale_(scale) {
    const TaskType type = ratings.task.type;
    if (type == TaskType::rating || type == TaskType::number) name_ = "rmse";
    if (type == TaskType::choices) {
      name_ = "jaccard";
      sets_.emplace(scale.kernel(*metric_by_name("jaccard"), {}));
    }
  }

  const std::string& name() const { return name_; }

  double of(std::uint32_t code, const std::vector<std::uint32_t>& others) const {
    const auto n = static_cast<double>(others.size());
    double sum = 0;
    for (const std::uint32_t other : others) sum += between(code, other);
    return name_ == "rmse" ? -std::sqrt(sum / n) : sum / n;
  }

 private:
  double between(std::uint32_t a, std::uint32_t b) const {
    if (name_ == "rmse") {
      const double d = scale_.number(a) - scale_.number(b);
      return d * d;
    }
    if (sets_) return 1 - sets_->between(a, b);
    return a == b ? 1 : 0;
  }

  const Scale& scale_;
  std::string name_ = "accuracy";
  std::optional<stats::DistanceKernel> sets_;
};

/// Counts over the items of one person; whole numbers, so that no order matters.
struct Wins {
  std::uint64_t items = 0, model = 0, person = 0;
};

/// P that a mean difference of wins this low would come from a model that is worse by epsilon or
/// more: paired t of d = person's win - model's win against epsilon.
double p_of(const Wins& wins, double epsilon) {
  const auto n = static_cast<double>(wins.items);
  // Each item is won by the model (d = -1), by the person (1) or by both (0).
  const double only_model = n - static_cast<double>(wins.person);
  const double only_person = n - static_cast<double>(wins.model);
  const double mean = (only_person - only_model) / n;
  const double variance = ((only_person + only_model) - n * mean * mean) / (n - 1);
  if (variance <= 0) return mean < epsilon ? 0 : 1;
  const double t = (mean - epsilon) / std::sqrt(variance / n);
  const double two_sided = stats::t_two_sided_p(t, n - 1);
  return t < 0 ? two_sided / 2 : 1 - two_sided / 2;
}

void count_item(const std::vector<Answer>& people, std::uint32_t model_code,
                const Nearness& nearness, std::map<std::uint32_t, Wins>& wins) {
  std::vector<std::uint32_t> others;
  for (const Answer& person : people) {
    others.clear();
    for (const Answer& other : people) {
      if (other.annotator != person.annotator) others.push_back(other.code);
    }
    std::sort(others.begin(), others.end());
    const double of_model = nearness.of(model_code, others);
    const double of_person = nearness.of(person.code, others);
    Wins& own = wins[person.annotator];
    ++own.items;
    own.model += of_model >= of_person ? 1 : 0;
    own.person += of_person >= of_model ? 1 : 0;
  }
}

/// Cohen's kappa of the model and one person, on the items both answered.
Figure kappa_of(const State& state, const Scale& scale, double level) {
  const std::vector<Request> requests = {
      {coefficient_by_name("cohen_kappa"), weighting_by_name("identity"), false, true, {}}};
  const FigureMaker maker(scale, requests, {Missing::listwise, level, 0});
  return maker.measures(state).front().figure;
}

void add_pair(const Answer& person, const Answer& judge, State& state) {
  const bool first = person.annotator < judge.annotator;
  const Answer& a = first ? person : judge;
  const Answer& b = first ? judge : person;
  state.add_annotator(a.annotator);
  state.add_annotator(b.annotator);
  state.rows.add(std::vector<std::uint32_t>{a.annotator, b.annotator, a.code, b.code});
  state.answers.add(std::vector<std::uint32_t>{std::min(a.code, b.code), std::max(a.code, b.code)});
}

void settle(AltTest& test, double level) {
  std::vector<double> p_values;
  for (const AltTestPerson& person : test.people) {
    if (person.p) p_values.push_back(*person.p);
  }
  const auto mark = [&](stats::Status status, const char* reason, std::string message) {
    test.status = status;
    test.reason = reason;
    test.message = std::move(message);
  };
  if (p_values.empty()) {
    mark(stats::Status::undefined, "no-pairs",
         "no item has answers of the model and of two people");
    return;
  }
  const std::vector<double> adjusted = stats::adjusted_p(p_values, stats::Correction::by);
  auto q = adjusted.begin();
  double replaced = 0, advantage = 0;
  std::uint64_t fewest = test.people.front().items;
  for (AltTestPerson& person : test.people) {
    fewest = std::min(fewest, person.items);
    if (!person.p) continue;
    person.q = *q++;
    person.replaced = *person.q <= 1 - level;
    replaced += person.replaced ? 1 : 0;
    advantage += person.model_advantage;
  }
  const auto n = static_cast<double>(p_values.size());
  test.winning_rate = replaced / n;
  test.advantage_probability = advantage / n;
  test.passes = *test.winning_rate >= 0.5;
  if (p_values.size() < 3) {
    mark(stats::Status::unreliable, "few-annotators",
         fmt::format("only {} people to compare with; the test asks for three", p_values.size()));
  } else if (fewest < kFewItems) {
    mark(stats::Status::unreliable, "few-items",
         fmt::format("somebody has only {} items to compare on; fewer than {} say little", fewest,
                     kFewItems));
  }
}

}  // namespace

AltTest alt_test(const model::RatingsTable& table, const TaskRatings& ratings,
                 const AltTestSpec& spec) {
  const auto found = std::lower_bound(table.annotators.begin(), table.annotators.end(), spec.model);
  if (found == table.annotators.end() || *found != spec.model) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("--alt-test: no record of {}{}", base::quoted(spec.model),
                                  base::did_you_mean(spec.model, table.annotators)));
  }
  const auto judge = static_cast<std::uint32_t>(found - table.annotators.begin());
  const Scale scale(ratings);
  const Nearness nearness(ratings, scale);
  AltTest test;
  test.task = ratings.task.name;
  test.model = spec.model;
  test.epsilon = spec.epsilon;
  test.score = nearness.name();
  std::map<std::uint32_t, Wins> wins;
  std::map<std::uint32_t, State> pairs;
  std::vector<Answer> people;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    people.clear();
    std::optional<Answer> of_judge;
    for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
      const Answer answer{ratings.annotators[i], scale.code(ratings.values[i])};
      if (answer.annotator == judge) {
        of_judge = answer;
      } else {
        people.push_back(answer);
      }
    }
    if (!of_judge) continue;
    for (const Answer& person : people) add_pair(person, *of_judge, pairs[person.annotator]);
    if (people.size() > 1) count_item(people, of_judge->code, nearness, wins);
  }
  for (const auto& [annotator, state] : pairs) {
    AltTestPerson& person = test.people.emplace_back();
    person.annotator = table.annotators[annotator];
    person.kappa = kappa_of(state, scale, spec.level);
    const Wins& own = wins[annotator];
    person.items = own.items;
    if (own.items == 0) continue;
    person.model_advantage = static_cast<double>(own.model) / static_cast<double>(own.items);
    person.person_advantage = static_cast<double>(own.person) / static_cast<double>(own.items);
    if (own.items > 1) person.p = p_of(own, spec.epsilon);
  }
  settle(test, spec.level);
  return test;
}

}  // namespace lbl::agree
