// lbl-agree: do the annotators agree, and is the evidence enough?
#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/details.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/agree_options.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/crossings.hpp"
#include "lbl/cli/output_stream.hpp"
#include "lbl/cli/read_gold.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/cli/state_files.hpp"
#include "lbl/report/agree_report.hpp"

namespace {

using namespace lbl;

std::vector<cli::Verb> verbs();

constexpr std::size_t kMostDisputed = 30;

void describe(cli::App& app, cli::AgreeOptions& options) {
  cli::describe_agree_options(app, options);
  app.common(options.common, {"text", "json", "csv", "md", "html"});
  std::vector<cli::GateName> gates;
  for (report::SummaryName& name : report::agree_summary_names()) {
    gates.push_back({std::move(name.name), std::move(name.meaning)});
  }
  app.gate_names(std::move(gates));
  app.examples({"lbl-agree answers.jsonl",
                "lbl-agree --by source --gate 'krippendorff_alpha.ci.low >= 0.667' answers.csv",
                "lbl-agree --gold gold.csv --bootstrap 1000 answers.jsonl",
                "lbl-agree -g guide.json --emit items answers.jsonl > items.jsonl"});
}

void warn_of_labels(const agree::Result& result, cli::Log& log) {
  for (const agree::TaskSummary& task : result.tasks) {
    if (task.near_labels.empty()) continue;
    const auto& [one, other] = task.near_labels.front();
    log.warn(fmt::format(
        "task {}: {} of labels differ in case or spaces only and count as "
        "different, such as {} and {}",
        base::quoted(task.name),
        task.near_labels.size() == 1 ? "1 pair" : fmt::format("{} pairs", task.near_labels.size()),
        base::quoted(one), base::quoted(other)));
  }
}

int write(cli::Session& session, cli::AgreeOptions& options, cli::GoldRatings ratings) {
  cli::cut_times(session, ratings.input.table, options);
  const model::RatingsTable& table = ratings.input.table;
  const model::Gold* gold = ratings.gold ? &*ratings.gold : nullptr;
  cli::read_label_knowledge(session, options);
  cli::read_agree_weights(session, table, options);
  const agree::Result result = agree::agreement(table, options.figures, gold);
  warn_of_labels(result, session.log());
  report::describe(result, options.figures, session.envelope());
  if (!options.emit.empty()) {
    cli::OutputStream out(session.output());
    if (options.emit == "items") {
      report::write_item_lines(table, options.figures, out);
    } else if (options.emit == "pairs") {
      report::write_pair_lines(result, out);
    } else {
      report::write_annotator_lines(table, options.figures, gold, out);
    }
    out.flush();
  }
  const std::size_t most_disputed = options.figures.per.item ? table.items.size() : kMostDisputed;
  return session.finish(
      {{"text", [&](const report::Envelope& envelope, report::Style style,
                    std::ostream& out) { report::write_agree_text(result, envelope, style, out); }},
       {"json", [&](const report::Envelope& envelope, report::Style,
                    std::ostream& out) { report::write_agree_json(result, envelope, out); }},
       {"csv", [&](const report::Envelope&, report::Style,
                   std::ostream& out) { report::write_agree_csv(result, out); }},
       {"html",
        [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_agree_html(result, agree::details(table, options.figures, most_disputed),
                                   envelope, out);
        }},
       {"md", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_agree_markdown(result, envelope, out);
        }}});
}

/// Opens the session and names the columns that the options need.
std::vector<model::SliceSpec> columns_for(cli::Session& session, cli::AgreeOptions& options) {
  cli::Crossings crossings = cli::crossings(session.guideline(), options.by);
  options.figures.by = crossings.entries;
  options.figures.threads = session.threads();
  cli::add_agree_columns(options, session.guideline(), crossings.columns);
  cli::choose_alike(options, session.guideline());
  return std::move(crossings.columns);
}

int measure(int argc, char** argv) {
  cli::AgreeOptions options;
  cli::App app("lbl-agree", "Do the annotators agree, and is the evidence enough?");
  app.verbs(verbs());
  describe(app, options);
  if (const std::optional<int> done = app.parse(argc, argv)) return *done;
  cli::check_agree_options(app, options);
  const bool is_report = options.emit.empty() && options.save_state.empty();
  cli::Session session(app, options.common,
                       is_report ? cli::MainOutput::report : cli::MainOutput::data);
  std::vector<model::SliceSpec> columns = columns_for(session, options);
  if (!options.save_state.empty()) {
    cli::save_state(session, app, options.save_state,
                    cli::read_ratings_and_gold_state(session, options.ratings, options.gold,
                                                     std::move(columns)));
    return session.finish_without_report();
  }
  return write(
      session, options,
      cli::read_ratings_and_gold(session, options.ratings, options.gold, std::move(columns)));
}

int merge(int argc, char** argv) {
  cli::AgreeOptions options;
  cli::App app("lbl-agree", "Finishes what --save-state began: the report of all states.", "merge");
  app.usage("[OPTION...] STATE...");
  describe(app, options);
  std::vector<io::SavedState> states;
  if (const auto done = cli::parse_merge(app, options.common, argc, argv, states)) return *done;
  cli::check_agree_options(app, options);
  cli::Session session(app, options.common,
                       options.emit.empty() ? cli::MainOutput::report : cli::MainOutput::data);
  std::vector<model::SliceSpec> columns = columns_for(session, options);
  return write(session, options,
               cli::merge_ratings_and_gold(session, options.ratings, options.gold,
                                           std::move(columns), states));
}

std::vector<cli::Verb> verbs() {
  return {{"merge", "the report of states that --save-state wrote", merge}};
}

}  // namespace

int main(int argc, char** argv) {
  return cli::run("lbl-agree", argc, argv, measure, verbs());
}
