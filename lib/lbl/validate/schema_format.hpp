// The keyword "format" of JSON Schema: what each name asks of a text.
#pragma once

#include <optional>
#include <string_view>

namespace lbl::validate {

/// Whether `text` has the format of that name (draft-07, section 7.3); none for a format that is
/// not checked: "idn-email", "idn-hostname", "iri", "iri-reference", "uri-template" and unknown
/// ones.
std::optional<bool> has_format(std::string_view name, std::string_view text);

}  // namespace lbl::validate
