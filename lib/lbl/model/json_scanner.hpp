// Finds where tokens of a JSON text start and end, beside a parser that does not tell.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace lbl::model {

/// Walks over the tokens of JSON with comments. It trusts the text up to where the parser has read
/// it, and ends on any other text as well.
class JsonScanner {
 public:
  struct Token {
    std::size_t begin, end;  ///< byte offsets; equal at the end of the text
  };

  JsonScanner(std::string_view text, std::size_t start) : text_(text), at_(start) {}

  /// The next token, commas and colons included.
  Token next() {
    skip_blanks();
    const std::size_t begin = at_;
    if (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        skip_string();
      } else if (std::string_view("{}[],:").find(c) == std::string_view::npos) {
        at_ = std::min(text_.find_first_of(" \t\r\n{}[],:\"/", at_), text_.size());
      }
    }
    return {begin, at_};
  }

  /// The next token that is neither a comma nor a colon.
  Token next_value() {
    Token token = next();
    while (token.end > token.begin && (text_[token.begin] == ',' || text_[token.begin] == ':')) {
      token = next();
    }
    return token;
  }

 private:
  void skip_blanks() {
    for (;;) {
      at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        const std::size_t close = text_.find("*/", at_ + 2);
        at_ = close == std::string_view::npos ? text_.size() : close + 2;
      } else {
        return;
      }
    }
  }

  // Steps behind the closing quote.
  void skip_string() {
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_;
};

}  // namespace lbl::model
