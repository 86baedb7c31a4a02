// Codes, numbers and distance kernels of a task's categories.
#include "lbl/agree/scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <variant>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::agree {

namespace {

/// The number behind each category; empty when they have none.
std::vector<double> numbers_of(const model::TaskRatings& ratings) {
  std::vector<double> numbers;
  const auto count = static_cast<std::uint32_t>(ratings.categories.size());
  const model::TaskType type = ratings.task.type;
  if (type == model::TaskType::rating || type == model::TaskType::number ||
      (type == model::TaskType::choice && ratings.task.ordered)) {
    for (std::uint32_t i = 0; i < count; ++i) numbers.push_back(ratings.number(i));
    return numbers;
  }
  if (type != model::TaskType::choice) return {};
  for (const std::string& name : ratings.category_names) {
    const std::optional<double> number = base::parse_number(name);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace

Scale::Scale(const model::TaskRatings& ratings, const LabelKnowledge& says) {
  category_of_.resize(ratings.categories.size());
  std::iota(category_of_.begin(), category_of_.end(), 0U);
  if (ratings.task.type == model::TaskType::choices) read_sets(ratings);
  const std::vector<double> numbers = numbers_of(ratings);
  has_order_ = !numbers.empty();
  if (ratings.task.step) unit_ = *ratings.task.step;
  if (!has_order_) {
    numbers_.assign(category_of_.size(), 0);
  } else {
    sort_by(numbers);
  }
  if (says.matrix != nullptr) read_matrix(ratings, *says.matrix);
  if (says.expected != nullptr) read_expected(ratings, *says.expected);
}

void Scale::sort_by(const std::vector<double>& numbers) {
  if (!std::is_sorted(numbers.begin(), numbers.end())) {
    std::stable_sort(category_of_.begin(), category_of_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return numbers[a] < numbers[b]; });
    code_of_.resize(category_of_.size());
    for (std::uint32_t code = 0; code < category_of_.size(); ++code) {
      code_of_[category_of_[code]] = code;
    }
  }
  for (const std::uint32_t category : category_of_) numbers_.push_back(numbers[category]);
}

void Scale::read_matrix(const model::TaskRatings& ratings, const LabelMatrix& matrix) {
  std::vector<std::size_t> places;
  for (const std::uint32_t category : category_of_) {
    const std::string& name = ratings.category_names[category];
    const auto found = std::find(matrix.labels.begin(), matrix.labels.end(), name);
    if (found == matrix.labels.end()) {
      throw base::Error(base::ErrorKind::input,
                        fmt::format("task {}: the distance matrix has no label {}",
                                    base::quoted(ratings.task.name), base::quoted(name)));
    }
    places.push_back(static_cast<std::size_t>(found - matrix.labels.begin()));
  }
  double largest = 0;
  for (const double distance : matrix.distances) largest = std::max(largest, distance);
  matrix_.assign(std::max<std::size_t>(1, places.size() * places.size()), 0);
  if (largest == 0) return;
  for (std::size_t a = 0; a < places.size(); ++a) {
    for (std::size_t b = 0; b < places.size(); ++b) {
      matrix_[a * places.size() + b] = matrix.between(places[a], places[b]) / largest;
    }
  }
}

void Scale::read_expected(const model::TaskRatings& ratings, const LabelShares& shares) {
  double known = 0;
  for (const std::uint32_t category : category_of_) {
    const auto found = shares.find(ratings.category_names[category]);
    expected_.push_back(found == shares.end() ? 0 : found->second);
    known += expected_.back();
  }
  constexpr double kRounding = 1e-9;
  if (std::fabs(known - 1) < kRounding) return;
  for (const auto& [label, share] : shares) {
    const auto& names = ratings.category_names;
    if (share == 0 || std::find(names.begin(), names.end(), label) != names.end()) continue;
    throw base::Error(
        base::ErrorKind::input,
        fmt::format("task {}: --expected has the label {}, which the task has not; a guideline "
                    "names labels that nobody gave",
                    base::quoted(ratings.task.name), base::quoted(label)));
  }
}

void Scale::read_sets(const model::TaskRatings& ratings) {
  has_sets_ = true;
  std::map<std::string, std::size_t> numbers;
  for (const model::LabelDefinition& label : ratings.task.labels) {
    if (numbers.emplace(label.name, members_.size()).second) members_.push_back(label.name);
  }
  std::set<std::string> seen;
  for (const model::Answer& category : ratings.categories) {
    for (const std::string& name : std::get<std::vector<std::string>>(category)) seen.insert(name);
  }
  for (const std::string& name : seen) {
    if (numbers.contains(name)) continue;
    numbers.emplace(name, members_.size());
    members_.push_back(name);
  }
  for (const model::Answer& category : ratings.categories) {
    LabelSet& set = sets_.emplace_back((members_.size() + 63) / 64, 0);
    for (const std::string& name : std::get<std::vector<std::string>>(category)) {
      const std::size_t number = numbers.at(name);
      set[number / 64] |= std::uint64_t{1} << (number % 64);
    }
  }
}

bool Scale::holds(std::uint32_t code, std::size_t member) const {
  return (sets_[code][member / 64] >> (member % 64) & 1) != 0;
}

Scale Scale::one_label_or_other() {
  Scale scale;
  scale.category_of_ = {0, 1};
  scale.numbers_ = {0, 0};
  return scale;
}

stats::DistanceKernel Scale::kernel(const DistanceName& distance,
                                    const std::vector<std::uint64_t>& answers) const {
  if (distance.by_rank()) return {distance.distance, doubled_mid_ranks(answers)};
  if (distance.basis == Basis::sets) {
    const auto sets = std::make_shared<const std::vector<LabelSet>>(sets_);
    return {sets_.size(), [sets, between = distance.between_sets](std::size_t a, std::size_t b) {
              return between((*sets)[a], (*sets)[b]);
            }};
  }
  if (distance.basis == Basis::matrix) {
    const auto matrix = std::make_shared<const std::vector<double>>(matrix_);
    return {size(),
            [matrix, n = size()](std::size_t a, std::size_t b) { return (*matrix)[a * n + b]; }};
  }
  return {distance.distance, numbers_, unit_};
}

std::vector<double> doubled_mid_ranks(const std::vector<std::uint64_t>& answers) {
  std::vector<double> ranks;
  ranks.reserve(answers.size());
  std::uint64_t below = 0;
  for (const std::uint64_t count : answers) {
    ranks.push_back(static_cast<double>(2 * below + count));
    below += count;
  }
  return ranks;
}

}  // namespace lbl::agree
