// What a span that does not fit its text was probably meant to be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lbl/model/task.hpp"
#include "lbl/model/value.hpp"
#include "lbl/validate/text_offsets.hpp"

namespace lbl::validate {

/// A span as its record has it.
struct SpanQuestion {
  std::uint64_t start = 0, end = 0;
  std::optional<std::string_view> quote;  ///< the text that it should cover, if the record says so
  model::Offsets unit = model::Offsets::code_points;
};

/// Where the span would fit.
struct SpanHint {
  std::string sentence;  ///< "; it fits as UTF-16 units: write 4-9"; empty: nobody knows
  std::string offsets;   ///< "4-9" in the unit of the task; empty with an empty sentence
};

/// Tries the other units, then the text with CR LF as one character and in the other normal form
/// (a tool that stored it so), then looks for the quote itself. Without a quote only a unit that
/// fits alone is named.
SpanHint span_hint(const TextOffsets& text, const SpanQuestion& span);

/// The "text" of a span element, which some tools write beside the offsets.
std::optional<std::string_view> quote_of(model::Value element);

}  // namespace lbl::validate
