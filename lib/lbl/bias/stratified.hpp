// Compares slices within the strata of a control field.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lbl/bias/cluster_squares.hpp"
#include "lbl/bias/controlled.hpp"
#include "lbl/bias/moments.hpp"

namespace lbl::bias {

/// The strata of the rows: one small number a row.
struct Strata {
  std::vector<std::uint32_t> codes;
  std::size_t count = 0;
};

/// Sums of a cut by stratum and slice, exact; then one comparison after the other.
class StratifiedCut {
 public:
  StratifiedCut(const CodedCut& cut, const Strata& strata, const Scoring& scoring);

  /// Compares a slice with `partner` (none: all others). `difference` is the one without control.
  Controlled compare(std::size_t slice, std::size_t target, std::optional<std::size_t> partner,
                     Cluster cluster, const RowOrder& order, double level,
                     const stats::Estimate& difference) const;

 private:
  struct Cell {
    std::uint32_t stratum, slice;
    std::uint64_t rows;
  };
  struct Table;

  Table table(std::size_t slice, std::size_t target, std::optional<std::size_t> partner) const;
  void add_stratum(std::uint32_t stratum, const std::vector<std::uint32_t>& members);

  const CodedCut& cut_;
  const Strata& strata_;
  const Scoring& scoring_;
  std::size_t targets_;
  std::vector<Cell> cells_;  ///< by stratum, then slice
  std::vector<std::uint64_t> amounts_;
  std::vector<Sum> squares_;             ///< per cell and target
  std::vector<std::size_t> first_cell_;  ///< strata + 1 entries
  std::vector<std::uint64_t> row_amounts_;
};

}  // namespace lbl::bias
