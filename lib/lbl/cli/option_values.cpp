// Values of options.
#include "lbl/cli/option_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

void refuse_value(const std::string& option, const std::string& message) {
  throw base::Error(base::ErrorKind::usage, option + ": " + message);
}

void check_replicates(std::uint64_t replicates) {
  constexpr std::uint64_t kMost = 1'000'000;
  if (replicates != 1 && replicates <= kMost) return;
  refuse_value("--bootstrap", fmt::format("{} is not between 2 and {}", replicates, kMost));
}

std::uint64_t whole_number(const std::string& option, const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool all_read = end == text.data() + text.size();
  if (error == std::errc::result_out_of_range && all_read) {
    refuse_value(option, base::quoted(text) + " is too large; at most 18446744073709551615");
  }
  if (error != std::errc() || !all_read) {
    refuse_value(option, base::quoted(text) + " is not a whole number in decimal digits");
  }
  return value;
}

double real_number(const std::string& option, const std::string& text) {
  // People write .5 and -.5; JSON does not.
  std::string spelled = text;
  const std::size_t digits = text.starts_with('-') ? 1 : 0;
  if (text.size() > digits && text[digits] == '.') spelled.insert(digits, "0");
  const std::optional<double> value = base::parse_number(spelled);
  if (!value) {
    const char* hint = text.ends_with('%') ? "; write 5% as 0.05" : "";
    refuse_value(option, base::quoted(text) + " is not a number" + hint);
  }
  return *value;
}

std::vector<std::string> list_values(const std::string& option, const std::string& text) {
  std::vector<std::string> values(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',') {
      values.back() += text[++i];
    } else if (text[i] == ',') {
      values.emplace_back();
    } else {
      values.back() += text[i];
    }
  }
  if (std::any_of(values.begin(), values.end(), [](const auto& one) { return one.empty(); })) {
    refuse_value(option, "an empty value in the list " + base::quoted(text));
  }
  return values;
}

const std::string& one_of(const std::string& option, const std::string& word,
                          const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), word) == words.end()) {
    refuse_value(option, fmt::format("{} is not one of {}{}", base::quoted(word),
                                     base::join(words, ", "), base::did_you_mean(word, words)));
  }
  return word;
}

}  // namespace lbl::cli
