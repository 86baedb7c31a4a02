// Patterns of JSON Schema (ECMA-262 regular expressions) by PCRE2, with limits.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lbl::validate {

/// One pattern, compiled. It may be used by many threads at once.
class TextPattern {
 public:
  enum class Result : std::uint8_t { found, not_found, gave_up };

  /// Throws Error (input) with PCRE2's reason when `pattern` is none.
  explicit TextPattern(std::string_view pattern);
  ~TextPattern();
  TextPattern(TextPattern&&) noexcept;
  TextPattern& operator=(TextPattern&&) noexcept;

  /// Whether the pattern is found anywhere in `text` (it is not anchored, JSON Schema validation
  /// 6.3.3). gave_up: a million steps were not enough to tell, as (a|b)*$ may need on a long text.
  Result find(std::string_view text) const;

  const std::string& text() const { return text_; }

 private:
  struct State;
  std::string text_;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::validate
