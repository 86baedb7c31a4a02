// lbl-validate: does the batch follow the guideline?
#include <fmt/format.h>

#include <memory>
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
#include "lbl/cli/guideline_answers.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/cli/infer_guideline.hpp"
#include "lbl/cli/print.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/cli/schema_file.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/report/guideline_draft.hpp"
#include "lbl/report/validate_report.hpp"

namespace {

using namespace lbl;

struct ValidateOptions {
  cli::CommonOptions common;
  cli::CheckOptions check;
  std::vector<std::string> tasks, rules;
  std::string emit, explain, key_file, against, schema, gold;
  bool list_rules = false, check_guideline = false, print_guideline = false;
  bool list_guidelines = false, infer = false;
  bool fix = false, redact = false;
};

void describe_options(cli::App& app, ValidateOptions& options) {
  // Malformed records are findings here (CONVENTIONS.md 26).
  options.common.on_error = "skip";
  options.check.most_findings = 1000;
  app.section("Checks");
  app.list("--rule", options.rules, "ID=LEVEL,...",
           "off, note, warning or error for a rule of --list-rules");
  cli::add_task_option(app, options.tasks);
  app.input_file("--schema", options.schema, "FILE",
                 "a JSON Schema (draft-07) that every record must fit");
  app.input_file("--gold", options.gold, "FILE", "right answers: item and label, or gold");
  app.text("--against", options.against, "OLD",
           "tell what changed since a former batch or guideline");
  app.section("Output");
  app.choice("--emit", options.emit, {"valid", "invalid", "all"},
             "pass these records on, byte for byte, not the report");
  app.flag("--fix", options.fix, "mend labels and repeats on the way out");
  app.flag("--redact", options.redact, "put pseudonyms for personal data");
  app.text("--key-file", options.key_file, "FILE", "the secret of --redact");
  app.list("--drop-items", options.check.drop_items, "RULE,...",
           "leave out all of the items that these rules name");
  app.text("--findings", options.check.findings_file, "FILE",
           "all findings as JSON Lines, as they are found");
  app.unsigned_integer("--max-findings", options.check.most_findings, "N",
                       "show so many (1000; 0: all); all are counted");
  app.section("Instead of checking records");
  app.flag("--check-guideline", options.check_guideline, "check the guideline of -g");
  app.flag("--print-guideline", options.print_guideline, "print it whole; -t json, md, html");
  app.flag("--list-guidelines", options.list_guidelines, "print the ready guidelines");
  app.flag("--infer", options.infer, "draft a guideline from the records");
  app.flag("--list-rules", options.list_rules, "print all rules, one a line");
  app.text("--explain", options.explain, "RULE", "print a rule with examples");
  app.common(options.common, cli::check_formats());
  std::vector<cli::GateName> gates;
  for (auto& [name, meaning] : report::validate_summary_names()) gates.push_back({name, meaning});
  app.gate_names(std::move(gates));
  app.examples({"lbl-validate -g guide.json batch.jsonl",
                "lbl-validate -g guide.json --emit valid --findings findings.jsonl batch.jsonl",
                "lbl-validate --explain unknown-label"});
}

std::string rule_list(const validate::Severities& severities) {
  std::string out;
  for (const validate::Rule* rule : validate::all_rules()) {
    out += fmt::format("{:<24} {:<9} {:<8} {}\n", rule->id, validate::group_name(rule->group),
                       model::severity_name(severities.of(*rule)), rule->summary);
  }
  return out;
}

std::string explanation(const std::string& id) {
  std::vector<std::string> ids;
  for (const validate::Rule* rule : validate::all_rules()) ids.emplace_back(rule->id);
  const validate::Rule* rule = validate::find_rule(id);
  if (rule == nullptr) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("--explain: there is no rule {}{}; --list-rules shows them",
                                  base::quoted(id), base::did_you_mean(id, ids)));
  }
  return fmt::format("{} ({}, {})\n{}.\n\n{}\n\nwrong:\n{}\n\nright:\n{}\n", rule->id,
                     validate::group_name(rule->group), model::severity_name(rule->severity),
                     rule->summary, rule->explanation, rule->wrong, rule->right);
}

