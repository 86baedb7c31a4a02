// Reads a ratings table by the options of the command line.
#include "lbl/cli/read_ratings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

[[noreturn]] void usage_error(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

// In the order of model::Repeats.
const std::vector<std::string> kRepeats = {"agree", "first", "last", "error"};

std::size_t index_of(const std::vector<std::string>& words, const std::string& word) {
  return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
}

class RatingsWorker : public io::ChunkWorker {
 public:
  explicit RatingsWorker(model::RatingsChunk chunk) : chunk_(std::move(chunk)) {}
  void on_record(const model::Record& record) override { chunk_.add(record); }
  void on_malformed(const model::Malformed&) override {}  // the reader counts them
  model::RatingsChunk& chunk() { return chunk_; }

 private:
  model::RatingsChunk chunk_;
};

// Each chunk is encoded on its own thread and absorbed in order; its memory serves a later one.
class RatingsConsumer : public io::Consumer {
 public:
  explicit RatingsConsumer(model::RatingsBuilder& builder) : builder_(builder) {}

  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<RatingsWorker>(builder_.chunk());
    std::unique_ptr<io::ChunkWorker> worker = std::move(idle_.back());
    idle_.pop_back();
    return worker;
  }

  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    model::RatingsChunk& chunk = static_cast<RatingsWorker&>(*worker).chunk();
    builder_.absorb(chunk);
    chunk.clear();
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }

 private:
  model::RatingsBuilder& builder_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<io::ChunkWorker>> idle_;
};

// Columns that a table must have: CSV without them cannot be what was meant.
std::vector<std::string> required_columns(const model::RatingsSpec& spec) {
  if (spec.gold.first_task == 0) return {};  // its fields have other names as well
  std::vector<std::string> required = {spec.fields.item};
  if (spec.gold.first_task < spec.tasks.size()) {
    required.push_back(spec.tasks[spec.gold.first_task].field);
  }
  if (spec.wide.empty()) {
    if (!spec.fields.annotator.empty()) required.push_back(spec.fields.annotator);
    for (const model::Task& task : spec.tasks) {
      if (task.required) required.push_back(task.field);
    }
  } else {
    for (const std::string& column : spec.wide) {
      if (column.find_first_of("*?[") == std::string::npos) required.push_back(column);
    }
  }
  for (const model::SliceSpec& column : spec.columns) required.push_back(column.field);
  return required;
}

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return base::with_commas(count) + " " + (count == 1 ? one : many);
}

// "batch.jsonl:17: label ... is not in task ...": the first answer that was left out.
std::string first_refused(const model::TaskRatings& task,
                          const std::vector<io::InputSummary>& inputs) {
  const model::Place& place = task.first_refused_place;
  if (place.file >= inputs.size()) return task.first_refused;
  return fmt::format("{}:{}: {}", base::escaped(inputs[place.file].name), place.line,
                     task.first_refused);
}

void warn_of_task(Log& log, const model::TaskRatings& task,
                  const std::vector<io::InputSummary>& inputs) {
  const std::string name = "task " + base::quoted(task.task.name) + ": ";
  std::vector<std::string> refused;
  if (task.unknown_labels > 0) {
    refused.push_back(counted(task.unknown_labels, "answer", "answers") + " outside the label set");
  }
  if (task.invalid > 0) {
    refused.push_back(counted(task.invalid, "answer", "answers") +
                      " of the wrong type or outside the scale");
  }
  if (!refused.empty()) {
    log.warn(fmt::format("{}{} left out; the first: {}", name, base::join(refused, " and "),
                         first_refused(task, inputs)));
  }
  if (task.answers() == 0 && task.no_answer > 0 && refused.empty()) {
    log.warn(fmt::format("{}no answer in {}; --label-field or a guideline names the field", name,
                         counted(task.no_answer, "record", "records")));
  }
  if (task.conflicts > 0) {
    log.warn(fmt::format(
        "{}{} by one annotator to one item", name,
        counted(task.conflicts, "conflicting pair of answers", "conflicting pairs of answers")));
  }
}

