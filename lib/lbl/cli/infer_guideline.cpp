// Profiles the records on one thread, then tries the draft on them.
#include "lbl/cli/infer_guideline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/spool.hpp"
#include "lbl/report/guideline_draft.hpp"
#include "lbl/validate/checker.hpp"

namespace lbl::cli {

namespace {

using validate::DraftGuideline;
using validate::DraftTask;
using validate::Finding;

// A field that no record has: without a name the usual one, "text", would count.
constexpr const char* kNoField = "(none)";

class ProfileWorker : public io::ChunkWorker {
 public:
  explicit ProfileWorker(validate::Profile& profile) : profile_(profile) {}
  void on_record(const model::Record& record) override { profile_.see(record); }
  void on_malformed(const model::Malformed& /*malformed*/) override {}

 private:
  validate::Profile& profile_;
};

class ProfileConsumer : public io::Consumer {
 public:
  explicit ProfileConsumer(validate::Profile& profile) : profile_(profile) {}
  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t /*file*/) override {
    return std::make_unique<ProfileWorker>(profile_);
  }
  void absorb(std::unique_ptr<io::ChunkWorker> /*worker*/) override {}

 private:
  validate::Profile& profile_;
};

// Errors of records, by rule and task.
using Errors = std::map<std::pair<std::string, std::string>, std::uint64_t>;

class TrialWorker : public io::ChunkWorker {
 public:
  explicit TrialWorker(const validate::Setup& setup) : checker(setup) {}
  void on_record(const model::Record& record) override { checker.check(record); }
  void on_malformed(const model::Malformed& /*malformed*/) override {}

  validate::RecordChecker checker;
};

class TrialConsumer : public io::Consumer {
 public:
  TrialConsumer(const validate::Setup& setup, Errors& errors) : setup_(setup), errors_(errors) {}
  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t /*file*/) override {
    return std::make_unique<TrialWorker>(setup_);
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    for (const Finding& finding : static_cast<TrialWorker&>(*worker).checker.chunk().findings) {
      if (finding.severity != model::Severity::error) continue;
      ++errors_[{finding.rule_id(), finding.task}];
    }
  }

 private:
  const validate::Setup& setup_;
  Errors& errors_;
};

// The inputs under names by which they can be read more than once.
class Inputs {
 public:
  explicit Inputs(const Session& session) {
    std::vector<std::string> names = session.options().files;
    if (names.empty()) names.emplace_back("-");
    for (const std::string& name : names) {
      std::error_code ignored;
      if (name != "-" && std::filesystem::is_regular_file(name, ignored)) {
        names_.push_back(name);
        continue;
      }
      std::FILE* file = name == "-" ? stdin : std::fopen(name.c_str(), "rb");
      if (file == nullptr) {
        names_.push_back(name);  // the reader tells what is wrong with it
        continue;
      }
      Spool& spool = spools_.emplace_back();
      char buffer[1 << 16];
      while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file)) {
        spool.write({buffer, count});
      }
      if (file != stdin) std::fclose(file);
      spool.flush();
      names_.push_back(spool.path());
    }
  }

  void read(const Session& session, const model::FieldPlan& plan, unsigned threads,
            io::Consumer& consumer) const {
    io::ReadOptions options;
    options.format = input_format(session.options().from);
    options.on_error = io::OnError::skip;
    options.threads = threads;
    io::read_records(names_, plan, {}, options, consumer);
  }

 private:
  std::vector<std::string> names_;
  std::vector<Spool> spools_;
};

