// lbl-bias: are some slices labelled differently, more than chance would?
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/bias/bias.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/bias_options.hpp"
#include "lbl/cli/bias_parts.hpp"
#include "lbl/cli/output_stream.hpp"
#include "lbl/cli/read_gold.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/cli/state_files.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/report/bias_report.hpp"

namespace {

using namespace lbl;

/// The right answers of each task, from wherever the options say; empty for none.
std::vector<bias::RightAnswers> right_answers(const cli::BiasOptions& options,
                                              cli::GoldRatings& batch) {
  if (options.gold_majority && options.gold.given()) {
    throw base::Error(base::ErrorKind::usage,
                      "--gold-majority: another option says already where the gold is");
  }
  std::vector<bias::RightAnswers> right;
  const std::vector<model::TaskRatings>& tasks = batch.input.table.tasks;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    if (options.gold_majority) right.push_back(bias::majority_of_others(tasks[t]));
    if (!batch.gold) continue;
    model::TaskGold& gold = batch.gold->tasks[t];
    right.push_back(bias::right_by_item(tasks[t], gold.values, std::move(gold.categories),
                                        std::move(gold.category_names)));
  }
  return right;
}

/// One line of JSON an item, for --item-weights.
void write_weights(const model::RatingsTable& table, const bias::TargetWeights& weights,
                   cli::Session& session, const std::string& name) {
  cli::OutputStream out(session.also_write(name));
  for (std::size_t i = 0; i < weights.items.size(); ++i) {
    out << fmt::format("{{\"item\":{},\"weight\":{}}}\n",
                       model::json_string(table.items.text(weights.items[i])),
                       base::number_text(weights.weights[i]));
  }
  out.flush();
}

/// Lets messages about a field name the option that names it.
void name_fields(cli::BiasOptions& options) {
  options.ratings.option_of_field = [&options](const std::string& field) {
    return cli::option_of_bias_field(options, field);
  };
}

std::vector<cli::Verb> verbs();

/// The report, from records or, of a merge, from `states`.
int report_on(const cli::App& app, const cli::BiasOptions& options,
              const std::vector<io::SavedState>* states) {
  bias::BiasSpec spec = cli::bias_spec(options);
  cli::check_bias_parts(app, options.parts);

  cli::Session session(
      app, options.common,
      options.save_state.empty() ? cli::MainOutput::report : cli::MainOutput::data);
  const std::vector<std::string> fields = cli::bias_fields(options, session.guideline());
  std::vector<model::SliceSpec> wanted = cli::bias_columns(options, session, fields, spec);
  spec.threads = session.threads();
  cli::PartColumns columns(session, options.parts, wanted);
  if (!options.save_state.empty()) {
    cli::save_state(session, app, options.save_state,
                    cli::read_ratings_and_gold_state(session, options.ratings, options.gold,
                                                     std::move(wanted)));
    return session.finish_without_report();
  }
  cli::GoldRatings batch =
      states != nullptr
          ? cli::merge_ratings_and_gold(session, options.ratings, options.gold, std::move(wanted),
                                        *states)
          : cli::read_ratings_and_gold(session, options.ratings, options.gold, std::move(wanted));
  columns.join(batch.input.table);
  spec.right = right_answers(options, batch);
  const model::RatingsTable& table = batch.input.table;
  spec.item_weights = cli::bias_item_weights(session, options, table);
  bias::Protection protection;
  const bias::BiasResult result =
      cli::protected_bias(session, options.parts.privacy, table, spec, protection);
  for (const bias::Note& note : result.notes) session.log().info(note.message);
  bias::BiasParts parts =
      cli::bias_parts(session, options.parts, options.ratings, columns, table, spec);

  if (result.weights) write_weights(table, *result.weights, session, options.write_weights);
  parts.protection = std::move(protection);
  cli::note_bias_options(options, fields, session.envelope());
  cli::note_bias_parts(options.parts, session.envelope());
  session.envelope().summary = report::bias_summary(result, parts);
  return session.finish(
      {{"text",
        [&](const report::Envelope& envelope, report::Style style, std::ostream& out) {
          report::write_bias_text(envelope, result, style, out, parts);
        }},
       {"json", [&](const report::Envelope& envelope, report::Style,
                    std::ostream& out) { report::write_bias_json(envelope, result, out, parts); }},
       {"csv", [&](const report::Envelope&, report::Style,
                   std::ostream& out) { report::write_bias_csv(result, out, parts); }},
       {"md",
        [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_bias_markdown(envelope, result, out, parts);
        }},
       {"html", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_bias_html(envelope, result, out, parts);
        }}});
}

int run_bias(int argc, char** argv) {
  cli::BiasOptions options;
  name_fields(options);
  cli::App app("lbl-bias", "Are some slices labelled differently, and is that more than chance?");
  app.verbs(verbs());
  cli::add_bias_options(app, options);
  if (const std::optional<int> done = app.parse(argc, argv)) return *done;
  return report_on(app, options, nullptr);
}

int merge(int argc, char** argv) {
  cli::BiasOptions options;
  name_fields(options);
  cli::App app("lbl-bias", "Finishes what --save-state began: the report of all states.", "merge");
  app.usage("[OPTION...] STATE...");
  cli::add_bias_options(app, options);
  std::vector<io::SavedState> states;
  if (const auto done = cli::parse_merge(app, options.common, argc, argv, states)) return *done;
  return report_on(app, options, &states);
}

std::vector<cli::Verb> verbs() {
  return {{"merge", "the report of states that --save-state wrote", merge}};
}

}  // namespace

int main(int argc, char** argv) {
  return cli::run("lbl-bias", argc, argv, run_bias, verbs());
}
