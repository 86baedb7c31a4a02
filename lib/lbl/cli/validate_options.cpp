// Describes the options of lbl-validate and answers those that need no records.
#include "lbl/cli/validate_options.hpp"

#include <fmt/format.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/check_reports.hpp"
#include "lbl/cli/guideline_answers.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/cli/print.hpp"
#include "lbl/cli/read_item_weights.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/io/output.hpp"
#include "lbl/report/validate_report.hpp"

namespace lbl::cli {

namespace {

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

}  // namespace

void add_validate_options(App& app, ValidateOptions& options) {
  // Malformed records are findings here (CONVENTIONS.md 26).
  options.common.on_error = "skip";
  options.check.most_findings = 1000;
  app.section("Checks");
  app.list("--rule", options.rules, "ID=LEVEL,...",
           "off, note, warning or error for a rule of --list-rules");
  add_task_option(app, options.tasks);
  app.input_file("--schema", options.schema, "FILE",
                 "a JSON Schema (draft-07) that every record must fit");
  app.input_file("--gold", options.gold, "FILE", "right answers: item and label, or gold");
  app.text("--against", options.against, "OLD",
           "tell what changed since a former batch or guideline");
  app.flag("--grouped", options.grouped,
           "the records of an item stand together: memory stays small");
  add_item_weights_option(app, options.item_weights);
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
  app.common(options.common, check_formats());
  std::vector<GateName> gates;
  for (auto& [name, meaning] : report::validate_summary_names()) gates.push_back({name, meaning});
  app.gate_names(std::move(gates));
  app.examples({"lbl-validate -g guide.json batch.jsonl",
                "lbl-validate -g guide.json --emit valid --findings findings.jsonl batch.jsonl",
                "lbl-validate --explain unknown-label"});
}

std::optional<int> answer_without_records(const ValidateOptions& options,
                                          const validate::Severities& severities) {
  if (options.list_rules || !options.explain.empty()) {
    print(options.list_rules ? rule_list(severities) : explanation(options.explain));
    return kDone;
  }
  if (options.list_guidelines) {
    print(guideline_list());
    return kDone;
  }
  if (!options.check_guideline && !options.print_guideline) return std::nullopt;
  if (options.common.guideline.empty()) {
    throw base::Error(base::ErrorKind::usage, "name the guideline with -g");
  }
  Log log("lbl-validate", options.common);
  const std::string text = options.print_guideline ? printed_guideline(options.common, log)
                                                   : guideline_verdict(options.common, log);
  io::Output output(options.common.output);
  output.write(text);
  output.commit();
  return kDone;
}

Emit emit_of(const ValidateOptions& options) {
  if (options.emit == "valid") return Emit::valid;
  if (options.emit == "invalid") return Emit::invalid;
  if (options.emit == "all") return Emit::all;
  if (!options.check.drop_items.empty()) return Emit::valid;
  return options.fix || options.redact ? Emit::all : Emit::nothing;
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
  return std::make_shared<const base::Pseudonyms>(read_whole(options.key_file));
}

}  // namespace lbl::cli
