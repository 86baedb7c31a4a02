// What each annotator answered, one after the other, held against what others answer to the same
// items.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/slot_index.hpp"
#include "lbl/validate/segmented.hpp"

namespace lbl::validate {

/// The longest run of one label in the answers of an annotator.
struct LabelRun {
  std::uint32_t label = 0;
  std::size_t first = 0, length = 0;  ///< in the order of the answers
  /// The chance of one that long anywhere in the sequence, by longest_run_tail.
  double probability = 1;
};

/// How often an answer equals the one before it.
struct Following {
  std::size_t pairs = 0, equal = 0;
  double expected = 0, standard_error = 0;  ///< of `equal`, if answers followed the items alone
  double z() const { return (static_cast<double>(equal) - expected) / standard_error; }
};

/// The answers to one task in the order that each annotator gave them: by time where all of an
/// annotator's answers have one, else in the order of the input. Memory: 6 bytes an answer, 14 with
/// times.
class AnswerSequences {
 public:
  /// More different answers than this are no labels; the sequences are then dropped.
  static constexpr std::size_t kMostLabels = 256;

  struct Answer {
    std::uint32_t item = 0, annotator = 0;
    std::uint64_t hash = 0;  ///< of the answer
    std::string_view text;
    std::int64_t time = 0;
    bool has_time = false;
  };
  void add(const Answer& answer);

  /// Sorts by time and counts by item; call once, after the last answer and before what follows.
  void finish();

  std::size_t annotators() const { return sequences_.size(); }
  std::size_t answers(std::uint32_t annotator) const { return sequences_[annotator].codes.size(); }
  bool is_by_time(std::uint32_t annotator) const { return sequences_[annotator].by_time; }
  const std::string& label(std::uint32_t code) const { return labels_[code]; }
  std::uint32_t item_at(std::uint32_t annotator, std::size_t place) const {
    return sequences_[annotator].items[place];
  }
  std::size_t labels() const { return labels_.size(); }

  /// The least likely of the longest runs of each label. The chance of label k at an item is what
  /// the others say: (answers k to it + s/2) / (answers to it + 1/2), s the share of k in all
  /// answers of others (the annotator's own share when there are no others). So a batch of 95 %
  /// "none", or one sorted by what it holds, makes long runs likely.
  /// Runs that are likelier than `worth_a_look` where they stand are passed over.
  LabelRun least_likely_run(std::uint32_t annotator, double worth_a_look) const;

  /// Equal neighbours among the annotator's answers, and how many are expected from the items: the
  /// chances of least_likely_run to the power that fits the annotator best (0: the items say
  /// nothing), raked to the annotator's own shares, so that neither a taste for one label nor the
  /// order of the items counts as following. No pairs when the annotator's own shares explain the
  /// neighbours already.
  Following following(std::uint32_t annotator) const;

 private:
  struct Sequence {
    std::vector<std::uint32_t> items;
    std::vector<std::uint16_t> codes;
    std::vector<std::int64_t> times;  // empty once an answer had none
    bool is_sorted = true, by_time = false;
  };
  std::vector<double> shares_of_others(const Sequence& sequence) const;
  void chances_at(const Sequence& sequence, std::size_t place, std::span<const double> shares,
                  std::span<double> chances) const;

  base::SlotIndex index_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::string> labels_;
  std::vector<Sequence> sequences_;
  bool given_up_ = false;

  // After finish(): the codes given to each item, one item after the other.
  std::vector<std::uint32_t> item_starts_;
  std::vector<std::uint16_t> item_codes_;
  std::vector<double> totals_;  // answers by label
  double total_ = 0;
};

}  // namespace lbl::validate
