// A state made ready for the formulas: sizes, shares and patterns in compact codes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/agree/convention.hpp"
#include "lbl/agree/state.hpp"
#include "lbl/stats/distance.hpp"

namespace lbl::agree {

/// Patterns in flat arrays, those of fewer answers first. `codes` index into Sample::support.
struct PatternTable {
  std::vector<std::uint32_t> codes;
  std::vector<std::uint32_t> annotators;  ///< beside `codes`; empty where not kept
  std::vector<std::size_t> begin = {0};
  std::vector<std::uint64_t> counts;

  std::size_t size() const { return counts.size(); }
  std::size_t answers(std::size_t pattern) const { return begin[pattern + 1] - begin[pattern]; }
  std::span<const std::uint32_t> codes_of(std::size_t pattern) const {
    return {codes.data() + begin[pattern], answers(pattern)};
  }
  std::span<const std::uint32_t> annotators_of(std::size_t pattern) const {
    return {annotators.data() + begin[pattern], answers(pattern)};
  }
};

/// Everything that the formulas read of one set of answers.
struct Sample {
  std::vector<std::uint32_t> support;  ///< codes of the scale that occur, ascending
  PatternTable patterns;               ///< ascending codes an item
  PatternTable rows;                   ///< with annotators; empty when the state dropped them
  /// Per support code, over items with an answer: the mean share of the item's answers.
  std::vector<double> shares;
  std::vector<std::uint64_t> answers;         ///< per support code
  std::vector<std::uint64_t> paired_answers;  ///< per support code, on items with two or more
  std::uint64_t items_rated = 0;              ///< items with an answer
  std::uint64_t items_paired = 0;             ///< items with two answers or more
  std::uint64_t total_answers = 0;
  std::uint64_t total_paired_answers = 0;
  std::uint64_t annotators = 0;
};

/// The sample of a state; listwise keeps only the items that every annotator of it answered.
Sample make_sample(const State& state, Missing missing, std::size_t scale_size);

/// Which patterns of a state its sample has, in the order of the sample.
struct SampleSources {
  std::vector<std::size_t> patterns, rows;
};
SampleSources sample_sources(const State& state, Missing missing);

/// Counts a sample again after its pattern counts have changed. Patterns and labels that no longer
/// occur stay, with a count of 0.
void recount(Sample& sample);

/// The mean distance between two different answers of an item: 0 for one answer. `codes` ascend.
double mean_distance(const stats::DistanceKernel& kernel, std::span<const std::uint32_t> codes);

/// mean_distance of every pattern; rows need not be in the order of their codes.
std::vector<double> mean_distances(const stats::DistanceKernel& kernel,
                                   const PatternTable& patterns);

}  // namespace lbl::agree
