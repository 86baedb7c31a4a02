// What every main does between its options and its work, and after it: guideline, input, output,
// gates, exit code.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/hash.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/log.hpp"
#include "lbl/io/output.hpp"
#include "lbl/io/reader.hpp"
#include "lbl/model/guideline.hpp"
#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::cli {

/// One format of a program's report: a word of -t and what writes it.
struct ReportFormat {
  std::string name;
  std::function<void(const report::Envelope& envelope, report::Style style, std::ostream& out)>
      write;
};

/// What standard output (or -o FILE) carries: the report in -t, or the data that --emit asked for.
enum class MainOutput { report, data };

/// Whether the session warns of malformed records that --on-error skip left out, or the program
/// tells of each itself.
enum class MalformedRecords { warned_of, told_by_program };

/// The input format that a word of -f names.
io::Format input_format(const std::string& word);

/// One run of a program. The constructor checks what is left of the options (gates, outputs),
/// reads the guideline and opens the outputs; then the program reads and computes; finish() checks
/// the gates, writes every report, puts all outputs in place and returns the exit code.
class Session {
 public:
  /// Throws Error for what cannot be opened or read. The options must be parsed.
  Session(const App& app, const CommonOptions& options,
          MainOutput main_output = MainOutput::report);
  ~Session();

  const CommonOptions& options() const;
  Log& log();
  unsigned threads() const;
  /// Null when none was named.
  const model::Guideline* guideline() const;
  /// The guideline as JSON with `extends` folded in; empty when none was named.
  const std::string& resolved_guideline() const;
  /// The guideline's field names, with --item-field and its like laid over them.
  const model::FieldNames& fields() const;
  /// What the envelope says of inputs, guideline and program is filled in by the session; options
  /// and summary are the program's to fill.
  report::Envelope& envelope();
  /// Whether the report goes anywhere in this format: to -t or to a --report.
  bool reports_in(const std::string& format) const;
  /// Where the data of --emit goes; commit() is finish()'s to call.
  io::Output& output();
  /// Opens another output (--findings FILE, --write-weights FILE) that finish() puts in place with
  /// the rest.
  io::Output& also_write(const std::string& name);

  /// Reads the FILEs (standard input if none), with progress; notes them in the envelope and warns
  /// about records that --on-error skip left out.
  std::vector<io::InputSummary> read(const model::FieldPlan& plan,
                                     const std::vector<std::string>& required,
                                     io::Consumer& consumer,
                                     MalformedRecords malformed = MalformedRecords::warned_of);
  /// The same on one thread, handing on each record of a pipe as soon as it is there.
  std::vector<io::InputSummary> read_as_it_comes(const model::FieldPlan& plan,
                                                 const std::vector<std::string>& required,
                                                 io::Consumer& consumer);
  /// Reads one more input (--gold, --scores, ...), stopping at a malformed record, and notes it in
  /// the envelope.
  io::InputSummary read_also(const std::string& name, const model::FieldPlan& plan,
                             const std::vector<std::string>& required, io::Consumer& consumer);

  /// Notes the digest of the records of the batch; read() does so by itself, merge by states.
  void hold_content(const base::ContentDigest& content);
  const base::ContentDigest& content() const;

  /// Checks the gates of guideline and command line, writes the reports in `formats`, puts all
  /// outputs in place, tells of failed gates, and returns kFound when a gate failed or `worst`
  /// reaches --fail-on (with MainOutput::data findings alone never do), else kDone.
  int finish(const std::vector<ReportFormat>& formats,
             model::Severity worst = model::Severity::off);
  /// Puts all outputs in place without a report and without looking at gates, which are for the
  /// figures of the whole (--save-state writes a part); returns kDone.
  int finish_without_report();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::cli