Errors errors_by(const DraftGuideline& draft, const Session& session, const Inputs& inputs) {
  std::ostringstream text;
  report::write_guideline_draft(draft, text);
  const auto no_base = [](const std::string& name, const std::string&) -> model::GuidelineSource {
    throw base::Error(base::ErrorKind::input, "no guideline " + name);
  };
  const model::GuidelineResult read = model::read_guideline({"draft", text.str()}, no_base);
  if (!read.problems.empty()) {
    throw base::Error(base::ErrorKind::input, "--infer cannot put this batch into a guideline: " +
                                                  model::to_text(read.problems.front()));
  }
  model::FieldPlan plan;
  const validate::Setup setup(read.guideline, validate::Severities(), plan);
  Errors errors;
  TrialConsumer consumer(setup, errors);
  inputs.read(session, plan, session.threads(), consumer);
  return errors;
}

std::uint64_t span_errors(const Errors& errors, const std::string& task) {
  std::uint64_t sum = 0;
  for (const auto& [key, count] : errors) {
    if (key.second == task && key.first.starts_with("span-")) sum += count;
  }
  return sum;
}

// Tries the units that offsets may count in, and gives the text up when none fits.
void settle_offsets(DraftGuideline& draft, Errors& errors, const Session& session,
                    const Inputs& inputs) {
  for (std::size_t t = 0; t < draft.tasks.size(); ++t) {
    const std::string name = draft.tasks[t].task.name;
    if (draft.tasks[t].task.type != model::TaskType::spans) continue;
    std::uint64_t fewest = span_errors(errors, name);
    model::Offsets best = draft.tasks[t].task.offsets;
    for (const model::Offsets unit : {model::Offsets::utf16, model::Offsets::bytes}) {
      if (fewest == 0) break;
      draft.tasks[t].task.offsets = unit;
      if (const std::uint64_t now = span_errors(errors_by(draft, session, inputs), name);
          now < fewest) {
        fewest = now;
        best = unit;
      }
    }
    draft.tasks[t].task.offsets = best;
    if (fewest == 0 || draft.fields.text.empty()) continue;
    draft.notes.push_back(fmt::format(
        "\"text\": {} is left out of \"fields\", since {} spans of task {} do not fit "
        "it in any unit; put it back to see which",
        base::quoted(draft.fields.text), base::with_commas(fewest), base::quoted(name)));
    draft.fields.text = kNoField;
  }
  errors = errors_by(draft, session, inputs);
}

std::string draft_name(const Session& session) {
  const std::vector<std::string>& files = session.options().files;
  if (files.empty() || files.front() == "-") return "draft";
  const std::string stem = std::filesystem::path(files.front()).stem().string();
  return stem.empty() || base::invalid_utf8(stem) ? "draft" : stem;
}

}  // namespace

DraftGuideline infer_guideline(Session& session, const std::vector<std::string>& tasks) {
  const Inputs inputs(session);
  validate::Profile profile(session.options().item_field, session.options().annotator_field);
  ProfileConsumer consumer(profile);
  model::FieldPlan plan;
  plan.whole_record = true;
  inputs.read(session, plan, 1, consumer);
  if (profile.records() == 0) {
    throw base::Error(base::ErrorKind::input, "--infer: there are no records to draft from");
  }
  DraftGuideline draft = validate::draft_guideline(profile, tasks, draft_name(session));
  Errors errors = errors_by(draft, session, inputs);
  settle_offsets(draft, errors, session, inputs);
  for (const auto& [key, count] : errors) {
    if (key.first != "chat-roles") continue;
    draft.notes.push_back(
        fmt::format("\"messages\": {} is left out of \"fields\", since {} of its chats break "
                    "chat-roles; put it "
                    "back to see which",
                    base::quoted(draft.fields.messages), base::with_commas(count)));
    draft.fields.messages.clear();
    break;
  }
  for (const auto& [key, count] : errors) {
    for (DraftTask& task : draft.tasks) {
      if (task.task.name != key.second) continue;
      if (key.first == "missing-field") task.task.required = false;
      if (key.first != "unknown-label") continue;
      task.is_open = true;
      task.note += fmt::format("{}{} of its labels are blank; mend them and take \"labels\" in",
                               task.note.empty() ? "" : "; ", base::with_commas(count));
    }
  }
  return draft;
}

}  // namespace lbl::cli
