// lbl-validate: does the batch follow the guideline?
#include <fmt/format.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/against.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/check_batch.hpp"
#include "lbl/cli/check_reports.hpp"
#include "lbl/cli/gold_answers.hpp"
#include "lbl/cli/infer_guideline.hpp"
#include "lbl/cli/read_item_weights.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/cli/schema_file.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/cli/validate_options.hpp"
#include "lbl/report/guideline_draft.hpp"
#include "lbl/report/validate_report.hpp"

namespace {

using namespace lbl;

// Writes the draft of --infer instead of a report.
int run_infer(const cli::App& app, const cli::ValidateOptions& options) {
  if (!options.common.guideline.empty()) {
    throw base::Error(base::ErrorKind::usage, "--infer drafts a guideline; leave out -g");
  }
  cli::Session session(app, options.common, cli::MainOutput::data);
  const validate::DraftGuideline draft = cli::infer_guideline(session, options.tasks);
  std::ostringstream text;
  report::write_guideline_draft(draft, text);
  session.output().write(text.str());
  return session.finish({});
}

// The guideline as this run sees it: fields by the options, tasks by --task.
model::Guideline guideline_for(const cli::Session& session, const cli::ValidateOptions& options) {
  model::Guideline guideline;
  if (session.guideline() != nullptr) guideline = *session.guideline();
  guideline.fields = session.fields();
  guideline.tasks = cli::pick_tasks(session.guideline(), options.tasks);
  if (!options.common.label_field.empty() && guideline.tasks.size() == 1) {
    guideline.tasks.front().field = options.common.label_field;
  }
  return guideline;
}

// A part of the guideline that does nothing must not look like one that found nothing.
void tell_what_is_not_checked(cli::Session& session, const validate::Setup& setup) {
  std::vector<std::string> parts;
  for (const validate::RecordRuleSetup& rule : setup.record_rules()) {
    for (const std::string& format : rule.schema.unchecked_formats()) {
      parts.push_back(fmt::format("the format {} in rule {}", base::quoted(format),
                                  base::quoted(rule.rule.id)));
    }
  }
  if (!parts.empty()) session.log().warn("not checked: " + base::join(parts, ", "));
}

// What --schema and --gold hold records against.
void add_files(cli::Session& session, const cli::ValidateOptions& options, model::FieldPlan& plan,
               validate::Setup& setup) {
  if (!options.schema.empty()) {
    setup.add_schema(cli::load_schema(options.schema, session.log()), plan);
    session.envelope().note("schema", options.schema);
  }
  if (options.gold.empty()) return;
  setup.set_gold(cli::read_gold_answers(session, options.gold, setup));
}

// Checks the records, and tells what changed since --against. Without a FILE two guidelines are
// compared and no records are read.
cli::CheckedBatch check_against(cli::Session& session, const validate::Setup& setup,
                                const model::FieldPlan& plan, cli::ValidateOptions& options) {
  if (options.against.empty()) return cli::check_batch(session, setup, plan, options.check);
  if (options.grouped) {
    throw base::Error(base::ErrorKind::usage,
                      "--against holds items against each other, which "
                      "--grouped forgets; leave one of them out");
  }
  validate::Against against;
  against.name = options.against;
  if (const auto former = cli::former_guideline(options.against, session.log())) {
    if (session.guideline() == nullptr) {
      throw base::Error(base::ErrorKind::usage,
                        "--against names a guideline; name the one to hold it against with -g");
    }
    against.guideline = validate::guideline_changes(*former, *session.guideline());
    cli::CheckedBatch checked{validate::Result(0), {}};
    if (!options.common.files.empty()) {
      options.check.changes = &against.guideline;
      checked = cli::check_batch(session, setup, plan, options.check);
    }
    checked.result.against = std::move(against);
    return checked;
  }
  const validate::AnswerIndex before = cli::former_batch(session, options.against, setup, plan);
  validate::AnswerIndex after;
  options.check.answers = &after;
  cli::CheckedBatch checked = cli::check_batch(session, setup, plan, options.check);
  against.batch = validate::batch_change(before, after, setup);
  checked.result.against = std::move(against);
  return checked;
}

int run_validate(int argc, char** argv) {
  cli::ValidateOptions options;
  cli::App app("lbl-validate", "Does the batch follow the guideline?");
  cli::add_validate_options(app, options);
  if (const std::optional<int> done = app.parse(argc, argv)) return *done;
  validate::Severities severities;
  for (const std::string& rule : options.rules) severities.set(rule);
  if (const auto done = cli::answer_without_records(options, severities)) return *done;

  if (options.infer) return run_infer(app, options);
  options.check.emit = cli::emit_of(options);
  cli::check_drop_items(options.check.drop_items);
  const cli::MainOutput main_output =
      options.check.emit == cli::Emit::nothing ? cli::MainOutput::report : cli::MainOutput::data;
  options.check.carets = cli::carets_for(options.common, main_output);
  const auto pseudonyms = cli::pseudonyms_of(options);
  cli::Session session(app, options.common, main_output);
  model::FieldPlan plan;
  validate::Extras extras = cli::extras_for(session, options.check.carets);
  if (options.fix) extras.fixes = validate::Fixes::safe;
  extras.pseudonyms = pseudonyms;
  if (options.grouped) extras.grouping = validate::Grouping::by_item;
  if (options.check.findings_file.empty() && options.check.drop_items.empty() &&
      options.against.empty()) {
    extras.looked_at = options.check.most_findings;
  }
  validate::Setup setup(guideline_for(session, options), severities, plan, extras);
  add_files(session, options, plan, setup);
  tell_what_is_not_checked(session, setup);
  model::ItemWeights weights;
  if (!options.item_weights.empty()) {
    weights = cli::read_item_weights(session, options.item_weights);
    options.check.weights = &weights;
    session.envelope().note("item_weights", "file");
  }
  cli::CheckedBatch checked = check_against(session, setup, plan, options);
  if (!options.rules.empty()) session.envelope().note("rule", options.rules);
  if (!options.tasks.empty()) session.envelope().note("task", options.tasks);
  report::describe(checked.result, setup, session.envelope());
  return session.finish(cli::check_reports(checked, setup, options.check.carets),
                        checked.result.worst());
}

}  // namespace

int main(int argc, char** argv) {
  return cli::run("lbl-validate", argc, argv, run_validate);
}
