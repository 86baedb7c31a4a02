// Tables of two by two in strata: what is common to them, and whether anything is.
#include "lbl/stats/mantel_haenszel.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/stats/distributions.hpp"

namespace lbl::stats {
namespace {

/// What a stratum has in the first cell when its odds ratio is `ratio`: the root of
/// x (second - labelled + x) = ratio (first - x) (labelled - x) within its margins.
double fitted(const Stratum& stratum, double ratio) {
  const double m = stratum.labelled();
  const double n = stratum.first;
  if (ratio == 1) return n * m / stratum.total();
  const double a = 1 - ratio;
  const double b = stratum.second - m + ratio * (n + m);
  const double c = -ratio * n * m;
  // The stable form of the root: the other one lies outside the margins.
  const double root = std::sqrt(std::max(b * b - 4 * a * c, 0.0));
  const double x = b >= 0 ? -2 * c / (b + root) : (-b + root) / (2 * a);
  return std::clamp(x, std::max(0.0, m - stratum.second), std::min(n, m));
}

}  // namespace

std::optional<CommonEffect> common_odds_ratio(const std::vector<Stratum>& strata) {
  double r = 0;
  double s = 0;
  double pr = 0;
  double mixed = 0;
  double qs = 0;
  for (const Stratum& stratum : strata) {
    if (!(stratum.total() > 0)) continue;
    const double n = stratum.total();
    const double b = stratum.first - stratum.a;
    const double d = stratum.second - stratum.c;
    const double p = (stratum.a + d) / n;
    const double q = (b + stratum.c) / n;
    const double own_r = stratum.a * d / n;
    const double own_s = b * stratum.c / n;
    r += own_r;
    s += own_s;
    pr += p * own_r;
    mixed += p * own_s + q * own_r;
    qs += q * own_s;
  }
  if (!(r > 0 && s > 0)) return std::nullopt;
  return CommonEffect{r / s, std::sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s))};
}

std::optional<CommonEffect> common_ratio(const std::vector<Stratum>& strata) {
  double r = 0;
  double s = 0;
  double top = 0;
  for (const Stratum& stratum : strata) {
    if (!(stratum.total() > 0)) continue;
    const double n = stratum.total();
    r += stratum.a * stratum.second / n;
    s += stratum.c * stratum.first / n;
    top += (stratum.labelled() * stratum.first * stratum.second / n - stratum.a * stratum.c) / n;
  }
  if (!(r > 0 && s > 0)) return std::nullopt;
  return CommonEffect{r / s, std::sqrt(std::max(top, 0.0) / (r * s))};
}

std::optional<CommonEffect> common_difference(const std::vector<Stratum>& strata) {
  double weight = 0;
  double sum = 0;
  double p = 0;
  double q = 0;
  for (const Stratum& stratum : strata) {
    if (!(stratum.first > 0 && stratum.second > 0)) continue;
    const double n = stratum.total();
    const double n1 = stratum.first;
    const double n0 = stratum.second;
    weight += n1 * n0 / n;
    sum += (stratum.a * n0 - stratum.c * n1) / n;
    p += (n1 * n1 * stratum.c - n0 * n0 * stratum.a + n1 * n0 * (n0 - n1) / 2) / (n * n);
    q += (stratum.a * (n0 - stratum.c) + stratum.c * (n1 - stratum.a)) / (2 * n);
  }
  if (!(weight > 0)) return std::nullopt;
  const double value = sum / weight;
  return CommonEffect{value, std::sqrt(std::max(value * p + q, 0.0)) / weight};
}

CommonScore common_score(const std::vector<Stratum>& strata) {
  CommonScore score;
  for (const Stratum& stratum : strata) {
    if (!stratum.informative()) continue;
    const double n = stratum.total();
    const double m = stratum.labelled();
    score.excess += stratum.a - stratum.first * m / n;
    score.variance += stratum.first * stratum.second * m * (n - m) / (n * n * (n - 1));
  }
  return score;
}

std::optional<Homogeneity> breslow_day(const std::vector<Stratum>& strata, double odds_ratio,
                                       double design_effect) {
  Homogeneity found;
  double excess = 0;
  double variance = 0;
  double informative = 0;
  for (const Stratum& stratum : strata) {
    if (!stratum.informative()) continue;
    const double a = fitted(stratum, odds_ratio);
    const double b = stratum.first - a;
    const double c = stratum.labelled() - a;
    const double d = stratum.second - c;
    const double own = 1 / (1 / a + 1 / b + 1 / c + 1 / d);
    if (!(own > 0)) continue;
    ++informative;
    found.statistic += (stratum.a - a) * (stratum.a - a) / own;
    excess += stratum.a - a;
    variance += own;
  }
  if (informative < 2) return std::nullopt;
  found.degrees = informative - 1;
  found.tarone = (found.statistic - excess * excess / variance) / design_effect;
  found.statistic /= design_effect;
  found.p = chi_square_upper(found.statistic, found.degrees);
  found.tarone_p = chi_square_upper(std::max(found.tarone, 0.0), found.degrees);
  return found;
}

}  // namespace lbl::stats
