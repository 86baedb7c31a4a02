// Pumps records through the checkers, in parallel, and what they found through the batch, in order.
#include "lbl/cli/check_batch.hpp"

#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_set>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/finding_spool.hpp"
#include "lbl/cli/terminal.hpp"
#include "lbl/model/item_groups.hpp"
#include "lbl/validate/broken_answers.hpp"
#include "lbl/validate/checker.hpp"

namespace lbl::cli {

namespace {

using validate::Chunk;
using validate::Finding;
using validate::RecordChecker;

// Checkers that rest between two chunks, with what they have learnt.
class CheckerPool {
 public:
  CheckerPool(const validate::Setup& setup, const validate::KnownItems& known)
      : setup_(setup), known_(known) {}

  std::unique_ptr<RecordChecker> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<RecordChecker>(setup_, &known_);
    std::unique_ptr<RecordChecker> checker = std::move(idle_.back());
    idle_.pop_back();
    return checker;
  }

  void give_back(std::unique_ptr<RecordChecker> checker) {
    checker->clear();
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(checker));
  }

 private:
  const validate::Setup& setup_;
  const validate::KnownItems& known_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<RecordChecker>> idle_;
};

class CheckWorker : public io::ChunkWorker {
 public:
  explicit CheckWorker(std::unique_ptr<RecordChecker> checker) : checker_(std::move(checker)) {}
  void on_record(const model::Record& record) override { checker_->check(record); }
  void on_malformed(const model::Malformed& malformed) override { checker_->take(malformed); }

  Chunk& chunk() { return checker_->chunk(); }
  std::unique_ptr<RecordChecker> release() { return std::move(checker_); }

 private:
  std::unique_ptr<RecordChecker> checker_;
};

// Where findings go as they are found, besides the result.
class FindingWriter {
 public:
  FindingWriter(Session& session, const CheckOptions& options, const report::InputNames& names)
      : names_(names), most_(options.most_findings), carets_(options.carets) {
    if (!options.findings_file.empty()) {
      file_ = &session.also_write(options.findings_file);
    } else if (options.emit != Emit::nothing && !session.options().quiet) {
      to_standard_error_ = true;
      style_ = use_color(session.options().color, Stream::error) ? report::Style::color
                                                                 : report::Style::plain;
    }
  }

  void write(const Finding& finding) {
    ++seen_;
    if (file_ != nullptr) {
      line_.clear();
      report::append_finding_json(finding, names_, line_);
      line_ += '\n';
      file_->write(line_);
    } else if (to_standard_error_ && (most_ == 0 || seen_ <= most_)) {
      std::cerr << report::finding_text(finding, names_, style_) << '\n';
      if (carets_ == report::Carets::shown) std::cerr << report::finding_caret(finding, style_);
    }
  }

  void finish() const {
    if (!to_standard_error_ || most_ == 0 || seen_ <= most_) return;
    std::cerr << base::with_commas(seen_ - most_)
              << " more findings counted, not shown (--max-findings)\n";
  }

 private:
  const report::InputNames& names_;
  std::uint64_t most_;
  report::Carets carets_;
  std::uint64_t seen_ = 0;
  std::string line_;
  io::Output* file_ = nullptr;
  bool to_standard_error_ = false;
  report::Style style_ = report::Style::plain;
};

