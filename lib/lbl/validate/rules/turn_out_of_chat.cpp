// turn-out-of-chat: an answer about a message that the chat does not have, or that says nothing.
#include <fmt/format.h>

#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

using model::Value;
using model::ValueKind;

void check(const RecordView& record, Drafts& drafts) {
  const Fields& fields = record.setup.fields();
  if (!fields.turn.is_set() || !fields.messages.is_set()) return;
  const Value turn = record.value(fields.turn), messages = record.value(fields.messages);
  if (turn.is_no_answer() || !messages.is(ValueKind::array)) return;
  drafts.enter(turn, fields.turn.pointer, Draft::kNoTask);
  const std::optional<double> number = number_in(turn);
  const std::string found(turn.text());
  if (!number || *number != std::floor(*number)) {
    drafts.add(turn_out_of_chat, turn,
               fmt::format("{} is {}, expected the number of a message, from 0",
                           base::quoted(fields.turn.name), base::quoted(found, 40)),
               {found, ""});
    return;
  }
  if (*number < 0 || *number >= messages.count()) {
    const bool counts_from_one = *number == messages.count();
    drafts.add(turn_out_of_chat, turn,
               fmt::format("{} is {}, but the chat has {} messages, 0 to {}{}",
                           base::quoted(fields.turn.name), base::escaped(found, 40),
                           messages.count(), static_cast<std::int64_t>(messages.count()) - 1,
                           counts_from_one ? "; were they counted from 1?" : ""),
               {found, ""});
  }
}

}  // namespace

constinit const Rule turn_out_of_chat = {
    .id = "turn-out-of-chat",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "the answer is about a turn that the chat does not have",
    .explanation =
        R"(Where the guideline's "fields" names "turn", that field is the number of the message the answer is
about, from 0. It has to be one that the array of "messages" has. A tool that counts from 1 shows at
the last turn.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "turn": 1, "messages": [{"role": "user", "content": "hi"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "turn": 0, "messages": [{"role": "user", "content": "hi"}]})",
    .check_record = check};

}  // namespace lbl::validate::rules
