// The options of lbl-bias for its slices and figures, and what they ask for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/bias_parts.hpp"
#include "lbl/cli/read_gold.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/model/guideline.hpp"
#include "lbl/report/envelope.hpp"

namespace lbl::cli {

/// All options of lbl-bias.
struct BiasOptions {
  CommonOptions common;
  RatingsOptions ratings;
  GoldOptions gold;
  BiasPartOptions parts;
  std::string save_state;
  std::vector<std::string> by, labels, measures;
  std::string reference = "rest", cluster = "auto", test = "auto", correct = "bh";
  double level = 0.95;
  std::uint64_t max_levels = 100;
  std::vector<std::string> control;
  std::string item_weights, target, write_weights;
  bool annotators = false;
  std::uint64_t bootstrap = 0;
  std::uint64_t min_answers = 10;
  bool four_fifths = false;
  bool gold_majority = false;
};

/// Adds all options, the gates' names and the examples of --help.
void add_bias_options(App& app, BiasOptions& options);

/// The option that names a field: "--by", "--time", "--control", or else "--target".
std::string option_of_bias_field(const BiasOptions& options, const std::string& field);

/// What the options ask for, but for columns and right answers. Throws Error (usage) for a word
/// that is none of an option's, a value out of range, or options that exclude each other.
bias::BiasSpec bias_spec(const BiasOptions& options);

/// The fields to cut by: --by, else the guideline's slices. Throws Error (usage) when there are
/// none and no other part is asked for.
std::vector<std::string> bias_fields(const BiasOptions& options, const model::Guideline* guideline);

/// The columns that the options need, each once; sets what of `spec` points to them.
std::vector<model::SliceSpec> bias_columns(const BiasOptions& options, const Session& session,
                                           const std::vector<std::string>& fields,
                                           bias::BiasSpec& spec);

/// The weights of the items of `table`, if --item-weights is given. Throws Error (input) for an
/// item without one.
std::vector<double> bias_item_weights(Session& session, const BiasOptions& options,
                                      const model::RatingsTable& table);

/// Notes the options that change a figure.
void note_bias_options(const BiasOptions& options, const std::vector<std::string>& fields,
                       report::Envelope& envelope);

}  // namespace lbl::cli
