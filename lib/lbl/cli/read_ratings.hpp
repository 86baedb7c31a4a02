// From the command line to a ratings table: the options, the tasks, the reading, the warnings.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lbl/cli/app.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/cli/state_files.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::cli {

/// Options of programs that read a ratings table.
struct RatingsOptions {
  std::vector<std::string> tasks;  ///< --task
  std::string type;                ///< --type; empty: found from the values
  std::string repeats = "agree";
  std::string unknown_label = "drop";
  std::vector<std::string> wide;  ///< --wide
  model::Lengths lengths = model::Lengths::ignored;
  model::Alike alike = model::Alike::none;
  /// The option that names a slice field, for messages; empty: --by.
  std::function<std::string(const std::string& field)> option_of_field;
};

/// Adds --task, --type, --repeats, --unknown-label and --wide to the section that is open.
void add_ratings_options(App& app, RatingsOptions& options);

/// Adds --task alone, for programs without a ratings table.
void add_task_option(App& app, std::vector<std::string>& tasks);

/// The tasks that the guideline and --task name; without a guideline one task an entry of `names`
/// (one named "label" by default) with its type to be found. Throws Error (usage) for a task that
/// the guideline does not have, with the nearest name.
std::vector<model::Task> pick_tasks(const model::Guideline* guideline,
                                    const std::vector<std::string>& names);

/// The slices that --by names: the guideline's by that name; the length of a field in code points
/// for "length(FIELD)"; else the values of that field.
std::vector<model::SliceSpec> named_slices(const model::Guideline* guideline,
                                           const std::vector<std::string>& names);

/// The convention that guideline and options ask for; `columns` are kept per answer.
model::RatingsSpec ratings_spec(const Session& session, const RatingsOptions& options,
                                std::vector<model::SliceSpec> columns);

/// A ratings table and what became of the input.
struct RatingsInput {
  model::RatingsTable table;
  std::vector<io::InputSummary> inputs;
};

/// Reads the session's FILEs into a ratings table, in parallel, and warns once about each kind of
/// answer that was left out.
RatingsInput read_ratings(Session& session, const RatingsOptions& options,
                          std::vector<model::SliceSpec> columns);

/// The same by a spec that ratings_spec() made and the caller may have changed.
RatingsInput read_ratings(Session& session, const RatingsOptions& options,
                          const model::RatingsSpec& spec);

/// Reads the session's FILEs into the state of a ratings table, for save_state().
std::string read_ratings_state(Session& session, const model::RatingsSpec& spec);

/// The ratings table of states that read_ratings_state() made by the same spec, with the same
/// warnings as read_ratings() over all their records.
RatingsInput merge_ratings(Session& session, const RatingsOptions& options,
                           const model::RatingsSpec& spec,
                           const std::vector<io::SavedState>& states);

/// Reads one more input (gold answers) by `spec` into a table of its own.
model::RatingsTable read_ratings_file(Session& session, const std::string& name,
                                      model::RatingsSpec spec);

}  // namespace lbl::cli
