// Reads each distinct answer once, by the rules of its task.
#include "lbl/model/categories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

#include "lbl/base/text.hpp"
#include "lbl/model/infer_type.hpp"
#include "lbl/model/raw_answer.hpp"

namespace lbl::model {

namespace {

constexpr double kMostScalePoints = 1000;  // a finer scale is a number, not a set of categories

// Sums of steps such as 0.1 drift in the last digits; what people mean has few.
double rounded_point(double value) {
  return base::parse_number(fmt::format("{:.12g}", value)).value_or(value);
}

// The scale of a rating as its points; empty when it has no ends or too many points.
std::vector<double> scale_points(const Task& task) {
  if (task.type != TaskType::rating || !task.min || !task.max) return {};
  const bool whole_ends = *task.min == std::floor(*task.min) && *task.max == std::floor(*task.max);
  if (!task.step && !whole_ends) return {};
  const double step = task.step.value_or(1);
  const double count = std::floor((*task.max - *task.min) / step + 1e-9) + 1;
  if (count > kMostScalePoints) return {};
  std::vector<double> points;
  for (double i = 0; i < count; ++i) points.push_back(rounded_point(*task.min + i * step));
  return points;
}

// Puts an answer on the scale point it means when it was written with drift (0.30000000000000004).
void snap_to_scale(const Task& task, Answer& answer) {
  if (task.type != TaskType::rating || !task.step) return;
  if (auto* number = std::get_if<double>(&answer)) *number = rounded_point(*number);
}

bool is_unknown(const Reading& reading) {
  return std::any_of(reading.problems.begin(), reading.problems.end(),
                     [](const AnswerProblem& p) { return p.fault == AnswerFault::unknown_label; });
}

bool has_alias(const Reading& reading) {
  return std::any_of(reading.problems.begin(), reading.problems.end(),
                     [](const AnswerProblem& p) { return p.fault == AnswerFault::alias_label; });
}

const AnswerProblem& first_spoiling(const Reading& reading) {
  return *std::find_if(reading.problems.begin(), reading.problems.end(),
                       [](const AnswerProblem& p) { return !is_harmless(p.fault); });
}

std::vector<Reading> read_all(const Task& task, const RatingsSpec& spec,
                              const std::vector<RawAnswer>& raw) {
  const AnswerReader reader(task, spec.missing_values);
  std::vector<Reading> readings;
  readings.reserve(raw.size());
  for (const RawAnswer& answer : raw) {
    readings.push_back(reader.read(answer.value()));
    snap_to_scale(task, readings.back().answer);
  }
  return readings;
}

// Labels met outside the task, sorted, so that `keep` gives the same set for any order of rows.
std::set<std::string> unknown_labels(const std::vector<Reading>& readings) {
  std::set<std::string> names;
  for (const Reading& reading : readings) {
    for (const AnswerProblem& problem : reading.problems) {
      if (problem.fault == AnswerFault::unknown_label) names.insert(problem.found);
    }
  }
  return names;
}

// The order of answers as values; of numbers, which can be very many, without asking what they are.
bool value_before(const Answer& a, const Answer& b) {
  const auto* number_a = std::get_if<double>(&a);
  const auto* number_b = std::get_if<double>(&b);
  return number_a && number_b ? *number_a < *number_b : a < b;
}

bool answer_before(const Answer& a, const Answer& b) {
  const auto* text_a = std::get_if<std::string>(&a);
  const auto* text_b = std::get_if<std::string>(&b);
  if (text_a && text_b) return slice_before({}, *text_a, *text_b);
  return value_before(a, b);
}

// The category set in its order: declared ones first for labels, all by value for numbers.
void make_categories(const std::vector<Reading>& readings, TaskRatings& ratings) {
  const Task& task = ratings.task;
  const bool named =
      task.has_label_set() && (task.type == TaskType::choice || task.type == TaskType::pairwise);
  if (named) {
    for (const LabelDefinition& label : task.labels) ratings.categories.emplace_back(label.name);
    return;
  }
  // Numbers are sorted apart from all else, since there can be very many.
  std::vector<double> numbers = scale_points(task);
  std::vector<Answer>& categories = ratings.categories;
  ratings.declared_categories = numbers.size();
  for (const Reading& reading : readings) {
    if (!reading.usable()) continue;
    if (const auto* number = std::get_if<double>(&reading.answer)) {
      numbers.push_back(*number);
    } else {
      categories.push_back(reading.answer);
    }
  }
  std::sort(categories.begin(), categories.end(), answer_before);
  categories.erase(std::unique(categories.begin(), categories.end()), categories.end());
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  categories.insert(categories.end(), numbers.begin(), numbers.end());
}

// Finds the category of an answer. Numbers, which can be very many, lie next to each other.
class CategoryIndex {
 public:
  explicit CategoryIndex(const std::vector<Answer>& categories)
      : categories_(categories), by_value_(categories.size()) {
    std::iota(by_value_.begin(), by_value_.end(), 0u);
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
      return value_before(categories[a], categories[b]);
    };
    if (!std::is_sorted(by_value_.begin(), by_value_.end(), before)) {
      std::sort(by_value_.begin(), by_value_.end(), before);
    }
    for (const std::uint32_t category : by_value_) {
      const auto* number = std::get_if<double>(&categories[category]);
      if (number == nullptr) break;
      numbers_.push_back(*number);
    }
  }

