// From pattern counts to the sums that the formulas share.
#include "lbl/agree/sample.hpp"

#include <algorithm>
#include <numeric>

namespace lbl::agree {

namespace {

/// The patterns to use, those of fewer answers first.
std::vector<std::size_t> chosen_by_size(const model::PatternCounts& patterns,
                                        std::size_t codes_per_answer,
                                        std::uint64_t required_answers) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::size_t answers = patterns.codes(i).size() / codes_per_answer;
    if (required_answers == 0 || answers == required_answers) order.push_back(i);
  }
  const auto fewer = [&](std::size_t a, std::size_t b) {
    return patterns.codes(a).size() < patterns.codes(b).size();
  };
  if (!std::is_sorted(order.begin(), order.end(), fewer)) {
    std::stable_sort(order.begin(), order.end(), fewer);
  }
  return order;
}

/// The scale codes that occur, ascending, and the place of each among them.
class Support {
 public:
  Support(const model::PatternCounts& patterns, const std::vector<std::size_t>& chosen,
          std::size_t scale_size) {
    std::size_t total = 0;
    for (const std::size_t i : chosen) total += patterns.codes(i).size();
    // A small slice of a scale with very many numbers must not pay for all of them.
    if (total * 16 >= scale_size) {
      place_.assign(scale_size, 0);
      for (const std::size_t i : chosen) {
        for (const std::uint32_t code : patterns.codes(i)) place_[code] = 1;
      }
      for (std::uint32_t code = 0; code < scale_size; ++code) {
        if (place_[code] == 0) continue;
        place_[code] = static_cast<std::uint32_t>(codes.size());
        codes.push_back(code);
      }
      return;
    }
    for (const std::size_t i : chosen) {
      codes.insert(codes.end(), patterns.codes(i).begin(), patterns.codes(i).end());
    }
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  }

  std::uint32_t place(std::uint32_t code) const {
    if (!place_.empty()) return place_[code];
    return static_cast<std::uint32_t>(std::lower_bound(codes.begin(), codes.end(), code) -
                                      codes.begin());
  }

  std::vector<std::uint32_t> codes;

 private:
  std::vector<std::uint32_t> place_;
};

void fill_patterns(const model::PatternCounts& patterns, const std::vector<std::size_t>& chosen,
                   const Support& support, PatternTable& table) {
  for (const std::size_t i : chosen) {
    for (const std::uint32_t code : patterns.codes(i)) table.codes.push_back(support.place(code));
    table.begin.push_back(table.codes.size());
    table.counts.push_back(patterns.count(i));
  }
}

void fill_rows(const model::PatternCounts& rows, const std::vector<std::size_t>& chosen,
               const Support& support, PatternTable& table) {
  for (const std::size_t i : chosen) {
    const auto row = rows.codes(i);
    const auto codes = row.subspan(row.size() / 2);
    table.annotators.insert(table.annotators.end(), row.begin(), codes.begin());
    for (const std::uint32_t code : codes) table.codes.push_back(support.place(code));
    table.begin.push_back(table.codes.size());
    table.counts.push_back(rows.count(i));
  }
}

/// Counts answers by code. Shares are added as whole numbers among items of one size and then size
/// by size, so that neither rows nor names can change their rounding.
void count_answers(Sample& sample) {
  const std::size_t size = sample.support.size();
  sample.answers.assign(size, 0);
  sample.paired_answers.assign(size, 0);
  sample.shares.assign(size, 0);
  std::vector<std::uint64_t> of_size(size, 0);
  std::vector<std::uint32_t> touched;
  const PatternTable& patterns = sample.patterns;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::size_t answers = patterns.answers(i);
    const std::uint64_t count = patterns.counts[i];
    sample.items_rated += count;
    sample.total_answers += count * answers;
    if (answers >= 2) {
      sample.items_paired += count;
      sample.total_paired_answers += count * answers;
    }
    for (const std::uint32_t code : patterns.codes_of(i)) {
      if (of_size[code] == 0) touched.push_back(code);
      of_size[code] += count;
    }
    const bool last_of_size = i + 1 == patterns.size() || patterns.answers(i + 1) != answers;
    if (!last_of_size) continue;
    for (const std::uint32_t code : touched) {
      sample.answers[code] += of_size[code];
      if (answers >= 2) sample.paired_answers[code] += of_size[code];
      sample.shares[code] += static_cast<double>(of_size[code]) / static_cast<double>(answers);
      of_size[code] = 0;
    }
    touched.clear();
  }
  for (double& share : sample.shares) share /= static_cast<double>(sample.items_rated);
}

