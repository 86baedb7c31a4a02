// Reads gold and tells what of it could not be used.
#include "lbl/cli/read_gold.hpp"

#include <fmt/format.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

void check(const GoldOptions& options) {
  std::vector<std::string> given;
  if (!options.file.empty()) given.emplace_back("--gold");
  if (!options.field.empty()) given.emplace_back("--gold-field");
  if (!options.annotator.empty()) given.emplace_back("--gold-annotator");
  if (given.size() < 2) return;
  throw base::Error(
      base::ErrorKind::usage,
      fmt::format("{} both say where the gold is; name one of them", base::join(given, " and ")));
}

/// Adds a task of gold for each task of the spec.
void add_gold_tasks(const std::string& field, model::RatingsSpec& spec) {
  const std::size_t tasks = spec.tasks.size();
  if (tasks > 1) {
    throw base::Error(base::ErrorKind::usage,
                      "--gold-field holds the gold of one task; name it with --task");
  }
  spec.gold.first_task = tasks;
  model::Task gold = spec.tasks.front();
  gold.name += " (gold)";
  gold.field = field;
  gold.required = true;
  spec.tasks.push_back(std::move(gold));
}

void warn_of_gold(Log& log, const model::RatingsTable& table, const model::Gold& gold) {
  for (std::size_t t = 0; t < gold.tasks.size(); ++t) {
    const model::TaskGold& task = gold.tasks[t];
    const std::string name = base::quoted(table.tasks[t].task.name);
    if (task.items == 0 && table.tasks[t].answers() > 0) {
      throw base::Error(
          base::ErrorKind::input,
          fmt::format("task {}: no item of the batch has a gold label{}", name,
                      task.not_in_batch == 0 ? "" : "; do the item ids of both mean the same?"));
    }
    if (task.not_in_batch > 0) {
      log.note(fmt::format("task {}: {} gold labels are for items that the batch does not have",
                           name, base::with_commas(task.not_in_batch)));
    }
  }
}

}  // namespace

void add_gold_options(App& app, GoldOptions& options) {
  app.input_file("--gold", options.file, "FILE", "right answers: item and label, or gold");
  app.text("--gold-field", options.field, "FIELD", "the field that holds the right answer");
  app.text("--gold-annotator", options.annotator, "NAME", "whose answers are the right ones");
}

model::RatingsTable read_gold_file(Session& session, const std::string& name,
                                   model::RatingsSpec spec) {
  spec.gold = {};
  spec.gold.first_task = 0;
  spec.gold.other_item_fields = {"item"};
  if (spec.tasks.size() == 1) {
    spec.gold.other_label_fields = {spec.fields.gold, "label", spec.tasks.front().name};
  }
  spec.wide.clear();
  spec.columns.clear();
  spec.repeats = model::Repeats::agree;  // gold has no time to choose by
  model::RatingsTable table = read_ratings_file(session, name, std::move(spec));
  if (table.records > 0 && table.without_item == table.records) {
    throw base::Error(base::ErrorKind::input,
                      base::escaped(name) + ": no record has an item, so its gold fits nothing");
  }
  for (const model::TaskRatings& task : table.tasks) {
    if (task.first_refused.empty()) continue;
    session.log().warn(fmt::format("{}:{}: {}; this gold label is left out, with {} in all",
                                   base::escaped(name), task.first_refused_place.line,
                                   task.first_refused,
                                   base::with_commas(task.unknown_labels + task.invalid)));
  }
  return table;
}

namespace {

/// The spec of a table that holds its gold as well, or knows whose answers are gold.
model::RatingsSpec spec_with_gold(const Session& session, const RatingsOptions& options,
                                  const GoldOptions& gold, std::vector<model::SliceSpec> columns) {
  check(gold);
  model::RatingsSpec spec = ratings_spec(session, options, std::move(columns));
  if (!gold.field.empty()) add_gold_tasks(gold.field, spec);
  spec.gold.annotator = gold.annotator;
  return spec;
}

/// Takes the gold out of the table, or reads it from its FILE.
GoldRatings with_gold(Session& session, const GoldOptions& gold, model::RatingsSpec spec,
                      RatingsInput input) {
  GoldRatings result{std::move(input), std::nullopt};
  model::RatingsTable& table = result.input.table;
  if (!gold.field.empty()) result.gold = model::take_gold_tasks(table, spec.gold.first_task);
  if (!gold.annotator.empty()) {
    result.gold = model::take_gold_annotator(table, gold.annotator);
  }
  if (!gold.file.empty()) {
    // What the batch settled (types found from its values) holds for its gold.
    for (std::size_t t = 0; t < spec.tasks.size(); ++t) {
      const std::string field = spec.tasks[t].field;
      spec.tasks[t] = table.tasks[t].task;
      spec.tasks[t].field = field;
    }
    spec.infer_type = false;
    result.gold = model::join_gold(table, read_gold_file(session, gold.file, std::move(spec)));
  }
  if (result.gold) warn_of_gold(session.log(), table, *result.gold);
  return result;
}

}  // namespace

GoldRatings read_ratings_and_gold(Session& session, const RatingsOptions& options,
                                  const GoldOptions& gold, std::vector<model::SliceSpec> columns) {
  model::RatingsSpec spec = spec_with_gold(session, options, gold, std::move(columns));
  RatingsInput input = read_ratings(session, options, spec);
  return with_gold(session, gold, std::move(spec), std::move(input));
}

std::string read_ratings_and_gold_state(Session& session, const RatingsOptions& options,
                                        const GoldOptions& gold,
                                        std::vector<model::SliceSpec> columns) {
  return read_ratings_state(session, spec_with_gold(session, options, gold, std::move(columns)));
}

GoldRatings merge_ratings_and_gold(Session& session, const RatingsOptions& options,
                                   const GoldOptions& gold, std::vector<model::SliceSpec> columns,
                                   const std::vector<io::SavedState>& states) {
  model::RatingsSpec spec = spec_with_gold(session, options, gold, std::move(columns));
  RatingsInput input = merge_ratings(session, options, spec, states);
  return with_gold(session, gold, std::move(spec), std::move(input));
}

}  // namespace lbl::cli
