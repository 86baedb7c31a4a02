// Drawing a sample: a state that takes records in chunks, adds to another state, and ends in a
// sample.
#pragma once

#include <cstdint>
#include <memory>

#include "lbl/base/codec.hpp"
#include "lbl/model/fields.hpp"
#include "lbl/model/record.hpp"
#include "lbl/sample/draw_result.hpp"
#include "lbl/sample/draw_spec.hpp"
#include "lbl/sample/item_list.hpp"

namespace lbl::sample {

/// What a draw knows beside the records; outlives the draw.
struct DrawFrame {
  ExcludedItems excluded;
  ItemScores scores;
  std::string scores_name;  ///< the file, for messages
};

/// The marks of one chunk's records: keys, strata, sizes. Views point into the chunk's memory.
class DrawChunk {
 public:
  ~DrawChunk();
  DrawChunk(DrawChunk&&) noexcept;

  void add(const model::Record& record);
  /// Forgets the records but keeps the memory.
  void clear();

 private:
  friend class Draw;
  struct State;
  explicit DrawChunk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Draws by a seeded hash of the id (Vitter 1985 calls the bottom-k sample of random keys a
/// reservoir), so the sample depends on the ids and the seed alone: not on the order of the input,
/// how it was split, or threads. Memory: the sample, and 8 to 24 bytes an item (see KeyTable),
/// which Unit::record does not need.
class Draw {
 public:
  /// Adds the fields it needs to `plan`, in which records must then be read. Throws Error (usage)
  /// for a spec that cannot be drawn.
  Draw(DrawSpec spec, std::shared_ptr<const DrawFrame> frame, model::FieldPlan& plan);
  ~Draw();
  Draw(Draw&&) noexcept;

  const DrawSpec& spec() const;
  /// A chunk to fill; from any thread.
  DrawChunk chunk() const;
  /// Takes a chunk while its records are in memory. Throws Error (input) for an item in two strata,
  /// clusters or sizes, and for a size that is none.
  void absorb(const DrawChunk& chunk);
  /// Writes the state of the first reading for a later merge(), which wants Keeping::shard.
  void encode(base::Encoder& out) const;
  /// Makes this fresh draw the one that encode() wrote under the same spec; its files are numbered
  /// on from `first_file`. Throws Error (input) for what does not fit.
  void decode(base::Decoder& in, std::uint32_t first_file);
  /// Adds another state of the same spec, over other records whose places have other file numbers.
  void merge(const Draw& other);

  /// Decides what is drawn. Returns true when the records must be read once more, in any chunks,
  /// because the decision needed all of them first.
  bool settle();
  /// The sample; after settle() and, if it asked for that, the second reading.
  DrawResult result() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::sample
