// `lbl-sample assign`: from a roster and items to one record an item and annotator.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/answer_fields.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/assign_items.hpp"
#include "lbl/cli/read_roster.hpp"
#include "lbl/cli/sample_draw.hpp"
#include "lbl/cli/sample_verbs.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/io/output.hpp"
#include "lbl/report/assign_report.hpp"
#include "lbl/sample/assign.hpp"
#include "lbl/sample/record_edit.hpp"

namespace lbl::cli {

namespace {

struct AssignOptions {
  std::string roster;
  std::optional<std::uint64_t> k;
  std::uint64_t calibration = 0;
  std::string gold;
  std::optional<double> gold_rate;
  std::string language = "lang", group;
  std::vector<std::string> conflict;
  std::optional<double> minutes;
  std::string split_by, output_dir;
};

[[noreturn]] void refuse(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

void describe(App& app, CommonOptions& common, AssignOptions& options) {
  app.usage("--roster FILE -k K [OPTION...] [FILE...]");
  app.section("Who");
  app.input_file("--roster", options.roster, "FILE", "the annotators, one a record");
  app.unsigned_integer("-k,--answers", options.k, "K", "annotators for each item");
  app.number("--minutes", options.minutes, "M", "minutes an answer takes: hours become a limit");
  app.text("--language", options.language, "FIELD",
           "field of the items that \"languages\" of the roster are about");
  app.text("--group", options.group, "FIELD", "field that names the group an item needs");
  app.list("--conflict", options.conflict, "FIELD,...",
           "fields that name people who must not see the item");
  app.section("What else they see");
  app.unsigned_integer("--calibration", options.calibration, "N", "items that all annotators see");
  app.input_file("--gold", options.gold, "FILE", "right answers by item");
  app.number("--gold-rate", options.gold_rate, "R", "share of tasks that are hidden gold");
  app.section("What comes out");
  app.choice("--split-by", options.split_by, {"annotator"}, "one file each in --output-dir");
  app.text("--output-dir", options.output_dir, "DIR", "folder for --split-by");
  app.common(common, {"text", "json", "html"});
  app.gate_names(sample_gates("assign", report::assign_summary_names()));
  app.examples({"lbl-sample assign --roster people.csv -k 3 batch.jsonl > tasks.jsonl",
                "lbl-sample assign --roster people.csv -k 2 --calibration 20 --gold gold.jsonl "
                "--gold-rate 0.05 --split-by annotator --output-dir tasks batch.jsonl"});
}

void check(const AssignOptions& options) {
  if (options.roster.empty()) refuse("assign needs --roster FILE");
  if (!options.k || *options.k == 0) refuse("assign needs -k K, at least 1");
  if (options.minutes && *options.minutes <= 0) refuse("--minutes must be above 0");
  if (options.gold.empty() != !options.gold_rate) {
    refuse(options.gold.empty() ? "--gold-rate needs --gold FILE" : "--gold needs --gold-rate R");
  }
  if (options.gold_rate && (*options.gold_rate <= 0 || *options.gold_rate >= 1)) {
    refuse(fmt::format("--gold-rate must be above 0 and below 1, not {}",
                       base::number_text(*options.gold_rate)));
  }
  if (options.split_by.empty() != options.output_dir.empty()) {
    refuse(options.split_by.empty() ? "--output-dir needs --split-by annotator"
                                    : "--split-by needs --output-dir DIR");
  }
}

// Fields that the roster or the options ask of the items.
sample::AssignSpec spec_of(const Session& session, const AssignOptions& options,
                           const model::Roster& roster) {
  sample::AssignSpec spec;
  spec.k = *options.k;
  spec.calibration = options.calibration;
  spec.gold_rate = options.gold_rate.value_or(0);
  spec.seed = session.options().seed;
  spec.minutes = options.minutes;
  const auto number_of = [&](const std::string& field) {
    const auto at = std::find(spec.fields.begin(), spec.fields.end(), field);
    if (at == spec.fields.end()) {
      spec.fields.push_back(field);
      return spec.fields.size() - 1;
    }
    return static_cast<std::size_t>(at - spec.fields.begin());
  };
  if (roster.has_field("languages")) spec.language = number_of(options.language);
  if (!options.group.empty()) spec.group = number_of(options.group);
  for (const model::RosterEntry& entry : roster.entries()) {
    for (const std::string& bar : entry.may_not_see) {
      const std::size_t at = bar.find('=');
      if (at != std::string::npos && at > 0) number_of(bar.substr(0, at));
    }
  }
  return spec;
}

// The name of an annotator as the name of a file: what a folder cannot hold is "_".
std::string file_name(std::string_view annotator) {
  std::string name;
  for (const char c : annotator) {
    const bool odd = static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == 0x7F;
    name += odd || (name.empty() && c == '.') ? '_' : c;
  }
  return name + ".jsonl";
}

class TaskWriter {
 public:
  TaskWriter(const Session& session, const AssignPool& pool, const AssignPool& gold)
      : pool_(pool), gold_(gold), field_(session.fields().annotator) {
    const bool plain = std::all_of(field_.begin(), field_.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    });
    if (!plain || field_.starts_with('/')) field_ = "annotator";
  }

  void write(const sample::Workload& load, io::Output& output) const {
    const std::string name = report::json_string(load.annotator);
    for (const std::size_t task : load.tasks) {
      const std::size_t items = pool_.items.size();
      const std::string& body = task < items ? pool_.bodies[task] : gold_.bodies[task - items];
      output.write(sample::with_member(body, field_, name));
      output.write("\n");
    }
  }

 private:
  const AssignPool& pool_;
  const AssignPool& gold_;
  std::string field_;
};

void write_tasks(Session& session, const AssignOptions& options,
                 const sample::Assignment& assignment, const TaskWriter& writer) {
  if (options.split_by.empty()) {
    for (const sample::Workload& load : assignment.annotators) writer.write(load, session.output());
    return;
  }
  std::error_code error;
  std::filesystem::create_directories(options.output_dir, error);
  if (error) {
    throw base::Error(
        base::ErrorKind::output,
        fmt::format("--output-dir {}: {}", base::escaped(options.output_dir), error.message()));
  }
  std::map<std::string, std::string> taken;
  for (const sample::Workload& load : assignment.annotators) {
    const std::string name = file_name(load.annotator);
    const auto [at, added] = taken.emplace(name, load.annotator);
    if (!added) {
      throw base::Error(
          base::ErrorKind::input,
          fmt::format("annotators {} and {} would share the file {}", base::quoted(at->second),
                      base::quoted(load.annotator), base::quoted(name)));
    }
    const std::filesystem::path path = std::filesystem::path(options.output_dir) / name;
    writer.write(load, session.also_write(path.string()));
  }
}

void tell(Session& session, const sample::AssignSpec& spec, const sample::Assignment& assignment) {
  std::uint64_t missing = 0;
  for (const sample::Workload& load : assignment.annotators) missing += load.gold_missing;
  if (missing > 0) {
    session.log().warn(fmt::format(
        "--gold-rate asks for {} more gold tasks than there are gold items for: {} short",
        base::with_commas(missing), base::with_commas(missing)));
  }
  for (const std::string& sentence : report::assign_sentences(spec, assignment)) {
    session.log().info(sentence);
  }
  report::Envelope& envelope = session.envelope();
  envelope.note("seed", spec.seed);
  envelope.note("k", spec.k);
  envelope.note("calibration", spec.calibration);
  if (spec.gold_rate > 0) envelope.note("gold_rate", spec.gold_rate);
  if (spec.minutes) envelope.note("minutes", *spec.minutes);
  if (spec.language) envelope.note("language", spec.fields[*spec.language]);
  if (spec.group) envelope.note("group", spec.fields[*spec.group]);
  envelope.summary = report::assign_summary(assignment);
}

}  // namespace

int sample_assign(int argc, char** argv) {
  App app("lbl-sample", "Who answers which items, so that all can be compared?", "assign");
  CommonOptions common;
  AssignOptions options;
  describe(app, common, options);
  if (const auto code = app.parse(argc, argv)) return *code;
  check(options);
  Session session(app, common, options.split_by.empty() ? MainOutput::data : MainOutput::report);
  const model::Roster roster = read_roster(session, options.roster);
  const sample::AssignSpec spec = spec_of(session, options, roster);

  AssignFields fields;
  fields.item = session.fields().item;
  fields.values = spec.fields;
  fields.hidden = answer_fields(session);
  fields.annotators = options.conflict;
  fields.annotators.push_back(session.fields().annotator);  // nobody answers twice
  AssignPool pool = read_assign_items(session, fields);
  AssignPool gold;
  if (!options.gold.empty()) gold = read_gold_items(session, options.gold, fields, pool);

  const sample::Assignment assignment = sample::assignment(spec, roster, pool.items, gold.items);
  tell(session, spec, assignment);
  write_tasks(session, options, assignment, TaskWriter(session, pool, gold));
  return session.finish(
      {{"text",
        [&](const report::Envelope&, report::Style style, std::ostream& out) {
          report::write_assign_text(spec, assignment, style, out);
        }},
       {"json",
        [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_assign_json(envelope, spec, assignment, pool.items, out);
        }},
       {"html", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_assign_html(envelope, spec, assignment, out);
        }}});
}

}  // namespace lbl::cli
