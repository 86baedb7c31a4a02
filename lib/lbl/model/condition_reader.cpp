// Reads conditions: a scanner of words and a parser by recursive descent.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/condition.hpp"

namespace lbl::model {

namespace {

enum class TokenKind : std::uint8_t { end, word, quoted, backquoted, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;
  std::size_t column = 1;  // in bytes, from 1
};

[[noreturn]] void refuse(std::string_view text, std::size_t column, const std::string& message) {
  throw base::Error(base::ErrorKind::usage, fmt::format("condition {}, column {}: {}",
                                                        base::quoted(text), column, message));
}

constexpr std::array<std::string_view, 13> kSymbols = {"==", "!=", "<>", "<=", ">=", "&&", "||",
                                                       "=",  "<",  ">",  "!",  "(",  ")"};

std::string_view symbol_at(std::string_view rest) {
  for (const std::string_view symbol : kSymbols) {
    if (rest.starts_with(symbol)) return symbol;
  }
  return {};
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n') {
      ++at;
      continue;
    }
    Token token{TokenKind::word, "", at + 1};
    if (c == '"' || c == '\'' || c == '`') {
      const std::size_t end = text.find(c, at + 1);
      if (end == std::string_view::npos) refuse(text, at + 1, "this quote is never closed");
      token.kind = c == '`' ? TokenKind::backquoted : TokenKind::quoted;
      token.text = text.substr(at + 1, end - at - 1);
      at = end + 1;
    } else if (const std::string_view symbol = symbol_at(text.substr(at)); !symbol.empty()) {
      token.kind = TokenKind::symbol;
      token.text = symbol;
      at += symbol.size();
    } else {
      const std::size_t end = std::min(text.find_first_of(" \t\n\"'`=!<>()&|", at), text.size());
      if (end == at) refuse(text, at + 1, "a single & or |; write and, or, && or ||");
      token.text = text.substr(at, end - at);
      at = end;
    }
    tokens.push_back(std::move(token));
  }
  tokens.push_back({TokenKind::end, "", text.size() + 1});
  return tokens;
}

}  // namespace

/// Builds the nodes of one condition.
class ConditionReader {
 public:
  ConditionReader(Condition& condition, FieldPlan& plan)
      : condition_(condition), plan_(plan), tokens_(tokens_of(condition.text_)) {}

  void read() {
    condition_.root_ = either();
    if (here().kind != TokenKind::end) {
      fail(fmt::format("expected and, or, or the end, found {}", base::quoted(here().text)));
    }
  }

 private:
  using Kind = Condition::Kind;
  using Relation = Condition::Relation;
  using Node = Condition::Node;

  const Token& here() const { return tokens_[next_]; }
  [[noreturn]] void fail(const std::string& message) const {
    refuse(condition_.text_, here().column, message);
  }
  bool take(TokenKind kind, std::string_view text) {
    if (here().kind != kind || here().text != text) return false;
    ++next_;
    return true;
  }
  bool take_any(std::string_view word, std::string_view symbol) {
    return take(TokenKind::word, word) || take(TokenKind::symbol, symbol);
  }
  std::size_t add(Node node) {
    condition_.nodes_.push_back(std::move(node));
    return condition_.nodes_.size() - 1;
  }
  std::size_t joined(Kind kind, std::size_t left, std::size_t right) {
    Node node;
    node.kind = kind;
    node.left = left;
    node.right = right;
    return add(std::move(node));
  }

  std::size_t either() {
    std::size_t left = both();
    while (take_any("or", "||")) left = joined(Kind::either, left, both());
    return left;
  }
  std::size_t both() {
    std::size_t left = one();
    while (take_any("and", "&&")) left = joined(Kind::both, left, one());
    return left;
  }
  std::size_t one() {
    constexpr int kDeepest = 100;
    if (++depth_ > kDeepest) fail("nested too deep");
    std::size_t node = 0;
    if (take_any("not", "!")) {
      node = joined(Kind::negate, one(), 0);
    } else if (take(TokenKind::symbol, "(")) {
      node = either();
      if (!take(TokenKind::symbol, ")")) fail("expected )");
    } else {
      node = comparison();
    }
    --depth_;
    return node;
  }

  std::size_t field(Kind kind) {
    const Token& token = here();
    if (token.kind != TokenKind::word && token.kind != TokenKind::backquoted) {
      fail(token.kind == TokenKind::quoted
               ? "a condition starts with a field; a field's name needs no quotes, or backquotes"
               : "expected a field");
    }
    Node node;
    node.kind = kind;
    // jq's spelling of a field.
    const bool dotted =
        token.kind == TokenKind::word && token.text.size() > 1 && token.text[0] == '.';
    node.field = plan_.want(dotted ? token.text.substr(1) : token.text);
    if (std::find(condition_.fields_.begin(), condition_.fields_.end(), node.field) ==
        condition_.fields_.end()) {
      condition_.fields_.push_back(node.field);
    }
    ++next_;
    return add(std::move(node));
  }

  std::size_t comparison() {
    const Token& after = tokens_[std::min(next_ + 1, tokens_.size() - 1)];
    static const std::vector<std::pair<std::string_view, Relation>> relations = {
        {"=", Relation::equal},    {"==", Relation::equal},        {"!=", Relation::unequal},
        {"<>", Relation::unequal}, {"<", Relation::less},          {"<=", Relation::less_equal},
        {">", Relation::greater},  {">=", Relation::greater_equal}};
    const auto relation = std::find_if(relations.begin(), relations.end(), [&](const auto& one) {
      return after.kind == TokenKind::symbol && after.text == one.first;
    });
    if (relation == relations.end()) return field(Kind::truth);
    Node node;
    node.kind = Kind::compare;
    node.relation = relation->second;
    node.left = field(Kind::field);
    ++next_;
    node.right = operand(relation->first);
    return add(std::move(node));
  }

  // What stands after a relation; after a single "=" a bare word is a text.
  std::size_t operand(std::string_view relation) {
    const Token token = here();
    if (token.kind == TokenKind::end || token.kind == TokenKind::symbol) {
      fail("expected a value: a text in quotes, a number, true, false, null, or a field");
    }
    Node node;
    node.text = token.text;
    if (token.kind == TokenKind::word) {
      if (const auto number = base::parse_number(token.text)) {
        node.kind = Kind::number;
        node.number = *number;
      } else if (token.text == "true" || token.text == "false") {
        node.kind = Kind::boolean;
      } else if (token.text == "null") {
        node.kind = Kind::null;
      } else if (relation == "=") {
        node.kind = Kind::text;
      } else {
        return field(Kind::field);
      }
    } else if (token.kind == TokenKind::quoted) {
      node.kind = Kind::text;
    } else {
      return field(Kind::field);
    }
    ++next_;
    return add(std::move(node));
  }

  Condition& condition_;
  FieldPlan& plan_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

Condition::Condition(std::string_view text, FieldPlan& plan) : text_(text) {
  ConditionReader(*this, plan).read();
}

}  // namespace lbl::model
