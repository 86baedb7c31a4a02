// no-records: a batch in which there is nothing.
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class NoRecords : public BatchCheck {
 public:
  void see(Row&, std::span<const RowAnswer>, const BatchNames&, BatchFindings&) override {
    any_ = true;
  }
  void finish(const BatchNames& /*names*/, BatchFindings& findings) override {
    if (any_) return;
    findings.add_at_end(no_records, {}, "no record was read; is this the right file?");
  }

 private:
  bool any_ = false;
};

std::unique_ptr<BatchCheck> make(const Setup& /*setup*/) {
  return std::make_unique<NoRecords>();
}

}  // namespace

constinit const Rule no_records = {
    .id = "no-records",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "the input holds no well-formed record",
    .explanation =
        R"(An empty file, white space only or a CSV header alone is often a step before this one that failed
quietly. To make it stop a job use --gate 'records > 0' or --rule no-records=error.)",
    .wrong = "item,annotator,label",
    .right = "item,annotator,label\na,kim,pos",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
