// Sums over strata and primary units; the order of the units must not show, so sums are exact.
#include "lbl/stats/survey.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/stats/exact_sum.hpp"

namespace lbl::stats {

namespace {

// Totals of groups, whatever the order of the summands.
std::vector<double> totals_by(std::span<const std::uint32_t> groups, std::size_t count,
                              std::span<const double> values) {
  std::vector<ExactSum> sums(count);
  for (std::size_t i = 0; i < values.size(); ++i) sums[groups[i]].add(values[i]);
  std::vector<double> totals;
  totals.reserve(count);
  for (const ExactSum& sum : sums) totals.push_back(sum.value());
  return totals;
}

double squared(double x) {
  return x * x;
}

// The primary units of one stratum.
struct StratumUnits {
  std::vector<double> totals;
  std::vector<double> probabilities;
};

std::vector<StratumUnits> units_by_stratum(const SurveyDesign& design, std::span<const double> z) {
  const std::vector<double> totals = totals_by(design.clusters, design.cluster_count, z);
  std::vector<std::uint32_t> stratum_of(design.cluster_count, 0);
  for (std::size_t i = 0; i < design.size(); ++i) {
    stratum_of[design.clusters[i]] = design.strata[i];
  }
  std::vector<StratumUnits> strata(design.stratum_count);
  for (std::uint32_t cluster = 0; cluster < design.cluster_count; ++cluster) {
    StratumUnits& stratum = strata[stratum_of[cluster]];
    stratum.totals.push_back(totals[cluster]);
    if (!design.probabilities.empty()) {
      stratum.probabilities.push_back(design.probabilities[cluster]);
    }
  }
  return strata;
}

double spread(const StratumUnits& stratum, double left_out) {
  const auto n = static_cast<double>(stratum.totals.size());
  const double mean = exact_sum(stratum.totals) / n;
  std::vector<double> squares;
  for (const double total : stratum.totals) squares.push_back(squared(total - mean));
  return left_out * n / (n - 1) * exact_sum(squares);
}

double hajek(const StratumUnits& stratum) {
  const auto n = static_cast<double>(stratum.totals.size());
  std::vector<double> factors;
  std::vector<double> products;
  std::vector<double> squares;
  for (std::size_t i = 0; i < stratum.totals.size(); ++i) {
    factors.push_back((1 - stratum.probabilities[i]) * n / (n - 1));
    products.push_back(factors.back() * stratum.totals[i]);
  }
  const double sum = exact_sum(factors);
  if (!(sum > 0)) return 0;  // all were certain
  const double mean = exact_sum(products) / sum;
  for (std::size_t i = 0; i < stratum.totals.size(); ++i) {
    squares.push_back(factors[i] * squared(stratum.totals[i] - mean));
  }
  return exact_sum(squares);
}

}  // namespace

DesignVariance design_variance(const SurveyDesign& design, std::span<const double> z) {
  const std::vector<StratumUnits> strata = units_by_stratum(design, z);
  const double mean_of_all =
      design.cluster_count > 0 ? exact_sum(z) / static_cast<double>(design.cluster_count) : 0;
  DesignVariance found;
  std::vector<double> parts;
  for (std::size_t h = 0; h < strata.size(); ++h) {
    const StratumUnits& stratum = strata[h];
    const auto n = static_cast<double>(stratum.totals.size());
    if (n == 0) continue;
    double left_out = 1;
    if (design.populations[h]) left_out = std::max(0.0, 1 - n / *design.populations[h]);
    if (!stratum.probabilities.empty() && n == 1) left_out = 1 - stratum.probabilities.front();
    if (left_out == 0) continue;
    if (n == 1) {
      ++found.lone_strata;
      parts.push_back(left_out * squared(stratum.totals.front() - mean_of_all));
    } else {
      parts.push_back(stratum.probabilities.empty() ? spread(stratum, left_out) : hajek(stratum));
    }
  }
  found.variance = exact_sum(parts);
  return found;
}

double design_degrees(const SurveyDesign& design) {
  std::vector<char> met(design.stratum_count, 0);
  for (const std::uint32_t stratum : design.strata) met[stratum] = 1;
  const auto strata = std::count(met.begin(), met.end(), 1);
  return static_cast<double>(design.cluster_count) - static_cast<double>(strata);
}

std::optional<std::vector<double>> calibrated(const std::vector<double>& weights,
                                              const Calibration& calibration) {
  std::vector<double> found = weights;
  if (calibration.kind == Calibration::Kind::none) return found;
  constexpr int kMostRounds = 1000;
  constexpr double kSettled = 1e-14;
  for (int round = 0; round < kMostRounds; ++round) {
    double change = 0;
    for (const Margin& margin : calibration.margins) {
      std::vector<double> factors = totals_by(margin.codes, margin.totals.size(), found);
      for (std::size_t cell = 0; cell < factors.size(); ++cell) {
        factors[cell] = factors[cell] > 0 ? margin.totals[cell] / factors[cell] : 0;
        if (margin.totals[cell] > 0) change = std::max(change, std::fabs(factors[cell] - 1));
      }
      for (std::size_t i = 0; i < found.size(); ++i) found[i] *= factors[margin.codes[i]];
    }
    if (change <= kSettled || calibration.margins.size() == 1) return found;
    // Rounding keeps the last digit moving.
    constexpr int kLate = 200;
    if (round > kLate && change <= 1e-12) return found;
  }
  return std::nullopt;
}

void take_out_margins(const SurveyDesign& design, const Calibration& calibration,
                      std::vector<double>& e) {
  if (calibration.kind == Calibration::Kind::none) return;
  const bool raking = calibration.kind == Calibration::Kind::raking;
  constexpr int kRounds = 10;  // as R survey
  const std::vector<double> ones(e.size(), 1);
  for (int round = 0; round < (raking ? kRounds : 1); ++round) {
    for (const Margin& margin : calibration.margins) {
      const std::vector<double>& weights = raking ? ones : design.weights;
      std::vector<double> weighted(e.size());
      for (std::size_t i = 0; i < e.size(); ++i) weighted[i] = weights[i] * e[i];
      const std::size_t cells = margin.totals.size();
      const std::vector<double> sums = totals_by(margin.codes, cells, weighted);
      const std::vector<double> sizes = totals_by(margin.codes, cells, weights);
      for (std::size_t i = 0; i < e.size(); ++i) {
        e[i] -= sums[margin.codes[i]] / sizes[margin.codes[i]];
      }
    }
  }
}

}  // namespace lbl::stats
