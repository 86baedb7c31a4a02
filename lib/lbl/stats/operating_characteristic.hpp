// What an acceptance plan does: how likely it is to accept a lot of a given quality.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace lbl::stats {

/// Accept when `n` units hold at most `accept` defects. With a lot the units are drawn from it
/// without replacement (hypergeometric), else from a process without end (binomial).
struct AcceptanceRule {
  std::uint64_t n = 0;
  std::uint64_t accept = 0;
  std::optional<std::uint64_t> lot;  ///< below 2^32
};

/// One point of an operating characteristic curve.
struct OcPoint {
  double p = 0;         ///< rate of defects; in a lot, of a whole number of them
  double p_accept = 0;  ///< probability that the lot is accepted
};

/// P(X <= accept) at a rate of `p`; in a lot, of p x lot defects, rounded.
double accept_probability(const AcceptanceRule& rule, double p);

/// The rate of defects at which acceptance has fallen to `p_accept`, in (0, 1): by the beta
/// quantile, or the least whole number of defects in a lot. None where it never falls so far.
std::optional<double> rate_accepted_with(const AcceptanceRule& rule, double p_accept);

/// About `points` points from no defect to where acceptance is below 0.001, evenly spaced.
std::vector<OcPoint> oc_curve(const AcceptanceRule& rule, std::size_t points = 50);

/// The largest average outgoing rate of defects when rejected lots are sorted and all that is found
/// is mended (Dodge and Romig 1959): max over p of p P(accept) (lot - n) / lot.
double average_outgoing_limit(const AcceptanceRule& rule);

/// Two points that a plan has to keep to.
struct RiskPoints {
  std::optional<double> good_rate;  ///< to be accepted with probability 1 - producer_risk or more
  double producer_risk = 0.05;
  double bad_rate = 0;  ///< (LTPD) to be accepted with probability consumer_risk or less
  double consumer_risk = 0.1;
};

/// The plan with the least n that keeps to both points; without a good rate the one with `accept`
/// 0. Found by search: for each `accept` the least n that keeps to the bad rate, until the good
/// rate is kept to as well (Guenther 1969). None when there is none with `accept` below 1,000, or
/// within the lot.
std::optional<AcceptanceRule> plan_for(const RiskPoints& risks, std::optional<std::uint64_t> lot);

}  // namespace lbl::stats
