// What nlohmann/json says of a record: the second opinion on lbl's own JSON parser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lbl::test {

/// The verdict of an independent, slow JSON reader under lbl's rules (one object, no key twice, at
/// most 1,024 open containers, numbers that are no integers finite): the record as text in the form
/// of shown(), or none if it must be refused.
std::optional<std::string> oracle(std::string_view text);

}  // namespace lbl::test
