// What a record's label says, read by the rules of its task: the one place where labels get
// meaning.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "lbl/model/task.hpp"
#include "lbl/model/value.hpp"

namespace lbl::model {

/// A labelled piece of text (code points, UTF-16 units or bytes) or of media (seconds); half-open.
struct Unit {
  double start, end;
  std::string label;
  auto operator<=>(const Unit&) const = default;
};

/// A labelled rectangle in pixels.
struct Box {
  double x, y, width, height;
  std::string label;
  auto operator<=>(const Box&) const = default;
};

/// An answer: a choice, pairwise or text answer is its text (a label's name, aliases resolved); a
/// rating or number is a double; choices are sorted names without repeats; a ranking is in order.
using Answer = std::variant<std::monostate, std::string, double, std::vector<std::string>,
                            std::vector<Unit>, std::vector<Box>>;

/// What can be wrong with an answer, told by the record and shape rules of DESIGN.md section 4.
enum class AnswerFault : std::uint8_t {
  wrong_type,
  float_offset,
  unknown_label,
  alias_label,
  deprecated_label,
  out_of_range,
  off_step,
  too_few_choices,
  too_many_choices,
  repeated_choice,
  ranking_repeats,
  span_empty,
  box_degenerate
};

/// Whether an answer with this fault may still enter a statistic: aliases, deprecated labels,
/// repeated choices, a wrong number of choices and offsets written as 4.0 may.
bool is_harmless(AnswerFault fault);

struct AnswerProblem {
  AnswerFault fault;
  std::uint32_t offset;  ///< of the value at fault, in bytes from the start of the record
  std::string found;     ///< the text at fault, raw
  std::string message;   ///< found, expected, remedy; escaped
};

/// One label read by its task.
struct Reading {
  Answer answer;  ///< monostate: no answer, or not usable
  std::vector<AnswerProblem> problems;

  bool no_answer() const {
    return std::holds_alternative<std::monostate>(answer) && problems.empty();
  }
  /// True when the answer may not enter a statistic (an alias or a deprecated label may).
  bool usable() const { return !std::holds_alternative<std::monostate>(answer); }
};

/// Reads labels by one task; holds the task's label names and aliases ready for look-up.
class AnswerReader {
 public:
  /// `missing_values`: texts that count as no answer as well. Without a label set every label is
  /// known, without a scale every finite number is in range.
  explicit AnswerReader(const Task& task, std::vector<std::string> missing_values = {});

  Reading read(Value value) const;
  const Task& task() const { return task_; }

 private:
  struct LabelEntry {
    std::uint32_t label = 0;  ///< index into task_.labels
    bool alias = false;
  };

  std::optional<std::string> label_name(Value value, Reading& reading) const;
  void read_choice(Value value, Reading& reading) const;
  void read_list(Value value, Reading& reading) const;
  void read_number(Value value, Reading& reading) const;
  void read_units(Value value, Reading& reading) const;
  void read_boxes(Value value, Reading& reading) const;

  Task task_;
  std::vector<std::string> missing_values_;
  std::unordered_map<std::string, LabelEntry> labels_;
  std::vector<std::string> names_;
};

/// An answer as text: a label, a number, "a|b" for choices and, best first, for a ranking,
/// "3-7:PER" for spans and segments, "10,20,30,40:cat" for boxes, joined by "; ".
std::string answer_text(const Answer& answer);

}  // namespace lbl::model
