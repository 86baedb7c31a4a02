// Parses JSON with comments into a flat run of nodes; nlohmann's SAX parser decides, a scanner
// beside it keeps the places.
#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "lbl/base/text.hpp"
#include "lbl/model/json_scanner.hpp"
#include "lbl/model/json_source.hpp"

namespace lbl::model {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t text_start(std::string_view bytes) {
  return bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

// What the words of the parser mean to somebody who wrote the file by hand.
std::string remedy(std::string_view word, std::string_view before) {
  if (word.starts_with('\'')) return "; strings stand in double quotes";
  if ((word == "}" || word == "]") && before == ",") {
    return fmt::format("; take out the comma before \"{}\"", word);
  }
  if (word == "True" || word == "False") return "; write it in small letters";
  if (word == "None" || word == "NaN" || word == "undefined") return "; write null or leave it out";
  if (word.starts_with('+')) return "; a number has no plus sign";
  if (word.starts_with('.')) return "; a number starts with a digit";
  return "";
}

// Receives the parser's events, in the order of the text.
class NodeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit NodeBuilder(JsonSource& source)
      : source_(source), scanner_(source.bytes, text_start(source.bytes)) {}

  bool null() override { return add_scalar(ValueKind::null); }
  bool boolean(bool /*value*/) override { return add_scalar(ValueKind::boolean); }
  bool number_integer(std::int64_t /*value*/) override { return add_scalar(ValueKind::number); }
  bool number_unsigned(std::uint64_t /*value*/) override { return add_scalar(ValueKind::number); }
  bool number_float(double /*value*/, const std::string& /*text*/) override {
    return add_scalar(ValueKind::number);
  }
  bool binary(binary_t& /*value*/) override { return false; }  // not in JSON text
  bool string(std::string& value) override {
    count_element();
    add_string(value);
    return true;
  }
  bool key(std::string& value) override {
    ++nodes_[open_.back().node].count;
    open_.back().last_key = static_cast<std::uint32_t>(nodes_.size());
    add_string(value);
    return true;
  }
  bool start_object(std::size_t /*members*/) override { return open(ValueKind::object); }
  bool start_array(std::size_t /*elements*/) override { return open(ValueKind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string& /*last_token*/,
                   const nlohmann::json::exception& error) override {
    // "[json.exception.parse_error.101] parse error at ...: syntax error while parsing value - ..."
    std::string_view what = error.what();
    for (const std::string_view mark : {"] ", "syntax error ", " - "}) {
      if (const std::size_t at = what.find(mark); at != std::string_view::npos) {
        what.remove_prefix(at + mark.size());
      }
    }
    describe_error(position == 0 ? 0 : position - 1, what);
    return false;
  }

  std::vector<Node>& nodes() { return nodes_; }
  std::optional<JsonFault>& fault() { return fault_; }

 private:
  struct Open {
    std::uint32_t node;
    std::uint32_t last_key = 0;
  };

  bool add_scalar(ValueKind kind) {
    count_element();
    const JsonScanner::Token token = scanner_.next_value();
    add_node(kind, token);
    nodes_.back().text = text_of(token);
    return true;
  }

  void add_string(std::string& value) {
    const JsonScanner::Token token = scanner_.next_value();
    add_node(ValueKind::string, token);
    const std::string_view raw = text_of(token);
    const std::string_view inside = raw.substr(1, raw.size() - 2);
    if (inside.find('\\') == std::string_view::npos) {
      nodes_.back().text = inside;
    } else {
      nodes_.back().text = source_.unescaped.emplace_back(std::move(value));
    }
  }

  bool open(ValueKind kind) {
    count_element();
    const JsonScanner::Token token = scanner_.next_value();
    if (open_.size() == JsonDocument::kDeepest) {
      set_fault(token.begin,
                fmt::format("nested deeper than {}", base::with_commas(JsonDocument::kDeepest)));
      return false;
    }
    open_.push_back({static_cast<std::uint32_t>(nodes_.size())});
    add_node(kind, token);
    return true;
  }

  bool close() {
    scanner_.next_value();
    Node& node = nodes_[open_.back().node];
    node.span = static_cast<std::uint32_t>(nodes_.size()) - open_.back().node;
    open_.pop_back();
    return true;
  }

  void add_node(ValueKind kind, JsonScanner::Token token) {
    nodes_.push_back({{}, static_cast<std::uint32_t>(token.begin), 1, 0, kind});
  }

  void count_element() {
    if (!open_.empty() && nodes_[open_.back().node].kind == ValueKind::array) {
      ++nodes_[open_.back().node].count;
    }
  }

  std::string_view text_of(JsonScanner::Token token) const {
    return std::string_view(source_.bytes).substr(token.begin, token.end - token.begin);
  }

  // The path to the innermost object or array that is still open.
  std::string open_pointer() const {
    std::string pointer;
    for (std::size_t level = 0; level + 1 < open_.size(); ++level) {
      const Node& node = nodes_[open_[level].node];
      pointer += node.kind == ValueKind::array ? fmt::format("/{}", node.count - 1)
                                               : pointer_step(nodes_[open_[level].last_key].text);
    }
    return pointer;
  }

  void set_fault(std::size_t offset, std::string message) {
    fault_ = JsonFault{place_at(source_, offset), std::move(message)};
    fault_->place.pointer = open_pointer();
  }

  // A literal or a number, right or wrong.
  bool is_word(JsonScanner::Token token) const {
    return token.begin < token.end &&
           std::string_view("{}[],:\"").find(text_of(token).front()) == std::string_view::npos;
  }

  std::string shown(JsonScanner::Token token) const {
    const std::string_view text = text_of(token);
    return text.starts_with('"') ? base::escaped(text, 40) : base::quoted(text, 40);
  }

  // `last` is the last byte that the parser had read, `what` its words.
  void describe_error(std::size_t last, std::string_view what) {
    JsonScanner::Token before{}, token = scanner_.next();
    while (token.end <= last && token.begin < token.end) {
      before = token;
      token = scanner_.next();
    }
    const std::string_view reason = what.substr(0, what.find("; last read"));
    const bool cut_word =
        reason.starts_with("invalid literal") || reason.starts_with("invalid num");
    if (cut_word && before.end == last && is_word(before)) token = before;
    if (token.begin == token.end) return describe_end(before, token.begin, reason);
    const bool inside = reason.starts_with("invalid string") || reason.starts_with("invalid comm");
    const std::string found = shown(token);
    std::string message(reason);
    if (reason.starts_with("invalid literal")) {
      message = found + (what.ends_with("; expected string literal")
                             ? " is no key; keys stand in double quotes"
                             : " is no JSON value");
    } else if (reason.starts_with("number overflow")) {
      message = found + " is too large for a number";
    } else if (reason.starts_with("unexpected")) {
      message = found + " is unexpected here" + expected_text(what);
    } else if (!inside) {
      message = fmt::format("{}: {}", found, reason);
    }
    set_fault(inside ? last : token.begin, message + remedy(text_of(token), text_of(before)));
  }

  void describe_end(JsonScanner::Token before, std::size_t end, std::string_view reason) {
    if (reason.starts_with("invalid string")) {
      return set_fault(before.begin, "the string that begins here is not closed");
    }
    if (reason.starts_with("invalid comment")) return set_fault(end, "a comment is not closed");
    if (open_.empty()) return set_fault(end, "the file ends where a value is expected");
    const Node& innermost = nodes_[open_.back().node];
    set_fault(end,
              fmt::format("the file ends too early; the {} that begins on line {} is not closed",
                          innermost.kind == ValueKind::object ? "object" : "array",
                          place_at(source_, innermost.offset).line));
  }

  static std::string expected_text(std::string_view what) {
    const std::string_view mark = "; expected ";
    const std::size_t at = what.find(mark);
    if (at == std::string_view::npos) return "";
    const std::string_view expected = what.substr(at + mark.size());
    if (expected == "'}'") return "; expected a comma or \"}\"";
    if (expected == "']'") return "; expected a comma or \"]\"";
    if (expected == "':'") return "; expected a colon";
    if (expected == "string literal") return "; expected a key in double quotes";
    if (expected == "end of input") return "; expected the end of the file";
    return "; expected a value";
  }

  JsonSource& source_;
  JsonScanner scanner_;
  std::vector<Node> nodes_;
  std::vector<Open> open_;
  std::optional<JsonFault> fault_;
};

// What makes the bytes no text at all, before any parser looks at them.
std::optional<JsonFault> text_fault(const JsonSource& source) {
  const std::string_view bytes = source.bytes;
  if (bytes.size() >= std::numeric_limits<std::uint32_t>::max()) {
    return JsonFault{place_at(source, 0), "the file is larger than 4 GiB"};
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return JsonFault{place_at(source, 0), "the text is UTF-16; expected UTF-8 (iconv -f UTF-16)"};
  }
  if (const auto at = base::invalid_utf8(bytes)) {
    return JsonFault{place_at(source, *at),
                     fmt::format("byte 0x{:02X} is not UTF-8; convert the file (iconv -f CP949 for "
                                 "Korean from Windows)",
                                 static_cast<unsigned char>(bytes[*at]))};
  }
  // The parser would take a NUL for the end of the text.
  if (const std::size_t at = bytes.find('\0'); at != std::string_view::npos) {
    return JsonFault{place_at(source, at), "a NUL byte is no text"};
  }
  if (JsonScanner(bytes, text_start(bytes)).next().begin == bytes.size()) {
    return JsonFault{place_at(source, bytes.size()), "the file is empty; expected a JSON value"};
  }
  return std::nullopt;
}

std::vector<std::uint32_t> line_begins(std::string_view bytes) {
  std::vector<std::uint32_t> begins = {static_cast<std::uint32_t>(text_start(bytes))};
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    begins.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return begins;
}

}  // namespace

ParsedJson parse_json(std::string file, std::string bytes) {
  auto source = std::make_shared<JsonSource>();
  source->file = std::move(file);
  source->bytes = std::move(bytes);
  source->line_begins = line_begins(source->bytes);
  ParsedJson parsed;
  parsed.source = source;
  parsed.fault = text_fault(*source);
  if (parsed.fault) return parsed;
  NodeBuilder builder(*source);
  nlohmann::json::sax_parse(source->bytes, &builder, nlohmann::json::input_format_t::json, true,
                            true);
  parsed.fault = std::move(builder.fault());
  if (!parsed.fault) parsed.nodes = std::move(builder.nodes());
  return parsed;
}

}  // namespace lbl::model
