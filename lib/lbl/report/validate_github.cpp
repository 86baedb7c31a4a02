// Findings as workflow commands of GitHub Actions.
#include "lbl/base/text.hpp"
#include "lbl/report/validate_report.hpp"

namespace lbl::report {

using validate::Finding;
using validate::Result;

namespace {

// What a command ends with, or would take for its own syntax.
std::string data(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else {
      out += c;
    }
  }
  return out;
}

std::string property(std::string_view text) {
  std::string out;
  for (const char c : data(text)) {
    if (c == ':') {
      out += "%3A";
    } else if (c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view command(model::Severity severity) {
  return severity == model::Severity::note ? "notice" : model::severity_name(severity);
}

}  // namespace

void write_validate_github(const Result& result, const InputNames& names, const Envelope& envelope,
                           std::ostream& out) {
  result.for_each_kept([&](const Finding& finding) {
    out << "::" << command(finding.severity)
        << " file=" << property(input_name(finding.place, names));
    if (finding.line > 0) out << ",line=" << finding.line;
    if (finding.line > 0 && finding.column > 0) out << ",col=" << finding.column;
    out << ",title=" << property(finding.rule_id()) << "::" << data(finding.message) << '\n';
  });
  for (const GateResult& gate : envelope.gates) {
    if (!gate.passed)
      out << "::error title=gate::" << data("gate failed: " + to_text(gate)) << '\n';
  }
  if (result.total() > result.kept_count()) {
    out << base::with_commas(result.total() - result.kept_count())
        << " more findings counted, not shown (--max-findings)\n";
  }
  out << conclusion(result) << '\n';
}

}  // namespace lbl::report
