// Checks records one by one: the hot path. One checker a thread.
#pragma once

#include <memory>
#include <string_view>

#include "lbl/model/record.hpp"
#include "lbl/validate/chunk.hpp"
#include "lbl/validate/known_items.hpp"
#include "lbl/validate/setup.hpp"

namespace lbl::validate {

/// Checks the records of a chunk. It remembers the answers it has read, so that the usual record,
/// whose label was seen before, costs a look-up a task and allocates nothing. Use it for one chunk
/// after another, from one thread at a time.
class RecordChecker {
 public:
  /// With `known`, it leaves a sketch of the text of every item that the batch may not have met, if
  /// a rule wants them; without, the batch makes them itself.
  explicit RecordChecker(const Setup& setup, const KnownItems* known = nullptr);
  ~RecordChecker();

  void check(const model::Record& given);
  void take(const model::Malformed& malformed);

  /// What was found since the last clear().
  Chunk& chunk();
  /// Ready for the next chunk, memory and remembered answers kept.
  void clear();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::validate
