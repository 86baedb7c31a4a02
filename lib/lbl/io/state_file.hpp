// Files of saved states: what one shard of a batch adds up to, for a later merge.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/hash.hpp"
#include "lbl/io/output.hpp"

namespace lbl::io {

/// A state and what must be the same in states that are merged.
struct SavedState {
  std::string program;                 ///< "lbl-agree"
  std::vector<std::string> arguments;  ///< the options that it was computed by, as words
  std::string guideline;               ///< XXH3-128 of the guideline; empty: none
  std::string payload;                 ///< what the program encoded
  base::ContentDigest content;         ///< of the records that it adds up
  std::string key = {};                ///< what its line began with before a tab; not written
};

/// How a state is written: packed bytes for a file, or one line of base64 for engines that sort and
/// pass on lines.
enum class StateForm { binary, line };

/// Writes a state with magic bytes, version and digest. Throws Error (output).
void write_state(const SavedState& state, StateForm form, Output& output);

/// The states in the file `name` ("-": standard input): one in packed bytes, or one a line in
/// base64, where a line may begin with a key and a tab. Throws Error (input) for what is no state,
/// is damaged, or was written by a version with another layout.
std::vector<SavedState> read_states(const std::string& name);

}  // namespace lbl::io
