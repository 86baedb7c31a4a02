// The options of lbl-bias for what it reports beside the slices asked for, and the work they ask.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/parts.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/roster_columns.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/cli/time_options.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/model/roster.hpp"
#include "lbl/report/envelope.hpp"

namespace lbl::cli {

/// --discover and what belongs to it.
struct DiscoverOptions {
  bool discover = false;
  std::uint64_t depth = 3;
  double min_support = 0.01;
  std::string confirm = "none";
};

/// --time, --window and --against.
struct DriftOptions {
  TimeOptions time;
  std::string against;
};

/// What makes slices besides the records themselves.
struct SliceOptions {
  std::vector<std::string> bins;
  std::string roster;
};

/// --min-cell, --dp-epsilon and what belongs to it.
struct PrivacyOptions {
  std::optional<std::uint64_t> min_cell;
  std::optional<double> epsilon;
  std::string unit = "item", key_file;
  std::uint64_t max_contrib = 4;
};

struct BiasPartOptions {
  SliceOptions slices;
  DiscoverOptions discovery;
  DriftOptions drift;
  PrivacyOptions privacy;
};

/// Adds --bins and --roster to the section that is open.
void add_slice_options(App& app, SliceOptions& options);

/// Adds the options of discovery and drift to the section that is open; the rarer ones are folded,
/// as is what is added to that section after them.
void add_bias_part_options(App& app, BiasPartOptions& options);

/// Adds --min-cell, --dp-epsilon and what belongs to it.
void add_privacy_options(App& app, PrivacyOptions& options);

/// What gates may ask of the parts.
std::vector<GateName> bias_part_gates();

/// Throws Error (usage) for a value out of range, or an option without the one that it belongs to.
void check_bias_parts(const App& app, const BiasPartOptions& options);

/// Notes the options that change a figure.
void note_bias_parts(const BiasPartOptions& options, report::Envelope& envelope);

/// What the parts need of the batch beside the columns of the cuts, and where it comes from.
class PartColumns {
 public:
  /// Adds the column of times to `columns`, cuts by --bins, and takes the roster's columns out of
  /// them, which are then to be read from the records.
  PartColumns(Session& session, const BiasPartOptions& options,
              std::vector<model::SliceSpec>& columns);

  PartColumns(const PartColumns&) = delete;

  /// Puts the roster's columns into a table that was read by the others, and cuts those that are
  /// to be cut at quantiles: at those of the first table, also the later ones.
  void join(model::RatingsTable& table);
  std::optional<std::size_t> time_column() const { return time_column_; }
  /// The columns that are read from the records.
  const std::vector<model::SliceSpec>& read() const { return read_; }

 private:
  std::optional<model::Roster> roster_;
  std::optional<RosterColumns> joined_;
  std::vector<std::size_t> quantiles_;      ///< per column: bins of as many answers; 0: none
  std::vector<std::vector<double>> edges_;  ///< per column, once the first table has told
  std::optional<std::size_t> time_column_;
  std::vector<model::SliceSpec> read_;
};

/// bias::bias(), or its noisy form, without the cells that are not to be told; with noise the
/// envelope forgets what it knows of the inputs.
bias::BiasResult protected_bias(Session& session, const PrivacyOptions& options,
                                const model::RatingsTable& table, const bias::BiasSpec& spec,
                                bias::Protection& protection);

/// Computes what the options ask for; reads the former batch as `ratings` says.
bias::BiasParts bias_parts(Session& session, const BiasPartOptions& options,
                           const RatingsOptions& ratings, PartColumns& columns,
                           const model::RatingsTable& table, const bias::BiasSpec& spec);

}  // namespace lbl::cli
