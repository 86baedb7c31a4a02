// --redact: personal data becomes a pseudonym, and spans of the text move with it.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/pseudonym.hpp"
#include "lbl/base/text.hpp"
#include "lbl/validate/repair.hpp"
#include "lbl/validate/text_offsets.hpp"

namespace lbl::validate {

using model::Value;
using model::ValueKind;

namespace {

std::string kind_words(PiiKind kind) {
  switch (kind) {
    case PiiKind::email:
      return "an e-mail address";
    case PiiKind::phone:
      return "a telephone number";
    case PiiKind::card:
      return "a card number";
    case PiiKind::kr_rrn:
      return "a resident number";
    case PiiKind::ip:
      return "an IP address";
    case PiiKind::iban:
      return "a bank account number";
  }
  return "";
}

// Which end of a span a place is.
enum class Side { start, end };

}  // namespace

void Repairer::redact() {
  const Value root = record_->root();
  if (root.missing()) return;
  for_each_member(root, [&](Value /*key*/, Value value) { redact_under(value); });
}

void Repairer::redact_under(Value value) {
  if (value.is(ValueKind::string) || value.is(ValueKind::cell)) {
    redact_text(value);
  } else if (value.is(ValueKind::array)) {
    for_each_element(value, [&](Value element) { redact_under(element); });
  } else if (value.is(ValueKind::object)) {
    for_each_member(value, [&](Value /*key*/, Value member) { redact_under(member); });
  }
}

void Repairer::redact_text(Value value) {
  const Fields& fields = setup_.fields();
  const auto is_field = [&](const Field& field) {
    return field.is_set() && record_->field_nodes[field.number] == number_of(value);
  };
  // Ids tell items and people apart in this batch and in others.
  if (is_field(fields.item) || is_field(fields.annotator)) return;
  matches_.clear();
  find_pii(value.text(), pii_kinds_, matches_);
  if (matches_.empty()) return;
  drafts_->enter(record_->root(), "", Draft::kNoTask);
  std::string text;
  std::vector<Replacement> replacements;
  std::size_t at = 0;
  for (const PiiMatch& match : matches_) {
    const std::string_view piece = value.text().substr(match.begin, match.end - match.begin);
    const std::string_view kind = pii_kind_name(match.kind);
    const Rule* rule = find_rule("pii-" + std::string(kind));
    const std::string token =
        fmt::format("[{}-{}]", kind,
                    setup_.extras().pseudonyms->letters(kind, pii_identity(match.kind, piece)));
    text += value.text().substr(at, match.begin - at);
    text += token;
    at = match.end;
    replacements.push_back({match.begin, match.end, token});
    if (rule != nullptr) {
      tell(*rule, value, fmt::format("{} replaced by {}", kind_words(match.kind), token),
           masked_pii(match.kind, piece), token);
    }
  }
  if (replacements.empty()) return;
  text += value.text().substr(at);
  if (is_field(fields.text)) shift_spans(value, text, replacements);
  set_pieces(value, std::move(text), replacements);
}

void Repairer::shift_spans(Value text, const std::string& new_text,
                           const std::vector<Replacement>& replacements) {
  const TextOffsets before(text.text());
  const TextOffsets after(new_text);
  const auto moved = [&](std::size_t byte, Side side) {
    std::size_t place = byte;
    for (const Replacement& one : replacements) {
      if (byte <= one.begin) break;
      if (byte < one.end) {
        place -= byte - one.begin;
        return side == Side::start ? place : place + one.bytes.size();
      }
      place = place + one.bytes.size() - (one.end - one.begin);
    }
    return place;
  };
  for (const TaskSetup& task : setup_.tasks()) {
    if (task.task.type != model::TaskType::spans || !task.field.is_set()) continue;
    const Value spans = record_->field(task.field.number);
    if (!spans.is(ValueKind::array)) continue;
    for_each_element(spans, [&](Value span) {
      for (const Side side : {Side::start, Side::end}) {
        const Value offset = span.member(side == Side::start ? "start" : "end");
        const auto number =
            offset.is(ValueKind::number) ? base::parse_integer(offset.text()) : std::nullopt;
        if (!number || *number < 0) continue;
        const auto byte = before.byte_at(task.task.offsets, static_cast<std::uint64_t>(*number));
        if (!byte) continue;
        const std::uint64_t there = after.offset_of(task.task.offsets, moved(*byte, side));
        if (there != static_cast<std::uint64_t>(*number)) set(offset, std::to_string(there));
      }
    });
  }
}

}  // namespace lbl::validate
