// Walks well-formed JSON strings and CSV cells by their bytes.
#include "lbl/model/edit.hpp"

#include <algorithm>

namespace lbl::model {

namespace {

std::uint32_t hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    value = value * 16 + digit;
  }
  return value;
}

// Bytes of text that the escape at `at` stands for, and how many bytes it takes.
struct Escape {
  std::size_t spelled, meant;
};

Escape escape_at(std::string_view json, std::size_t at) {
  if (json[at + 1] != 'u') return {2, 1};
  const std::uint32_t unit = hex_value(json.substr(at + 2, 4));
  if (unit >= 0xD800 && unit < 0xDC00) return {12, 4};
  if (unit < 0x80) return {6, 1};
  return {6, unit < 0x800 ? std::size_t{2} : std::size_t{3}};
}

}  // namespace

std::string edited(std::string_view record, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out += record.substr(at, edit.begin - at);
    out += edit.bytes;
    at = edit.end;
  }
  out += record.substr(at);
  return out;
}

std::size_t json_scalar_end(std::string_view json, std::size_t at) {
  if (json[at] != '"') return std::min(json.find_first_of(",]} \t\r\n", at), json.size());
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return at + 1;
}

std::size_t json_text_place(std::string_view json, std::size_t at, std::size_t offset) {
  std::size_t place = at + 1;
  for (std::size_t text = 0; text < offset;) {
    if (json[place] == '\\') {
      const Escape escape = escape_at(json, place);
      place += escape.spelled;
      text += escape.meant;
    } else {
      ++place;
      ++text;
    }
  }
  return place;
}

std::size_t csv_cell_end(std::string_view row, std::size_t at, std::string_view text) {
  if (at >= row.size() || row[at] != '"') return at + text.size();
  for (++at; at < row.size(); ++at) {
    if (row[at] != '"') continue;
    if (at + 1 < row.size() && row[at + 1] == '"') {
      ++at;
    } else {
      return at + 1;
    }
  }
  return row.size();
}

std::string csv_cell_for(std::string_view row, std::size_t at, std::string_view text) {
  const bool is_quoted = at < row.size() && row[at] == '"';
  if (!is_quoted && text.find_first_of("\",;\t\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace lbl::model
