// Wraps PCRE2: ECMA-262 spellings, UTF-8, bounded time and memory.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "lbl/validate/text_pattern.hpp"

#include <fmt/format.h>
#include <pcre2.h>

#include <array>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::validate {

namespace {

constexpr std::uint32_t kMostSteps = 1'000'000;
constexpr std::uint32_t kMostHeapKib = 128 * 1024;
// "$" is the end of the text alone, \u0041 a character, [^] any, as in ECMA-262.
constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                                   PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF |
                                   PCRE2_NEVER_BACKSLASH_C;

}  // namespace

struct TextPattern::State {
  pcre2_code* code = nullptr;
  pcre2_match_context* context = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    pcre2_code_free(code);
    pcre2_match_context_free(context);
  }
};

TextPattern::TextPattern(std::string_view pattern)
    : text_(pattern), state_(std::make_unique<State>()) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  state_->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text_.data()), text_.size(), kOptions,
                               &error, &offset, nullptr);
  if (state_->code == nullptr) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    throw base::Error(
        base::ErrorKind::input,
        fmt::format("the pattern {} is no regular expression: {} at character {}",
                    base::quoted(text_), reinterpret_cast<const char*>(message.data()), offset));
  }
  pcre2_jit_compile(state_->code, PCRE2_JIT_COMPLETE);
  state_->context = pcre2_match_context_create(nullptr);
  pcre2_set_match_limit(state_->context, kMostSteps);
  pcre2_set_heap_limit(state_->context, kMostHeapKib);
}

TextPattern::~TextPattern() = default;
TextPattern::TextPattern(TextPattern&&) noexcept = default;
TextPattern& TextPattern::operator=(TextPattern&&) noexcept = default;

TextPattern::Result TextPattern::find(std::string_view text) const {
  // One pair of offsets: whether it is found is all that is asked.
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> data(
      pcre2_match_data_create(1, nullptr), &pcre2_match_data_free);
  const auto* bytes = reinterpret_cast<PCRE2_SPTR>(text.data());
  int found = pcre2_match(state_->code, bytes, text.size(), 0, 0, data.get(), state_->context);
  if (found == PCRE2_ERROR_JIT_STACKLIMIT) {
    found =
        pcre2_match(state_->code, bytes, text.size(), 0, PCRE2_NO_JIT, data.get(), state_->context);
  }
  if (found >= 0) return Result::found;
  const bool no_text = found <= PCRE2_ERROR_UTF8_ERR1 && found >= PCRE2_ERROR_UTF8_ERR21;
  return found == PCRE2_ERROR_NOMATCH || no_text ? Result::not_found : Result::gave_up;
}

}  // namespace lbl::validate
