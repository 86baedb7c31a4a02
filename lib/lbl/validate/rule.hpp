// A rule of lbl-validate: its name and page, and the one check that finds it broken.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "lbl/model/answer.hpp"
#include "lbl/model/guideline.hpp"
#include "lbl/model/record.hpp"

namespace lbl::validate {

class AnswerView;
class BatchCheck;
class Drafts;
class Setup;
struct RecordView;

/// The groups of DESIGN.md section 4.
enum class Group : std::uint8_t { input, record, shape, batch, annotator, privacy };
/// "input", "record", ...
std::string_view group_name(Group group);

/// Looks at one answer; `drafts` takes what is wrong with it.
using AnswerCheck = void (*)(const AnswerView& answer, Drafts& drafts);
/// Looks at one record, after its answers were read.
using RecordCheck = void (*)(const RecordView& record, Drafts& drafts);
/// Makes the state of a check over the whole batch; null when the set-up gives it nothing to do.
/// Rules that name the same factory share one check.
using BatchCheckFactory = std::unique_ptr<BatchCheck> (*)(const Setup& setup);

/// One rule. A new one is a file in validate/rules that defines it, and a line in rule_table.inc.
struct Rule {
  std::string_view id;  ///< stable: gates, --rule and reports name it
  Group group;
  model::Severity severity;      ///< unless --rule says else
  std::string_view summary;      ///< one sentence without its period
  std::string_view explanation;  ///< why it matters, what is checked, how to mend it
  std::string_view wrong;        ///< a record or two that break it
  std::string_view right;        ///< the same, mended

  /// What finds it; at least one of these is set.
  std::optional<model::InputRule> input = {};    ///< the reader
  std::optional<model::AnswerFault> fault = {};  ///< model::AnswerReader
  AnswerCheck check_answer = nullptr;
  RecordCheck check_record = nullptr;
  BatchCheckFactory make_batch_check = nullptr;
  /// Off unless the guideline or --rule asks for it; `severity` is then the default.
  bool is_asked_for = false;
  /// Holds items against each other, so that it is off where Extras::grouping forgets them.
  bool needs_all_items = false;

  /// Whether a finding of severity error keeps its record out of `--emit valid` (CONVENTIONS.md
  /// 26). What is about an item or an annotator never does.
  bool about_one_record() const;
};

}  // namespace lbl::validate
