// Boost.Math behind plain functions, so that its headers are compiled once.
#include "lbl/stats/distributions.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace lbl::stats {

namespace bm = boost::math;

double normal_quantile(double probability) {
  return bm::quantile(bm::normal(), probability);
}
double normal_cdf(double z) {
  return bm::cdf(bm::normal(), z);
}
double t_quantile(double probability, double degrees) {
  return bm::quantile(bm::students_t(degrees), probability);
}
double t_two_sided_p(double t, double degrees) {
  if (std::isinf(t)) return 0;
  return 2 * bm::cdf(bm::complement(bm::students_t(degrees), std::fabs(t)));
}
double chi_square_upper(double x, double degrees) {
  return bm::cdf(bm::complement(bm::chi_squared(degrees), x));
}
double f_upper(double x, double degrees1, double degrees2) {
  return bm::cdf(bm::complement(bm::fisher_f(degrees1, degrees2), x));
}
double f_quantile(double probability, double degrees1, double degrees2) {
  return bm::quantile(bm::fisher_f(degrees1, degrees2), probability);
}
double beta_quantile(double probability, double a, double b) {
  return bm::quantile(bm::beta_distribution<>(a, b), probability);
}

double binomial_cdf(std::uint64_t x, std::uint64_t trials, double probability) {
  if (x >= trials || probability <= 0) return 1;
  if (probability >= 1) return 0;
  const bm::binomial distribution(static_cast<double>(trials), probability);
  return bm::cdf(distribution, static_cast<double>(x));
}

double hypergeometric_cdf(std::uint64_t x, std::uint64_t population, std::uint64_t marked,
                          std::uint64_t draws) {
  const std::uint64_t unmarked = population - marked;
  const std::uint64_t least = draws > unmarked ? draws - unmarked : 0;
  if (x < least) return 0;
  if (x >= std::min(marked, draws)) return 1;
  const bm::hypergeometric distribution(static_cast<unsigned>(marked), static_cast<unsigned>(draws),
                                        static_cast<unsigned>(population));
  return bm::cdf(distribution, static_cast<unsigned>(x));
}

}  // namespace lbl::stats
