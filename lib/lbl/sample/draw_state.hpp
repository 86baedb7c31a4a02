// The insides of a draw, shared by its sources: what was planned, one chunk's marks, the state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/sample/candidates.hpp"
#include "lbl/sample/draw.hpp"
#include "lbl/sample/key_table.hpp"
#include "lbl/stats/allocation.hpp"
#include "lbl/stats/inclusion.hpp"

namespace lbl::sample {

/// Where a value that steers the draw comes from: a field of the record or a field of the scores.
struct AttributeSource {
  std::string name;
  std::optional<std::size_t> record_field;
  std::optional<std::size_t> score_field;
};

/// A spec made ready: fields planned, seed derived, layout of the item table chosen.
struct DrawPlan {
  DrawPlan(DrawSpec draw_spec, std::shared_ptr<const DrawFrame> draw_frame, model::FieldPlan& plan);

  DrawSpec spec;
  std::shared_ptr<const DrawFrame> frame;
  std::uint64_t seed =
      0;  ///< of the keys; differs by design, so that draws of draws are independent
  std::optional<std::size_t> item_field;
  std::vector<AttributeSource> strata;
  std::optional<AttributeSource> size, cluster;

  // Words of an item's slot in the table.
  std::optional<unsigned> stratum_word, size_word, ordinal_word;
  unsigned words = 0;

  bool tells_items_apart() const { return spec.unit == Unit::item; }
  /// Whether the items met are remembered: to count them, or for their sizes.
  bool remembers_items() const {
    return tells_items_apart() && (spec.layout == Layout::any || spec.walks() || size.has_value());
  }
  /// Whether each value of the cluster field or combination of strata is a group of its own that
  /// units are drawn from.
  bool draws_in_groups() const { return spec.design == Design::stratified || spec.two_stage(); }
  /// Whether candidates can be kept while the input is first read.
  bool keeps_at_once() const {
    return spec.keeping == Keeping::shard ||
           (!spec.walks() && !spec.by_size() && !spec.neyman() && !spec.two_stage());
  }
  /// Whether the table of items decides, and not a rank alone.
  bool chooses_by_key() const { return spec.walks() || spec.by_size(); }
  /// What decides whether a unit with this key is drawn, in (0, 1): the hash, turned by the panel
  /// where the rate is a window of its own.
  double rank(std::uint64_t key) const;
};

/// A drawn unit on its way into the result.
struct Chosen {
  const Candidate* candidate = nullptr;
  double probability = 0;
  double place = 0;           ///< in the shuffled order
  std::uint32_t stratum = 0;  ///< index into DrawResult::strata
  std::string_view cluster;   ///< two stages: of the first
  std::uint64_t first = 0;    ///< where its first record stood in the input
};

struct DrawChunk::State {
  explicit State(std::shared_ptr<const DrawPlan> draw_plan)
      : plan(std::move(draw_plan)), strata(base::Storage::copy) {}

  std::vector<DrawChunk> parts;  ///< of a mixed draw; the rest is not used then

  struct Entry {
    std::uint64_t key;
    std::string_view id;
    std::string_view bytes;
    std::string_view line_end;
    model::Place place;
    double size;
    std::uint32_t stratum;  ///< number in `strata`
  };

  void add(const model::Record& record);
  void clear();
  model::Value attribute(const AttributeSource& source, const model::Record& record,
                         std::optional<std::uint32_t> scores_row) const;
  std::uint32_t stratum_of(const model::Record& record, std::optional<std::uint32_t> scores_row);
  double size_of(const model::Record& record, std::string_view id,
                 std::optional<std::uint32_t> scores_row);
  void fail(const model::Record& record, const std::string& message);

  std::shared_ptr<const DrawPlan> plan;
  std::vector<Entry> entries;
  base::Dictionary strata;  ///< codes of strata, or clusters
  std::string code;         ///< scratch
  std::vector<std::uint32_t> excluded_hits;
  std::uint64_t excluded_records = 0;
  std::uint64_t without_item = 0;
  std::string fault;  ///< what is wrong with the record after the last entry
};

struct Draw::State {
  explicit State(std::shared_ptr<const DrawPlan> draw_plan);

