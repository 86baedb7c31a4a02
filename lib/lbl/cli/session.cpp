// The frame around every program's own work.
#include "lbl/cli/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <list>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/gates.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/cli/output_stream.hpp"
#include "lbl/cli/progress.hpp"
#include "lbl/cli/report_files.hpp"
#include "lbl/cli/terminal.hpp"

namespace lbl::cli {

namespace {

// An option lies over the guideline's name for a field.
void overlay(const std::string& option, std::string& field) {
  if (!option.empty()) field = option;
}

}  // namespace

io::Format input_format(const std::string& word) {
  const std::vector<std::string> words = {"auto", "jsonl", "json", "csv", "tsv"};
  const auto at = std::find(words.begin(), words.end(), word);
  return static_cast<io::Format>(at - words.begin());
}

struct Session::State {
  State(const App& program, const CommonOptions& common, MainOutput main)
      : app(program), options(common), main_output(main), log(program.program(), common) {}

  const App& app;
  const CommonOptions& options;
  const MainOutput main_output;
  Log log;
  std::optional<model::GuidelineResult> guideline;
  model::FieldNames fields;
  std::vector<model::Gate> gates;
  report::Envelope envelope;
  base::ContentDigest content;
  std::vector<ReportFile> report_files;
  std::optional<io::Output> output;
  std::vector<std::string> output_names;
  io::Arrival arrival = io::Arrival::whole_chunks;
  std::list<io::Output> others;  // reports in the order of report_files, then also_write()

  void read_guideline();
  void open_outputs();
  std::vector<io::InputSummary> read(const std::vector<std::string>& names,
                                     const model::FieldPlan& plan,
                                     const std::vector<std::string>& required, io::OnError on_error,
                                     io::Consumer& consumer);
  void write_reports(const std::vector<ReportFormat>& formats);
  bool fails(model::Severity worst) const;
  void put_outputs_in_place();
};

void Session::State::read_guideline() {
  if (options.guideline.empty()) return;
  guideline = load_guideline(options.guideline, log);
  const model::Guideline& read = guideline->guideline;
  fields = read.fields;
  envelope.guideline_name = read.name;
  envelope.guideline_version = read.version;
  envelope.guideline_xxh3 = read.digest;
}

void Session::State::open_outputs() {
  std::vector<std::string> reports;
  for (const ReportFile& file : report_files) reports.push_back(file.name);
  output_names = reports;
  output_names.push_back(options.output);
  check_distinct(output_names);
  // A filter may write over what it read (-o FILE FILE), a report never.
  if (main_output == MainOutput::report) reports.push_back(options.output);
  std::vector<std::string> inputs = options.files;
  if (!options.guideline.empty()) inputs.push_back(options.guideline);
  check_not_inputs(reports, inputs);
  output.emplace(options.output);
  for (const ReportFile& file : report_files) others.emplace_back(file.name);
}

Session::Session(const App& app, const CommonOptions& options, MainOutput main_output)
    : state_(std::make_unique<State>(app, options, main_output)) {
  State& state = *state_;
  for (const std::string& text : options.reports) {
    state.report_files.push_back(parse_report_file(text, app.formats()));
  }
  if (main_output == MainOutput::data && app.given("--to")) {
    throw base::Error(base::ErrorKind::usage,
                      "--to: standard output carries data, not the report; --report writes it to a "
                      "file");
  }
  state.envelope.program = app.program();
  state.read_guideline();
  overlay(options.item_field, state.fields.item);
  overlay(options.annotator_field, state.fields.annotator);
  overlay(options.label_field, state.fields.label);
  overlay(options.text_field, state.fields.text);
  overlay(options.time_field, state.fields.time);
  state.gates = gates_for(app.program(), guideline(), options.gates, app.gate_names());
  state.open_outputs();
}

Session::~Session() = default;

const CommonOptions& Session::options() const {
  return state_->options;
}
Log& Session::log() {
  return state_->log;
}
unsigned Session::threads() const {
  return static_cast<unsigned>(state_->options.threads);
}
const model::Guideline* Session::guideline() const {
  return state_->guideline ? &state_->guideline->guideline : nullptr;
}
const std::string& Session::resolved_guideline() const {
  static const std::string none;
  return state_->guideline ? state_->guideline->resolved : none;
}
const model::FieldNames& Session::fields() const {
  return state_->fields;
}
report::Envelope& Session::envelope() {
  return state_->envelope;
}
bool Session::reports_in(const std::string& format) const {
  if (state_->main_output == MainOutput::report && state_->options.to == format) return true;
  const std::vector<ReportFile>& files = state_->report_files;
  return std::any_of(files.begin(), files.end(),
                     [&](const ReportFile& file) { return file.format == format; });
}
io::Output& Session::output() {
  return *state_->output;
}

io::Output& Session::also_write(const std::string& name) {
  state_->output_names.push_back(name);
  check_distinct(state_->output_names);
  return state_->others.emplace_back(name);
}

std::vector<io::InputSummary> Session::State::read(const std::vector<std::string>& names,
                                                   const model::FieldPlan& plan,
                                                   const std::vector<std::string>& required,
                                                   io::OnError on_error, io::Consumer& consumer) {
  Progress progress(app.program(), options.progress);
  io::ReadOptions read_options;
  read_options.format = input_format(options.from);
  read_options.on_error = on_error;
  read_options.arrival = arrival;
  const bool waits = arrival == io::Arrival::whole_chunks;
  read_options.threads = waits ? static_cast<unsigned>(options.threads) : 1;
  read_options.progress = [&](std::uint64_t bytes, std::uint64_t total, std::uint64_t records) {
    progress.update(bytes, total, records);
  };
  std::vector<io::InputSummary> inputs =
      io::read_records(names, plan, required, read_options, consumer);
  progress.finish();
  for (const io::InputSummary& input : inputs) {
    envelope.inputs.push_back({input.name, input.bytes, input.records, input.xxh3});
    log.info(fmt::format("{}: {} records, {} bytes", base::escaped(input.name),
                         base::with_commas(input.records), base::with_commas(input.bytes)));
  }
  return inputs;
}

std::vector<io::InputSummary> Session::read(const model::FieldPlan& plan,
                                            const std::vector<std::string>& required,
                                            io::Consumer& consumer,
                                            MalformedRecords malformed_records) {
  const CommonOptions& options = state_->options;
  const std::string taken = state_->app.standard_input_option();
  if (options.files.empty() && !taken.empty()) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("no FILE is named, but standard input is already {}", taken));
  }
  if (options.files.empty() && is_terminal(Stream::input)) {
    log().note("reading records from the terminal; Ctrl-D ends them, --help tells more");
  }
  const std::vector<std::string> names =
      options.files.empty() ? std::vector<std::string>{"-"} : options.files;
  const bool skip = options.on_error == "skip";
  std::vector<io::InputSummary> inputs =
      state_->read(names, plan, required, skip ? io::OnError::skip : io::OnError::stop, consumer);
  std::uint64_t malformed = 0;
  base::ContentDigest content;
  for (const io::InputSummary& input : inputs) {
    malformed += input.malformed;
    content.add(input.content);
  }
  hold_content(content);
  if (malformed > 0 && malformed_records == MalformedRecords::warned_of) {
    log().warn(fmt::format("{} malformed {} skipped (--on-error skip)",
                           base::with_commas(malformed), malformed == 1 ? "record" : "records"));
  }
  return inputs;
}

