// One pass over the items; sums that no order of rows can change.
#include "lbl/agree/annotators.hpp"

#include <algorithm>
#include <map>

#include "lbl/agree/items.hpp"
#include "lbl/agree/sample.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/stats/distance.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

struct Sums {
  std::uint64_t answers = 0, paired = 0, others_paired = 0, with_gold = 0, right = 0;
  stats::ExactSum distance, of_others;
  std::map<std::uint32_t, std::uint64_t> labels;
};

}  // namespace

std::vector<AnnotatorFigures> annotator_figures(const model::RatingsTable& table,
                                                const model::TaskRatings& ratings,
                                                const model::TaskGold* gold,
                                                const Options& options) {
  const Scale scale(ratings, options.labels);
  const stats::DistanceKernel kernel = item_kernel(ratings, scale, options);
  std::vector<Sums> sums(table.annotators.size());
  std::vector<std::uint32_t> codes;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t begin = ratings.item_begin[item], end = ratings.item_begin[item + 1];
    codes.clear();
    for (std::uint64_t i = begin; i < end; ++i) codes.push_back(scale.code(ratings.values[i]));
    std::sort(codes.begin(), codes.end());
    const std::size_t n = codes.size();
    const double all = n > 1 ? mean_distance(kernel, codes) : 0;
    // Distances of one code to all answers, once for each different code.
    std::map<std::uint32_t, double> to_all;
    for (std::uint64_t i = begin; i < end; ++i) {
      Sums& own = sums[ratings.annotators[i]];
      const std::uint32_t code = scale.code(ratings.values[i]);
      ++own.answers;
      ++own.labels[ratings.values[i]];
      if (gold != nullptr && gold->values[item] != model::TaskRatings::kNoValue) {
        ++own.with_gold;
        own.right += gold->values[item] == ratings.values[i] ? 1 : 0;
      }
      if (n < 2) continue;
      ++own.paired;
      const auto [known, is_new] = to_all.emplace(code, 0);
      if (is_new) {
        for (const std::uint32_t other : codes) known->second += kernel.between(code, other);
      }
      const auto m = static_cast<double>(n);
      own.distance.add(known->second / (m - 1));
      if (n < 3) continue;
      ++own.others_paired;
      // All ordered pairs without the two times n - 1 that this answer is in.
      own.of_others.add((all * m * (m - 1) - 2 * known->second) / ((m - 1) * (m - 2)));
    }
  }
  std::vector<AnnotatorFigures> figures;
  for (std::uint32_t a = 0; a < sums.size(); ++a) {
    const Sums& own = sums[a];
    if (own.answers == 0) continue;
    AnnotatorFigures& figure = figures.emplace_back();
    figure.annotator = a;
    figure.answers = own.answers;
    figure.items_paired = own.paired;
    figure.labels.assign(own.labels.begin(), own.labels.end());
    figure.with_gold = own.with_gold;
    if (own.paired > 0) {
      figure.agreement = 1 - own.distance.value() / static_cast<double>(own.paired);
    }
    if (own.others_paired > 0) {
      figure.agreement_of_others =
          1 - own.of_others.value() / static_cast<double>(own.others_paired);
    }
    if (own.with_gold > 0) {
      figure.accuracy = static_cast<double>(own.right) / static_cast<double>(own.with_gold);
    }
  }
  return figures;
}

}  // namespace lbl::agree
