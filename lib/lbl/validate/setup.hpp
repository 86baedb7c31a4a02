// What a batch is held against: the guideline, the fields to read, the rules that are on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lbl/base/pseudonym.hpp"
#include "lbl/model/answer.hpp"
#include "lbl/model/fields.hpp"
#include "lbl/model/guideline.hpp"
#include "lbl/validate/gold_answers.hpp"
#include "lbl/validate/pii.hpp"
#include "lbl/validate/record_schema.hpp"
#include "lbl/validate/rules.hpp"

namespace lbl::validate {

/// A field of the plan, and how findings name it.
struct Field {
  static constexpr auto kNone = static_cast<std::size_t>(-1);
  std::size_t number = kNone;  ///< in the FieldPlan; kNone: the guideline names no such field
  std::string name;            ///< as the user wrote it
  std::string pointer;         ///< as a JSON Pointer

  bool is_set() const { return number != kNone; }
};

/// Where the fields with a meaning stand.
struct Fields {
  Field item, annotator, text, split, messages, media_width, media_height, media_seconds;
  Field time, seconds, started, gold, turn, instruction, input, output;
};

/// A task, ready to read its answers.
struct TaskSetup {
  model::Task task;
  Field field;
  model::AnswerReader reader;
  std::vector<AnswerCheck> checks;  ///< of the rules that are on
  /// One set-up a type when nobody has named the type: each value is read by its own.
  std::vector<TaskSetup> by_type;

  const TaskSetup& for_value(model::Value value) const;
};

/// A rule of the guideline, compiled.
struct RecordRuleSetup {
  model::RecordRule rule;
  RecordSchema schema;
};

/// A slice of the guideline, by which reports count.
struct SliceSetup {
  model::SliceSpec spec;
  Field field;
};

/// Whether findings carry a piece of their line.
enum class Excerpts : std::uint8_t { none, kept };
/// Whether records are told apart by the guideline's slices.
enum class Groups : std::uint8_t { none, counted };
/// Whether what is safe is mended on the way out.
enum class Fixes : std::uint8_t { none, safe };
/// Whether the records of an item stand together, so that it is forgotten once others follow.
enum class Grouping : std::uint8_t { any, by_item };
/// What some runs want and all would pay for.
struct Extras {
  Excerpts excerpts = Excerpts::none;
  Groups groups = Groups::none;
  Fixes fixes = Fixes::none;
  Grouping grouping = Grouping::any;
  std::shared_ptr<const base::Pseudonyms> pseudonyms;  ///< null: no redaction
  /// Findings of a chunk that somebody will look at, besides the first few of each rule; those
  /// after them are counted and carry no texts. 0: all are looked at.
  std::uint64_t looked_at = 0;

  bool mends() const { return fixes == Fixes::safe || pseudonyms != nullptr; }
};

/// Everything that checks share; immutable once made.
class Setup {
 public:
  /// Adds the fields it needs to `plan`. Tasks are the guideline's; one with `type_was_inferred`
  /// has its type told record by record from the value.
  Setup(model::Guideline guideline, Severities severities, model::FieldPlan& plan,
        Extras extras = {});
  Setup(const Setup&) = delete;
  Setup& operator=(const Setup&) = delete;

  const model::Guideline& guideline() const { return guideline_; }
  const Severities& severities() const { return severities_; }
  const Fields& fields() const { return fields_; }
  const std::vector<TaskSetup>& tasks() const { return tasks_; }

  const Extras& extras() const { return extras_; }
  /// The guideline's slices; none unless Extras::groups.
  const std::vector<SliceSetup>& slices() const { return slices_; }

  /// A schema that every record must fit, besides the guideline's rules (--schema). Call before
  /// records are read.
  void add_schema(RecordSchema schema, model::FieldPlan& plan);
  /// The schemas of --schema, if their rule is on.
  const std::vector<RecordSchema>& schemas() const { return schemas_; }

  /// Right answers from a file (--gold), for records that do not carry their own.
  void set_gold(GoldAnswers gold) { gold_ = std::move(gold); }
  const GoldAnswers& gold() const { return gold_; }

  /// The guideline's own rules that are on.
  const std::vector<RecordRuleSetup>& record_rules() const { return record_rules_; }

  /// The kinds of personal data whose rules are on.
  PiiKinds pii_kinds() const { return pii_kinds_; }

  /// The checks of records that are on.
  const std::vector<RecordCheck>& record_checks() const { return record_checks_; }
  /// The rule for what a reader or an AnswerReader found.
  const Rule& rule_for(model::InputRule input) const { return *by_input_.at(number_of(input)); }
  const Rule& rule_for(model::AnswerFault fault) const { return *by_fault_.at(number_of(fault)); }

  /// The fields without which no record says anything: a CSV header must have them.
  std::vector<std::string> required_fields() const;

 private:
  template <class Enum>
  static std::size_t number_of(Enum value) {
    return static_cast<std::size_t>(value);
  }
  void plan_fields(model::FieldPlan& plan);
  void settle_personal_data(model::FieldPlan& plan);
  void add_task(const model::Task& task, model::FieldPlan& plan);

  model::Guideline guideline_;
  Severities severities_;
  Extras extras_;
  Fields fields_;
  std::vector<TaskSetup> tasks_;
  std::vector<AnswerCheck> answer_checks_;
  std::vector<RecordCheck> record_checks_;
  std::vector<RecordRuleSetup> record_rules_;
  std::vector<RecordSchema> schemas_;
  GoldAnswers gold_;
  std::vector<SliceSetup> slices_;
  PiiKinds pii_kinds_;
  std::vector<const Rule*> by_input_, by_fault_;
};

}  // namespace lbl::validate
