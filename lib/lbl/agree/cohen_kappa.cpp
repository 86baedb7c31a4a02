// Cohen's kappa (1960), weighted (1968), of the items that both annotators answered.
#include <cmath>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/agree/pair_table.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::agree {

// Standard errors: Fleiss, Cohen and Everitt (1969), eq. 8 for the interval and eq. 13 for the
// test.
Figure cohen_kappa(const Input& input) {
  const Sample& sample = input.sample;
  std::vector<PairCell> cells;
  for (std::size_t row = 0; row < sample.rows.size(); ++row) {
    const auto codes = sample.rows.codes_of(row);
    if (codes.size() == 2) cells.push_back({codes[0], codes[1], sample.rows.counts[row], row});
  }
  const PairKappa kappa(input.kernel, cells);
  Figure figure = figure_of(sample);
  figure.items = figure.items_rated = kappa.items();
  figure.ratings = 2 * kappa.items();
  if (!kappa.defined()) {
    figure.estimate = one_label_figure(sample).estimate;
    return figure;
  }
  figure.estimate.value = kappa.value();
  if (input.value_only) return figure;
  figure.maximum = kappa.maximum();
  const double finite = 1 - input.sampled_fraction;
  const auto n = static_cast<double>(kappa.items());
  const double variance =
      n < 2 ? 0 : variance_over_items(sample.rows, kappa.items(), [&](std::size_t row) {
        const auto codes = sample.rows.codes_of(row);
        if (codes.size() != 2) return 0.0;
        return kappa.influence({codes[0], codes[1], sample.rows.counts[row], row});
      });
  // Their variance divides by n where variance_over_items divides by n - 1.
  if (n >= 2) add_normal_interval(figure, std::sqrt(variance * (n - 1) / n * finite), input.level);
  const std::optional<double> null_variance = kappa.null_variance();
  if (!null_variance) return figure;
  figure.se0 = without_noise(std::sqrt(*null_variance * finite));
  if (*figure.se0 > 0) {
    figure.p = 2 * stats::normal_cdf(-std::fabs(kappa.value()) / *figure.se0);
    figure.p_method = "normal";
  }
  return figure;
}

}  // namespace lbl::agree
