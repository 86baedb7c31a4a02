// Adjusting p values for the number of tests that were made.
#include "lbl/stats/multiple_testing.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

namespace lbl::stats {
namespace {

constexpr std::array<std::pair<std::string_view, Correction>, 4> kCorrections{
    {{"none", Correction::none},
     {"bh", Correction::bh},
     {"by", Correction::by},
     {"holm", Correction::holm}}};

std::vector<std::size_t> ascending_order(const std::vector<double>& p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  return order;
}

/// Step-up: from the largest p down, the running minimum of p * m * factor / rank.
std::vector<double> step_up(const std::vector<double>& p_values, double factor) {
  const std::vector<std::size_t> order = ascending_order(p_values);
  const auto count = static_cast<double>(p_values.size());
  std::vector<double> adjusted(p_values.size());
  double smallest = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t at = order[rank - 1];
    smallest = std::min(smallest, p_values[at] * (factor * count / static_cast<double>(rank)));
    adjusted[at] = smallest;
  }
  return adjusted;
}

/// Holm's step-down: from the smallest p up, the running maximum of p * (m - rank + 1).
std::vector<double> step_down(const std::vector<double>& p_values) {
  const std::vector<std::size_t> order = ascending_order(p_values);
  std::vector<double> adjusted(p_values.size());
  double largest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    largest = std::max(largest, p_values[order[i]] * static_cast<double>(order.size() - i));
    adjusted[order[i]] = std::min(largest, 1.0);
  }
  return adjusted;
}

double harmonic(std::size_t count) {
  double sum = 0;
  for (std::size_t i = count; i > 0; --i) sum += 1.0 / static_cast<double>(i);
  return sum;
}

}  // namespace

std::string_view correction_name(Correction correction) {
  return kCorrections[static_cast<std::size_t>(correction)].first;
}

std::optional<Correction> correction(std::string_view name) {
  for (const auto& [known, value] : kCorrections) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::vector<double> adjusted_p(const std::vector<double>& p_values, Correction correction) {
  switch (correction) {
    case Correction::none:
      return p_values;
    case Correction::bh:
      return step_up(p_values, 1);
    case Correction::by:
      return step_up(p_values, harmonic(p_values.size()));
    case Correction::holm:
      return step_down(p_values);
  }
  return p_values;
}

}  // namespace lbl::stats
