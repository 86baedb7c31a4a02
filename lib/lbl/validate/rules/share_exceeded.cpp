// share-exceeded: one annotator with too large a part of the batch.
#include <fmt/format.h>

#include <string>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class Shares : public BatchCheck {
 public:
  explicit Shares(double most) : most_(most) {}

  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& /*findings*/) override {
    if (!row.annotator.is_set() || answers.empty()) return;
    ++records_.at_least(row.annotator_id);
    ++total_;
  }

  void finish(const BatchNames& names, BatchFindings& findings) override {
    for (std::uint32_t id = 0; id < names.annotators(); ++id) {
      const std::uint64_t given = records_.at_least(id);
      const double share =
          total_ == 0 ? 0 : static_cast<double>(given) / static_cast<double>(total_);
      if (share <= most_) continue;
      const std::string name(names.annotator(id));
      findings.add_at_end(
          share_exceeded, names.first_place_of_annotator(id),
          fmt::format("annotator {} gave {} % of the answers ({} of {}), wanted at most {} %",
                      base::quoted(name), base::fixed(100 * share, 1), base::with_commas(given),
                      base::with_commas(total_), base::number_text(100 * most_)),
          "", name);
    }
  }

 private:
  double most_;
  std::uint64_t total_ = 0;
  Segmented<std::uint64_t> records_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  const auto& most = setup.guideline().coverage.max_share_per_annotator;
  return most ? std::make_unique<Shares>(*most) : nullptr;
}

}  // namespace

constinit const Rule share_exceeded = {
    .id = "share-exceeded",
    .group = Group::annotator,
    .severity = model::Severity::warning,
    .summary = "one annotator gave a larger part of the answers than the guideline wants",
    .explanation =
        R"("coverage": {"max_share_per_annotator": 0.4} keeps a batch from being one person's opinion. The
share is of all records with an answer. Found at the end, at the annotator's first line.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "b", "annotator": "kim", "label": "pos"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "b", "annotator": "lee", "label": "pos"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
