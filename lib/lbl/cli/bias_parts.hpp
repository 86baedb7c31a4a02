// The options of lbl-bias for what it reports beside the slices asked for, and the work they ask.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/parts.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/report/envelope.hpp"

namespace lbl::cli {

/// --discover and what belongs to it.
struct DiscoverOptions {
  bool discover = false;
  std::uint64_t depth = 3;
  double min_support = 0.01;
  std::string confirm = "none";
};

struct BiasPartOptions {
  DiscoverOptions discovery;
};

/// Adds the options, each part under a section of its own.
void add_bias_part_options(App& app, BiasPartOptions& options);

/// What gates may ask of the parts.
std::vector<GateName> bias_part_gates();

/// Throws Error (usage) for a value out of range, or an option without the one that it belongs to.
void check_bias_parts(const App& app, const BiasPartOptions& options);

/// Notes the options that change a figure.
void note_bias_parts(const BiasPartOptions& options, report::Envelope& envelope);

/// Computes what the options ask for.
bias::BiasParts bias_parts(const BiasPartOptions& options, const model::RatingsTable& table,
                           const bias::BiasSpec& spec);

}  // namespace lbl::cli
