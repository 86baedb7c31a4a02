// Writes single findings.
#include "lbl/report/finding_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"

namespace lbl::report {

using model::Severity;
using validate::Excerpt;
using validate::Finding;

namespace {

constexpr std::size_t kWidth = 80;

std::string severity_text(Severity severity, Style style) {
  const std::string_view name = model::severity_name(severity);
  if (severity == Severity::error) return red(name, style);
  if (severity == Severity::warning) return yellow(name, style);
  return std::string(name);
}

// The characters of `text`, each escaped as it is shown.
std::vector<std::string> shown_characters(std::string_view text) {
  std::vector<std::string> shown;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = base::code_point_at(text, at).bytes;
    shown.push_back(base::escaped(text.substr(at, bytes)));
    at += bytes;
  }
  return shown;
}

void append_key(std::string_view key, std::string& out) {
  out += out.back() == '{' ? "\"" : ",\"";
  out += key;
  out += "\":";
}

void append_text_or_null(std::string_view key, std::string_view text, std::string& out) {
  append_key(key, out);
  if (text.empty()) {
    out += "null";
  } else {
    append_json_text(text, out);
  }
}

void append_number(std::uint64_t number, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{}", number);
}

void append_number_or_null(std::string_view key, std::uint64_t number, std::string& out) {
  append_key(key, out);
  if (number == 0) {
    out += "null";
  } else {
    append_number(number, out);
  }
}

}  // namespace

const std::string& input_name(const model::Place& place, const InputNames& names) {
  static const std::string standard_input = "-";
  return place.file < names.size() ? names[place.file] : standard_input;
}

std::string finding_text(const Finding& finding, const InputNames& names, Style style) {
  std::string place = base::escaped(input_name(finding.place, names), 200);
  if (finding.line > 0) place += fmt::format(":{}", finding.line);
  if (finding.line > 0 && finding.column > 0) place += fmt::format(":{}", finding.column);
  return fmt::format("{}: {}: {} [{}]", bold(place, style), severity_text(finding.severity, style),
                     finding.message, finding.rule_id());
}

ShownExcerpt shown_excerpt(const Excerpt& excerpt, std::size_t width) {
  const std::string_view text = excerpt.text;
  const std::vector<std::string> before = shown_characters(text.substr(0, excerpt.begin));
  const std::vector<std::string> value =
      shown_characters(text.substr(excerpt.begin, excerpt.end - excerpt.begin));
  const std::vector<std::string> after = shown_characters(text.substr(excerpt.end));
  // Half of the line for what stands before, so that the value is always in sight.
  const std::size_t most_before = width / 2;
  std::size_t used = 0;
  std::size_t first = before.size();
  while (first > 0 && used + base::display_width(before[first - 1]) + 3 <= most_before) {
    used += base::display_width(before[--first]);
  }
  ShownExcerpt shown;
  if (first > 0 || excerpt.is_cut_before) {
    shown.before = "...";
    used += 3;
  }
  for (; first < before.size(); ++first) shown.before += before[first];
  bool is_cut = excerpt.is_cut_after;
  const auto append = [&](const std::vector<std::string>& from, std::string& to) {
    for (const std::string& one : from) {
      const std::size_t columns = base::display_width(one);
      if (used + columns + 3 > width) {
        is_cut = true;
        used = width;
        return;
      }
      used += columns;
      to += one;
    }
  };
  append(value, shown.value);
  append(after, shown.after);
  if (is_cut) shown.after += "...";
  return shown;
}

std::string finding_caret(const Finding& finding, Style style) {
  if (finding.excerpt.empty()) return "";
  constexpr std::size_t kIndent = 2;
  const ShownExcerpt shown = shown_excerpt(finding.excerpt, kWidth - kIndent);
  const std::size_t columns = std::max<std::size_t>(base::display_width(shown.value), 1);
  const std::string mark = "^" + std::string(columns - 1, '~');
  return fmt::format("{:{}}{}{}{}\n{:{}}{}\n", "", kIndent, shown.before, shown.value, shown.after,
                     "", kIndent + base::display_width(shown.before), green(mark, style));
}

void append_json_text(std::string_view text, std::string& out) {
  if (!base::is_ascii(text) && base::invalid_utf8(text)) {
    append_json_text(base::escaped(text, text.size()), out);
    return;
  }
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F) continue;
    out += text.substr(plain, at - plain);
    plain = at + 1;
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[at];
    } else if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\t') {
      out += "\\t";
    } else {
      out += "\\u00";
      out += kHexDigits[byte >> 4U];
      out += kHexDigits[byte & 0xFU];
    }
  }
  out += text.substr(plain);
  out += '"';
}

void append_finding_json(const Finding& finding, const InputNames& names, std::string& out) {
  out += '{';
  append_key("rule", out);
  append_json_text(finding.rule_id(), out);
  append_key("severity", out);
  append_json_text(model::severity_name(finding.severity), out);
  append_key("file", out);
  append_json_text(input_name(finding.place, names), out);
  append_key("line", out);
  append_number(finding.line, out);
  append_number_or_null("column", finding.column, out);
  append_number_or_null("record", finding.place.record, out);
  append_text_or_null("pointer", finding.pointer, out);
  append_text_or_null("task", finding.task, out);
  append_text_or_null("item", finding.item, out);
  append_text_or_null("annotator", finding.annotator, out);
  append_key("message", out);
  append_json_text(finding.message, out);
  append_text_or_null("found", finding.found, out);
  append_text_or_null("hint", finding.hint, out);
  append_key("fixed", out);
  out += finding.standing == validate::Standing::mended ? "true" : "false";
  append_key("related", out);
  if (finding.related) {
    out += '{';
    append_key("file", out);
    append_json_text(input_name(*finding.related, names), out);
    append_key("line", out);
    append_number(finding.related->line, out);
    out += '}';
  } else {
    out += "null";
  }
  out += '}';
}

}  // namespace lbl::report
