// The insides of a draw, shared by its sources: what was planned, one chunk's marks, the state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
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
  /// Whether candidates can be kept while the input is first read.
  bool keeps_at_once() const {
    return spec.design != Design::pps && spec.design != Design::systematic && !spec.by_size() &&
           !spec.neyman();
  }
};

struct DrawChunk::State {
  explicit State(std::shared_ptr<const DrawPlan> draw_plan)
      : plan(std::move(draw_plan)), strata(base::Storage::copy) {}

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
  void offer(const DrawChunk::State::Entry& entry, std::uint32_t stratum);
  std::uint32_t add_stratum(std::string_view code);
  std::uint64_t global_line(const model::Place& place);
  std::string place_text(std::uint32_t file, std::uint64_t line) const;
  std::string earlier_text(std::uint64_t line) const;
  void merge(const State& other);
  void merge_table(const State& other, const std::vector<std::uint32_t>& strata,
                   std::uint64_t line_shift);
  void prune();
  std::uint64_t target() const;
  std::vector<stats::StratumSize> sizes() const;

  // draw_settle.cpp: the decision and the second reading.
  bool settle();
  void absorb_second(const DrawChunk::State& chunk);
  void settle_by_rank();
  void settle_by_size();
  std::vector<double> sizes_in_order(std::vector<std::uint64_t>& numbers);
  void choose_each();
  void choose(std::vector<std::uint64_t> numbers);
  void measure_deviations();
  double probability(const Candidate& candidate) const;

  // draw_result.cpp
  void tell_population(DrawResult& result) const;

  std::shared_ptr<const DrawPlan> plan;
  const DrawSpec& spec;
  KeyTable items;
  base::Dictionary strata;           ///< codes of strata, or clusters
  std::vector<std::uint64_t> units;  ///< per stratum of the draw
  std::vector<std::uint64_t> cluster_keys;
  Candidates candidates;
  std::size_t prune_at = 1024;  ///< candidates that make it worth dropping some
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
  double equal_probability = 0;
  unsigned passes = 0;
};

}  // namespace lbl::sample
