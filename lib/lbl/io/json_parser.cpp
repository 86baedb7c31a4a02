// One walk over the tokens of a record.
#include "lbl/io/json_parser.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/io/json_number.hpp"

namespace lbl::io {

namespace {

using model::Node;
using model::ValueKind;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
// What may stand right after a number or a word; anything else belongs to it and makes it wrong.
bool ends_token(char c) {
  return c == ',' || c == '}' || c == ']' || is_space(c);
}

}  // namespace

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
  depth_ = 0;
  objects_ = 0;
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
  return seek() && walk(root);
}

// Moves to the first token of the record. A record that was refused may have left the cursor
// anywhere; the end of the index is marked with the size of the window.
bool JsonParser::seek() {
  const std::uint32_t* const first = index_.places();
  const std::uint32_t* const last = first + index_.size();
  if (cursor_ > first && cursor_[-1] >= start_) cursor_ = std::lower_bound(first, last, start_);
  while (cursor_ < last && *cursor_ < start_) ++cursor_;
  return cursor_ < last;
}

bool JsonParser::walk(Root root) {
  Context context{FieldTree::kRoot, layouts_.root(FieldTree::kRoot)};
  const char* token = next();
  if (*token != '{' && !(root == Root::container && *token == '[')) return false;
  if (!open_container(token, context, whole_record_)) return false;
  if (whole_record_) root_node_ = 0;
  for (;;) {
    // Here a member or an element must begin, unless the container that was just opened is empty.
    Frame& frame = frames_[depth_ - 1];
    const bool is_empty = frame.count == 0 && *peek() == (frame.is_object ? '}' : ']');
    if (!is_empty) {
      if (!frame.is_object) {
        context = enter_element(frame);
      } else if (!take_key(frame, context)) {
        return false;
      }
      ++frame.count;
      token = next();
      if (*token == '{' || *token == '[') {
        if (!open_container(token, context, wants(context))) return false;
        continue;
      }
      if (!take_scalar(token, context)) return false;
    }
    bool done = false;
    if (!close_containers(done)) return false;
    if (done) return *cursor_ >= stop_;
  }
}

// Takes what follows a value: closing brackets, and then a comma.
bool JsonParser::close_containers(bool& done) {
  for (;;) {
    const char* token = next();
    if (*token == ',') return true;
    Frame& frame = frames_[depth_ - 1];
    if (*token != (frame.is_object ? '}' : ']')) return false;
    if (frame.node != kNotKept) {
      Node& node = nodes_[frame.node];
      node.span = static_cast<std::uint32_t>(nodes_.size()) - frame.node;
      node.count = frame.count;
      node.text = {node.text.data(), static_cast<std::size_t>(token + 1 - node.text.data())};
    }
    if (--depth_ == 0) {
      done = true;
      return true;
    }
  }
}

bool JsonParser::open_container(const char* token, Context context, bool keep_it) {
  if (depth_ == kMostDepth) return false;
  const bool is_object = *token == '{';
  std::uint32_t node = kNotKept;
  if (keep_it) {
    node =
        keep(is_object ? ValueKind::object : ValueKind::array, token, {token, 1}, context.wanted);
  }
  frames_[depth_++] = {node, 0, context.nested, objects_++, context.wanted, is_object, keep_it};
  return true;
}

JsonParser::Context JsonParser::enter_element(const Frame& frame) const {
  if (!fields_.has_children(frame.wanted)) return {FieldTree::kNowhere, frame.layout};
  const std::uint32_t wanted = fields_.child(frame.wanted, std::to_string(frame.count));
  return {wanted, layouts_.root(wanted)};
}

// Takes a key and its colon.
bool JsonParser::take_key(Frame& frame, Context& context) {
  const char* const token = next();
  if (*token != '"') return false;
  const KeyLayouts::Step* step = nullptr;
  const char* after = token + 1;  // to come: behind the key and its quote
  if (frame.layout != KeyLayouts::kUntracked) {
    step = layouts_.predicted(frame.layout, after, base_ + stop_);
  }
  if (step != nullptr) {
    if (frame.keep) {
      const auto size = static_cast<std::size_t>(after - token - 2);
      keep(ValueKind::string, token, {token + 1, size}, FieldTree::kNowhere);
    }
    frame.layout = step->next;
  } else {
    step = take_unknown_key(frame, after);
    if (step == nullptr) return false;
  }
  context = {step->wanted, step->nested};
  // Between the quote and the next token there is only white space or another string.
  const char* const colon = next();
  while (after < colon && is_space(*after)) ++after;
  return after == colon && *colon == ':';
}

const KeyLayouts::Step* JsonParser::take_unknown_key(Frame& frame, const char*& after) {
  const char* const token = base_ + cursor_[-1];
  const char* close = nullptr;
  bool plain = false;
  std::string_view key;
  if (!end_of_string(token, close, plain) || !text_of(token, close, plain, true, key))
    return nullptr;
  after = close + 1;
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
  if (frame.keep) keep(ValueKind::string, token, key, FieldTree::kNowhere);
  return &step;
}