std::vector<io::InputSummary> Session::read_as_it_comes(const model::FieldPlan& plan,
                                                        const std::vector<std::string>& required,
                                                        io::Consumer& consumer) {
  state_->arrival = io::Arrival::as_it_comes;
  return read(plan, required, consumer);
}

io::InputSummary Session::read_also(const std::string& name, const model::FieldPlan& plan,
                                    const std::vector<std::string>& required,
                                    io::Consumer& consumer) {
  return state_->read({name}, plan, required, io::OnError::stop, consumer).front();
}

void Session::hold_content(const base::ContentDigest& content) {
  state_->content = content;
  state_->envelope.content = content.hex();
}
const base::ContentDigest& Session::content() const {
  return state_->content;
}

void Session::State::write_reports(const std::vector<ReportFormat>& formats) {
  const auto write = [&](const std::string& word, report::Style style, io::Output& to) {
    const auto format = std::find_if(formats.begin(), formats.end(),
                                     [&](const ReportFormat& one) { return one.name == word; });
    if (format == formats.end()) throw std::logic_error("no writer for the format " + word);
    OutputStream stream(to);
    format->write(envelope, style, stream);
    stream.flush();
  };
  if (main_output == MainOutput::report) {
    const bool color = options.output == "-" ? use_color(options.color, Stream::output)
                                             : options.color == "always";
    write(options.to, color ? report::Style::color : report::Style::plain, *output);
  }
  auto file = others.begin();
  for (const ReportFile& report : report_files) write(report.format, report::Style::plain, *file++);
}

bool Session::State::fails(model::Severity worst) const {
  if (main_output == MainOutput::data || options.fail_on == "never") return false;
  return worst >=
         (options.fail_on == "warning" ? model::Severity::warning : model::Severity::error);
}

// Standard output last among what can fail: when it does, no file has been put in place.
void Session::State::put_outputs_in_place() {
  for (io::Output& other : others) other.finish();
  output->finish();
  for (io::Output& other : others) other.commit();
  output->commit();
}

int Session::finish_without_report() {
  state_->put_outputs_in_place();
  return kDone;
}

int Session::finish(const std::vector<ReportFormat>& formats, model::Severity worst) {
  State& state = *state_;
  state.envelope.gates = report::check_gates(state.gates, state.envelope.summary);
  state.write_reports(formats);
  state.put_outputs_in_place();
  const std::size_t failed = tell_gates(state.envelope.gates, state.log);
  return failed > 0 || state.fails(worst) ? kFound : kDone;
}

}  // namespace lbl::cli
