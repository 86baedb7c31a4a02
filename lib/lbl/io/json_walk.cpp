// The walk over the tokens of one record: grammar, keys, strings, numbers.
#include <cstring>
#include <string_view>

#include "lbl/io/json_number.hpp"
#include "lbl/io/json_parser.hpp"

// All that runs for every token is made part of one function: then the compiler keeps the members
// of Walk in registers, which takes a third off the time of the walk. Nothing that is called may
// see the Walk itself, or they would have to be in memory.
#define LBL_INLINE [[gnu::always_inline]] inline

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

class JsonParser::Walk {
 public:
  explicit Walk(JsonParser& parser)
      : parser_(parser),
        cursor_(parser.cursor_),
        base_(parser.base_),
        stop_(parser.stop_),
        bottom_(parser.frames_.data()),
        top_(bottom_ - 1) {}

  LBL_INLINE bool run(Root root);
  const std::uint32_t* cursor() const { return cursor_; }

 private:
  // What is known of a value before it is read.
  struct Context {
    std::uint32_t wanted;  // node of the field tree
    std::uint32_t nested;  // first layout, should it be an object
  };

  LBL_INLINE bool open_container(const char* token, Context context, bool keep_it);
  LBL_INLINE bool close_containers(bool& done);
  LBL_INLINE bool take_key(Context& context);
  LBL_INLINE bool take_scalar(const char* token, Context context);
  LBL_INLINE bool take_string(const char* token, Context context);
  LBL_INLINE bool take_number(const char* token, Context context);
  LBL_INLINE bool take_word(const char* token, std::string_view word, ValueKind kind,
                            Context context);
  LBL_INLINE StringKind find_end(const char* token, const char*& close);
  LBL_INLINE Context element_context() const;

  // The byte at which the next token starts; one that no token starts with after the last.
  const char* next() { return *cursor_ < stop_ ? base_ + *cursor_++ : &kNoToken; }
  const char* peek() const { return *cursor_ < stop_ ? base_ + *cursor_ : &kNoToken; }
  static constexpr char kNoToken = '\0';

  // Whether a value in the innermost container is kept.
  bool wants(Context context) const {
    return top_->keep || (context.wanted != FieldTree::kNowhere &&
                          !parser_.fields_.fields(context.wanted).empty());
  }

  JsonParser& parser_;
  const std::uint32_t* cursor_;  // the next token
  const char* const base_;
  const std::uint32_t stop_;
  Frame* const bottom_;
  Frame* top_;  // the innermost open container
  std::uint32_t containers_ = 0;
};

