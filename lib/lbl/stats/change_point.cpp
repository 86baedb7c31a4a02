// Where a series of sums changes its mean: the CUSUM test, after the fact.
#include "lbl/stats/change_point.hpp"

#include <algorithm>
#include <cmath>

namespace lbl::stats {
namespace {

constexpr std::size_t kSimulatedSteps = 50;
constexpr int kBridges = 1999;
constexpr int kEnough = 20;

/// Kolmogorov's distribution: the chance that a Brownian bridge goes beyond `height`.
double kolmogorov_upper(double height) {
  if (height < 0.2) return 1;
  double sum = 0;
  for (int j = 1; j <= 100; ++j) {
    const double term = std::exp(-2.0 * j * j * height * height);
    sum += j % 2 == 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return std::min(1.0, 2 * sum);
}

/// Steps [begin, end) of a series, tested as one.
class Segment {
 public:
  Segment(const std::vector<SeriesStep>& series, std::size_t begin, std::size_t end)
      : series_(series), begin_(begin), end_(end) {
    for (std::size_t i = begin; i < end; ++i) {
      amount_ += series[i].amount;
      weight_ += series[i].weight;
    }
  }

  double mean() const { return weight_ > 0 ? amount_ / weight_ : 0; }

  /// Finds the largest CUSUM: its height, before standardising, and the step after it.
  void find() {
    double amount = 0;
    double weight = 0;
    for (std::size_t i = begin_; i + 1 < end_; ++i) {
      amount += series_[i].amount;
      weight += series_[i].weight;
      const double height = std::fabs(amount - mean() * weight);
      if (weight > 0 && weight < weight_ && height > height_) {
        height_ = height;
        at_ = i + 1;
      }
    }
  }

  double p(double variance, base::Random& random, CusumTest test) const {
    if (!(height_ > 0) || !(variance > 0)) return 1;
    const double observed = height_ / std::sqrt(variance * weight_);
    if (test == CusumTest::limit) return kolmogorov_upper(observed);
    std::vector<double> places;
    double weight = 0;
    for (std::size_t i = begin_; i < end_; ++i) {
      if (series_[i].weight <= 0) continue;
      weight += series_[i].weight;
      places.push_back(weight / weight_);
    }
    if (places.size() > kSimulatedSteps) return kolmogorov_upper(observed);
    int as_large = 0;
    int bridges = 0;
    while (bridges < kBridges && as_large < kEnough) {
      ++bridges;
      as_large += highest(places, random) >= observed * (1 - 1e-12) ? 1 : 0;
    }
    if (as_large == kEnough) return static_cast<double>(as_large) / bridges;
    return static_cast<double>(as_large + 1) / (bridges + 1);
  }

  std::size_t at() const { return at_; }

 private:
  /// The largest distance from zero of one Brownian bridge at `places`, of which the last is 1.
  static double highest(const std::vector<double>& places, base::Random& random) {
    std::vector<double> walk;
    double last = 0;
    double height = 0;
    for (const double place : places) {
      height += std::sqrt(std::max(place - last, 0.0)) * random.normal();
      walk.push_back(height);
      last = place;
    }
    double highest = 0;
    for (std::size_t i = 0; i < walk.size(); ++i) {
      highest = std::max(highest, std::fabs(walk[i] - places[i] * height));
    }
    return highest;
  }

  const std::vector<SeriesStep>& series_;
  std::size_t begin_, end_, at_ = 0;
  double amount_ = 0, weight_ = 0, height_ = 0;
};

class Segmentation {
 public:
  Segmentation(const std::vector<SeriesStep>& series, double variance, double rate,
               base::Random random, CusumTest test)
      : series_(series), variance_(variance), rate_(rate), random_(random), test_(test) {}

  ChangePoints run() {
    points_.p = split(0, series_.size());
    std::sort(points_.changes.begin(), points_.changes.end(),
              [](const MeanChange& a, const MeanChange& b) { return a.at < b.at; });
    for (std::size_t i = 0; i < points_.changes.size(); ++i) {
      MeanChange& change = points_.changes[i];
      const std::size_t begin = i == 0 ? 0 : points_.changes[i - 1].at;
      const std::size_t end =
          i + 1 == points_.changes.size() ? series_.size() : points_.changes[i + 1].at;
      change.before = Segment(series_, begin, change.at).mean();
      change.after = Segment(series_, change.at, end).mean();
    }
    return std::move(points_);
  }

 private:
  double split(std::size_t begin, std::size_t end) {
    if (end - begin < 2) return 1;
    Segment segment(series_, begin, end);
    segment.find();
    const double p = segment.p(variance_, random_, test_);
    if (p > rate_ || segment.at() == 0) return p;
    points_.changes.push_back({segment.at(), 0, 0, p});
    split(begin, segment.at());
    split(segment.at(), end);
    return p;
  }

  const std::vector<SeriesStep>& series_;
  double variance_, rate_;
  base::Random random_;
  CusumTest test_;
  ChangePoints points_;
};

}  // namespace

ChangePoints change_points(const std::vector<SeriesStep>& series, double variance,
                           double false_alarm_rate, base::Random random, CusumTest test) {
  return Segmentation(series, variance, false_alarm_rate, random, test).run();
}

}  // namespace lbl::stats
