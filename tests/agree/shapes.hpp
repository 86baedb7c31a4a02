// Samples of spans and boxes from what a test writes down.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "lbl/agree/shape_coefficient.hpp"

namespace lbl::test {

/// What each annotator marked in one item.
using MarkedLines = std::vector<std::vector<agree::Piece>>;

/// A sample that owns its pieces.
class SpanBatch {
 public:
  explicit SpanBatch(std::size_t labels, agree::Extent extent = agree::Extent::counted) {
    sample_.labels = labels;
    sample_.extent = extent;
  }
  SpanBatch(const SpanBatch&) = delete;
  SpanBatch& operator=(const SpanBatch&) = delete;

  void add(double length, MarkedLines lines);
  const agree::UnitSample& sample() const { return sample_; }

 private:
  std::vector<MarkedLines> stored_;
  agree::UnitSample sample_;
};

/// The spans of Alex, Paul and Suzan (labels 1 to 7), on which tools were compared.
MarkedLines alex_paul_suzan();

/// The value of a form of a coefficient; -99 when it has none.
double value_of(const std::vector<agree::ShapeScore>& scores, const std::string& metric = "",
                std::optional<std::uint32_t> label = {});

}  // namespace lbl::test