// A field that no record has was named wrongly, and nothing can be said about such a batch.
void check_names(const model::RatingsTable& table, const model::RatingsSpec& spec,
                 const RatingsOptions& options) {
  const auto refuse = [&](const std::string& field, const std::string& option) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("no record of {} has the field {}; {} or a guideline names it",
                                  base::with_commas(table.records), base::quoted(field), option));
  };
  if (table.records == 0) return;
  if (table.without_item == table.records) refuse(spec.fields.item, "--item-field");
  if (table.without_item + table.without_annotator == table.records) {
    refuse(spec.fields.annotator, "--annotator-field");
  }
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    const std::string& field = table.columns[column].field;
    if (!table.column_values[column].empty()) continue;
    refuse(field, options.option_of_field ? options.option_of_field(field) : "--by");
  }
}

void warn_of_table(Log& log, const model::RatingsTable& table) {
  if (table.without_item > 0) {
    log.warn(counted(table.without_item, "record", "records") + " without an item left out");
  }
  if (table.without_annotator > 0) {
    log.warn(counted(table.without_annotator, "record", "records") +
             " without an annotator left out");
  }
}

}  // namespace

void add_task_option(App& app, std::vector<std::string>& tasks) {
  app.list("--task", tasks, "NAME,...", "only these tasks of the guideline, or these fields");
}

void add_ratings_options(App& app, RatingsOptions& options) {
  add_task_option(app, options.tasks);
  app.list("--wide", options.wide, "COLUMN,...",
           "one column an annotator; * and ? as in file names");
  app.fold();
  app.choice("--type", options.type,
             {"choice", "choices", "rating", "number", "text", "spans", "segments", "boxes",
              "ranking", "pairwise"},
             "kind of label, else found from the values");
  app.choice("--repeats", options.repeats, kRepeats,
             "of different answers by one annotator to one item");
  app.choice("--unknown-label", options.unknown_label, {"drop", "keep", "error"},
             "a label outside the task");
}

std::vector<model::Task> pick_tasks(const model::Guideline* guideline,
                                    const std::vector<std::string>& names) {
  std::vector<model::Task> tasks;
  if (guideline == nullptr) {
    for (const std::string& name : names.empty() ? std::vector<std::string>{"label"} : names) {
      model::Task& task = tasks.emplace_back();
      task.name = task.field = name;
      task.type_was_inferred = true;
    }
    return tasks;
  }
  if (names.empty()) return guideline->tasks;
  std::vector<std::string> known;
  for (const model::Task& task : guideline->tasks) known.push_back(task.name);
  for (const std::string& name : names) {
    const model::Task* task = guideline->task(name);
    if (task == nullptr) {
      usage_error(fmt::format("--task: the guideline has no task {}{}; it has {}",
                              base::quoted(name), base::did_you_mean(name, known),
                              base::escaped(base::join(known, ", "), 400)));
    }
    tasks.push_back(*task);
  }
  return tasks;
}

std::vector<model::SliceSpec> named_slices(const model::Guideline* guideline,
                                           const std::vector<std::string>& names) {
  std::vector<model::SliceSpec> slices;
  for (const std::string& name : names) {
    const model::SliceSpec* known = nullptr;
    if (guideline != nullptr) {
      for (const model::SliceSpec& slice : guideline->slices) {
        if (slice.name == name) known = &slice;
      }
    }
    constexpr std::string_view kLength = "length(";
    model::SliceSpec slice = known != nullptr ? *known : model::slice_by_field(name);
    const bool measured = known == nullptr && name.size() > kLength.size() + 1 &&
                          name.rfind(kLength, 0) == 0 && name.back() == ')';
    if (measured) {
      slice.field = name.substr(kLength.size(), name.size() - kLength.size() - 1);
      slice.measure = "length";
    }
    slices.push_back(std::move(slice));
  }
  return slices;
}

