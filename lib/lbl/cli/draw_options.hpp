// The options of a draw, and what they ask for.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lbl/cli/app.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/sample/draw.hpp"

namespace lbl::cli {

/// Options of `lbl-sample draw` beside the common ones.
struct DrawOptions {
  std::optional<std::uint64_t> n;
  std::optional<double> rate;
  std::string unit = "item";
  std::string design;  ///< empty: what the other options imply, else srs
  std::vector<std::string> strata;
  std::string allocate = "proportional";
  std::optional<std::uint64_t> min_per_stratum;
  std::string size, variance, cluster;
  std::string pps_method = "systematic";
  std::vector<std::string> take_all;
  std::optional<std::uint64_t> per_cluster;
  std::vector<std::string> mix;
  std::optional<std::uint64_t> panel, turn;
  bool grouped = false, shuffle = false;
  std::optional<double> size_floor;
  bool allow_zero = false;
  std::string exclude, scores;
  std::vector<std::string> tasks;
  std::string order = "shuffled";
  bool blind = false, add_weights = false;
  std::string manifest, save_state;
};

/// Adds them to `app`, in sections.
void add_draw_options(App& app, DrawOptions& options);

/// The spec that they make with the common options. Throws Error (usage) for what cannot be drawn.
sample::DrawSpec draw_spec(const Session& session, const DrawOptions& options);

/// Reads --exclude and --scores. Throws Error for a file without item ids, and for a score that an
/// item has twice.
std::shared_ptr<const sample::DrawFrame> read_draw_frame(Session& session,
                                                         const DrawOptions& options,
                                                         const sample::DrawSpec& spec);

}  // namespace lbl::cli
