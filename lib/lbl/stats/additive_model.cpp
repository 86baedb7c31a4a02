// y = item + annotator + error: effects of annotators adjusted for which items they had.
#include "lbl/stats/additive_model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace lbl::stats {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// The root of a set in a forest, with its path halved.
std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t at) {
  while (parent[at] != at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

/// Replaces a symmetric positive definite matrix by its inverse (Cholesky).
void invert_in_place(std::vector<double>& matrix, std::size_t size) {
  for (std::size_t j = 0; j < size; ++j) {
    double* row_j = &matrix[j * size];
    for (std::size_t k = 0; k < j; ++k) row_j[j] -= row_j[k] * row_j[k];
    row_j[j] = std::sqrt(row_j[j]);
    for (std::size_t i = j + 1; i < size; ++i) {
      double* row_i = &matrix[i * size];
      row_i[j] -= std::inner_product(row_i, row_i + j, row_j, 0.0);
      row_i[j] /= row_j[j];
    }
  }
  // The inverse of the factor, column by column, into the upper triangle (transposed).
  std::vector<double> factor_inverse(size * size, 0.0);
  for (std::size_t j = 0; j < size; ++j) {
    double* column = &factor_inverse[j * size];
    for (std::size_t i = j; i < size; ++i) {
      const double* row_i = &matrix[i * size];
      const double sum = std::inner_product(row_i + j, row_i + i, column + j, 0.0);
      column[i] = ((i == j ? 1 : 0) - sum) / row_i[i];
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = i; j < size; ++j) {
      const double* a = &factor_inverse[i * size];
      const double* b = &factor_inverse[j * size];
      matrix[i * size + j] = matrix[j * size + i] = std::inner_product(a + j, a + size, b + j, 0.0);
    }
  }
}

}  // namespace

AdditiveModel::AdditiveModel(std::vector<std::uint64_t> item_begin,
                             std::vector<std::uint32_t> annotators, std::size_t annotator_count)
    : item_begin_(std::move(item_begin)),
      annotators_(std::move(annotators)),
      answers_of_(annotator_count, 0.0),
      diagonal_(annotator_count, 0.0) {
  for (std::size_t i = 0; i + 1 < item_begin_.size(); ++i) {
    const auto size = static_cast<double>(item_begin_[i + 1] - item_begin_[i]);
    for (std::uint64_t at = item_begin_[i]; at < item_begin_[i + 1]; ++at) {
      answers_of_[annotators_[at]] += 1;
      diagonal_[annotators_[at]] += 1 - 1 / size;
    }
  }
  find_parts();
  if (annotator_count <= kDirect) invert();
  set_variances();
}

void AdditiveModel::find_parts() {
  std::vector<std::uint32_t> parent(answers_of_.size());
  std::iota(parent.begin(), parent.end(), 0u);
  for (std::size_t i = 0; i + 1 < item_begin_.size(); ++i) {
    for (std::uint64_t at = item_begin_[i] + 1; at < item_begin_[i + 1]; ++at) {
      const std::uint32_t a = root_of(parent, annotators_[at - 1]);
      const std::uint32_t b = root_of(parent, annotators_[at]);
      parent[std::max(a, b)] = std::min(a, b);
    }
  }
  part_.resize(parent.size());
  std::vector<std::uint32_t> number(parent.size(), 0);
  for (std::uint32_t a = 0; a < parent.size(); ++a) {
    const std::uint32_t root = root_of(parent, a);
    if (root == a) {
      number[a] = static_cast<std::uint32_t>(part_count_++);
      if (is_connected(a)) ++parts_;
    }
    part_[a] = number[root];
  }
}

void AdditiveModel::invert() {
  const std::size_t size = answers_of_.size();
  inverse_.assign(size * size, 0.0);
  for (std::size_t a = 0; a < size; ++a) inverse_[a * size + a] = answers_of_[a];
  for (std::size_t i = 0; i + 1 < item_begin_.size(); ++i) {
    const double share = 1 / static_cast<double>(item_begin_[i + 1] - item_begin_[i]);
    for (std::uint64_t at = item_begin_[i]; at < item_begin_[i + 1]; ++at) {
      for (std::uint64_t other = item_begin_[i]; other < item_begin_[i + 1]; ++other) {
        inverse_[annotators_[at] * size + annotators_[other]] -= share;
      }
    }
  }
  // One constant in each part is free; what is added fixes it and is centred away later.
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (part_[a] == part_[b]) inverse_[a * size + b] += 1;
    }
  }
  invert_in_place(inverse_, size);
}

