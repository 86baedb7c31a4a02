// Keeps sequences of answers in few bytes, and works out what is likely of them at the end.
#include "lbl/validate/answer_sequences.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "lbl/stats/runs.hpp"

namespace lbl::validate {

namespace {

// What is said about an item by nobody counts as half an answer, shared out as in all answers.
constexpr double kPriorAnswers = 0.5;

// Times with their places: sorted next to each other, equal times in the order of their places.
using TimeOrder = std::vector<std::pair<std::int64_t, std::uint32_t>>;

template <class T>
void reorder(std::vector<T>& values, const TimeOrder& order) {
  std::vector<T> sorted;
  sorted.reserve(values.size());
  for (const auto& [time, at] : order) sorted.push_back(values[at]);
  values = std::move(sorted);
}

}  // namespace

void AnswerSequences::add(const Answer& answer) {
  if (given_up_) return;
  const auto next = static_cast<std::uint32_t>(hashes_.size());
  const std::uint32_t code = index_.find_or_add(
      answer.hash, next, [&](std::uint32_t at) { return hashes_[at] == answer.hash; });
  if (code == next) {
    if (hashes_.size() == kMostLabels) {
      given_up_ = true;
      sequences_.clear();
      return;
    }
    hashes_.push_back(answer.hash);
    labels_.emplace_back(answer.text);
  }
  if (answer.annotator >= sequences_.size()) sequences_.resize(answer.annotator + 1);
  Sequence& sequence = sequences_[answer.annotator];
  const bool all_have_times = sequence.times.size() == sequence.codes.size();
  sequence.items.push_back(answer.item);
  sequence.codes.push_back(static_cast<std::uint16_t>(code));
  if (!all_have_times) return;
  if (!answer.has_time) {
    sequence.times = {};
    return;
  }
  if (!sequence.times.empty() && answer.time < sequence.times.back()) sequence.is_sorted = false;
  sequence.times.push_back(answer.time);
}

void AnswerSequences::finish() {
  std::uint32_t items = 0;
  for (Sequence& sequence : sequences_) {
    const std::size_t size = sequence.codes.size();
    sequence.by_time = size > 0 && sequence.times.size() == size;
    if (sequence.by_time && !sequence.is_sorted) {
      TimeOrder order;
      order.reserve(size);
      for (std::uint32_t at = 0; at < size; ++at) order.emplace_back(sequence.times[at], at);
      std::sort(order.begin(), order.end());
      reorder(sequence.items, order);
      reorder(sequence.codes, order);
    }
    sequence.times = {};
    for (const std::uint32_t item : sequence.items) items = std::max(items, item + 1);
  }
  item_starts_.assign(std::size_t{items} + 1, 0);
  totals_.assign(labels_.size(), 0);
  for (const Sequence& sequence : sequences_) {
    for (const std::uint32_t item : sequence.items) ++item_starts_[item + 1];
    for (const std::uint16_t code : sequence.codes) ++totals_[code];
  }
  std::partial_sum(item_starts_.begin(), item_starts_.end(), item_starts_.begin());
  total_ = std::accumulate(totals_.begin(), totals_.end(), 0.0);
  item_codes_.resize(item_starts_.back());
  std::vector<std::uint32_t> next(item_starts_.begin(), item_starts_.end() - 1);
  for (const Sequence& sequence : sequences_) {
    for (std::size_t i = 0; i < sequence.codes.size(); ++i) {
      item_codes_[next[sequence.items[i]]++] = sequence.codes[i];
    }
  }
}

std::vector<double> AnswerSequences::shares_of_others(const Sequence& sequence) const {
  std::vector<double> shares = totals_;
  const auto own = static_cast<double>(sequence.codes.size());
  double total = total_;
  if (total > own) {
    for (const std::uint16_t code : sequence.codes) --shares[code];
    total -= own;
  }
  // One more of each, so that no label is impossible.
  const auto labels = static_cast<double>(shares.size());
  for (double& share : shares) share = (share + 1) / (total + labels);
  return shares;
}

void AnswerSequences::chances_at(const Sequence& sequence, std::size_t place,
                                 std::span<const double> shares, std::span<double> chances) const {
  const std::uint32_t item = sequence.items[place];
  for (std::size_t k = 0; k < chances.size(); ++k) chances[k] = kPriorAnswers * shares[k];
  double answers = kPriorAnswers - 1;  // without the annotator's own
  for (std::uint32_t at = item_starts_[item]; at < item_starts_[item + 1]; ++at) {
    ++chances[item_codes_[at]];
    ++answers;
  }
  --chances[sequence.codes[place]];
  for (double& chance : chances) chance /= answers;
}

LabelRun AnswerSequences::least_likely_run(std::uint32_t annotator, double worth_a_look) const {
  const Sequence& sequence = sequences_[annotator];
  std::vector<LabelRun> longest(labels_.size());
  std::size_t first = 0;
  for (std::size_t i = 0; i < sequence.codes.size(); ++i) {
    if (i > 0 && sequence.codes[i] != sequence.codes[i - 1]) first = i;
    LabelRun& run = longest[sequence.codes[i]];
    if (i + 1 - first > run.length) run = {sequence.codes[i], first, i + 1 - first, 1};
  }
  // Short runs are never worth a word.
  constexpr std::size_t kShortest = 5;
  const bool any = std::any_of(longest.begin(), longest.end(),
                               [](const LabelRun& run) { return run.length >= kShortest; });
  LabelRun least;
  if (!any) return least;
  const std::vector<double> shares = shares_of_others(sequence);
  std::vector<double> at_item(labels_.size()), chances(sequence.codes.size());
  const auto chance_at = [&](std::size_t place, std::uint32_t label) {
    chances_at(sequence, place, shares, at_item);
    return at_item[label];
  };
  for (LabelRun& run : longest) {
    if (run.length < kShortest) continue;
    // The run right there is no likelier than one anywhere: most need no closer look.
    double right_there = 0;
    for (std::size_t i = 0; i < run.length; ++i) {
      right_there += std::log(chance_at(run.first + i, run.label));
    }
    run.probability = std::exp(right_there);
    if (run.probability > worth_a_look) continue;
    for (std::size_t i = 0; i < chances.size(); ++i) chances[i] = chance_at(i, run.label);
    run.probability = stats::longest_run_tail(chances, run.length);
    if (run.probability < least.probability) least = run;
  }
  return least;
}

namespace {

// Chances of labels by answer, one row an answer.
class ChanceTable {
 public:
  ChanceTable(std::size_t answers, std::size_t labels)
      : labels_(labels), cells_(answers * labels) {}
  std::span<double> row(std::size_t i) { return std::span(cells_).subspan(i * labels_, labels_); }
  std::size_t answers() const { return labels_ == 0 ? 0 : cells_.size() / labels_; }

