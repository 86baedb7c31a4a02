// Binds the writers of lbl-validate's reports to one run.
#include "lbl/cli/check_reports.hpp"

#include "lbl/cli/terminal.hpp"
#include "lbl/report/validate_report.hpp"

namespace lbl::cli {

using report::Envelope;
using report::Style;

std::vector<std::string> check_formats() {
  return {"text", "json", "jsonl", "sarif", "junit", "github", "md", "html"};
}

report::Carets carets_for(const CommonOptions& options, MainOutput main_output) {
  const Stream stream = main_output == MainOutput::data ? Stream::error : Stream::output;
  const bool to_stream = main_output == MainOutput::data || options.output == "-";
  const bool is_text = main_output == MainOutput::data || options.to == "text";
  const bool seen = options.color == "always" || (to_stream && is_terminal(stream));
  return is_text && seen ? report::Carets::shown : report::Carets::hidden;
}

validate::Extras extras_for(const Session& session, report::Carets carets) {
  validate::Extras extras;
  if (carets == report::Carets::shown || session.reports_in("sarif") ||
      session.reports_in("html")) {
    extras.excerpts = validate::Excerpts::kept;
  }
  if (session.reports_in("json") || session.reports_in("html")) {
    extras.groups = validate::Groups::counted;
  }
  return extras;
}

std::vector<ReportFormat> check_reports(const CheckedBatch& checked, const validate::Setup& setup,
                                        report::Carets carets) {
  const validate::Result& result = checked.result;
  const report::InputNames& names = checked.names;
  return {{"text",
           [&, carets](const Envelope& envelope, Style style, std::ostream& out) {
             report::write_validate_text(result, names, envelope, style, carets, out);
           }},
          {"json",
           [&](const Envelope& envelope, Style, std::ostream& out) {
             report::write_validate_json(result, names, envelope, out);
           }},
          {"jsonl", [&](const Envelope&, Style,
                        std::ostream& out) { report::write_validate_jsonl(result, names, out); }},
          {"sarif",
           [&](const Envelope& envelope, Style, std::ostream& out) {
             report::write_validate_sarif(result, names, envelope, out);
           }},
          {"junit",
           [&](const Envelope& envelope, Style, std::ostream& out) {
             report::write_validate_junit(result, names, setup, envelope, out);
           }},
          {"github",
           [&](const Envelope& envelope, Style, std::ostream& out) {
             report::write_validate_github(result, names, envelope, out);
           }},
          {"md",
           [&](const Envelope& envelope, Style, std::ostream& out) {
             report::write_validate_markdown(result, names, envelope, out);
           }},
          {"html", [&](const Envelope& envelope, Style, std::ostream& out) {
             report::write_validate_html(result, names, envelope, out);
           }}};
}

}  // namespace lbl::cli
