// Findings: what a rule says about a place in the batch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/guideline.hpp"
#include "lbl/model/record.hpp"
#include "lbl/validate/excerpt.hpp"
#include "lbl/validate/rules.hpp"

namespace lbl::validate {

/// Whether what a finding tells of is still so: --fix and --redact mend some.
enum class Standing : std::uint8_t { open, mended };

/// One finding, with everything that any report shows of it. Texts are raw unless said otherwise.
struct Finding {
  const Rule* rule = nullptr;
  std::string guideline_rule;  ///< of rules::record_rule: the rule's id in the guideline
  model::Severity severity = model::Severity::error;
  model::Place place;
  std::uint64_t line = 0;    ///< physical line; 0: the whole file
  std::uint64_t column = 0;  ///< in bytes from 1; 0: not known
  std::string pointer;       ///< JSON Pointer of the value; empty: the record
  std::string task;          ///< empty: of no task
  std::string item;
  std::string annotator;
  std::string message;                  ///< one line, escaped
  std::string found;                    ///< the text at fault
  std::string hint;                     ///< what it should probably be; empty: nobody knows
  std::optional<model::Place> related;  ///< the other place: the first of two
  Standing standing = Standing::open;
  bool is_bare = false;     ///< only counted: no texts
  Excerpt excerpt;          ///< kept when the set-up says so
  std::uint32_t order = 0;  ///< number of its record in its chunk, to keep the order of the input

  /// "unknown-label"; "rule:ID" for a rule of the guideline.
  std::string rule_id() const;
};

/// What a check adds to its message.
struct Detail {
  std::string found;
  std::string hint;
  std::string guideline_rule = {};     ///< see Finding
  Standing standing = Standing::open;  ///< a mended finding is a note
};

/// A finding before its record's place is added to it, so that it can be kept for the next record
/// with the same answer.
struct Draft {
  static constexpr std::uint32_t kNoTask = 0xFFFFFFFFu;

  const Rule* rule = nullptr;
  model::Severity severity{};
  std::uint32_t offset = 0;  ///< in bytes from the start of the record
  std::string pointer;
  std::uint32_t task = kNoTask;  ///< index into Setup::tasks()
  std::string message;
  Detail detail;
  bool is_bare = false;  ///< see Finding
};

/// Takes what checks find in one record. A rule that is off is not taken.
class Drafts {
 public:
  explicit Drafts(const Severities& severities) : severities_(severities) {}

  /// Findings from here on are about the value `root`, which stands at `pointer`.
  void enter(model::Value root, std::string_view pointer, std::uint32_t task);

  /// Reports `rule` at `at`, a part of the entered value (missing: the record as a whole).
  void add(const Rule& rule, model::Value at, std::string message, Detail detail = {});
  /// The same, but never graver than `most`.
  void add_at_most(model::Severity most, const Rule& rule, model::Value at, std::string message,
                   Detail detail = {});
  /// The same at a byte offset of the record.
  void add_at(const Rule& rule, std::uint32_t offset, std::string message, Detail detail = {});

  std::vector<Draft>& list() { return list_; }

 private:
  void add_draft(model::Severity most, const Rule& rule, std::uint32_t offset, std::string pointer,
                 std::string message, Detail detail);
  std::string pointer_at(std::uint32_t offset);

  const Severities& severities_;
  std::vector<Draft> list_;
  model::Value root_;
  std::string pointer_;
  std::uint32_t task_ = Draft::kNoTask;
  // The last element of root_ that was named: many findings in one long list stay linear.
  model::Value cursor_;
  std::uint32_t cursor_index_ = 0;
};

/// `name` as a step of a JSON Pointer (RFC 6901): "~" and "/" written "~0" and "~1".
std::string pointer_step(std::string_view name);

}  // namespace lbl::validate
