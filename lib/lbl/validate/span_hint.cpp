// Tries one reading of the offsets after the other.
#include "lbl/validate/span_hint.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "lbl/base/unicode.hpp"

namespace lbl::validate {

using model::Offsets;
using model::Value;
using model::ValueKind;

namespace {

constexpr std::array kUnits = {Offsets::code_points, Offsets::utf16, Offsets::bytes};
// A longer text is not searched for other forms: the hint is not worth the time.
constexpr std::size_t kLongestText = 1 << 20;

bool fits(std::optional<std::string_view> piece, const SpanQuestion& span) {
  return piece && (!span.quote || *piece == *span.quote);
}

std::string offsets_of(const TextOffsets& text, std::string_view piece, Offsets unit) {
  const auto byte = static_cast<std::size_t>(piece.data() - text.text().data());
  return fmt::format("{}-{}", text.offset_of(unit, byte),
                     text.offset_of(unit, byte + piece.size()));
}

std::string without_carriage_returns(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  return out;
}

// A unit under which the span is what it should be; none when several would do without a quote.
std::optional<Offsets> other_unit(const TextOffsets& text, const SpanQuestion& span) {
  std::vector<Offsets> fitting;
  for (const Offsets unit : kUnits) {
    if (unit != span.unit && fits(text.piece(unit, span.start, span.end), span)) {
      fitting.push_back(unit);
    }
  }
  if (fitting.empty() || (!span.quote && fitting.size() > 1)) return std::nullopt;
  return fitting.front();
}

bool fits_form(const std::string& form, const SpanQuestion& span) {
  return fits(TextOffsets(form).piece(span.unit, span.start, span.end), span);
}

std::string_view fitting_form(std::string_view text, const SpanQuestion& span) {
  if (text.size() > kLongestText) return "";
  if (text.find("\r\n") != std::string_view::npos &&
      fits_form(without_carriage_returns(text), span)) {
    return "with CR LF as one character";
  }
  if (base::is_ascii(text)) return "";
  SpanQuestion composed = span;
  const std::string quote = base::nfc(span.quote.value_or(""));
  if (span.quote) composed.quote = quote;
  if (fits_form(base::nfc(text), composed)) return "in the composed form (NFC) of the text";
  const std::string decomposed_quote = base::nfd(span.quote.value_or(""));
  if (span.quote) composed.quote = decomposed_quote;
  if (fits_form(base::nfd(text), composed)) return "in the decomposed form (NFD) of the text";
  return "";
}

}  // namespace

SpanHint span_hint(const TextOffsets& text, const SpanQuestion& span) {
  if (const auto unit = other_unit(text, span)) {
    const std::string offsets =
        offsets_of(text, *text.piece(*unit, span.start, span.end), span.unit);
    return {fmt::format("; it fits as {}: write {}", unit_name(*unit), offsets), offsets};
  }
  if (!span.quote) return {};
  const std::string_view form = fitting_form(text.text(), span);
  const std::size_t at =
      span.quote->empty() ? std::string_view::npos : text.text().find(*span.quote);
  std::string sentence = form.empty() ? "" : fmt::format("; it fits {}", form);
  if (at == std::string_view::npos) return {sentence, ""};
  const std::string offsets =
      offsets_of(text, text.text().substr(at, span.quote->size()), span.unit);
  const bool once = text.text().find(*span.quote, at + 1) == std::string_view::npos;
  sentence += fmt::format("; that text {} {}", once ? "stands at" : "first stands at", offsets);
  return {sentence, once ? offsets : ""};
}

std::optional<std::string_view> quote_of(Value element) {
  const Value quote = element.member("text");
  if (!quote.is(ValueKind::string)) return std::nullopt;
  return quote.text();
}

}  // namespace lbl::validate
