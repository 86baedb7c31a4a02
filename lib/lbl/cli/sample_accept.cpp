// lbl-sample accept: may the batch go on?
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/accept_options.hpp"
#include "lbl/cli/each_record.hpp"
#include "lbl/cli/option_values.hpp"
#include "lbl/cli/output_stream.hpp"
#include "lbl/cli/sample_verbs.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/model/condition.hpp"
#include "lbl/report/accept_report.hpp"
#include "lbl/sample/item_list.hpp"
#include "lbl/sample/reviews.hpp"

namespace lbl::cli {

namespace {

using stats::Decision;

// Whether an item is defective, by its reviewers' votes; evenly split counts as defective.
struct Vote {
  std::string_view item;
  std::uint64_t key = 0;  // a seeded hash of the id
  bool defective = false;
  bool tied = false;
};

std::vector<Vote> votes_of(const sample::ReviewTable& table, std::uint64_t seed) {
  constexpr std::uint32_t kYes = 1;
  constexpr double kHalf = 0.5;
  std::vector<Vote> votes;
  for (std::size_t item = 0; item < table.items.size(); ++item) {
    const auto share = table.columns.front().share(item, kYes);
    if (!share) continue;
    votes.push_back({table.items[item], base::hash64(table.items[item], seed), *share >= kHalf,
                     *share == kHalf});
  }
  // More than the plan wants: a choice that no order of the records can change.
  std::sort(votes.begin(), votes.end(), [](const Vote& a, const Vote& b) {
    return a.key != b.key ? a.key < b.key : a.item < b.item;
  });
  return votes;
}

sample::ReviewTable read_reviews(Session& session, const std::string& defect) {
  sample::ReviewSpec spec;
  spec.item_field = session.fields().item;
  spec.annotator_field = session.fields().annotator;
  // A field alone is a condition as well; so that it is read as one it stands in parentheses.
  spec.values = {"(" + defect + ")"};
  spec.input_names = session.options().files;
  model::FieldPlan plan;
  sample::Reviews reviews(spec, plan);
  EachRecord consumer([&](const model::Record& record) { reviews.add(record); });
  session.read(plan, {}, consumer);
  sample::ReviewTable table = reviews.finish();
  if (table.columns.front().conflicts > 0) {
    session.log().warn(fmt::format("{} reviewers answered an item twice, differently: left out",
                                   base::with_commas(table.columns.front().conflicts)));
  }
  if (table.without_item > 0) {
    session.log().warn(fmt::format("{} records without an item id left out",
                                   base::with_commas(table.without_item)));
  }
  return table;
}

sample::LotReview review_lot(Session& session, const sample::LotPlan& plan,
                             const std::string& defect) {
  const sample::ReviewTable table = read_reviews(session, defect);
  const std::vector<Vote> votes = votes_of(table, session.options().seed);
  sample::LotReview review;
  review.items = votes.size();
  review.unanswered = table.items.size() - votes.size();
  if (votes.size() > plan.size()) {
    session.log().warn(
        fmt::format("{} items are reviewed, but the plan looks at {}: so many are picked by --seed",
                    base::with_commas(votes.size()), base::with_commas(plan.size())));
  }
  for (const Vote& vote : votes) {
    if (review.used == plan.size()) break;
    ++review.used;
    if (vote.defective) ++review.defects;
    if (vote.tied) ++review.ties;
  }
  review.decision = sample::decision_of(plan, review.used, review.defects);
  return review;
}

// Reads reviews one after the other, as they come, and says after each what to do.
class SequentialReview {
 public:
  SequentialReview(Session& session, const sample::LotPlan& plan, const std::string& defect)
      : session_(session),
        plan_(plan),
        condition_(defect, fields_),
        item_(fields_.want_identifier(session.fields().item)) {}

  /// `says` gets each review's outcome.
  sample::LotReview read(const std::function<void(const sample::LotReview&)>& says) {
    struct Decided {};
    EachRecord consumer([&](const model::Record& record) {
      if (!add(record)) return;
      says(review_);
      if (review_.decision != Decision::go_on) throw Decided{};
    });
    try {
      session_.read_as_it_comes(fields_, {}, consumer);
    } catch (const Decided&) {
      session_.log().info("decided; what follows is not read");
    }
    return review_;
  }

