// What a draw is asked to do: the design, how many, and which fields steer it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/slice.hpp"
#include "lbl/sample/pps_method.hpp"
#include "lbl/stats/allocation.hpp"

namespace lbl::sample {

/// How units are chosen. `mix` is several designs, drawn from one after another (DrawSpec::mix).
enum class Design : std::uint8_t { srs, systematic, stratified, pps, poisson, hash, cluster, mix };
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

/// Whether the records of an item stand together, so that items need not be remembered.
enum class Layout : std::uint8_t { any, grouped };

/// What a draw keeps of the records: the sample, or all that a sample of more shards may need.
enum class Keeping : std::uint8_t { sample, shard };

/// A stratum value of which everything is taken.
struct TakeAll {
  std::string field, value;
};

/// A rotating panel: of `count` parts of a sample one is renewed every turn.
struct Panel {
  std::uint64_t count = 1;
  std::uint64_t turn = 1;  ///< from 1
};

/// One component of a mixed draw: a design's name, or a field to draw in proportion to.
struct MixPart {
  std::string name;
  double share = 0;
};

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
  std::string size_field;      ///< pps, poisson: the size; Neyman: the value whose spread counts
  std::string variance_field;  ///< Neyman: an item's own variance, instead of the spread of a size
  std::vector<TakeAll> take_all;
  std::optional<double> size_floor;
  ZeroSize zero_size = ZeroSize::refuse;
  const PpsMethod* pps_method = &pps_methods().front();
  std::string cluster_field;
  std::optional<std::uint64_t> per_cluster;  ///< two stages: so many items of each drawn cluster
  std::optional<Panel> panel;
  std::vector<MixPart> mix;
  Layout layout = Layout::any;
  Keeping keeping = Keeping::sample;

  std::vector<std::string> input_names;  ///< by file number, for messages

  bool neyman() const {
    return design == Design::stratified && allocate == stats::AllocationRule::neyman;
  }
  bool two_stage() const { return design == Design::cluster && per_cluster.has_value(); }
  /// Whether the sample is chosen by a walk through all units in one order.
  bool walks() const { return design == Design::pps || design == Design::systematic; }
  /// Whether sizes decide the probabilities.
  bool by_size() const {
    return design == Design::pps || (design == Design::poisson && !size_field.empty());
  }
  /// Whether the draw may have to read the input a second time.
  bool may_read_twice() const;
};

/// The specs that a mixed draw is made of, in the order of `mix`: n (or the rate) shared out by
/// largest remainder, each with a seed of its own. Throws Error (usage) for a bad component.
std::vector<DrawSpec> mixed_specs(const DrawSpec& spec);

/// Throws Error (usage) for a spec that cannot be drawn, naming the options at fault.
void check(const DrawSpec& spec);

}  // namespace lbl::sample
