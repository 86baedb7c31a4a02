// fails-gold: an annotator who misses more of the known answers than chance explains.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/stats/intervals.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

constexpr double kDefaultAccuracy = 0.7;
constexpr double kLevel = 0.95;

class GoldAnswers : public BatchCheck {
 public:
  explicit GoldAnswers(double least) : least_(least) {}

  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& /*findings*/) override {
    if (!row.annotator.is_set()) return;
    for (const RowAnswer& answer : answers) {
      if (!answer.is_first || answer.gold == GoldVerdict::unknown) continue;
      if (row.annotator_id >= tallies_.size()) tallies_.resize(row.annotator_id + 1);
      stats::Proportion& tally = tallies_[row.annotator_id];
      tally.trials += 1;
      tally.successes += answer.gold == GoldVerdict::right ? 1 : 0;
    }
  }

  void finish(const BatchNames& names, BatchFindings& findings) override {
    for (std::uint32_t id = 0; id < tallies_.size(); ++id) {
      const stats::Proportion& tally = tallies_[id];
      if (tally.trials == 0) continue;
      const stats::Bounds bounds = stats::clopper_pearson(tally, kLevel);
      if (bounds.high >= least_) continue;
      const std::string name(names.annotator(id));
      findings.add_at_end(
          fails_gold, names.first_place_of_annotator(id),
          fmt::format("annotator {} gave the known answer {} of {} times ({} %, 95 % interval {} "
                      "to {} %), wanted at least {} %",
                      base::quoted(name), base::number_text(tally.successes),
                      base::number_text(tally.trials), base::fixed(100 * tally.share(), 1),
                      base::fixed(100 * bounds.low, 1), base::fixed(100 * bounds.high, 1),
                      base::number_text(100 * least_)),
          "", name);
    }
  }

 private:
  double least_;
  std::vector<stats::Proportion> tallies_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return std::make_unique<GoldAnswers>(
      setup.guideline().coverage.min_gold_accuracy.value_or(kDefaultAccuracy));
}

}  // namespace

constinit const Rule fails_gold = {
    .id = "fails-gold",
    .group = Group::annotator,
    .severity = model::Severity::warning,
    .summary = "an annotator gives fewer of the known answers than the guideline wants",
    .explanation =
        R"(Items with a known answer, hidden among the others, show who understands the guideline. The
answer stands in the file of --gold, or in the field "gold" of the record (or what the guideline's
"fields" calls it), as the task's label, or as an object of labels by task. Told when even the upper end of the exact binomial 95 %
interval (Clopper and Pearson 1934) is below "coverage": {"min_gold_accuracy"}, by default 0.7, so a few
slips accuse nobody: 0 of 3 may be bad luck, 0 of 4 is told.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "gold": "neg"}
{"item": "b", "annotator": "kim", "label": "pos", "gold": "neg"}
{"item": "c", "annotator": "kim", "label": "pos", "gold": "neg"}
{"item": "d", "annotator": "kim", "label": "pos", "gold": "neg"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "neg", "gold": "neg"}
{"item": "b", "annotator": "kim", "label": "neg", "gold": "neg"}
{"item": "c", "annotator": "kim", "label": "pos", "gold": "neg"}
{"item": "d", "annotator": "kim", "label": "neg", "gold": "neg"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