 private:
  bool add(const model::Record& record) {
    const model::Truth truth = condition_.of(record);
    if (truth == model::Truth::missing) {
      ++review_.unanswered;
      return false;
    }
    if (truth == model::Truth::unfit) {
      throw base::Error(base::ErrorKind::input,
                        fmt::format("line {}: {} is neither true nor false there",
                                    record.place.line, base::quoted(condition_.text())));
    }
    const auto id = sample::item_id(record.field(item_));
    if (id && !seen_.emplace(*id).second) {
      session_.log().warn(
          fmt::format("line {}: item {} was reviewed before; its first review counts",
                      record.place.line, base::quoted(*id)));
      return false;
    }
    ++review_.items;
    ++review_.used;
    if (truth == model::Truth::yes) ++review_.defects;
    review_.decision = sample::decision_of(plan_, review_.used, review_.defects);
    return true;
  }

  Session& session_;
  const sample::LotPlan& plan_;
  model::FieldPlan fields_;
  model::Condition condition_;
  std::size_t item_;
  std::set<std::string, std::less<>> seen_;
  sample::LotReview review_;
};

sample::LotReview review_in_sequence(Session& session, const sample::LotPlan& plan,
                                     const std::string& defect) {
  const bool speaks = session.options().to == "text";
  SequentialReview review(session, plan, defect);
  return review.read([&](const sample::LotReview& so_far) {
    if (!speaks) return;
    session.output().write(fmt::format("{} {} {}\n", so_far.used, so_far.defects,
                                       sample::decision_name(so_far.decision)));
    session.output().flush();
  });
}

// The exit code of the session, or that of the decision.
int exit_code(int finished, const report::LotReport& lot, const AcceptOptions& options) {
  if (finished != kDone || !lot.review) return finished;
  if (lot.review->decision == Decision::reject) return kFound;
  const bool goes_on = lot.review->decision == Decision::go_on;
  return goes_on && options.on_continue == "1" ? kFound : kDone;
}

}  // namespace

int sample_accept(int argc, char** argv) {
  App app("lbl-sample", "May the batch go on?", "accept");
  CommonOptions common;
  AcceptOptions options;
  add_accept_options(app, options);
  app.common(common, {"text", "json", "jsonl", "html"});
  app.gate_names(sample_gates("accept", report::accept_summary_names()));
  app.examples({"lbl-sample accept --lot 12000 --aql 1.0",
                "lbl-sample accept --lot 12000 --aql 1.0 --defect 'review != label' review.jsonl",
                "lbl-sample accept --single 80,2 --lot 1000",
                "tail -f reviews.jsonl | lbl-sample accept --sequential 0.01,0.05,0.05,0.1 -"});
  if (const auto code = app.parse(argc, argv)) return *code;
  check_accept_options(app, options);
  // A pipe into a plan would go unread, and the lot on as if it were accepted.
  if (common.files.empty() && app.given("--defect")) {
    refuse_value("--defect", "looks at reviews: name a FILE, or - for standard input");
  }
  Session session(app, common);
  report::LotReport lot;
  lot.plan = lot_plan(session, options);
  lot.risks = sample::risks_of(lot.plan);
  if (!common.files.empty()) {
    lot.review = lot.plan.sequential ? review_in_sequence(session, lot.plan, options.defect)
                                     : review_lot(session, lot.plan, options.defect);
  }
  note_accept_options(options, session.envelope());
  session.envelope().summary = report::accept_summary(lot);
  const int finished = session.finish(
      {{"text", [&](const report::Envelope&, report::Style style,
                    std::ostream& out) { report::write_accept_text(lot, style, out); }},
       {"json", [&](const report::Envelope& envelope, report::Style,
                    std::ostream& out) { report::write_accept_json(envelope, lot, out); }},
       {"jsonl", [&](const report::Envelope&, report::Style,
                     std::ostream& out) { report::write_accept_line(lot, out); }},
       {"html", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_accept_html(envelope, lot, out);
        }}});
  return exit_code(finished, lot, options);
}

}  // namespace lbl::cli