void AdditiveModel::set_variances() {
  const std::size_t size = answers_of_.size();
  variances_.assign(size, 0.0);
  if (inverse_.empty()) {
    for (std::size_t a = 0; a < size; ++a) {
      variances_[a] = is_connected(a) ? 1 / diagonal_[a] : 0;
    }
    return;
  }
  std::vector<double> totals(part_count_, 0.0);
  for (std::size_t a = 0; a < size; ++a) totals[part_[a]] += answers_of_[a];
  std::vector<double> shared(size, 0.0);
  std::vector<double> whole(part_count_, 0.0);
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (part_[a] != part_[b]) continue;
      shared[a] += answers_of_[b] / totals[part_[b]] * inverse_[a * size + b];
    }
    whole[part_[a]] += answers_of_[a] / totals[part_[a]] * shared[a];
  }
  for (std::size_t a = 0; a < size; ++a) {
    variances_[a] = std::max(inverse_[a * size + a] - 2 * shared[a] + whole[part_[a]], 0.0);
  }
}

double AdditiveModel::degrees() const {
  const auto items = static_cast<double>(item_begin_.size() - 1);
  return static_cast<double>(answers()) - items - static_cast<double>(answers_of_.size()) +
         static_cast<double>(part_count_);
}

/// The normal equations of the annotators: answers x - the means of x over the items.
std::vector<double> AdditiveModel::product(std::span<const double> x) const {
  std::vector<double> result(x.size());
  for (std::size_t a = 0; a < x.size(); ++a) result[a] = answers_of_[a] * x[a];
  for (std::size_t i = 0; i + 1 < item_begin_.size(); ++i) {
    double mean = 0;
    for (std::uint64_t at = item_begin_[i]; at < item_begin_[i + 1]; ++at) {
      mean += x[annotators_[at]];
    }
    mean /= static_cast<double>(item_begin_[i + 1] - item_begin_[i]);
    for (std::uint64_t at = item_begin_[i]; at < item_begin_[i + 1]; ++at) {
      result[annotators_[at]] -= mean;
    }
  }
  return result;
}

std::vector<double> AdditiveModel::solve(std::span<const double> right) const {
  const std::size_t size = right.size();
  std::vector<double> x(size, 0.0);
  if (!inverse_.empty()) {
    for (std::size_t a = 0; a < size; ++a) {
      x[a] = std::inner_product(right.begin(), right.end(), &inverse_[a * size], 0.0);
    }
    return x;
  }
  const auto preconditioned = [&](const std::vector<double>& residual) {
    std::vector<double> scaled(size, 0.0);
    for (std::size_t a = 0; a < size; ++a) {
      if (is_connected(a)) scaled[a] = residual[a] / diagonal_[a];
    }
    return scaled;
  };
  std::vector<double> residual(right.begin(), right.end());
  std::vector<double> direction = preconditioned(residual);
  double norm = dot(residual, direction);
  const double enough = norm * 1e-27;
  constexpr int kMostSteps = 1'000;
  for (int step = 0; step < kMostSteps && norm > enough; ++step) {
    const std::vector<double> image = product(direction);
    const double curvature = dot(direction, image);
    if (!(curvature > 0)) break;
    const double length = norm / curvature;
    for (std::size_t a = 0; a < size; ++a) {
      x[a] += length * direction[a];
      residual[a] -= length * image[a];
    }
    const std::vector<double> next = preconditioned(residual);
    const double next_norm = dot(residual, next);
    for (std::size_t a = 0; a < size; ++a) {
      direction[a] = next[a] + next_norm / norm * direction[a];
    }
    norm = next_norm;
  }
  return x;
}

void AdditiveModel::centre(std::vector<double>& effects) const {
  std::vector<double> sums(part_count_, 0.0);
  std::vector<double> totals(part_count_, 0.0);
  for (std::size_t a = 0; a < effects.size(); ++a) {
    sums[part_[a]] += answers_of_[a] * effects[a];
    totals[part_[a]] += answers_of_[a];
  }
  for (std::size_t a = 0; a < effects.size(); ++a) {
    effects[a] -= sums[part_[a]] / totals[part_[a]];
  }
}

std::vector<double> AdditiveModel::within_items(std::span<const double> y) const {
  std::vector<double> within(y.begin(), y.end());
  for (std::size_t i = 0; i + 1 < item_begin_.size(); ++i) {
    double mean = 0;
    for (std::uint64_t at = item_begin_[i]; at < item_begin_[i + 1]; ++at) mean += y[at];
    mean /= static_cast<double>(item_begin_[i + 1] - item_begin_[i]);
    for (std::uint64_t at = item_begin_[i]; at < item_begin_[i + 1]; ++at) within[at] -= mean;
  }
  return within;
}

std::vector<double> AdditiveModel::effects(std::span<const double> y) const {
  const std::vector<double> within = within_items(y);
  std::vector<double> right(answers_of_.size(), 0.0);
  for (std::size_t at = 0; at < within.size(); ++at) right[annotators_[at]] += within[at];
  std::vector<double> effects = solve(right);
  centre(effects);
  return effects;
}

std::vector<double> AdditiveModel::residuals(std::span<const double> y,
                                             std::span<const double> effects) const {
  std::vector<double> rest(y.begin(), y.end());
  for (std::size_t at = 0; at < rest.size(); ++at) rest[at] -= effects[annotators_[at]];
  return within_items(rest);
}

}  // namespace lbl::stats
