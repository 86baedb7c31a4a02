// The command line of lbl-agree: its options, and what is checked before a file is opened.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/read_gold.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/time_options.hpp"
#include "lbl/model/guideline.hpp"

namespace lbl::cli {

/// All that lbl-agree can be asked.
struct AgreeOptions {
  CommonOptions common;
  RatingsOptions ratings;
  GoldOptions gold;
  agree::Options figures;
  std::string missing = "items";
  std::string resample = "item";
  std::string compare;       ///< FIELD=A,B
  std::string expected;      ///< FILE
  std::string matrix;        ///< FILE of --metric matrix:FILE
  std::string item_weights;  ///< FILE
  std::string alt_test;      ///< the model
  double alt_epsilon = 0.2;
  std::string save_state;
  std::vector<std::string> by, per;
  TimeOptions time;
  std::optional<std::size_t> time_column;  ///< of the table, with --time
  std::string emit;
  bool grouped = false;
};

void describe_agree_options(App& app, AgreeOptions& options);

/// Checks the options and fills options.figures, but for what needs columns. Throws Error (usage).
void check_agree_options(const App& app, AgreeOptions& options);

/// Chooses for --grouped which items are alike to the figures that are asked for.
void choose_alike(AgreeOptions& options, const model::Guideline* guideline);

/// Reads the files that say something of labels.
void read_label_knowledge(Session& session, AgreeOptions& options);

/// Reads --item-weights, if it is given, for the items of the batch. Throws Error (input) for an
/// item without a weight.
void read_agree_weights(Session& session, const model::RatingsTable& table, AgreeOptions& options);

/// Makes slices of the windows of --time, if it is given, and warns of times that cannot be read.
void cut_times(Session& session, model::RatingsTable& table, const AgreeOptions& options);

/// The columns that --resample FIELD, --compare and --time read beside those of --by; sets their
/// numbers.
void add_agree_columns(AgreeOptions& options, const model::Guideline* guideline,
                       std::vector<model::SliceSpec>& columns);

}  // namespace lbl::cli
