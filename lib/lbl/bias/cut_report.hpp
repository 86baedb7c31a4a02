// All figures of one cut, and what the cuts of a measure share while they are computed.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/moments.hpp"
#include "lbl/bias/permutation.hpp"
#include "lbl/bias/scoring.hpp"
#include "lbl/bias/stratified.hpp"

namespace lbl::bias {

/// A measure of a task with the groupings of its rows, made when a cut first needs them. Safe for
/// several threads.
class CutContext {
 public:
  CutContext(const model::RatingsTable& table, Scoring scoring, const BiasSpec& spec);

  const model::RatingsTable& table() const { return table_; }
  const Scoring& scoring() const { return scoring_; }
  const BiasSpec& spec() const { return spec_; }
  /// Whether no item has more than one row, so that rows are the items.
  bool items_are_rows() const { return items_are_rows_; }
  /// One a row, in whole numbers; empty where all are alike.
  std::span<const std::uint64_t> weights() const { return weights_; }

  Clusters items() const { return {scoring_.rows.item_begin, {}}; }
  Clusters annotators();
  /// The clusters of a kind, whole.
  const ClusterPool& pool(Kind kind);
  /// The same, taken apart by the slices of a cut.
  std::unique_ptr<ClusterPool> make_pool(Kind kind, const std::vector<std::uint32_t>& codes);
  /// The rows in an order of their own.
  RowOrder order();
  /// The strata of BiasSpec::control.
  const Strata& strata();

 private:
  const std::vector<std::uint32_t>& ranked_items();

  const model::RatingsTable& table_;
  const Scoring scoring_;
  const BiasSpec& spec_;
  bool items_are_rows_ = true;
  std::vector<std::uint64_t> weights_;
  std::once_flag ranked_made_;
  std::vector<std::uint32_t> ranked_;
  std::once_flag strata_made_;
  Strata strata_;
  std::once_flag annotators_made_;
  AnnotatorOrder annotators_;
  std::once_flag pools_made_[3];
  std::unique_ptr<ClusterPool> pools_[3];
};

/// The figures of one cut; indices of the cut itself are still 0.
struct CutReport {
  Cut cut;
  std::vector<SliceEntry> slices;
  std::vector<Disparity> disparities;
  std::vector<Note> notes;
};

/// Compares the slices of a cut, without q values.
CutReport cut_report(CutContext& context, std::shared_ptr<const CodedCut> coded);

/// The entry of one slice and target alone.
SliceEntry slice_entry(CutContext& context, std::shared_ptr<const CodedCut> coded,
                       std::size_t slice, std::size_t target);

}  // namespace lbl::bias