  // Takes every chance to a power: above 1, the items say more than is seen in others' answers.
  void sharpen(double power) {
    for (double& cell : cells_) cell = std::pow(cell, power);
  }
  // Fits the sums of the columns to `own`, each row to 1 (iterative proportional fitting, Deming
  // and Stephan 1940).
  void rake_to(const std::vector<double>& own) {
    constexpr int kRounds = 15;
    for (int round = 0; round < kRounds; ++round) {
      std::vector<double> sums(labels_, 0);
      for (std::size_t i = 0; i < answers(); ++i) {
        for (std::size_t k = 0; k < labels_; ++k) sums[k] += row(i)[k];
      }
      for (std::size_t i = 0; i < answers(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < labels_; ++k) {
          row(i)[k] *= sums[k] > 0 ? own[k] / sums[k] : 0;
          sum += row(i)[k];
        }
        for (double& cell : row(i)) cell = sum > 0 ? cell / sum : 0;
      }
    }
  }
  double log_likelihood(const std::vector<std::uint16_t>& codes) {
    double sum = 0;
    for (std::size_t i = 0; i < answers(); ++i) sum += std::log(std::max(1e-12, row(i)[codes[i]]));
    return sum;
  }

 private:
  std::size_t labels_;
  std::vector<double> cells_;
};

// Equal neighbours that the annotator's own shares, in any order, do not make unusual.
bool looks_usual(const std::vector<double>& own, std::size_t equal) {
  constexpr double kUsual = 3;
  const stats::CountMoments moments = stats::equal_neighbours(own);
  const double difference = std::fabs(static_cast<double>(equal) - moments.mean);
  return difference <= kUsual * std::sqrt(moments.variance);
}

}  // namespace

Following AnswerSequences::following(std::uint32_t annotator) const {
  const Sequence& sequence = sequences_[annotator];
  const std::size_t size = sequence.codes.size(), labels = labels_.size();
  Following following;
  std::vector<double> own(labels, 0);
  for (const std::uint16_t code : sequence.codes) ++own[code];
  for (std::size_t i = 1; i < size; ++i) {
    following.equal += sequence.codes[i] == sequence.codes[i - 1] ? 1 : 0;
  }
  constexpr std::size_t kMostCells = 5'000'000;
  if (size < 2 || size * labels > kMostCells || looks_usual(own, following.equal)) return following;
  const std::vector<double> shares = shares_of_others(sequence);
  ChanceTable plain(size, labels);
  for (std::size_t i = 0; i < size; ++i) chances_at(sequence, i, shares, plain.row(i));
  // How much the items say to this annotator is what explains the answers best.
  std::optional<ChanceTable> best;
  double most = 0;
  for (const double power : {0.0, 0.5, 1.0, 2.0, 4.0, 8.0}) {
    ChanceTable table = plain;
    table.sharpen(power);
    table.rake_to(own);
    const double likelihood = table.log_likelihood(sequence.codes);
    if (best && likelihood <= most) continue;
    best = std::move(table);
    most = likelihood;
  }
  double variance = 0;
  following.pairs = size - 1;
  for (std::size_t i = 1; i < size; ++i) {
    const double chance = std::min(1.0, best->row(i)[sequence.codes[i - 1]]);
    following.expected += chance;
    variance += chance * (1 - chance);
  }
  following.standard_error = std::sqrt(variance);
  return following;
}

}  // namespace lbl::validate
