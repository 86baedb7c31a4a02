// Draws as states: what a shard leaves for merge, and the draw that all shards make.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/read_draw.hpp"
#include "lbl/io/state_file.hpp"
#include "lbl/report/envelope.hpp"
#include "lbl/sample/draw.hpp"

namespace lbl::cli {

/// The payload of a shard's state: its inputs, the excluded items, the draw.
std::string draw_payload(const std::vector<report::InputEntry>& inputs,
                         const std::vector<InputStart>& starts, const sample::DrawFrame& frame,
                         const sample::Draw& draw);

/// A draw made of all shards, with the starts of their inputs.
struct MergedDraw {
  sample::Draw draw;
  std::vector<InputStart> starts;
};

/// Adds the states up. Records of one item come in the order of the states' keys, then of their
/// inputs' names (numbers in both by value), so the order of the states does not matter. Throws
/// Error (input) for a damaged state, for inputs that are in two states, and for items that shards
/// know differently.
MergedDraw merged_draw(const std::vector<io::SavedState>& states, sample::DrawSpec spec);

}  // namespace lbl::cli
