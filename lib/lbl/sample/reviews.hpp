// Reviewed items: what reviewers answered, and what the sample is known to be.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/model/condition.hpp"
#include "lbl/model/fields.hpp"
#include "lbl/model/record.hpp"
#include "lbl/model/slice.hpp"

namespace lbl::sample {

/// What is read from the records of a review.
struct ReviewSpec {
  std::string item_field = "item";
  std::string annotator_field = "annotator";
  std::vector<std::string> values;       ///< fields, or conditions
  std::string denominator;               ///< a field, for ratios
  std::vector<model::SliceSpec> groups;  ///< facts of items: strata, slices, margins
  std::string cluster, weight, fpc;      ///< fields; empty: none
  std::vector<std::string> input_names;  ///< by file number, for messages
};

/// What `draw --add-weights` wrote of an item.
struct SamplingFacts {
  std::string design;
  std::string stratum, cluster;  ///< as JSON; "null" for none
  double p = 0;
  double weight = 0;
  std::optional<double> population, drawn;  ///< N and n, of the stratum
  std::string seed;
  bool operator==(const SamplingFacts& other) const = default;
};

/// The answers to one value, per item.
struct AnswerColumn {
  std::string name;
  bool is_condition = false;                   ///< its texts are then "no" and "yes"
  std::vector<std::string> texts;              ///< distinct answers
  std::vector<std::optional<double>> numbers;  ///< what they spell
  /// Per item the answers that count: one a reviewer, as indices into `texts`, sorted.
  std::vector<std::vector<std::uint32_t>> answers;
  std::uint64_t conflicts = 0;  ///< (item, reviewer) pairs with different answers, left out

  bool is_numeric() const;
  /// The mean of the answers of an item as numbers; none without an answer.
  std::optional<double> mean(std::size_t item) const;
  /// The share of them that are `text`.
  std::optional<double> share(std::size_t item, std::uint32_t text) const;
};

/// All that was read, items sorted by their ids.
struct ReviewTable {
  std::vector<std::string> items;
  std::vector<std::string> places;    ///< per item "FILE:LINE" of its first record, for messages
  std::vector<AnswerColumn> columns;  ///< one a value, then the denominator if there is one
  std::vector<model::SliceSpec> groups;
  /// Per group the values that occur, and per item an index into them; kNone for a missing value.
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  std::vector<std::vector<std::string>> group_values;
  std::vector<std::vector<std::uint32_t>> group_codes;
  std::vector<std::string> clusters;  ///< per item, when a field was named
  std::vector<double> item_weights;   ///< per item, when such a file was named
  std::vector<double> weights, fpc;   ///< the same
  std::vector<std::optional<SamplingFacts>> sampling;
  std::uint64_t records = 0;
  std::uint64_t without_item = 0;
  bool items_are_records = false;  ///< no record has an item id, so each is one
};

/// Reads records one by one.
class Reviews {
 public:
  /// Adds the fields it needs to `plan`. Throws Error (usage) for a condition that cannot be read.
  Reviews(ReviewSpec spec, model::FieldPlan& plan);
  ~Reviews();

  /// Throws Error (input) with the place for an item that is in two strata, clusters or slices, has
  /// two weights, or a weight or size that is none.
  void add(const model::Record& record);
  /// Throws Error (input) when no record has a field that was named.
  ReviewTable finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::sample