  // The answer is one of the categories.
  std::uint32_t find(const Answer& answer) const {
    const auto* number = std::get_if<double>(&answer);
    if (number != nullptr && numbers_.size() == categories_.size()) {
      const auto found = std::lower_bound(numbers_.begin(), numbers_.end(), *number);
      return by_value_[static_cast<std::size_t>(found - numbers_.begin())];
    }
    return *std::lower_bound(by_value_.begin(), by_value_.end(), answer,
                             [&](std::uint32_t category, const Answer& sought) {
                               return value_before(categories_[category], sought);
                             });
  }

 private:
  const std::vector<Answer>& categories_;
  std::vector<std::uint32_t> by_value_;
  std::vector<double> numbers_;  // by value, of categories that are all numbers
};

void note_refused(const Place& place, const std::string& message, TaskRatings& ratings) {
  Place& first = ratings.first_refused_place;
  const bool earlier = std::tie(place.file, place.line) < std::tie(first.file, first.line);
  if (!ratings.first_refused.empty() && !earlier) return;
  first = place;
  ratings.first_refused = message;
}

}  // namespace

std::vector<AnswerMeaning> settle_categories(const RatingsSpec& spec, const Task& task,
                                             const RawTable::Answers& answers,
                                             TaskRatings& ratings) {
  std::vector<RawAnswer> raw;
  raw.reserve(answers.values.size());
  for (std::uint32_t id = 0; id < answers.values.size(); ++id) {
    raw.emplace_back(answers.values.text(id));
  }
  ratings.task = task;
  if (spec.infer_type) {
    std::vector<Value> values;
    for (const RawAnswer& answer : raw) values.push_back(answer.value());
    ratings.task.type = infer_task_type(task.name, values);
    ratings.task.type_was_inferred = true;
  }

  std::vector<Reading> readings = read_all(ratings.task, spec, raw);
  ratings.declared_categories = ratings.task.labels.size();
  std::vector<bool> unknown(readings.size());
  for (std::size_t id = 0; id < readings.size(); ++id) {
    unknown[id] = is_unknown(readings[id]);
    if (unknown[id] || (!readings[id].usable() && !readings[id].problems.empty())) {
      note_refused(answers.first_places[id], first_spoiling(readings[id]).message, ratings);
    }
  }
  if (spec.unknown_label == UnknownLabel::keep) {
    const std::set<std::string> names = unknown_labels(readings);
    for (const std::string& name : names) {
      ratings.task.labels.emplace_back().name = name;
    }
    if (!names.empty()) readings = read_all(ratings.task, spec, raw);
  }
  make_categories(readings, ratings);
  for (const Answer& category : ratings.categories) {
    ratings.category_names.push_back(answer_text(category));
  }

  const CategoryIndex index(ratings.categories);
  std::vector<AnswerMeaning> meanings(readings.size());
  for (std::size_t id = 0; id < readings.size(); ++id) {
    AnswerMeaning& meaning = meanings[id];
    meaning.alias = has_alias(readings[id]);
    if (readings[id].usable()) {
      meaning.unknown_kept = unknown[id];
      meaning.category = index.find(readings[id].answer);
    } else if (readings[id].no_answer()) {
      meaning.kind = AnswerMeaning::Kind::no_answer;
    } else {
      meaning.kind = unknown[id] ? AnswerMeaning::Kind::unknown : AnswerMeaning::Kind::invalid;
    }
  }
  return meanings;
}

}  // namespace lbl::model
