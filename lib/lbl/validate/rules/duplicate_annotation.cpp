// duplicate-annotation: the same answer by one annotator to one item, twice.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class Duplicates : public BatchCheck {
 public:
  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& findings) override {
    const auto repeated = std::find_if(answers.begin(), answers.end(),
                                       [](const RowAnswer& a) { return !a.is_first; });
    const bool conflict =
        std::any_of(answers.begin(), answers.end(), [](const RowAnswer& a) { return a.conflicts; });
    if (repeated == answers.end() || conflict) return;
    // --fix takes out what repeats all of an earlier record, not one with another time or text.
    const bool is_mended = row.is_exact_repeat && findings.setup().extras().fixes == Fixes::safe;
    Detail detail;
    if (is_mended) detail.standing = Standing::mended;
    const auto severity =
        findings.add(duplicate_annotation, row, row.item, findings.setup().fields().item,
                     fmt::format("annotator {} gave the same answer to item {} on line {}{}",
                                 base::quoted(row.annotator.text), base::quoted(row.item.text),
                                 repeated->first_place.line,
                                 is_mended ? "; taken out, since it repeats that record" : ""),
                     std::move(detail), repeated->first_place);
    row.dropped = is_mended && severity != model::Severity::off;
    row.left_out = row.left_out || severity == model::Severity::error;
  }
};

std::unique_ptr<BatchCheck> make(const Setup& /*setup*/) {
  return std::make_unique<Duplicates>();
}

}  // namespace

constinit const Rule duplicate_annotation = {
    .id = "duplicate-annotation",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "one annotator gave the same answer to one item twice",
    .explanation =
        R"(A form that was sent twice, or a file that was joined to itself. Every statistic of lbl counts
equal repeats once. The finding names the first line; --rule duplicate-annotation=error keeps later
ones out of --emit valid.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "kim", "label": "pos"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "lee", "label": "pos"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
