// Draws from JSON lines written in a test, without a reader.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lbl/sample/draw.hpp"

namespace lbl::test {

/// How the lines reach the draw.
struct Feeding {
  std::size_t chunk = 7;  ///< records a chunk
  std::size_t parts = 1;  ///< states that are drawn from apart and merged; each is one file
};

/// A drawn unit, copied out.
struct SampledUnit {
  std::string id;
  double probability;
};

/// A sample, copied out.
struct Sample {
  std::vector<std::string> lines;  ///< the records in the order of the output
  std::vector<SampledUnit> units;
  sample::Population population;
  std::vector<sample::StratumDraw> strata;
  std::uint64_t requested = 0, take_all = 0, drawn_again = 0;
  unsigned readings = 1;

  std::vector<std::string> ids() const;
};

/// `count` lines {"item": "i<number>"}, from number `first`.
std::vector<std::string> item_lines(std::size_t count, std::size_t first = 0);

/// Draws from `lines`.
Sample draw_from(const std::vector<std::string>& lines, const sample::DrawSpec& spec,
                 Feeding feeding = {},
                 const std::shared_ptr<const sample::DrawFrame>& frame =
                     std::make_shared<const sample::DrawFrame>());

/// The states of `parts` shards of `lines`, as bytes.
std::vector<std::string> states_of(const std::vector<std::string>& lines, sample::DrawSpec spec,
                                   std::size_t parts,
                                   const std::shared_ptr<const sample::DrawFrame>& frame);

/// The sample of states read back and added up, from the state `turn` on.
Sample draw_from_states(const std::vector<std::string>& states, sample::DrawSpec spec,
                        std::size_t turn, const std::shared_ptr<const sample::DrawFrame>& frame);

}  // namespace lbl::test
