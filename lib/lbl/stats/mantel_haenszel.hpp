// Tables of two by two in strata: what is common to them, and whether anything is.
#pragma once

#include <optional>
#include <vector>

namespace lbl::stats {

/// One stratum: `a` of `first` answers in the first group have the label, `c` of `second` in the
/// second.
struct Stratum {
  double a = 0, first = 0;
  double c = 0, second = 0;

  double total() const { return first + second; }
  double labelled() const { return a + c; }
  /// Both groups and both outcomes occur, so that the stratum tells something of their relation.
  bool informative() const {
    return first > 0 && second > 0 && labelled() > 0 && labelled() < total();
  }
};

/// A common effect over strata.
struct CommonEffect {
  double value = 0;
  double se = 0;  ///< of a ratio: of its logarithm
};

/// Mantel and Haenszel's (1959) odds ratio with the variance of its logarithm by Robins, Breslow
/// and Greenland (1986); none where it is 0 or infinite.
std::optional<CommonEffect> common_odds_ratio(const std::vector<Stratum>& strata);
/// The same of rates (Greenland and Robins 1985).
std::optional<CommonEffect> common_ratio(const std::vector<Stratum>& strata);
/// The difference of rates, weighted by first x second / total; variance by Sato (1989).
std::optional<CommonEffect> common_difference(const std::vector<Stratum>& strata);

/// The numerator of Cochran's (1954) and Mantel and Haenszel's test, sum of a - E(a), and its
/// variance under independence within strata, all margins given. No continuity correction.
struct CommonScore {
  double excess = 0;
  double variance = 0;

  std::optional<double> statistic() const {
    if (!(variance > 0)) return std::nullopt;
    return excess * excess / variance;
  }
};
CommonScore common_score(const std::vector<Stratum>& strata);

/// Whether one odds ratio fits all strata.
struct Homogeneity {
  double statistic = 0;  ///< Breslow and Day (1980)
  double degrees = 0;    ///< informative strata - 1
  double p = 1;
  double tarone = 0;  ///< with Tarone's (1985) correction
  double tarone_p = 1;
};
/// Breslow and Day's test around `odds_ratio`; none with fewer than two informative strata. The
/// statistic is divided by `design_effect` first where answers are not independent (in the manner
/// of Rao and Scott 1981).
std::optional<Homogeneity> breslow_day(const std::vector<Stratum>& strata, double odds_ratio,
                                       double design_effect = 1);

}  // namespace lbl::stats
