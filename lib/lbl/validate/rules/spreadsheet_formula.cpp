// spreadsheet-formula: an id that a spreadsheet would compute.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

bool is_formula(std::string_view text) {
  if (text.size() < 2 || std::string_view("=+-@").find(text.front()) == std::string_view::npos) {
    return false;
  }
  return !base::parse_number(text) && !base::parse_number(text.substr(1));
}

class Formulas : public BatchCheck {
 public:
  void see(Row& row, std::span<const RowAnswer> /*answers*/, const BatchNames& /*names*/,
           BatchFindings& findings) override {
    const Fields& fields = findings.setup().fields();
    if (row.is_new_item) look_at("item", row, row.item, fields.item, findings);
    if (row.is_new_annotator) look_at("annotator", row, row.annotator, fields.annotator, findings);
  }

 private:
  static void look_at(std::string_view what, const Row& row, const RowText& text,
                      const Field& field, BatchFindings& findings) {
    if (!is_formula(text.text)) return;
    findings.add(spreadsheet_formula, row, text, field,
                 fmt::format("{} {} starts like a formula: a spreadsheet would run it", what,
                             base::quoted(text.text, 40)),
                 {std::string(text.text), ""});
  }
};

void check_labels(const AnswerView& answer, Drafts& drafts) {
  answer.for_each_label([&](model::Value label) {
    if (!is_formula(label.text()) || answer.is_declared(label.text())) return;
    drafts.add(spreadsheet_formula, label,
               fmt::format("label {} starts like a formula: a spreadsheet would run it",
                           base::quoted(label.text(), 40)),
               {std::string(label.text()), ""});
  });
}

std::unique_ptr<BatchCheck> make(const Setup& /*setup*/) {
  return std::make_unique<Formulas>();
}

}  // namespace

constinit const Rule spreadsheet_formula = {
    .id = "spreadsheet-formula",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "an id or label starts with =, +, - or @, which a spreadsheet takes as a formula",
    .explanation =
        R"(Harmless here, but a report opened in a spreadsheet would run it. lbl never changes such bytes.
Told once an id, and at labels that the guideline does not have; numbers with a sign are no formulas.)",
    .wrong = "item,annotator,label\n=1+1,kim,pos",
    .right = "item,annotator,label\n1+1,kim,pos",
    .check_answer = check_labels,
    .make_batch_check = make};

}  // namespace lbl::validate::rules
