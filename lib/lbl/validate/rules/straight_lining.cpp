// straight-lining and follows-previous: answers that follow each other rather than the items.
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/validate/answer_sequences.hpp"
#include "lbl/validate/batch.hpp"
#include "lbl/validate/chance_text.hpp"

namespace lbl::validate::rules {

namespace {

using model::TaskType;

// After allowing for every label and every annotator that might have shown it.
constexpr double kRareEnough = 0.001;
constexpr std::size_t kFewestAnswers = 10;
constexpr std::size_t kFewestPairs = 30;
// A difference that matters, in the share of answers that equal the one before.
constexpr double kLargeEnough = 0.1;

bool has_labels(TaskType type) {
  return type == TaskType::choice || type == TaskType::choices || type == TaskType::rating ||
         type == TaskType::pairwise;
}

class Sequences : public BatchCheck {
 public:
  explicit Sequences(const Setup& setup) : by_task_(setup.tasks().size()) {}

  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& /*findings*/) override {
    if (!row.item.is_set() || !row.annotator.is_set()) return;
    for (const RowAnswer& answer : answers) {
      if (!answer.is_first || !has_labels(answer.type)) continue;
      by_task_[answer.task].add({row.item_id, row.annotator_id, answer.hash, answer.text, row.time,
                                 row.time != Row::kNoTime});
    }
  }

  void finish(const BatchNames& names, BatchFindings& findings) override {
    for (std::size_t t = 0; t < by_task_.size(); ++t) {
      AnswerSequences& sequences = by_task_[t];
      sequences.finish();
      if (sequences.labels() < 2) continue;
      const std::string& task = findings.setup().tasks()[t].task.name;
      for (std::uint32_t id = 0; id < sequences.annotators(); ++id) {
        if (sequences.answers(id) < kFewestAnswers) continue;
        tell_run(sequences, id, task, names, findings);
        tell_following(sequences, id, task, names, findings);
      }
    }
  }

 private:
  static std::string order_of(const AnswerSequences& sequences, std::uint32_t id) {
    return sequences.is_by_time(id) ? "by time" : "in the order of the input";
  }

  static void tell_run(const AnswerSequences& sequences, std::uint32_t id, const std::string& task,
                       const BatchNames& names, BatchFindings& findings) {
    if (!findings.setup().severities().is_on(straight_lining)) return;
    const auto trials = static_cast<double>(sequences.labels() * sequences.annotators());
    const LabelRun run = sequences.least_likely_run(id, kRareEnough / trials);
    if (run.probability * trials > kRareEnough) return;
    const std::string name(names.annotator(id));
    findings.add_at_end(
        straight_lining, names.first_place_of_annotator(id),
        fmt::format("annotator {} gave {} {} times in a row (of {} answers {}, from item {}); by "
                    "what others answer to these items the chance of that is {}",
                    base::quoted(name), base::quoted(sequences.label(run.label), 40),
                    base::with_commas(run.length), base::with_commas(sequences.answers(id)),
                    order_of(sequences, id),
                    base::quoted(names.item(sequences.item_at(id, run.first)), 40),
                    chance_text(run.probability)),
        "", name, task);
  }

  static void tell_following(const AnswerSequences& sequences, std::uint32_t id,
                             const std::string& task, const BatchNames& names,
                             BatchFindings& findings) {
    if (!findings.setup().severities().is_on(follows_previous)) return;
    if (sequences.answers(id) <= kFewestPairs) return;
    const Following following = sequences.following(id);
    if (following.standard_error <= 0) return;
    const auto pairs = static_cast<double>(following.pairs);
    const double seen = static_cast<double>(following.equal) / pairs;
    const double expected = following.expected / pairs;
    const double probability = 2 * stats::normal_cdf(-std::fabs(following.z()));
    const auto trials = static_cast<double>(sequences.annotators());
    if (std::fabs(seen - expected) < kLargeEnough || probability * trials > kRareEnough) return;
    const std::string name(names.annotator(id));
    findings.add_at_end(
        follows_previous, names.first_place_of_annotator(id),
        fmt::format("annotator {} gave the answer before once more in {} % of {} answers {}, "
                    "where the items make {} % likely; the chance of a difference that large is {}",
                    base::quoted(name), base::fixed(100 * seen, 1),
                    base::with_commas(following.pairs), order_of(sequences, id),
                    base::fixed(100 * expected, 1), chance_text(probability)),
        "", name, task);
  }

  std::vector<AnswerSequences> by_task_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return std::make_unique<Sequences>(setup);
}

}  // namespace

constinit const Rule straight_lining = {
    .id = "straight-lining",
    .group = Group::annotator,
    .severity = model::Severity::warning,
    .summary = "an annotator gave one label more often in a row than the items make likely",
    .explanation =
        R"(Somebody who clicks the same answer through gives long runs of one label. Batches do that too:
where 95 % are "none", or the items are sorted, a long run is nothing to speak of. So a run is held
against what others answer to the same items (and to the batch, for items that nobody else answered):
it is told when its chance, times the number of labels and of annotators, is below 1 in 1,000. Answers
are in the order of the time field where all of an annotator's have one, else in that of the input;
10 answers are needed, with the same label 5 times. It says what was seen, not why: look at the items.)",
    .wrong = R"({"item": "1", "annotator": "kim", "label": "pos"}
{"item": "2", "annotator": "kim", "label": "pos"}
{"item": "3", "annotator": "kim", "label": "pos"}
... 12 items more, all "pos", where lee and park gave "neg" to every other one)",
    .right = R"({"item": "1", "annotator": "kim", "label": "pos"}
{"item": "2", "annotator": "kim", "label": "neg"}
{"item": "3", "annotator": "kim", "label": "pos"}
... 12 items more, as lee and park answered them)",
    .make_batch_check = make,
    .needs_all_items = true};

constinit const Rule follows_previous = {
    .id = "follows-previous",
    .group = Group::annotator,
    .severity = model::Severity::warning,
    .summary = "an annotator's answers follow the answer before more than the items make likely",
    .explanation =
        R"(An answer should depend on its item, not on the one before. Told when an answer equals the one
before it more often, or more seldom (as in "a, b, a, b"), than by chance: expected is what others
answer to the same items, fitted to the annotator's own share of each label, so that neither a taste for
a label nor sorted items count. Needs more than 30 answers, a difference of 10 percentage points and a
two-sided chance, times the number of annotators, below 1 in 1,000.)",
    .wrong = R"({"item": "1", "annotator": "kim", "label": "pos"}
{"item": "2", "annotator": "kim", "label": "neg"}
{"item": "3", "annotator": "kim", "label": "pos"}
... 40 items more, "pos" and "neg" in turn whatever lee and park answered)",
    .right = R"({"item": "1", "annotator": "kim", "label": "pos"}
{"item": "2", "annotator": "kim", "label": "pos"}
{"item": "3", "annotator": "kim", "label": "neg"}
... 40 items more, as lee and park answered them)",
    .make_batch_check = make,
    .needs_all_items = true};

}  // namespace lbl::validate::rules
