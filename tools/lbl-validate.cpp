// lbl-validate: does the batch follow the guideline?
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/check_batch.hpp"
#include "lbl/cli/check_reports.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/cli/print.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/report/validate_report.hpp"

namespace {

using namespace lbl;

struct ValidateOptions {
  cli::CommonOptions common;
  cli::CheckOptions check;
  std::vector<std::string> tasks, rules;
  std::string emit, explain;
  bool list_rules = false, check_guideline = false, print_guideline = false;
};

void describe_options(cli::App& app, ValidateOptions& options) {
  // Malformed records are findings here (CONVENTIONS.md 26).
  options.common.on_error = "skip";
  options.check.most_findings = 1000;
  app.section("Checks");
  app.list("--rule", options.rules, "ID=LEVEL,...",
           "off, note, warning or error for a rule of --list-rules");
  cli::add_task_option(app, options.tasks);
  app.section("Output");
  app.choice("--emit", options.emit, {"valid", "invalid", "all"},
             "pass these records on, byte for byte, not the report");
  app.text("--findings", options.check.findings_file, "FILE",
           "all findings as JSON Lines, as they are found");
  app.unsigned_integer("--max-findings", options.check.most_findings, "N",
                       "show so many (1000; 0: all); all are counted");
  app.section("Instead of checking records");
  app.flag("--check-guideline", options.check_guideline, "check the guideline of -g");
  app.flag("--print-guideline", options.print_guideline, "print it whole, as JSON");
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
  if (!options.check_guideline && !options.print_guideline) return std::nullopt;
  if (options.common.guideline.empty()) {
    throw base::Error(base::ErrorKind::usage, "name the guideline with -g");
  }
  cli::Log log("lbl-validate", options.common);
  const model::GuidelineResult read = cli::load_guideline(options.common.guideline, log);
  const model::Guideline& guideline = read.guideline;
  cli::print(options.print_guideline
                 ? read.resolved + "\n"
                 : fmt::format("{}: guideline {} {} has no problems; {} task{}\n",
                               base::escaped(options.common.guideline),
                               base::quoted(guideline.name), guideline.version,
                               guideline.tasks.size(), guideline.tasks.size() == 1 ? "" : "s"));
  return cli::kDone;
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
  const model::Guideline& guideline = setup.guideline();
  std::vector<std::string> parts;
  for (const validate::RecordRuleSetup& rule : setup.record_rules()) {
    for (const std::string& keyword : rule.schema.unchecked_keywords()) {
      parts.push_back(
          fmt::format("{} in rule {}", base::quoted(keyword), base::quoted(rule.rule.id)));
    }
  }
  if (!guideline.personal_data.detect.empty()) parts.emplace_back("\"pii\"");
  if (guideline.coverage.min_seconds_per_item) parts.emplace_back("\"min_seconds_per_item\"");
  if (parts.empty()) return;
  session.log().warn("this version does not check " + base::join(parts, ", ") +
                     " of the guideline");
}

int run_validate(int argc, char** argv) {
  ValidateOptions options;
  cli::App app("lbl-validate", "Does the batch follow the guideline?");
  describe_options(app, options);
  if (const std::optional<int> done = app.parse(argc, argv)) return *done;
  validate::Severities severities;
  for (const std::string& rule : options.rules) severities.set(rule);
  if (const auto done = answer_without_records(options, severities)) return *done;

  if (options.emit == "valid") options.check.emit = cli::Emit::valid;
  if (options.emit == "invalid") options.check.emit = cli::Emit::invalid;
  if (options.emit == "all") options.check.emit = cli::Emit::all;
  const cli::MainOutput main_output =
      options.emit.empty() ? cli::MainOutput::report : cli::MainOutput::data;
  options.check.carets = cli::carets_for(options.common, main_output);
  cli::Session session(app, options.common, main_output);
  model::FieldPlan plan;
  const validate::Setup setup(guideline_for(session, options), severities, plan,
                              cli::extras_for(session, options.check.carets));
  tell_what_is_not_checked(session, setup);
  const cli::CheckedBatch checked = cli::check_batch(session, setup, plan, options.check);
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
