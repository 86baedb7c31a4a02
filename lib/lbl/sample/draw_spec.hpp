// What a draw is asked to do: the design, how many, and which fields steer it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/slice.hpp"
#include "lbl/stats/allocation.hpp"

namespace lbl::sample {

/// How units are chosen.
enum class Design : std::uint8_t { srs, systematic, stratified, pps, poisson, hash, cluster };
/// "srs", ...
std::string_view design_name(Design design);
/// The design of that name; none if there is no such design.
std::optional<Design> design(std::string_view name);

/// What is drawn: items with all their records, or single records.
enum class Unit : std::uint8_t { item, record };

/// The order in which the sample comes out. `input` is also the order that systematic designs walk.
enum class Order : std::uint8_t { shuffled, input };

/// What an item of size 0 means where sizes are probabilities: an error, or an item never drawn.
enum class ZeroSize : std::uint8_t { refuse, allow };

/// A draw, whole. Exactly one of `n` and `rate` is set.
struct DrawSpec {
  Design design = Design::srs;
  Unit unit = Unit::item;
  std::optional<std::uint64_t> n;
  std::optional<double> rate;  ///< in (0, 1]
  std::uint64_t seed = 1;
  Order order = Order::shuffled;

  std::string item_field = "item";
  std::vector<model::SliceSpec> strata;  ///< stratified
  stats::AllocationRule allocate = stats::AllocationRule::proportional;
  std::optional<std::uint64_t> min_per_stratum;  ///< none: 1 where n allows it
  std::string size_field;  ///< pps, poisson: the size; Neyman: the value whose spread counts
  std::optional<double> size_floor;
  ZeroSize zero_size = ZeroSize::refuse;
  std::string cluster_field;

  std::vector<std::string> input_names;  ///< by file number, for messages

  bool neyman() const {
    return design == Design::stratified && allocate == stats::AllocationRule::neyman;
  }
  /// Whether sizes decide the probabilities.
  bool by_size() const {
    return design == Design::pps || (design == Design::poisson && !size_field.empty());
  }
  /// Whether the draw may have to read the input a second time.
  bool may_read_twice() const;
};

/// Throws Error (usage) for a spec that cannot be drawn, naming the options at fault.
void check(const DrawSpec& spec);

}  // namespace lbl::sample
