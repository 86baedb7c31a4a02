// Windows, records, and what the walk needs now and then: unknown keys, escapes, kept values.
#include "lbl/io/json_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/io/json_number.hpp"

namespace lbl::io {

JsonParser::JsonParser(const model::FieldPlan& plan)
    : fields_(plan),
      layouts_(fields_),
      whole_record_(plan.whole_record),
      frames_(kMostDepth),
      field_nodes_(plan.fields.size()) {}

bool JsonParser::open_window(std::string_view window) {
  base_ = window.data();
  window_size_ = static_cast<std::uint32_t>(window.size());
  if (!index_.build(window)) return false;
  cursor_ = index_.places();
  special_ = find_special(0);
  return true;
}

bool JsonParser::read(std::string_view text, Root root, TextArena& texts) {
  record_ = text.data();
  start_ = static_cast<std::uint32_t>(text.data() - base_);
  stop_ = start_ + static_cast<std::uint32_t>(text.size());
  texts_ = &texts;
  root_node_ = kNotKept;
  nodes_.clear();
  remarks_.clear();
  keys_.clear();
  layouts_.begin_record();
  std::fill(field_nodes_.begin(), field_nodes_.end(), kNotKept);
  if (text.starts_with(kByteOrderMark)) {
    start_ += static_cast<std::uint32_t>(kByteOrderMark.size());
    remarks_.push_back({model::InputRule::bom, 0, "a byte order mark stands before the record"});
  }
  seek();
  return walk(root);
}

// Moves to the first token of the record. A record that was refused may have left the cursor
// anywhere.
void JsonParser::seek() {
  const std::uint32_t* const first = index_.places();
  const std::uint32_t* const last = first + index_.size();
  if (cursor_ > first && cursor_[-1] >= start_) cursor_ = std::lower_bound(first, last, start_);
  while (cursor_ < last && *cursor_ < start_) ++cursor_;
}

const KeyLayouts::Step* JsonParser::take_unknown_key(Frame& frame, const char* open,
                                                     const char* close, StringKind kind) {
  std::string_view key(open + 1, static_cast<std::size_t>(close - open - 1));
  if (kind == StringKind::escaped && !unescape(key, true)) return nullptr;
  KeyLayouts::Step& step = unknown_step_ = {};
  if (frame.layout != KeyLayouts::kUntracked) {
    step = layouts_.take(frame.layout, key);
    if (step.duplicate) return nullptr;
    if (step.next == KeyLayouts::kUntracked && !forget_layout(frame, key)) return nullptr;
    frame.layout = step.next;
  } else {
    if (!keys_.insert(frame.object, key)) return nullptr;
    step.wanted = fields_.child(frame.wanted, key);
    step.nested = layouts_.root(step.wanted);
  }
  if (frame.keep) keep(model::ValueKind::string, open, key, FieldTree::kNowhere);
  return &step;
}

// From here on the keys of this object are remembered one by one.
bool JsonParser::forget_layout(const Frame& frame, std::string_view key) {
  layouts_.for_each_key(frame.layout,
                        [&](std::string_view held) { keys_.insert(frame.object, held); });
  return keys_.insert(frame.object, key);
}

// The place of the first backslash, or of the first of two quotes in a row, at or after `from`: the
// two things that make a string something else than the bytes between its quotes.
std::uint32_t JsonParser::find_special(std::uint32_t from) const {
  constexpr std::uint32_t kBlock = 64;
  for (std::uint32_t at = from; at < window_size_; at += kBlock) {
    const char* const block = base_ + at;
    // Without a branch inside, so that the compiler makes vector instructions of it.
    unsigned char any = 0;
    for (std::uint32_t i = 0; i < kBlock; ++i) {
      any = static_cast<unsigned char>(any | (block[i] == '\\') |
                                       ((block[i] == '"') & (block[i + 1] == '"')));
    }
    if (any == 0) continue;
    for (std::uint32_t i = 0; i < kBlock; ++i) {
      if (block[i] == '\\' || (block[i] == '"' && block[i + 1] == '"')) return at + i;
    }
  }
  return kNoPlace;
}

// A string that holds a backslash or two quotes in a row: it is wrong if the first quote that is
// not escaped is not the one that was taken for its end.
JsonParser::StringKind JsonParser::look_into_string(const char* open, const char* close) {
  const bool is_empty = base_ + special_ == open && close == open + 1;
  special_ = find_special(static_cast<std::uint32_t>(close - base_) + 1);
  if (is_empty) return StringKind::plain;
  const char* at = open + 1;
  while (at < close && *at != '"') at += *at == '\\' ? 2 : 1;
  return at == close ? StringKind::escaped : StringKind::wrong;
}

// Replaces the source text of a string by what it means, and checks its escapes; what is not wanted
// is not kept.
bool JsonParser::unescape(std::string_view& text, bool wanted) {
  const std::size_t room = text.size() + PaddedBuffer::kPadding;
  char* into = nullptr;
  if (wanted) {
    into = texts_->allocate(room);
  } else {
    if (scratch_.size() < room) scratch_.resize(room);
    into = scratch_.data();
  }
  const std::ptrdiff_t written = index_.unescape(text.data(), into);
  if (wanted) texts_->shrink(room, written < 0 ? 0 : static_cast<std::size_t>(written));
  if (written < 0) return false;
  text = {into, static_cast<std::size_t>(written)};
  return true;
}

std::uint32_t JsonParser::keep(model::ValueKind kind, const char* start, std::string_view text,
                               std::uint32_t wanted) {
  const auto number = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({text, static_cast<std::uint32_t>(start - record_), 1, 0, kind});
  for (const std::uint32_t field : fields_.fields(wanted)) field_nodes_[field] = number;
  return number;
}

void JsonParser::remark_on_integer(std::string_view digits) {
  if (!loses_digits(digits)) return;
  remarks_.push_back(
      {model::InputRule::number_precision, static_cast<std::uint32_t>(digits.data() - record_),
       fmt::format("no double holds the integer {}: readers that use doubles, such as JavaScript, "
                   "change it; write it as a string",
                   base::escaped(digits, 40))});
}

}  // namespace lbl::io