model::RatingsSpec ratings_spec(const Session& session, const RatingsOptions& options,
                                std::vector<model::SliceSpec> columns) {
  const model::Guideline* guideline = session.guideline();
  model::RatingsSpec spec;
  spec.fields = session.fields();
  spec.tasks = pick_tasks(guideline, options.tasks);
  spec.columns = std::move(columns);
  spec.wide = options.wide;
  spec.infer_type = guideline == nullptr && options.type.empty();
  if (guideline != nullptr) {
    spec.missing_values = guideline->missing_values;
    if (!options.type.empty()) usage_error("--type: the guideline says the type of each task");
  } else if (!options.type.empty()) {
    for (model::Task& task : spec.tasks) {
      task.type = *model::task_type(options.type);
      task.type_was_inferred = false;
    }
  }
  const std::string& label = session.options().label_field;
  if (!label.empty()) {
    if (spec.tasks.size() > 1) {
      usage_error("--label-field is for one task; name it with --task");
    }
    spec.tasks.front().field = label;
  }
  spec.lengths = options.lengths;
  spec.alike = options.alike;
  spec.input_names = session.options().files;
  spec.repeats = static_cast<model::Repeats>(index_of(kRepeats, options.repeats));
  spec.unknown_label =
      options.unknown_label == "keep" ? model::UnknownLabel::keep : model::UnknownLabel::drop;
  return spec;
}

namespace {

// What every table is checked for and warned about, once its records are all there.
void check_table(Session& session, const RatingsOptions& options, const model::RatingsSpec& spec,
                 const RatingsInput& input) {
  check_names(input.table, spec, options);
  warn_of_table(session.log(), input.table);
  for (const model::TaskRatings& task : input.table.tasks) {
    if (options.unknown_label == "error" && task.unknown_labels > 0) {
      throw base::Error(base::ErrorKind::input, first_refused(task, input.inputs));
    }
    warn_of_task(session.log(), task, input.inputs);
    session.log().info(fmt::format("task {}: {}, {} answers", base::quoted(task.task.name),
                                   model::task_type_name(task.task.type),
                                   base::with_commas(input.table.answers_to(task))));
  }
}

}  // namespace

RatingsInput read_ratings(Session& session, const RatingsOptions& options,
                          std::vector<model::SliceSpec> columns) {
  return read_ratings(session, options, ratings_spec(session, options, std::move(columns)));
}

RatingsInput read_ratings(Session& session, const RatingsOptions& options,
                          const model::RatingsSpec& spec) {
  model::FieldPlan plan;
  model::RatingsBuilder builder(spec, plan);
  RatingsConsumer consumer(builder);
  RatingsInput input;
  input.inputs = session.read(plan, required_columns(spec), consumer);
  input.table = builder.finish();
  check_table(session, options, spec, input);
  return input;
}

std::string read_ratings_state(Session& session, const model::RatingsSpec& spec) {
  model::FieldPlan plan;
  model::RatingsBuilder builder(spec, plan);
  RatingsConsumer consumer(builder);
  session.read(plan, required_columns(spec), consumer);
  return builder.encoded();
}

RatingsInput merge_ratings(Session& session, const RatingsOptions& options,
                           const model::RatingsSpec& spec,
                           const std::vector<io::SavedState>& states) {
  take_up(session, states);
  model::FieldPlan plan;
  model::RatingsBuilder builder(spec, plan);
  for (const io::SavedState& state : states) builder.merge_encoded(state.payload);
  RatingsInput input;
  input.table = builder.finish();
  check_table(session, options, spec, input);
  return input;
}

model::RatingsTable read_ratings_file(Session& session, const std::string& name,
                                      model::RatingsSpec spec) {
  model::FieldPlan plan;
  model::RatingsBuilder builder(std::move(spec), plan);
  RatingsConsumer consumer(builder);
  session.read_also(name, plan, required_columns(builder.spec()), consumer);
  return builder.finish();
}

}  // namespace lbl::cli
