// The guideline: what people agreed that labels mean, read from JSON with every place kept.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/fields.hpp"
#include "lbl/model/gate.hpp"
#include "lbl/model/slice.hpp"
#include "lbl/model/task.hpp"

namespace lbl::model {

enum class Severity : std::uint8_t { off, note, warning, error };
/// "off", "note", "warning", "error".
std::string_view severity_name(Severity severity);

/// A rule across fields: JSON Schema (draft-07) on the record, kept as text until it is compiled.
struct RecordRule {
  std::string id;
  std::string schema;  ///< the rule's schema keywords as one JSON object (if/then/...)
  Severity severity = Severity::error;
  std::string message;
};

struct Coverage {
  std::optional<std::uint64_t> labels_per_item;
  std::optional<double> max_share_per_annotator;
  std::optional<double> min_seconds_per_item;
  std::optional<double> min_gold_accuracy;  ///< share of gold answers that an annotator gets right
};

struct PersonalData {
  std::vector<std::string> detect;  ///< of personal_data_kinds()
  Severity severity = Severity::error;
};

/// What `pii.detect` may name: "email", "phone", "card", "kr-rrn", "ip", "iban".
const std::vector<std::string>& personal_data_kinds();

/// A guideline file, checked and whole (`extends` already folded in).
struct Guideline {
  std::string name;
  std::string version;
  FieldNames fields;
  std::vector<Task> tasks;  ///< in the order of the file
  std::vector<RecordRule> rules;
  std::vector<SliceSpec> slices;
  Coverage coverage;
  PersonalData personal_data;
  std::vector<std::string> annotators;             ///< known names; empty: anyone
  std::vector<std::string> missing_values;         ///< texts that count as no answer as well
  std::map<std::string, std::vector<Gate>> gates;  ///< by program: "validate", "agree", ...
  std::string digest;  ///< XXH3-128 of the file's bytes (with `extends`: of all, base first)

  /// The task of that name; null if there is none.
  const Task* task(std::string_view task_name) const;
};

/// One thing wrong with a guideline, at its place.
struct GuidelineProblem {
  std::string file;
  std::uint64_t line = 0, column = 0;  ///< from 1; the column counts bytes
  std::string pointer;                 ///< JSON Pointer of the value
  std::string message;                 ///< found, expected, remedy
};

/// "guide.json:7:12: /tasks/label/type: ..." in one line.
std::string to_text(const GuidelineProblem& problem);

/// The bytes of a guideline that another one extends, and the name to show for it.
struct GuidelineSource {
  std::string file;
  std::string bytes;
};
/// Finds what `extends` names, seen from `from_file`. Throws Error (input) if there is none. Gives
/// one file the same name each time, so that a circle is seen.
using GuidelineFinder =
    std::function<GuidelineSource(const std::string& name, const std::string& from_file)>;

struct GuidelineResult {
  Guideline guideline;  ///< usable only when `problems` is empty
  /// All of them, in the order of the file; those of `source` before those of what it extends.
  std::vector<GuidelineProblem> problems;
  std::string resolved;  ///< the whole guideline as JSON, `extends` folded in and taken out
};

/// Reads and checks a guideline: JSON with comments, no unknown key, duplicate key or unknown type,
/// every value in its bounds, nothing that contradicts itself. Never throws for what is wrong in
/// `source` or for an Error of `find`, which is a problem at the `extends` that named the file.
///
/// `extends` folds the file onto its base as a JSON Merge Patch does (RFC 7396): objects (fields,
/// tasks, one task, coverage, ...) merge by key; lists (labels, rules, slices, the gates of a
/// program) and scalars replace; null takes an inherited key away. The base's tasks come first.
/// Chains of `extends` that come back to themselves are a problem, not a loop.
GuidelineResult read_guideline(const GuidelineSource& source, const GuidelineFinder& find);

}  // namespace lbl::model