// The options that print something and read no records; none when records are to be checked.
std::optional<int> answer_without_records(ValidateOptions& options,
                                          const validate::Severities& severities) {
  if (options.list_rules || !options.explain.empty()) {
    cli::print(options.list_rules ? rule_list(severities) : explanation(options.explain));
    return cli::kDone;
  }
  if (options.list_guidelines) {
    cli::print(cli::guideline_list());
    return cli::kDone;
  }
  if (!options.check_guideline && !options.print_guideline) return std::nullopt;
  if (options.common.guideline.empty()) {
    throw base::Error(base::ErrorKind::usage, "name the guideline with -g");
  }
  cli::Log log("lbl-validate", options.common);
  const std::string text = options.print_guideline ? cli::printed_guideline(options.common, log)
                                                   : cli::guideline_verdict(options.common, log);
  io::Output output(options.common.output);
  output.write(text);
  output.commit();
  return cli::kDone;
}

// Writes the draft of --infer instead of a report.
int run_infer(const cli::App& app, const ValidateOptions& options) {
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
model::Guideline guideline_for(const cli::Session& session, const ValidateOptions& options) {
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

// What goes to standard output: data when it is mended or filtered, with or without --emit.
cli::Emit emit_of(const ValidateOptions& options) {
  if (options.emit == "valid") return cli::Emit::valid;
  if (options.emit == "invalid") return cli::Emit::invalid;
  if (options.emit == "all") return cli::Emit::all;
  if (!options.check.drop_items.empty()) return cli::Emit::valid;
  return options.fix || options.redact ? cli::Emit::all : cli::Emit::nothing;
}

void check_drop_items(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    const validate::Rule* rule = validate::find_rule(id.starts_with("rule:") ? "rule" : id);
    if (rule == nullptr) {
      throw base::Error(base::ErrorKind::usage, "--drop-items: there is no rule " +
                                                    base::quoted(id) + "; --list-rules shows them");
    }
  }
}

std::shared_ptr<const base::Pseudonyms> pseudonyms_of(const ValidateOptions& options) {
  if (options.redact == options.key_file.empty()) {
    throw base::Error(base::ErrorKind::usage,
                      options.redact
                          ? "--redact needs --key-file, so that one person gets one pseudonym in "
                            "every batch; make one with `head -c 32 /dev/urandom > FILE`"
                          : "--key-file: nothing to do without --redact");
  }
  if (!options.redact) return nullptr;
  return std::make_shared<const base::Pseudonyms>(cli::read_whole(options.key_file));
}

// What --schema and --gold hold records against.
void add_files(cli::Session& session, const ValidateOptions& options, model::FieldPlan& plan,
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
                                const model::FieldPlan& plan, ValidateOptions& options) {
  if (options.against.empty()) return cli::check_batch(session, setup, plan, options.check);
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
  ValidateOptions options;
  cli::App app("lbl-validate", "Does the batch follow the guideline?");
  describe_options(app, options);
  if (const std::optional<int> done = app.parse(argc, argv)) return *done;
  validate::Severities severities;
  for (const std::string& rule : options.rules) severities.set(rule);
  if (const auto done = answer_without_records(options, severities)) return *done;

  if (options.infer) return run_infer(app, options);
  options.check.emit = emit_of(options);
  check_drop_items(options.check.drop_items);
  const cli::MainOutput main_output =
      options.check.emit == cli::Emit::nothing ? cli::MainOutput::report : cli::MainOutput::data;
  options.check.carets = cli::carets_for(options.common, main_output);
  const auto pseudonyms = pseudonyms_of(options);
  cli::Session session(app, options.common, main_output);
  model::FieldPlan plan;
  validate::Extras extras = cli::extras_for(session, options.check.carets);
  if (options.fix) extras.fixes = validate::Fixes::safe;
  extras.pseudonyms = pseudonyms;
  if (options.check.findings_file.empty() && options.check.drop_items.empty()) {
    extras.looked_at = options.check.most_findings;
  }
  validate::Setup setup(guideline_for(session, options), severities, plan, extras);
  add_files(session, options, plan, setup);
  tell_what_is_not_checked(session, setup);
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
