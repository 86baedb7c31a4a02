// What each answer counts for beside the right one.
#include "lbl/bias/gold_scoring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/bias/labels.hpp"

namespace lbl::bias {
namespace {

using model::TaskType;

constexpr std::uint32_t kNoValue = model::TaskRatings::kNoValue;

bool is_number(TaskType type) {
  return type == TaskType::rating || type == TaskType::number;
}

/// Numbers the pairs of answer and right answer that occur, and sets the class of each row.
class Pairs {
 public:
  Pairs(const model::TaskRatings& task, const RightAnswers& right, Scoring& out) {
    out.own_classes.assign(task.answers(), Scoring::kNotCounted);
    std::unordered_map<std::uint64_t, std::uint32_t> class_of;
    for (std::size_t row = 0; row < task.answers(); ++row) {
      if (right.values[row] == kNoValue) continue;
      const std::uint64_t key =
          std::uint64_t{task.values[row]} * right.categories.size() + right.values[row];
      const auto [at, is_new] = class_of.emplace(key, static_cast<std::uint32_t>(all_.size()));
      if (is_new) all_.emplace_back(task.values[row], right.values[row]);
      out.own_classes[row] = at->second;
    }
  }

  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> all_;
};

using LabelCounts = std::vector<std::map<std::string, std::uint64_t>>;

LabelCounts label_counts(const std::vector<model::Answer>& categories,
                         const std::vector<std::string>& names) {
  LabelCounts counts;
  for (std::size_t c = 0; c < categories.size(); ++c) {
    counts.push_back(labels_in(categories[c], names[c]));
  }
  return counts;
}

std::int64_t times(const std::map<std::string, std::uint64_t>& labels, const std::string& label) {
  const auto at = labels.find(label);
  return at == labels.end() ? 0 : static_cast<std::int64_t>(at->second);
}

/// One score a class: `amount_of` gives answer minus right answer of a pair, as a number.
template <class DifferenceOf>
void score_differences(const model::TaskRatings& task, const Pairs& pairs, int spare_bits,
                       Scoring& out, DifferenceOf&& difference_of) {
  std::vector<double> differences;
  for (const auto& pair : pairs.all()) {
    const double difference = difference_of(pair);
    differences.push_back(out.measure == Measure::deviation ? difference : std::fabs(difference));
  }
  Target target = fixed_point(differences, task.answers(), spare_bits);
  // A distance is counted from 0, so that ratios of distances make sense.
  out.targets.push_back(target);
  for (const double difference : differences) {
    out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
    const double amount = std::round((difference - target.offset) / target.unit);
    if (amount > 0) out.scores.push_back({0, static_cast<std::uint64_t>(amount)});
  }
  out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
}

double number_of(const model::TaskRatings& task, const RightAnswers& right,
                 std::uint32_t category) {
  if (category < task.categories.size()) return task.number(category);
  if (const auto* number = std::get_if<double>(&right.categories[category])) return *number;
  return base::parse_number(right.category_names[category]).value_or(category + 1.0);
}

void score_numbers(const model::TaskRatings& task, const RightAnswers& right, int spare_bits,
                   Scoring& out) {
  const Pairs pairs(task, right, out);
  score_differences(task, pairs, spare_bits, out, [&](const auto& pair) {
    return task.number(pair.first) - number_of(task, right, pair.second);
  });
}

/// For each label how far its counts are apart (choices: 0 or 1, so that it is a share).
void score_labels(const model::TaskRatings& task, const RightAnswers& right,
                  const std::vector<std::string>& labels, Scoring& out) {
  const Pairs pairs(task, right, out);
  const LabelCounts given = label_counts(task.categories, task.category_names);
  const LabelCounts correct = label_counts(right.categories, right.category_names);
  const auto difference = [&](const auto& pair, const std::string& label) {
    return times(given[pair.first], label) - times(correct[pair.second], label);
  };
  for (const std::string& label : labels) {
    Target target{label, 0, 1};
    if (out.measure == Measure::deviation) {
      std::int64_t least = 0;
      for (const auto& pair : pairs.all()) least = std::min(least, difference(pair, label));
      target.offset = static_cast<double>(least);
    }
    out.targets.push_back(std::move(target));
  }
  for (const auto& pair : pairs.all()) {
    out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
    for (std::uint32_t t = 0; t < labels.size(); ++t) {
      const auto least = static_cast<std::int64_t>(out.targets[t].offset);
      const std::int64_t own = difference(pair, labels[t]);
      const std::int64_t amount = out.measure == Measure::deviation ? own - least : std::abs(own);
      if (amount > 0) out.scores.push_back({t, static_cast<std::uint64_t>(amount)});
    }
  }
  out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
}

/// A share of some answers: class 0 does not count into it, class 1 does.
template <class ClassOf>
void score_share(const model::TaskRatings& task, const RightAnswers& right,
                 std::optional<std::string> label, Scoring& out, ClassOf&& class_of) {
  out.own_classes.assign(task.answers(), Scoring::kNotCounted);
  for (std::size_t row = 0; row < task.answers(); ++row) {
    if (right.values[row] == kNoValue) continue;
    out.own_classes[row] = class_of(task.values[row], right.values[row]);
  }
  out.targets.push_back({std::move(label), 0, 1});
  out.first = {0, 0, 1};
  out.scores.push_back({0, 1});
}

void score_errors(const model::TaskRatings& task, const RightAnswers& right, Scoring& out) {
  // The right categories begin with the task's own, so that numbers can be compared.
  score_share(task, right, std::nullopt, out, [](std::uint32_t given, std::uint32_t correct) {
    return given == correct ? 0u : 1u;
  });
}

std::vector<bool> has_label(const std::vector<model::Answer>& categories,
                            const std::vector<std::string>& names, const std::string& label) {
  std::vector<bool> has;
  for (std::size_t c = 0; c < categories.size(); ++c) {
    has.push_back(times(labels_in(categories[c], names[c]), label) > 0);
  }
  return has;
}

void score_confusion(const model::TaskRatings& task, const RightAnswers& right,
                     const std::string& label, Scoring& out) {
  const std::vector<bool> given = has_label(task.categories, task.category_names, label);
  const std::vector<bool> correct = has_label(right.categories, right.category_names, label);
  const Measure measure = out.measure;
  score_share(task, right, label, out, [&](std::uint32_t answer, std::uint32_t gold) {
    const bool has = given[answer];
    const bool should = correct[gold];
    switch (measure) {
      case Measure::fpr:
        return should ? Scoring::kNotCounted : (has ? 1u : 0u);
      case Measure::fnr:
        return should ? (has ? 0u : 1u) : Scoring::kNotCounted;
      case Measure::ppv:
        return has ? (should ? 1u : 0u) : Scoring::kNotCounted;
      default:
        return has ? Scoring::kNotCounted : (should ? 0u : 1u);
    }
  });
}

}  // namespace

bool needs_right_answers(Measure measure) {
  return measure >= Measure::error;
}

bool has_own_rows(Measure measure) {
  return measure >= Measure::fpr;
}

bool has_labels(const model::Task& task, Measure measure) {
  return has_own_rows(measure) || task.type == TaskType::choices || has_units(task.type);
}

Measure error_measure(const model::Task& task) {
  return is_number(task.type) || has_units(task.type) ? Measure::absolute_error : Measure::error;
}

std::vector<Measure> default_gold_measures(const model::Task& task) {
  if (is_number(task.type)) return {Measure::absolute_error, Measure::deviation};
  if (has_units(task.type)) return {Measure::absolute_error, Measure::fpr, Measure::fnr};
  if (task.type == TaskType::text || task.type == TaskType::ranking) return {Measure::error};
  return {Measure::error, Measure::fpr, Measure::fnr};
}

Scoring gold_scoring(const model::TaskRatings& task, const RightAnswers& right, Measure measure,
                     const std::vector<std::string>& labels, int spare_bits) {
  Scoring out;
  out.measure = measure;
  out.is_share = is_share(measure);
  out.has_zero = measure != Measure::deviation;
  if (has_own_rows(measure)) {
    score_confusion(task, right, labels.front(), out);
  } else if (has_labels(task.task, measure)) {
    score_labels(task, right, labels, out);
  } else if (measure == Measure::error) {
    score_errors(task, right, out);
  } else {
    score_numbers(task, right, spare_bits, out);
  }
  set_answer_rows(task, out);
  return out;
}

void note_unknown(const model::TaskRatings& task, const RightAnswers& right,
                  std::vector<Note>& notes) {
  const auto unknown =
      static_cast<std::uint64_t>(std::count(right.values.begin(), right.values.end(), kNoValue));
  if (unknown == 0) return;
  notes.push_back({"no-right-answer",
                   fmt::format("task {}: the right answer to {} of {} answers is not known: errors "
                               "are counted over the others",
                               base::quoted(task.task.name), base::with_commas(unknown),
                               base::with_commas(task.answers()))});
}

}  // namespace lbl::bias