  // draw.cpp: the first reading.
  void absorb_first(const DrawChunk::State& chunk);
  void add_entry(const DrawChunk::State::Entry& entry, std::uint32_t stratum);
  bool add_item(const DrawChunk::State::Entry& entry, std::uint32_t stratum);
  bool add_grouped(const DrawChunk::State::Entry& entry, std::uint32_t stratum);
  [[noreturn]] void refuse_two_strata(const DrawChunk::State::Entry& entry, std::uint32_t stratum,
                                      std::uint32_t other, const std::string& where) const;
  /// Whether the unit of an entry may be a candidate already.
  enum class Known : std::uint8_t { no, perhaps };
  void offer(const DrawChunk::State::Entry& entry, std::uint32_t stratum, Known known);
  std::uint32_t add_stratum(std::string_view code);
  std::uint64_t global_line(const model::Place& place);
  std::string input_name(std::uint32_t file) const;
  std::string place_text(std::uint32_t file, std::uint64_t line) const;
  std::string earlier_text(std::uint64_t line) const;
  void merge(const State& other);
  void merge_table(const State& other, const std::vector<std::uint32_t>& numbers,
                   std::uint64_t line_shift);
  void prune();
  void prune_strata();
  std::uint64_t target() const;
  std::vector<stats::StratumSize> sizes() const;
  stats::Allocation allocated(std::span<const std::uint32_t> numbers) const;
  double panel_factor() const;

  // draw_settle.cpp: the decision and the second reading.
  bool settle();
  void absorb_second(const DrawChunk::State& chunk);
  bool settle_candidates();
  void settle_by_rank();
  void settle_clusters();
  void settle_by_size();
  std::uint64_t panel_start(std::uint64_t wanted, std::uint64_t among) const;
  std::vector<double> sizes_in_order(std::vector<std::uint64_t>& numbers);
  void choose_each();
  void choose(std::vector<std::uint64_t> numbers);
  void measure_deviations();
  double probability(std::uint32_t stratum, double size) const;

  // draw_result.cpp
  void tell_population(DrawResult& result) const;
  std::vector<const Candidate*> drawn_from(std::uint32_t stratum) const;
  std::vector<Chosen> chosen(DrawResult& result) const;

  // draw_codec.cpp
  void encode(base::Encoder& out) const;
  void encode_items(base::Encoder& out) const;
  void decode(base::Decoder& in, std::uint32_t first_file);
  void decode_items(base::Decoder& in, std::uint32_t first_file);
  void check_apart(const State& other);

  // draw_mix.cpp
  double probability_of(std::string_view id) const;
  bool settle_parts();
  std::vector<Chosen> chosen_of_parts(DrawResult& result) const;

  std::shared_ptr<const DrawPlan> plan;
  const DrawSpec& spec;
  KeyTable items;
  base::Dictionary strata;           ///< codes of strata, or clusters
  std::vector<std::uint64_t> units;  ///< per stratum of the draw
  std::vector<std::uint64_t> cluster_keys;
  Candidates candidates;
  // Candidates, and bytes of their records, that make it worth dropping some.
  static constexpr std::size_t kPruneBytes = std::size_t{1} << 20;
  std::size_t prune_at = 1024, prune_at_bytes = kPruneBytes;
  Population population;
  std::vector<char> excluded_seen;

  // Lines of all files on one axis, so that an item's first line fits 32 bits.
  struct FileLines {
    std::uint32_t file;
    std::uint64_t before;  ///< lines of the files before it
  };
  std::vector<FileLines> files;
  std::uint64_t last_line = 0;

  enum class Reading : std::uint8_t { first, by_bound, by_key, done } reading = Reading::first;
  std::unordered_set<std::uint64_t> chosen_keys;
  std::vector<double> deviations;    ///< per stratum
  stats::Allocation allocation;      ///< in the order of `order`
  std::vector<std::uint32_t> order;  ///< strata as reported
  std::vector<std::uint64_t> drawn;  ///< per stratum; what is wanted of it
  stats::InclusionScale scale;
  unsigned passes = 0;

  // Two stages: the clusters drawn first.
  std::uint64_t clusters_wanted = 0;

  std::vector<char> certain;  ///< per stratum: all of it is taken

  // Grouped input: the item at hand.
  std::string last_item;
  std::uint32_t last_stratum = 0;

  std::vector<Draw> parts;  ///< of a mixed draw; the rest is not used then
};

}  // namespace lbl::sample