/// A run of equal codes.
struct Run {
  std::uint32_t code;
  double answers;
};

void runs_of(std::span<const std::uint32_t> codes, std::vector<Run>& runs) {
  runs.clear();
  for (const std::uint32_t code : codes) {
    if (runs.empty() || runs.back().code != code) runs.push_back({code, 0});
    runs.back().answers += 1;
  }
}

/// Up to so many different answers every pair of them is visited.
constexpr std::size_t kFewRuns = 64;

double distance_sum(const stats::DistanceKernel& kernel, const std::vector<Run>& runs) {
  if (runs.size() > kFewRuns) {
    std::vector<std::uint32_t> codes;
    std::vector<double> mass;
    for (const Run& run : runs) {
      codes.push_back(run.code);
      mass.push_back(run.answers);
    }
    return kernel.restricted(codes).pair_sum(mass);
  }
  double sum = 0;
  for (std::size_t a = 0; a < runs.size(); ++a) {
    for (std::size_t b = a + 1; b < runs.size(); ++b) {
      sum += kernel.between(runs[a].code, runs[b].code) * runs[a].answers * runs[b].answers;
    }
  }
  return 2 * sum;
}

double mean_distance(const stats::DistanceKernel& kernel, std::span<const std::uint32_t> codes,
                     std::vector<Run>& runs) {
  if (codes.size() < 2) return 0;
  runs_of(codes, runs);
  if (runs.size() == 1) return 0;
  const auto answers = static_cast<double>(codes.size());
  double sum = 0;
  if (kernel.distance() == stats::Distance::identity) {
    sum = answers * answers;  // whole numbers: exact
    for (const Run& run : runs) sum -= run.answers * run.answers;
  } else {
    sum = distance_sum(kernel, runs);
  }
  return sum / (answers * (answers - 1));
}

}  // namespace

SampleSources sample_sources(const State& state, Missing missing) {
  const std::uint64_t required = missing == Missing::listwise ? state.annotator_count() : 0;
  return {chosen_by_size(state.answers, 1, required), chosen_by_size(state.rows, 2, required)};
}

void recount(Sample& sample) {
  sample.items_rated = sample.items_paired = 0;
  sample.total_answers = sample.total_paired_answers = 0;
  count_answers(sample);
}

Sample make_sample(const State& state, Missing missing, std::size_t scale_size) {
  Sample sample;
  sample.annotators = state.annotator_count();
  const std::uint64_t required = missing == Missing::listwise ? sample.annotators : 0;
  const std::vector<std::size_t> chosen = chosen_by_size(state.answers, 1, required);
  Support support(state.answers, chosen, scale_size);
  fill_patterns(state.answers, chosen, support, sample.patterns);
  if (!state.rows.empty()) {
    fill_rows(state.rows, chosen_by_size(state.rows, 2, required), support, sample.rows);
  }
  sample.support = std::move(support.codes);
  count_answers(sample);
  return sample;
}

double mean_distance(const stats::DistanceKernel& kernel, std::span<const std::uint32_t> codes) {
  std::vector<Run> runs;
  return mean_distance(kernel, codes, runs);
}

std::vector<double> mean_distances(const stats::DistanceKernel& kernel,
                                   const PatternTable& patterns) {
  std::vector<double> distances(patterns.size());
  std::vector<std::uint32_t> sorted;
  std::vector<Run> runs;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const auto codes = patterns.codes_of(i);
    sorted.assign(codes.begin(), codes.end());
    if (!patterns.annotators.empty()) std::sort(sorted.begin(), sorted.end());
    distances[i] = mean_distance(kernel, sorted, runs);
  }
  return distances;
}

}  // namespace lbl::agree