class CheckConsumer : public io::Consumer {
 public:
  CheckConsumer(const validate::Setup& setup, RecordFilter& filter, FindingWriter& writer,
                const report::InputNames& names, validate::Result& result,
                const CheckOptions& options)
      : setup_(setup),
        names_(names),
        batch_(setup),
        pool_(setup, batch_.known_items()),
        filter_(filter),
        writer_(writer),
        result_(result),
        answers_(options.answers),
        weights_(options.weights),
        drop_items_(options.drop_items.begin(), options.drop_items.end()) {
    if (setup.extras().groups == validate::Groups::counted) groups_.emplace(setup);
    if (options.changes != nullptr) broken_answers_.emplace(*options.changes);
    if (setup.extras().grouping == validate::Grouping::by_item) item_groups_.emplace();
  }

  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t /*file*/) override {
    return std::make_unique<CheckWorker>(pool_.take());
  }

  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    auto& check = static_cast<CheckWorker&>(*worker);
    if (item_groups_) refuse_scattered_items(check.chunk());
    batch_.absorb(check.chunk());
    if (weights_ != nullptr) weigh(check.chunk());
    filter_.pass_on(check.chunk());
    if (answers_ != nullptr) answers_->see(check.chunk());
    if (groups_) groups_->see(check.chunk());
    for (Finding& finding : check.chunk().findings) take(std::move(finding));
    pool_.give_back(check.release());
  }

  void begin_file(std::uint32_t /*file*/, io::Format format, std::string_view header) override {
    filter_.begin_file(format, header);
  }

  void on_header_remark(std::uint32_t file, std::uint64_t line,
                        const model::Remark& remark) override {
    Finding finding;
    finding.rule = &setup_.rule_for(remark.rule);
    finding.severity = setup_.severities().of(*finding.rule);
    if (finding.severity == model::Severity::off) return;
    finding.place = {file, line, 0};
    finding.line = line;
    finding.column = std::uint64_t{remark.offset} + 1;
    finding.message = remark.message;
    take(std::move(finding));
  }

  void finish() {
    batch_.finish([this](Finding&& finding) {
      if (groups_) groups_->see_at_end(finding);
      take(std::move(finding));
    });
    result_.counts = batch_.counts();
    if (weight_ > 0) result_.valid_weight_share = valid_weight_ / weight_;
    if (groups_) result_.groups = groups_->tables();
    const DroppedItems dropped = filter_.finish(dropped_);
    result_.counts.dropped_items = dropped.items;
    result_.counts.dropped_records = dropped.records;
    writer_.finish();
  }

  std::vector<std::string> not_looked_at() const { return batch_.not_looked_at(); }

 private:
  void refuse_scattered_items(const Chunk& chunk) {
    for (const validate::Row& row : chunk.rows) {
      if (!row.item.is_set() || !item_groups_->comes_back(row.item.hash)) continue;
      throw base::Error(base::ErrorKind::input,
                        model::scattered_item(report::input_name(row.place, names_), row.place.line,
                                              row.item.text));
    }
  }

  void weigh(const Chunk& chunk) {
    for (const validate::Row& row : chunk.rows) {
      if (!row.item.is_set() || row.dropped) continue;
      const std::optional<double> weight = weights_->find(row.item.text);
      if (!weight) {
        throw base::Error(base::ErrorKind::input,
                          fmt::format("{}:{}: item {} has no weight in the file of --item-weights",
                                      base::escaped(report::input_name(row.place, names_), 200),
                                      row.place.line, base::quoted(row.item.text, 40)));
      }
      weight_ += *weight;
      if (!row.left_out) valid_weight_ += *weight;
    }
  }

  void take(Finding&& finding) {
    if (broken_answers_) broken_answers_->see(finding);
    if (!drop_items_.empty() && !finding.item.empty() &&
        drop_items_.find(finding.rule_id()) != drop_items_.end()) {
      dropped_.insert(base::hash64(finding.item));
    }
    writer_.write(finding);
    result_.take(std::move(finding));
  }

  const validate::Setup& setup_;
  const report::InputNames& names_;
  validate::Batch batch_;
  CheckerPool pool_;
  std::optional<model::ItemGroups> item_groups_;
  std::optional<validate::GroupTally> groups_;
  RecordFilter& filter_;
  FindingWriter& writer_;
  validate::Result& result_;
  validate::AnswerIndex* answers_;
  const model::ItemWeights* weights_;
  std::optional<validate::BrokenAnswers> broken_answers_;
  double weight_ = 0, valid_weight_ = 0;
  std::set<std::string> drop_items_;
  std::unordered_set<std::uint64_t> dropped_;  ///< items, by hash64
};

}  // namespace

CheckedBatch check_batch(Session& session, const validate::Setup& setup,
                         const model::FieldPlan& plan, const CheckOptions& options) {
  CheckedBatch checked{validate::Result(options.most_findings, std::make_unique<FindingSpool>()),
                       session.options().files};
  if (checked.names.empty()) checked.names = {"-"};
  RecordFilter filter(options.emit, session.output());
  if (!options.drop_items.empty()) filter.wait_for_items();
  FindingWriter writer(session, options, checked.names);
  CheckConsumer consumer(setup, filter, writer, checked.names, checked.result, options);
  if (const auto rules = consumer.not_looked_at(); !rules.empty()) {
    session.log().warn("not checked with --grouped, which forgets items: " +
                       base::join(rules, ", "));
  }
  session.read(plan, setup.required_fields(), consumer, MalformedRecords::told_by_program);
  consumer.finish();
  return checked;
}

}  // namespace lbl::cli
