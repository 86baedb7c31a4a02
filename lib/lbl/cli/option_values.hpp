// Reads the values of options: numbers and lists, by lbl's rules and not by a library's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lbl::cli {

/// A whole number in decimal digits: "010" is 10. Throws Error (usage), beginning with `option`,
/// for anything else ("1e3", "0x10", "-1", "+1", " 1") and for what does not fit 64 bits.
std::uint64_t whole_number(const std::string& option, const std::string& text);

/// A finite decimal number, such as "0.05", ".05" or "1e-3". Throws Error (usage) for anything
/// else.
double real_number(const std::string& option, const std::string& text);

/// The values of a comma-separated list; "\," is a comma inside a value. Throws Error (usage) for
/// an empty value.
std::vector<std::string> list_values(const std::string& option, const std::string& text);

/// `word` if it is one of `words`; else throws Error (usage) with all of them and the nearest.
const std::string& one_of(const std::string& option, const std::string& word,
                          const std::vector<std::string>& words);

/// Throws Error (usage) "OPTION: message".
[[noreturn]] void refuse_value(const std::string& option, const std::string& message);

/// Throws Error (usage) unless the N of --bootstrap is 0 (none asked for) or from 2 to a million.
void check_replicates(std::uint64_t replicates);

}  // namespace lbl::cli
