// Gold from the command line: --gold FILE, --gold-field FIELD, --gold-annotator NAME.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lbl/cli/app.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/model/gold.hpp"

namespace lbl::cli {

/// Where the right answers are; at most one of the three is named.
struct GoldOptions {
  std::string file;       ///< --gold
  std::string field;      ///< --gold-field
  std::string annotator;  ///< --gold-annotator

  bool given() const { return !file.empty() || !field.empty() || !annotator.empty(); }
};

/// Adds --gold, --gold-field and --gold-annotator to the section that is open.
void add_gold_options(App& app, GoldOptions& options);

/// A batch with its gold, if there is any.
struct GoldRatings {
  RatingsInput input;
  std::optional<model::Gold> gold;
};

/// read_ratings() with gold: the answers of a gold annotator and the gold in a field are taken out
/// of the table. Throws Error (usage) when two places are named, Error (input) for an item with two
/// different gold labels and for gold that fits no item.
GoldRatings read_ratings_and_gold(Session& session, const RatingsOptions& options,
                                  const GoldOptions& gold, std::vector<model::SliceSpec> columns);

/// Reads the session's FILEs into the state of a table with gold, for save_state(). A gold FILE is
/// left to the merge.
std::string read_ratings_and_gold_state(Session& session, const RatingsOptions& options,
                                        const GoldOptions& gold,
                                        std::vector<model::SliceSpec> columns);

/// read_ratings_and_gold() from states instead of records.
GoldRatings merge_ratings_and_gold(Session& session, const RatingsOptions& options,
                                   const GoldOptions& gold, std::vector<model::SliceSpec> columns,
                                   const std::vector<io::SavedState>& states);

/// Reads a gold FILE (item and label, or a field named gold) by the tasks and conventions of
/// `spec`, one answer an item.
model::RatingsTable read_gold_file(Session& session, const std::string& name,
                                   model::RatingsSpec spec);

}  // namespace lbl::cli
