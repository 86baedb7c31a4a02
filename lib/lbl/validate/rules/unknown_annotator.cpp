// unknown-annotator: a name that the guideline does not list.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class UnknownAnnotators : public BatchCheck {
 public:
  void see(Row& row, std::span<const RowAnswer> /*answers*/, const BatchNames& /*names*/,
           BatchFindings& findings) override {
    if (!row.is_new_annotator) return;
    const std::vector<std::string>& known = findings.setup().guideline().annotators;
    if (std::find(known.begin(), known.end(), row.annotator.text) != known.end()) return;
    findings.add(
        unknown_annotator, row, row.annotator, findings.setup().fields().annotator,
        fmt::format("annotator {} is not in the guideline{}", base::quoted(row.annotator.text),
                    base::did_you_mean(row.annotator.text, known)),
        {std::string(row.annotator.text), base::nearest(row.annotator.text, known).value_or("")});
  }
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return setup.guideline().annotators.empty() ? nullptr : std::make_unique<UnknownAnnotators>();
}

}  // namespace

constinit const Rule unknown_annotator = {
    .id = "unknown-annotator",
    .group = Group::annotator,
    .severity = model::Severity::warning,
    .summary = "an annotator is not among those that the guideline names",
    .explanation =
        R"(When the guideline lists "annotators", a name that is not there is a misspelling or somebody who was
not trained. Told once a name, at its first line.)",
    .wrong = R"({"item": "a", "annotator": "kmi", "label": "pos"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
