// The sentences of lbl-bias and how much each of them matters.
#include "lbl/report/bias_ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "lbl/stats/distributions.hpp"

namespace lbl::report {
namespace {

BiasFinding sized(std::string text, bias::Measure measure, double size) {
  const Scale scale = bias::is_share(measure) ? Scale::share : Scale::figure;
  return {std::move(text), size > 0 ? scale : Scale::none, size, true};
}

bool matters_more(const BiasFinding& a, const BiasFinding& b) {
  if ((a.scale == Scale::none) != (b.scale == Scale::none)) return b.scale == Scale::none;
  if (a.reliable != b.reliable) return a.reliable;
  if (a.scale != b.scale) return a.scale < b.scale;
  return a.size > b.size;
}

}  // namespace

BiasFinding finding(std::string text, bias::Measure measure, const stats::Estimate& difference) {
  double size = 0;
  if (const auto& ci = difference.ci) {
    if (ci->low > 0 || ci->high < 0) size = std::min(std::fabs(ci->low), std::fabs(ci->high));
  }
  BiasFinding result = sized(std::move(text), measure, size);
  result.reliable = difference.status == stats::Status::ok;
  return result;
}

BiasFinding finding(std::string text, bias::Measure measure, double difference, double p,
                    double level) {
  const double tail = std::max(p / 2, std::numeric_limits<double>::min());
  const double z = std::max(-stats::normal_quantile(tail), 0.0);
  const double limit = stats::normal_quantile((1 + level) / 2);
  return sized(std::move(text), measure, z > limit ? std::fabs(difference) * (1 - limit / z) : 0.0);
}

std::vector<std::string> ranked(std::vector<BiasFinding> findings, std::size_t count) {
  std::vector<std::size_t> order(findings.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return matters_more(findings[a], findings[b]);
  });
  std::vector<std::string> sentences;
  std::vector<bool> told(findings.size(), false);
  for (const std::size_t i : order) {
    if (sentences.size() == count || findings[i].scale == Scale::none) break;
    sentences.push_back(std::move(findings[i].text));
    told[i] = true;
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (!told[i]) sentences.push_back(std::move(findings[i].text));
  }
  return sentences;
}

}  // namespace lbl::report
