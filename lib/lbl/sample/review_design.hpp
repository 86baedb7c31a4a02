// From what is known of reviewed items to a survey design.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/sample/reviews.hpp"
#include "lbl/stats/survey.hpp"

namespace lbl::sample {

/// Which facts make the design. Groups are indices into ReviewTable::groups.
struct ReviewDesignSpec {
  std::vector<std::size_t> strata;
  std::string cluster, weight, fpc;         ///< the fields; empty: none
  std::optional<std::uint64_t> population;  ///< items, or clusters when there are any
  /// Whether anything was named, so that what a draw wrote is not asked.
  bool given() const {
    return !strata.empty() || !cluster.empty() || !weight.empty() || !fpc.empty() || population;
  }
};

/// A design for the items that have an answer.
struct ReviewDesign {
  std::vector<std::uint32_t> items;  ///< rows of the table, one a unit
  stats::SurveyDesign survey;
  std::string source;                ///< "sampling" or "options"
  std::string design;                ///< "srs", ... as the draw says; empty: by options
  std::optional<double> population;  ///< units it was drawn from, when known
  double not_reviewed = 0;           ///< drawn units without an answer, for which the others stand
  bool independent = false;          ///< each unit drawn by itself (Poisson)
  /// One stratum, no clusters, equal weights: the binomial intervals have their meaning.
  bool is_simple() const;
};

/// Builds it from the items that `has_answer` marks. Weights of items multiply those of the design;
/// where no probability is known at all they are the weights. Throws Error (input) when there are
/// no probabilities, with how to get them; Error (usage) for facts that do not fit each other.
ReviewDesign review_design(const ReviewTable& table, const ReviewDesignSpec& spec,
                           const std::vector<char>& has_answer);

}  // namespace lbl::sample
