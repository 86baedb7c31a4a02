// Reads a batch into a draw, a second time where the design needs it.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/session.hpp"
#include "lbl/io/reader.hpp"
#include "lbl/sample/draw.hpp"

namespace lbl::cli {

/// What stood before the records of an input.
struct InputStart {
  io::Format format = io::Format::jsonl;
  std::string header;
};

/// Reads the session's FILEs into `draw` and settles it, unless it is a shard. Input that can be
/// read only once (standard input, a pipe) is kept in a temporary file when the draw may need it
/// again, which -v tells. Throws Error (input) when a file changed between two readings. Returns
/// the starts of all inputs.
std::vector<InputStart> read_draw(Session& session, const model::FieldPlan& plan,
                                  sample::Draw& draw);

}  // namespace lbl::cli
