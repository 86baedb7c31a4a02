// Reads gates and holds values against them.
#include "lbl/model/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

using Selector = std::pair<std::string, std::string>;

struct Operator {
  std::string_view text;
  Comparison comparison;
};

// Longer spellings first, so that "<=" is not read as "<".
constexpr std::array<Operator, 6> kOperators = {{{"<=", Comparison::less_equal},
                                                 {">=", Comparison::greater_equal},
                                                 {"==", Comparison::equal},
                                                 {"!=", Comparison::not_equal},
                                                 {"<", Comparison::less},
                                                 {">", Comparison::greater}}};

constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kEndsName = " \t\r\n[]<>=!,\"";
constexpr std::string_view kNeedsQuotes = " \t\r\n[]=,\"\\";

// Walks once from left to right over the text of one gate.
class GateParser {
 public:
  explicit GateParser(std::string_view text) : text_(text), rest_(text) {}

  Gate parse() {
    Gate gate;
    gate.name = std::string(take_until(kEndsName));
    if (gate.name.empty()) fail("no name of a figure", "");
    if (take("[")) gate.selectors = selectors();
    const Operator& op = comparison();
    gate.comparison = op.comparison;
    const std::string_view number = base::trimmed(rest_);
    const std::optional<double> bound = base::parse_number(number);
    if (!bound) {
      const char* hint = number.ends_with('%') ? "; write 5% as 0.05" : "";
      fail(number.empty() ? "no number after the comparison"
                          : base::quoted(number) + " is not a number",
           hint);
    }
    gate.bound = *bound;
    gate.text =
        fmt::format("{}{} {} {}", gate.name, selector_text(gate.selectors), op.text, number);
    return gate;
  }

 private:
  [[noreturn]] void fail(const std::string& what, std::string_view remedy) const {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("gate {}: {}; expected NAME OP NUMBER, such as "
                                  "\"findings.error == 0\"{}",
                                  base::quoted(text_), what, remedy));
  }

  void skip_spaces() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(kSpaces), rest_.size()));
  }

  bool take(std::string_view token) {
    skip_spaces();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  std::string_view take_until(std::string_view stops) {
    skip_spaces();
    const std::string_view word = rest_.substr(0, rest_.find_first_of(stops));
    rest_.remove_prefix(word.size());
    return word;
  }

  std::vector<Selector> selectors() {
    std::vector<Selector> found;
    do {
      found.emplace_back(selector_part("=,]"), "");
      if (found.back().first.empty()) fail("a selector without a field", "");
      if (!take("=")) fail("selector " + base::quoted(found.back().first) + " has no \"=\"", "");
      found.back().second = selector_part(",]");
    } while (take(","));
    if (!take("]")) fail("\"[\" is not closed", "");
    std::sort(found.begin(), found.end());
    const auto twice =
        std::adjacent_find(found.begin(), found.end(),
                           [](const Selector& a, const Selector& b) { return a.first == b.first; });
    if (twice != found.end()) fail("selector " + base::quoted(twice->first) + " stands twice", "");
    return found;
  }

  // A field or value: quoted with \" and \\ inside, or bare up to one of `stops`.
  std::string selector_part(std::string_view stops) {
    if (!take("\"")) return std::string(base::trimmed(take_until(stops)));
    std::string part;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      part += rest_.front();
      rest_.remove_prefix(1);
    }
    if (!take("\"")) fail("a quote is not closed", "");
    return part;
  }

  const Operator& comparison() {
    for (const Operator& op : kOperators) {
      if (take(op.text)) return op;
    }
    if (take("=")) fail("\"=\" is no comparison", "; write \"==\"");
    fail(rest_.empty() ? "no comparison after the name"
                       : base::quoted(base::trimmed(rest_)) +
                             " does not start with one of "
                             "< <= == != >= >",
         "");
  }

  std::string_view text_;
  std::string_view rest_;
};

std::string quoted_if_needed(const std::string& part) {
  if (!part.empty() && part.find_first_of(kNeedsQuotes) == std::string::npos) return part;
  std::string out = "\"";
  for (const char c : part) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

Gate parse_gate(std::string_view text) {
  return GateParser(text).parse();
}

std::string selector_text(const std::vector<Selector>& selectors) {
  if (selectors.empty()) return "";
  std::vector<std::string> parts;
  for (const Selector& selector : selectors) {
    parts.push_back(quoted_if_needed(selector.first) + "=" + quoted_if_needed(selector.second));
  }
  return "[" + base::join(parts, ",") + "]";
}

bool holds(const Gate& gate, double value) {
  if (std::isnan(value)) return false;
  switch (gate.comparison) {
    case Comparison::less:
      return value < gate.bound;
    case Comparison::less_equal:
      return value <= gate.bound;
    case Comparison::equal:
      return value == gate.bound;
    case Comparison::not_equal:
      return value != gate.bound;
    case Comparison::greater_equal:
      return value >= gate.bound;
    case Comparison::greater:
      return value > gate.bound;
  }
  return false;
}

}  // namespace lbl::model
