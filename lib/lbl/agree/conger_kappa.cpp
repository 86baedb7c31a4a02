// Conger's kappa (1980): chance agreement by the labels of each annotator, averaged over all pairs.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

/// The shares of the labels of each annotator (compressed: only labels that they used).
struct Marginals {
  std::vector<std::size_t> begin = {0};  ///< per annotator with an answer
  std::vector<std::uint32_t> codes;
  std::vector<double> shares;
  std::vector<double> items;         ///< per annotator: how many they answered
  std::vector<std::uint32_t> place;  ///< of an annotator's index among those

  std::size_t annotators() const { return items.size(); }
  std::span<const std::uint32_t> codes_of(std::size_t a) const {
    return {codes.data() + begin[a], begin[a + 1] - begin[a]};
  }
  std::span<const double> shares_of(std::size_t a) const {
    return {shares.data() + begin[a], begin[a + 1] - begin[a]};
  }
};

struct LabelCount {
  std::uint32_t annotator, code;
  std::uint64_t count;
};

/// How often each annotator gave each label; by annotator, then by label, not always added up.
std::vector<LabelCount> label_counts(const PatternTable& rows, std::size_t labels) {
  std::size_t annotators = 0;
  for (const std::uint32_t a : rows.annotators)
    annotators = std::max<std::size_t>(annotators, a + 1);
  std::vector<LabelCount> counts;
  const auto for_each_answer = [&](auto&& visit) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (std::size_t i = rows.begin[row]; i < rows.begin[row + 1]; ++i) {
        visit(rows.annotators[i], rows.codes[i], rows.counts[row]);
      }
    }
  };
  // A full table is fastest, unless it would be larger than a list of the answers.
  if (annotators * labels <= std::max<std::size_t>(65536, 2 * rows.codes.size())) {
    std::vector<std::uint64_t> table(annotators * labels, 0);
    for_each_answer([&](std::uint32_t annotator, std::uint32_t code, std::uint64_t count) {
      table[annotator * labels + code] += count;
    });
    for (std::size_t cell = 0; cell < table.size(); ++cell) {
      if (table[cell] == 0) continue;
      counts.push_back({static_cast<std::uint32_t>(cell / labels),
                        static_cast<std::uint32_t>(cell % labels), table[cell]});
    }
    return counts;
  }
  counts.reserve(rows.codes.size());
  for_each_answer([&](std::uint32_t annotator, std::uint32_t code, std::uint64_t count) {
    counts.push_back({annotator, code, count});
  });
  std::sort(counts.begin(), counts.end(), [](const LabelCount& a, const LabelCount& b) {
    return std::pair(a.annotator, a.code) < std::pair(b.annotator, b.code);
  });
  return counts;
}

Marginals marginals_of(const Sample& sample) {
  const std::vector<LabelCount> counts = label_counts(sample.rows, sample.support.size());
  Marginals marginals;
  marginals.place.assign(counts.empty() ? 0 : std::size_t{counts.back().annotator} + 1, 0);
  for (std::size_t i = 0; i < counts.size();) {
    const std::uint32_t annotator = counts[i].annotator;
    marginals.place[annotator] = static_cast<std::uint32_t>(marginals.items.size());
    const std::size_t begin = marginals.codes.size();
    double items = 0;
    for (; i < counts.size() && counts[i].annotator == annotator; ++i) {
      const auto count = static_cast<double>(counts[i].count);
      items += count;
      if (marginals.codes.size() > begin && marginals.codes.back() == counts[i].code) {
        marginals.shares.back() += count;
        continue;
      }
      marginals.codes.push_back(counts[i].code);
      marginals.shares.push_back(count);
    }
    for (std::size_t k = begin; k < marginals.shares.size(); ++k) marginals.shares[k] /= items;
    marginals.begin.push_back(marginals.codes.size());
    marginals.items.push_back(items);
  }
  return marginals;
}

/// Per label the sum of its shares over annotators, in ascending order of the shares, so that the
/// names of the annotators cannot change the rounding.
std::vector<double> summed_shares(const Marginals& marginals, std::size_t labels) {
  std::vector<std::pair<std::uint32_t, double>> terms;
  for (std::size_t i = 0; i < marginals.codes.size(); ++i) {
    terms.emplace_back(marginals.codes[i], marginals.shares[i]);
  }
  std::sort(terms.begin(), terms.end());
  std::vector<double> sums(labels, 0);
  for (const auto& [code, share] : terms) sums[code] += share;
  return sums;
}

/// Chance agreement between different annotators and how one answer moves it.
struct ChanceByAnnotator {
  double expected = 0;        ///< mean over pairs of annotators of their mean distance
  std::vector<double> moved;  ///< beside Marginals::codes: by that annotator giving that label
};

ChanceByAnnotator chance_by_annotator(const Marginals& marginals, const Input& input) {
  const auto r = static_cast<double>(marginals.annotators());
  const std::vector<double> all = summed_shares(marginals, input.sample.support.size());
  const std::vector<double> to_all = input.kernel.spread(all);
  ChanceByAnnotator chance;
  chance.moved.resize(marginals.codes.size());
  stats::ExactSum expected;
  for (std::size_t k = 0; k < all.size(); ++k) expected.add(all[k] * to_all[k]);
  for (std::size_t a = 0; a < marginals.annotators(); ++a) {
    const auto codes = marginals.codes_of(a);
    const auto shares = marginals.shares_of(a);
    const std::vector<double> to_own = input.kernel.restricted(codes).spread(shares);
    double mean = 0;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      expected.add(-shares[i] * to_own[i]);
      mean += shares[i] * (to_all[codes[i]] - to_own[i]);
    }
    const double weight = static_cast<double>(input.sample.items_rated) / marginals.items[a];
    for (std::size_t i = 0; i < codes.size(); ++i) {
      chance.moved[marginals.begin[a] + i] =
          weight * (to_all[codes[i]] - to_own[i] - mean) / (r * (r - 1));
    }
  }
  chance.expected = expected.value() / (r * (r - 1));
  return chance;
}

}  // namespace

// Conger (1980), eq. 11, with weights and missing answers by Gwet (2014), eq. 2.19; the variance by
// the derivative of each annotator's shares, as in his section 5.3.
Figure conger_kappa(const Input& input) {
  const Sample& sample = input.sample;
  if (sample.support.size() < 2) return one_label_figure(sample);
  const Marginals marginals = marginals_of(sample);
  const ChanceByAnnotator chance = chance_by_annotator(marginals, input);
  std::vector<double> terms;
  const auto excess = [&](std::size_t row) {
    terms.clear();
    const auto annotators = sample.rows.annotators_of(row);
    const auto codes = sample.rows.codes_of(row);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::size_t a = marginals.place[annotators[i]];
      const auto own = marginals.codes_of(a);
      const auto at = std::lower_bound(own.begin(), own.end(), codes[i]) - own.begin();
      terms.push_back(chance.moved[marginals.begin[a] + static_cast<std::size_t>(at)]);
    }
    // In ascending order: the names of the annotators must not change the rounding.
    std::sort(terms.begin(), terms.end());
    double sum = 0;
    for (const double term : terms) sum += term;
    return sum;
  };
  const std::vector<double> distances =
      input.value_only ? std::vector<double>() : mean_distances(input.kernel, sample.rows);
  return chance_corrected(input, sample.rows, distances, chance.expected, excess);
}

}  // namespace lbl::agree
