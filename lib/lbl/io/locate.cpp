// A plain JSON reader that stops at the first fault and explains it.
#include "lbl/io/locate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/io/json_number.hpp"
#include "lbl/io/json_parser.hpp"
#include "lbl/io/json_words.hpp"
#include "lbl/io/key_set.hpp"
#include "lbl/io/text_arena.hpp"

namespace lbl::io {

namespace {

using model::InputRule;

constexpr std::size_t kShown = 24;  // code points of the text at fault in a message

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_mark(char c) {
  return std::string_view("{}[]:,\"").find(c) != std::string_view::npos;
}

class Locator {
 public:
  explicit Locator(std::string_view text)
      : text_(text), bad_utf8_(base::invalid_utf8(text).value_or(text.size())) {}

  std::optional<JsonFault> run() {
    if (text_.starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
    skip_space();
    if (ok() && peek() != '{') not_an_object();
    while (ok() && !done_) step();
    if (ok() && at_ < text_.size()) after_the_record();
    return fault_;
  }

 private:
  struct Level {
    bool is_object;
    std::size_t begin;
    std::uint32_t number;
  };
  enum class Expect { value, first_element, first_key, key, colon, comma };

  bool ok() const { return !fault_.has_value(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool at_end() const { return at_ >= text_.size(); }
  void skip_space() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }

  void fail(std::size_t offset, std::string message, InputRule rule = InputRule::malformed_json) {
    if (ok()) fault_ = JsonFault{rule, offset, std::move(message)};
  }

  // The rest of the token at `at_` as a person would cut it.
  std::string_view word() const {
    std::size_t end = at_;
    while (end < text_.size() && !is_space(text_[end]) && !is_mark(text_[end])) ++end;
    return text_.substr(at_, std::max<std::size_t>(end - at_, 1));
  }
  std::string found() const {
    return at_end() ? "the end of the line" : base::quoted(word(), kShown);
  }

  // Bytes that are no text come before any judgement of syntax at or behind them.
  bool bad_bytes() {
    if (at_ < bad_utf8_) {
      if (peek() != '\0' || at_end()) return false;
      fail(at_, "a NUL byte stands in the text; JSON writes \\u0000", InputRule::nul_byte);
      return true;
    }
    if (at_end()) return false;
    fail(bad_utf8_,
         fmt::format("the byte {} is not UTF-8{}", base::quoted(text_.substr(bad_utf8_, 1)),
                     encoding_hint(text_)),
         InputRule::invalid_utf8);
    return true;
  }

  void not_an_object() {
    if (bad_bytes()) return;
    if (at_end()) return fail(at_, "expected a record, found nothing");
    if (peek() == '[') {
      return fail(at_,
                  "a record must be an object {...}, found an array; "
                  "`jq -c '.[]'` makes a line of each element");
    }
    const char c = peek();
    if (c == '"' || c == '-' || is_digit(c) || word() == "true" || word() == "false" ||
        word() == "null") {
      return fail(at_, "a record must be an object {...}, found " + found_value());
    }
    fail(at_, "expected a record, an object {...}, found " + found());
  }

  std::string found_value() const {
    if (peek() == '"') return "a string";
    return peek() == 't' || peek() == 'f' ? "a boolean" : peek() == 'n' ? "null" : "a number";
  }

  void after_the_record() {
    if (bad_bytes()) return;
    fail(at_, fmt::format("expected the end of the line after the record, found {}{}", found(),
                          peek() == '{' ? "; each record stands on a line of its own" : ""));
  }

  void step() {
    skip_space();
    if (bad_bytes()) return;
    if (at_end()) return cut_off();
    const char c = peek();
    switch (expect_) {
      case Expect::first_key:
        if (c == '}') return close();
        return key();
      case Expect::key:
        return key();
      case Expect::colon:
        if (c != ':') return no_colon();
        ++at_;
        expect_ = Expect::value;
        return;
      case Expect::first_element:
        if (c == ']') return close();
        return value();
      case Expect::value:
        return value();
      case Expect::comma:
        return comma();
    }
  }

  void cut_off() {
    if (levels_.empty()) return fail(at_, "expected a record, found nothing");
    const Level& level = levels_.back();
    fail(at_, fmt::format("the line ends inside the {} that starts at column {}; is the record cut "
                          "off, or spread over several lines (`jq -c .` puts it on one)?",
                          level.is_object ? "object" : "array", level.begin + 1));
  }

  void no_colon() { fail(at_, fmt::format("expected \":\" after a key, found {}", found())); }

  void comma() {
    const bool in_object = levels_.back().is_object;
    const char c = peek();
    if (c == (in_object ? '}' : ']')) return close();
    if (c != ',') {
      const std::string shown = c == '"' ? base::quoted(string_excerpt(), kShown) : found();
      return fail(at_, fmt::format("expected \",\" or \"{}\" after a value, found {}{}",
                                   in_object ? '}' : ']', shown, hint_for_text(text_.substr(at_))));
    }
    ++at_;
    skip_space();
    if (bad_bytes()) return;
    if (peek() == '}' || peek() == ']') {
      return fail(at_,
                  fmt::format("expected {} after \",\", found \"{}\"; JSON has no trailing comma",
                              in_object ? "a key" : "a value", peek()));
    }
    expect_ = in_object ? Expect::key : Expect::value;
  }

  std::string_view string_excerpt() const {
    return text_.substr(at_ + 1, text_.find('"', at_ + 1) - at_ - 1);
  }

  void close() {
    levels_.pop_back();
    ++at_;
    expect_ = Expect::comma;
    if (!levels_.empty()) return;
    done_ = true;
    skip_space();
  }

  void open(bool is_object) {
    if (levels_.size() == kMostDepth) {
      return fail(at_, fmt::format("more than {} arrays and objects are open at once", kMostDepth),
                  InputRule::too_deep);
    }
    levels_.push_back({is_object, at_++, containers_++});
    expect_ = is_object ? Expect::first_key : Expect::first_element;
  }

  void key() {
    if (peek() != '"') {
      return fail(at_, fmt::format("expected a key in double quotes, found {}{}", found(),
                                   hint_for_text(text_.substr(at_))));
    }
    const std::size_t begin = at_;
    std::string unescaped;
    if (!string(unescaped)) return;
    char* kept = key_texts_.allocate(unescaped.size());
    std::copy(unescaped.begin(), unescaped.end(), kept);
    const std::string_view text(kept, unescaped.size());
    if (!keys_.insert(levels_.back().number, text)) {
      return fail(begin,
                  fmt::format("the key {} stands twice in one object, so readers differ in "
                              "which value they take",
                              base::quoted(text, kShown)),
                  InputRule::duplicate_key);
    }
    expect_ = Expect::colon;
  }

  void value() {
    expect_ = Expect::comma;
    const char c = peek();
    if (c == '{' || c == '[') return open(c == '{');
    if (c == '"') {
      std::string unescaped;
      string(unescaped);
    } else if (c == '-' || is_digit(c)) {
      number();
    } else {
      const std::string_view found_word = word();
      if (found_word != "true" && found_word != "false" && found_word != "null") {
        return fail(at_, fmt::format("expected a value, found {}{}", found(),
                                     hint_for_text(text_.substr(at_))));
      }
      at_ += found_word.size();
    }
  }

  void number() {
    const std::string_view all = word();
    const std::string fault = number_fault(all);
    if (!fault.empty()) {
      return fail(at_, fmt::format("{} is no JSON number: {}", base::quoted(all, kShown), fault));
    }
    const bool integer = all.find_first_of(".eE") == std::string_view::npos;
    if (!integer && overflows_double(all)) {
      return fail(at_,
                  fmt::format("the number {} is too large for a double, whose largest is about "
                              "1.8e308",
                              base::escaped(all, kShown)));
    }
    at_ += all.size();
  }

  // Takes a string; false after a fault.
  bool string(std::string& unescaped) {
    const std::size_t begin = at_++;
    while (!at_end()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (at_ >= bad_utf8_ || static_cast<unsigned char>(c) < 0x20) {
        control_character();
        return false;
      }
      if (c != '\\') {
        unescaped += c;
        ++at_;
        continue;
      }
      const Escape escape = read_escape(text_.substr(at_));
      if (escape.size == 0) {
        fail(at_, escape.fault);
        return false;
      }
      unescaped += escape.text;
      at_ += escape.size;
    }
    fail(begin,
         fmt::format("the string that starts here is never closed; the line ends inside it{}",
                     levels_.empty() ? "" : ", is the record cut off?"));
    return false;
  }

  void control_character() {
    if (bad_bytes()) return;
    fail(at_, fmt::format("a raw control character {} stands in a string; JSON writes {}",
                          base::quoted(text_.substr(at_, 1)), escape_for(text_[at_])));
  }

  std::string_view text_;
  std::size_t bad_utf8_;  // the first byte that is not UTF-8
  std::size_t at_ = 0;
  Expect expect_ = Expect::value;
  bool done_ = false;
  std::vector<Level> levels_;
  std::uint32_t containers_ = 0;
  KeySet keys_;
  TextArena key_texts_;
  std::optional<JsonFault> fault_;
};

}  // namespace

std::optional<JsonFault> locate(std::string_view text) {
  return Locator(text).run();
}

}  // namespace lbl::io