bool JsonParser::Walk::run(Root root) {
  Context context{FieldTree::kRoot, parser_.layouts_.root(FieldTree::kRoot)};
  const char* token = next();
  if (*token != '{' && !(root == Root::container && *token == '[')) return false;
  if (!open_container(token, context, parser_.whole_record_)) return false;
  for (;;) {
    // Here a member or an element must begin, unless the container that was just opened is empty.
    const bool is_empty = top_->count == 0 && *peek() == (top_->is_object ? '}' : ']');
    if (!is_empty) {
      if (!top_->is_object) {
        context = element_context();
      } else if (!take_key(context)) {
        return false;
      }
      ++top_->count;
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

bool JsonParser::Walk::open_container(const char* token, Context context, bool keep_it) {
  if (top_ - bottom_ + 1 == static_cast<std::ptrdiff_t>(kMostDepth)) return false;
  const bool is_object = *token == '{';
  std::uint32_t node = kNotKept;
  if (keep_it) {
    const ValueKind kind = is_object ? ValueKind::object : ValueKind::array;
    node = parser_.keep(kind, token, {token, 1}, context.wanted);
  }
  *++top_ = {node, 0, context.nested, containers_++, context.wanted, is_object, keep_it};
  return true;
}

// Takes what follows a value: closing brackets, and then a comma unless the record is done.
bool JsonParser::Walk::close_containers(bool& done) {
  for (;;) {
    const char* const token = next();
    if (*token == ',') return true;
    if (*token != (top_->is_object ? '}' : ']')) return false;
    if (top_->node != kNotKept) {
      Node& node = parser_.nodes_[top_->node];
      node.span = static_cast<std::uint32_t>(parser_.nodes_.size()) - top_->node;
      node.count = top_->count;
      node.text = {node.text.data(), static_cast<std::size_t>(token + 1 - node.text.data())};
    }
    if (top_-- == bottom_) {
      done = true;
      return true;
    }
  }
}

JsonParser::Walk::Context JsonParser::Walk::element_context() const {
  if (!parser_.fields_.has_children(top_->wanted)) return {FieldTree::kNowhere, top_->layout};
  const std::uint32_t wanted = parser_.fields_.element(top_->wanted, top_->count);
  return {wanted, parser_.layouts_.root(wanted)};
}

// Takes a key and its colon.
bool JsonParser::Walk::take_key(Context& context) {
  const char* const token = next();
  if (*token != '"') return false;
  const KeyLayouts::Step* step = nullptr;
  const char* after = token + 1;  // to come: behind the key and its quote
  if (top_->layout != KeyLayouts::kUntracked) {
    step = parser_.layouts_.predicted(top_->layout, after, base_ + stop_);
  }
  if (step != nullptr) {
    if (top_->keep) {
      const auto size = static_cast<std::size_t>(after - token - 2);
      parser_.keep(ValueKind::string, token, {token + 1, size}, FieldTree::kNowhere);
    }
    top_->layout = step->next;
  } else {
    const char* close = nullptr;
    const StringKind kind = find_end(token, close);
    if (kind == StringKind::wrong) return false;
    step = parser_.take_unknown_key(*top_, token, close, kind);
    if (step == nullptr) return false;
    after = close + 1;
  }
  context = {step->wanted, step->nested};
  // Between the quote and the next token there is only white space or another string.
  const char* const colon = next();
  while (after < colon && is_space(*after)) ++after;
  return after == colon && *colon == ':';
}

bool JsonParser::Walk::take_scalar(const char* token, Context context) {
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

bool JsonParser::Walk::take_string(const char* token, Context context) {
  const char* close = nullptr;
  const StringKind kind = find_end(token, close);
  if (kind == StringKind::wrong) return false;
  const bool wanted = wants(context);
  std::string_view text(token + 1, static_cast<std::size_t>(close - token - 1));
  if (kind == StringKind::escaped && !parser_.unescape(text, wanted)) return false;
  if (wanted) parser_.keep(ValueKind::string, token, text, context.wanted);
  return true;
}

// Finds the quote that closes the string at `token`: it is the last byte before the next token that
// is not white space, provided that no second string is between.
JsonParser::StringKind JsonParser::Walk::find_end(const char* token, const char*& close) {
  const char* at = base_ + *cursor_ - 1;
  while (is_space(*at)) --at;
  close = at;
  const auto open_place = static_cast<std::uint32_t>(token - base_);
  const auto close_place = static_cast<std::uint32_t>(at - base_);
  if (parser_.special_ < open_place) parser_.special_ = parser_.find_special(open_place);
  if (parser_.special_ > close_place) return StringKind::plain;
  return parser_.look_into_string(token, at);
}

bool JsonParser::Walk::take_number(const char* token, Context context) {
  const char* at = token + (*token == '-' ? 1 : 0);
  const char* const digits = at;
  if (!is_digit(*at)) return false;
  while (is_digit(*at)) ++at;
  const std::ptrdiff_t whole = at - digits;
  if (*digits == '0' && whole > 1) return false;
  const bool fraction = *at == '.';
  if (fraction) {
    if (!is_digit(*++at)) return false;
    while (is_digit(*at)) ++at;
  }
  const bool exponent = *at == 'e' || *at == 'E';
  if (exponent) {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!is_digit(*at)) return false;
    while (is_digit(*at)) ++at;
  }
  if (!ends_token(*at)) return false;
  const std::string_view text(token, static_cast<std::size_t>(at - token));
  // Integers may be of any length, as ids are; other numbers must have a finite double.
  constexpr std::ptrdiff_t kDigitsOfDoubles = 300;
  constexpr std::ptrdiff_t kAlwaysExact = 15;
  if (exponent || (fraction && whole > kDigitsOfDoubles)) {
    if (overflows_double(text)) return false;
  } else if (!fraction && whole > kAlwaysExact && !parser_.fields_.is_identifier(context.wanted)) {
    parser_.remark_on_integer(text);
  }
  if (wants(context)) parser_.keep(ValueKind::number, token, text, context.wanted);
  return true;
}

bool JsonParser::Walk::take_word(const char* token, std::string_view word, ValueKind kind,
                                 Context context) {
  if (std::memcmp(token, word.data(), word.size()) != 0 || !ends_token(token[word.size()])) {
    return false;
  }
  if (wants(context)) parser_.keep(kind, token, {token, word.size()}, context.wanted);
  return true;
}

bool JsonParser::walk(Root root) {
  Walk walk(*this);
  const bool accepted = walk.run(root);
  cursor_ = walk.cursor();
  if (whole_record_ && accepted) root_node_ = 0;
  return accepted;
}

}  // namespace lbl::io
