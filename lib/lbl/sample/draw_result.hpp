// What a draw found and chose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/sample/draw_spec.hpp"
#include "lbl/sample/strata.hpp"

namespace lbl::sample {

/// What a draw was made from.
struct Population {
  std::uint64_t units = 0;           ///< that could be drawn: items, records or clusters
  std::uint64_t items = 0;           ///< 0 with Unit::record, which does not tell items apart
  std::uint64_t records = 0;         ///< of those units
  std::uint64_t excluded_items = 0;  ///< met and left out by --exclude
  std::uint64_t excluded_records = 0;
  std::vector<std::string> excluded_not_found;  ///< excluded ids that no record has
  std::uint64_t without_item = 0;               ///< records left out: no item id
  std::uint64_t size_zero = 0;                  ///< items of size 0, which cannot be drawn
  std::uint64_t clusters = 0;                   ///< two stages: of the first
};

/// One stratum and what was drawn from it.
struct StratumDraw {
  StratumValues values;  ///< one a field of --strata
  std::uint64_t population = 0;
  std::uint64_t drawn = 0;
  double deviation = 0;  ///< Neyman: of the size field within the stratum

  double probability() const {
    return population == 0 ? 0 : static_cast<double>(drawn) / static_cast<double>(population);
  }
};

/// One drawn unit.
struct DrawnUnit {
  std::string_view id;
  double probability = 0;
  std::uint32_t stratum = 0;      ///< index into DrawResult::strata
  std::string_view cluster = {};  ///< two stages: the cluster that the item was drawn from
};

/// What one component of a mixed draw gave.
struct MixDraw {
  std::string name;
  double share = 0;
  std::uint64_t drawn = 0;     ///< units
  std::uint64_t take_all = 0;  ///< units whose size made them certain
};

/// One record of the sample, in the order in which it comes out.
struct DrawnRecord {
  std::size_t unit = 0;  ///< index into DrawResult::units
  std::uint32_t file = 0;
  std::string_view bytes;  ///< with the line end, as it stood in the input
};

/// A sample and the facts about it. Views point into the Draw that gave it.
struct DrawResult {
  Population population;
  std::uint64_t requested = 0;   ///< units: -n, or --rate of the population (rounded; at least 1)
  std::uint64_t take_all = 0;    ///< units whose size made them certain
  bool minimum_dropped = false;  ///< fewer units than strata, so some strata have none
  bool proportional_instead = false;  ///< Neyman without any spread
  std::vector<StratumDraw> strata;    ///< one without fields when not stratified
  std::vector<MixDraw> mix;           ///< of a mixed draw, in the order of --mix
  std::uint64_t drawn_again = 0;      ///< mixed: units that another component had drawn already
  std::vector<DrawnUnit> units;       ///< in the order of the output
  std::vector<DrawnRecord> records;
};

}  // namespace lbl::sample