// From here on the keys of this object are remembered one by one.
bool JsonParser::forget_layout(Frame& frame, std::string_view key) {
  layouts_.for_each_key(frame.layout,
                        [&](std::string_view held) { keys_.insert(frame.object, held); });
  return keys_.insert(frame.object, key);
}

bool JsonParser::take_scalar(const char* token, Context context) {
  switch (*token) {
    case '"':
      return take_string(token, context);
    case 't':
      return take_word(token, "true", ValueKind::boolean, context);
    case 'f':
      return take_word(token, "false", ValueKind::boolean, context);
    case 'n':
      return take_word(token, "null", ValueKind::null, context);
    default:
      return take_number(token, context);
  }
}

bool JsonParser::take_string(const char* token, Context context) {
  const char* close = nullptr;
  bool plain = false;
  if (!end_of_string(token, close, plain)) return false;
  const bool wanted = wants(context);
  if (plain && !wanted) return true;
  std::string_view text;
  if (!text_of(token, close, plain, wanted, text)) return false;
  if (wanted) keep(ValueKind::string, token, text, context.wanted);
  return true;
}

// Finds the quote that closes the string at `token`: it is the last byte before the next token that
// is not white space, provided that no second string is between. `plain`: the text has no escape.
bool JsonParser::end_of_string(const char* token, const char*& close, bool& plain) {
  close = base_ + *cursor_ - 1;
  while (is_space(*close)) --close;
  const auto open_place = static_cast<std::uint32_t>(token - base_);
  const auto close_place = static_cast<std::uint32_t>(close - base_);
  if (special_ < open_place) special_ = find_special(open_place);
  plain = special_ > close_place;
  if (plain) return true;
  plain = special_ == open_place && close == token + 1;
  special_ = find_special(close_place + 1);
  return plain || scan_string(token, close);
}

// Whether the first quote after `token` that is not escaped is the one at `close`.
bool JsonParser::scan_string(const char* token, const char* close) const {
  const char* at = token + 1;
  while (at < close && *at != '"') at += *at == '\\' ? 2 : 1;
  return at == close;
}

// The place of the first backslash, or of the first of two quotes in a row, at or after `from`: the
// two things that make a string something else than the bytes between its quotes.
std::uint32_t JsonParser::find_special(std::uint32_t from) const {
  constexpr std::uint32_t kBlock = 64;
  for (std::uint32_t at = from; at < window_size_; at += kBlock) {
    const char* const block = base_ + at;
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

bool JsonParser::text_of(const char* token, const char* close, bool plain, bool wanted,
                         std::string_view& text) {
  const auto size = static_cast<std::size_t>(close - token - 1);
  text = {token + 1, size};
  if (plain) return true;
  const std::size_t room = size + PaddedBuffer::kPadding;
  char* into = nullptr;
  if (wanted) {
    into = texts_->allocate(room);
  } else {
    if (scratch_.size() < room) scratch_.resize(room);
    into = scratch_.data();
  }
  const std::ptrdiff_t written = index_.unescape(token + 1, into);
  if (wanted) texts_->shrink(room, written < 0 ? 0 : static_cast<std::size_t>(written));
  if (written < 0) return false;
  text = {into, static_cast<std::size_t>(written)};
  return true;
}

bool JsonParser::take_number(const char* token, Context context) {
  const char* at = token + (*token == '-' ? 1 : 0);
  const char* const digits = at;
  if (!is_digit(*at)) return false;
  while (is_digit(*at)) ++at;
  const std::ptrdiff_t whole = at - digits;
  if (*digits == '0' && whole > 1) return false;
  bool integer = true;
  if (*at == '.') {
    integer = false;
    if (!is_digit(*++at)) return false;
    while (is_digit(*at)) ++at;
  }
  bool check_range = !integer && whole > 300;
  if (*at == 'e' || *at == 'E') {
    integer = false;
    check_range = true;
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!is_digit(*at)) return false;
    while (is_digit(*at)) ++at;
  }
  if (!ends_token(*at)) return false;
  const std::string_view text(token, static_cast<std::size_t>(at - token));
  if (check_range && overflows_double(text)) return false;
  constexpr std::ptrdiff_t kAlwaysExact = 15;
  if (integer && whole > kAlwaysExact && !fields_.is_identifier(context.wanted)) {
    remark_on_integer(text);
  }
  if (wants(context)) {
    keep(ValueKind::number, token, text, context.wanted);
  }
  return true;
}

bool JsonParser::take_word(const char* token, std::string_view word, ValueKind kind,
                           Context context) {
  if (std::memcmp(token, word.data(), word.size()) != 0 || !ends_token(token[word.size()])) {
    return false;
  }
  if (wants(context)) {
    keep(kind, token, {token, word.size()}, context.wanted);
  }
  return true;
}

std::uint32_t JsonParser::keep(ValueKind kind, const char* start, std::string_view text,
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
       fmt::format("no double holds the integer {}: readers that use doubles, such as "
                   "JavaScript, change it; write it as a string",
                   base::escaped(digits, 40))});
}

}  // namespace lbl::io
