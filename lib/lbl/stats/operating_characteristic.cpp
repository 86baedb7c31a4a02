// Binomial and hypergeometric tails, and searches along them.
#include "lbl/stats/operating_characteristic.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/stats/bisection.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::stats {

namespace {

constexpr double kTie = 1e-12;  // probabilities that are equal in exact arithmetic

double accept_at(const AcceptanceRule& rule, std::uint64_t defects) {
  return hypergeometric_cdf(rule.accept, *rule.lot, defects, rule.n);
}

std::uint64_t defects_in(double p, std::uint64_t lot) {
  return static_cast<std::uint64_t>(std::llround(p * static_cast<double>(lot)));
}

// The least n for which a lot of the bad rate passes with at most the consumer's risk.
std::optional<std::uint64_t> size_against(const RiskPoints& risks, std::uint64_t accept,
                                          std::optional<std::uint64_t> lot) {
  constexpr std::uint64_t kLargest = 1u << 24;
  const std::uint64_t high = lot ? *lot : kLargest;
  const std::uint64_t n = least(accept + 1, high + 1, [&](std::uint64_t size) {
    return accept_probability({size, accept, lot}, risks.bad_rate) <= risks.consumer_risk + kTie;
  });
  if (n > high) return std::nullopt;
  return n;
}

}  // namespace

double accept_probability(const AcceptanceRule& rule, double p) {
  if (rule.lot) return accept_at(rule, defects_in(p, *rule.lot));
  return binomial_cdf(rule.accept, rule.n, p);
}

std::optional<double> rate_accepted_with(const AcceptanceRule& rule, double p_accept) {
  if (rule.accept >= rule.n) return std::nullopt;
  if (!rule.lot) {
    const auto c = static_cast<double>(rule.accept);
    return beta_quantile(1 - p_accept, c + 1, static_cast<double>(rule.n) - c);
  }
  const std::uint64_t defects = least(0, *rule.lot + 1, [&](std::uint64_t count) {
    return accept_at(rule, count) <= p_accept + kTie;
  });
  if (defects > *rule.lot) return std::nullopt;
  return static_cast<double>(defects) / static_cast<double>(*rule.lot);
}

std::vector<OcPoint> oc_curve(const AcceptanceRule& rule, std::size_t points) {
  const double end = rate_accepted_with(rule, 0.001).value_or(1);
  std::vector<OcPoint> curve;
  std::optional<std::uint64_t> last;
  for (std::size_t i = 0; i <= points; ++i) {
    double p = end * static_cast<double>(i) / static_cast<double>(points);
    if (rule.lot) {
      const std::uint64_t defects = defects_in(p, *rule.lot);
      if (last == defects) continue;
      last = defects;
      p = static_cast<double>(defects) / static_cast<double>(*rule.lot);
    }
    curve.push_back({p, accept_probability(rule, p)});
  }
  return curve;
}

double average_outgoing_limit(const AcceptanceRule& rule) {
  double limit = 0;
  constexpr std::size_t kFine = 2000;
  double left = 1;
  if (rule.lot) {
    const auto all = static_cast<double>(*rule.lot);
    left = (all - std::min(all, static_cast<double>(rule.n))) / all;
  }
  for (const OcPoint& point : oc_curve(rule, kFine)) {
    limit = std::max(limit, point.p * point.p_accept * left);
  }
  return limit;
}

std::optional<AcceptanceRule> plan_for(const RiskPoints& risks, std::optional<std::uint64_t> lot) {
  constexpr std::uint64_t kMostAccepted = 1000;
  for (std::uint64_t accept = 0; accept < kMostAccepted; ++accept) {
    const auto n = size_against(risks, accept, lot);
    if (!n) return std::nullopt;
    const AcceptanceRule rule{*n, accept, lot};
    if (!risks.good_rate) return rule;
    if (accept_probability(rule, *risks.good_rate) >= 1 - risks.producer_risk - kTie) return rule;
  }
  return std::nullopt;
}

}  // namespace lbl::stats
