// One slice, label and measure beside its reference: estimates, intervals, tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/scoring.hpp"
#include "lbl/bias/variance.hpp"

namespace lbl::bias {

/// What is compared with what.
struct Question {
  std::size_t slice = 0, target = 0;
  Reference reference = Reference::rest;
  std::optional<std::size_t> reference_slice;  ///< for Reference::slice
};

/// What a permutation deals out to the slices: clusters, or the answers within each cluster.
enum class Dealing : std::uint8_t { clusters, within };

/// The figures of one entry. A test of `permutation` has no p yet: that needs the clusters.
struct Comparison {
  std::uint64_t clusters = 0;
  stats::Estimate estimate, difference, ratio, odds_ratio;
  std::optional<Test> test;
  std::optional<double> p;
  Kind permuted = Kind::row;  ///< what to permute
  Dealing dealing = Dealing::clusters;
};

/// Compares a slice by the moments of its cut.
Comparison compare(const ClusteredMoments& moments, const Scoring& scoring, const BiasSpec& spec,
                   const Question& question);

}  // namespace lbl::bias
