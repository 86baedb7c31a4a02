// Writes a sample: records byte for byte, or without the fields that give the answer away, or with
// their probabilities.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/read_draw.hpp"
#include "lbl/io/output.hpp"
#include "lbl/sample/draw_result.hpp"

namespace lbl::cli {

/// How records of a sample are written.
struct SampleFormat {
  std::vector<std::string> hidden;  ///< fields to leave out (--blind)
  bool add_weights = false;         ///< add "sampling"
};

/// Writes the records of `result`: JSON Lines (elements of an array on a line each), or CSV with
/// its header. Records of one item that are the same once fields are hidden are written once.
/// Throws Error (input) for inputs that make no one table: CSV beside JSON, or other columns.
void write_sample(const sample::DrawSpec& spec, const sample::DrawResult& result,
                  const std::vector<InputStart>& starts, const SampleFormat& format,
                  io::Output& output);

}  // namespace lbl::cli
