// Reads the files that a draw joins by item: reviews to leave out, scores.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/draw_options.hpp"
#include "lbl/cli/each_record.hpp"

namespace lbl::cli {

namespace {

using sample::ItemScores;

// The item of a record in a file of lbl's ("item") or of the batch's own names.
std::optional<std::string_view> item_of(const model::Record& record, std::size_t first,
                                        std::size_t second) {
  const auto item = sample::item_id(record.field(first));
  return item ? item : sample::item_id(record.field(second));
}

void read_excluded(Session& session, const std::string& name, sample::ExcludedItems& excluded) {
  model::FieldPlan plan;
  const std::size_t own = plan.want(session.fields().item), standard = plan.want("item");
  EachRecord consumer([&](const model::Record& record) {
    if (const auto item = item_of(record, own, standard)) excluded.add(*item);
  });
  const io::InputSummary input = session.read_also(name, plan, {}, consumer);
  if (excluded.empty() && input.records > 0) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("--exclude {}: no record has an item id (field {})",
                                  base::escaped(name), base::quoted(session.fields().item)));
  }
}

// What a wanted field of scores is called in the file: a name, or a task and a name.
struct ScoreField {
  std::size_t whole = 0;
  std::string task;      ///< of "TASK.FIELD"
  std::size_t part = 0;  ///< FIELD
};

class ScoreReader {
 public:
  ScoreReader(Session& session, const DrawOptions& options, std::vector<std::string> fields)
      : session_(session),
        name_(options.scores),
        tasks_(options.tasks),
        scores_(std::move(fields)),
        item_(plan_.want("item")),
        own_item_(plan_.want(session.fields().item)),
        task_(plan_.want("task")) {
    for (const std::string& field : scores_.fields()) {
      const std::size_t dot = field.find('.');
      ScoreField wanted;
      wanted.whole = plan_.want(field);
      if (dot != std::string::npos) {
        wanted.task = field.substr(0, dot);
        wanted.part = plan_.want(field.substr(dot + 1));
      }
      wanted_.push_back(wanted);
    }
  }

  ItemScores read() {
    EachRecord consumer([&](const model::Record& record) { add(record); });
    session_.read_also(name_, plan_, {}, consumer);
    if (!any_item_) fail("no record has an item id");
    if (bare_ && met_.size() > 1) {
      fail(fmt::format("it holds the tasks {}; --task picks one, or name the field TASK.FIELD",
                       base::join({met_.begin(), met_.end()}, ", ")));
    }
    return std::move(scores_);
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("--scores {}: {}", base::escaped(name_), message));
  }

  void add(const model::Record& record) {
    const auto item = item_of(record, item_, own_item_);
    if (!item) return;
    any_item_ = true;
    const std::string task(sample::item_id(record.field(task_)).value_or(""));
    const bool picked = tasks_.empty() || task.empty() ||
                        std::find(tasks_.begin(), tasks_.end(), task) != tasks_.end();
    std::vector<model::Value> values;
    for (const ScoreField& field : wanted_) {
      model::Value value = picked ? record.field(field.whole) : model::Value();
      if (value && !task.empty()) {
        bare_ = true;
        met_.insert(base::quoted(task));
      }
      if (!value && !field.task.empty() && field.task == task) value = record.field(field.part);
      values.push_back(value);
    }
    if (!bare_conflict_ && !scores_.add(*item, values)) {
      // Two tasks of one item differ in a bare field: read() says so once all tasks are known.
      bare_conflict_ = bare_ && met_.size() > 1;
      if (!bare_conflict_) {
        fail(fmt::format("line {}: item {} is there twice with different values", record.place.line,
                         base::quoted(*item)));
      }
    }
  }

  Session& session_;
  std::string name_;
  std::vector<std::string> tasks_;
  ItemScores scores_;
  model::FieldPlan plan_;
  std::size_t item_, own_item_, task_;
  std::vector<ScoreField> wanted_;
  std::set<std::string> met_;  ///< tasks whose rows gave a bare field
  bool any_item_ = false, bare_ = false, bare_conflict_ = false;
};

}  // namespace

std::shared_ptr<const sample::DrawFrame> read_draw_frame(Session& session,
                                                         const DrawOptions& options,
                                                         const sample::DrawSpec& spec) {
  auto frame = std::make_shared<sample::DrawFrame>();
  if (!options.exclude.empty()) read_excluded(session, options.exclude, frame->excluded);
  if (options.scores.empty()) return frame;
  std::vector<std::string> fields;
  for (const model::SliceSpec& stratum : spec.strata) fields.push_back(stratum.field);
  std::vector<std::string> steering = {spec.size_field, spec.variance_field, spec.cluster_field};
  if (spec.design == sample::Design::mix) {
    for (const sample::DrawSpec& part : sample::mixed_specs(spec)) {
      steering.push_back(part.size_field);
      steering.push_back(part.variance_field);
    }
  }
  for (const std::string& field : steering) {
    const bool known = std::find(fields.begin(), fields.end(), field) != fields.end();
    if (!field.empty() && !known) fields.push_back(field);
  }
  if (fields.empty()) {
    throw base::Error(
        base::ErrorKind::usage,
        "--scores needs a field to take from it: --size, --variance, --strata, --cluster "
        "or --mix");
  }
  frame->scores_name = options.scores;
  frame->scores = ScoreReader(session, options, fields).read();
  return frame;
}

}  // namespace lbl::cli
