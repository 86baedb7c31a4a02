// What a batch comes to, as Markdown for a comment on a change.
#include "lbl/base/text.hpp"
#include "lbl/report/against.hpp"
#include "lbl/report/validate_report.hpp"

namespace lbl::report {

using validate::Finding;
using validate::Result;

void write_validate_markdown(const Result& result, const InputNames& names,
                             const Envelope& envelope, std::ostream& out) {
  out << markdown_text(conclusion(result)) << "\n\n";
  for (const GateResult& gate : envelope.gates) {
    out << "- gate " << (gate.passed ? "passed" : "**failed**") << ": "
        << markdown_text(to_text(gate)) << '\n';
  }
  if (!envelope.gates.empty()) out << '\n';
  if (result.against) {
    for (const std::string& sentence : against_words(*result.against)) {
      out << markdown_text(sentence) << "\n\n";
    }
    for (const auto& [title, table] : against_tables(*result.against)) {
      out << markdown_text(title) << "\n\n";
      write_markdown_table(table, out);
      out << '\n';
    }
  }
  if (result.total() == 0) return;
  Table table;
  table.columns = {{"Rule"}, {"Findings", Align::right}, {"The first"}};
  for (const auto& [id, count] : result.rules_found()) {
    const std::vector<Finding>& first = result.first_of_rule(id);
    table.rows.push_back({id, base::with_commas(count),
                          first.empty() ? "" : finding_text(first.front(), names, Style::plain)});
  }
  write_markdown_table(table, out);
}

}  // namespace lbl::report
