// Walks well-formed JSON and CSV by their tokens; nothing is parsed further than that.
#include "lbl/sample/record_edit.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "lbl/base/text.hpp"

namespace lbl::sample {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skip_space(std::string_view json, std::size_t at) {
  while (at < json.size() && is_space(json[at])) ++at;
  return at;
}

// The end of the string that starts at `at`.
std::size_t skip_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return at + 1;
}

// The end of the value that starts at `at`; without recursion, since data may be deep.
std::size_t skip_value(std::string_view json, std::size_t at) {
  std::size_t depth = 0;
  do {
    const char c = json[at];
    if (c == '"') {
      at = skip_string(json, at);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
    if (depth == 0 && c != '}' && c != ']') {
      while (at < json.size() && std::string_view(",]}").find(json[at]) == std::string_view::npos &&
             !is_space(json[at])) {
        ++at;
      }
    }
  } while (depth > 0 && at < json.size());
  return at;
}

std::uint32_t hex4(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + 4, value, 16);
  return value;
}

// The text of a JSON string with its quotes.
std::string unescaped(std::string_view string) {
  constexpr std::string_view kLetters = "bfnrt", kMeant = "\b\f\n\r\t";
  const std::string_view body = string.substr(1, string.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\\') {
      text += body[i];
      continue;
    }
    const char escape = body[++i];
    if (escape != 'u') {
      const std::size_t letter = kLetters.find(escape);
      text += letter == std::string_view::npos ? escape : kMeant[letter];
      continue;
    }
    std::uint32_t code_point = hex4(body.substr(i + 1));
    i += 4;
    if (code_point >= 0xD800 && code_point < 0xDC00) {
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (hex4(body.substr(i + 3)) - 0xDC00);
      i += 6;
    }
    base::append_code_point(text, code_point);
  }
  return text;
}

struct Cut {
  std::size_t begin, end;
};

using Paths = std::vector<const model::FieldPath*>;

// Notes what to cut from the object that starts at `at`; `depth` keys of the paths lead to it.
void find_cuts(std::string_view json, std::size_t at, const Paths& paths, std::size_t depth,
               std::vector<Cut>& cuts) {
  bool kept_before = false;
  std::size_t before = 0;   // the end of the last member
  std::size_t pending = 0;  // where a cut of leading members starts; 0: none
  at = skip_space(json, at + 1);
  while (at < json.size() && json[at] != '}') {
    const std::size_t key_end = skip_string(json, at);
    const std::string key = unescaped(json.substr(at, key_end - at));
    const std::size_t value = skip_space(json, skip_space(json, key_end) + 1);
    const std::size_t end = skip_value(json, value);
    Paths deeper;
    bool cut = false;
    for (const model::FieldPath* path : paths) {
      if (path->keys[depth] != key) continue;
      if (path->keys.size() == depth + 1) {
        cut = true;
      } else {
        deeper.push_back(path);
      }
    }
    if (cut && kept_before) {
      cuts.push_back({before, end});
    } else if (cut && pending == 0) {
      pending = at;
    } else if (!cut) {
      if (pending != 0) cuts.push_back({pending, at});
      pending = 0;
      kept_before = true;
      if (!deeper.empty() && json[value] == '{') find_cuts(json, value, deeper, depth + 1, cuts);
    }
    before = end;
    at = skip_space(json, end);
    if (at < json.size() && json[at] == ',') at = skip_space(json, at + 1);
  }
  if (pending != 0) cuts.push_back({pending, before});
}

}  // namespace

std::string without_members(std::string_view object, const std::vector<model::FieldPath>& paths) {
  Paths wanted;
  for (const model::FieldPath& path : paths) {
    if (!path.keys.empty()) wanted.push_back(&path);
  }
  std::vector<Cut> cuts;
  find_cuts(object, skip_space(object, 0), wanted, 0, cuts);
  std::string out;
  std::size_t at = 0;
  for (const Cut& cut : cuts) {
    out += object.substr(at, cut.begin - at);
    at = cut.end;
  }
  out += object.substr(at);
  return out;
}

std::string with_member(std::string_view object, std::string_view key, std::string_view json) {
  const std::size_t close = object.rfind('}');
  std::size_t last = close;
  while (is_space(object[last - 1])) --last;
  std::string out(object.substr(0, last));
  if (object[last - 1] != '{') out += ", ";
  out += '"';
  out += key;
  out += "\": ";
  out += json;
  out += object.substr(last);
  return out;
}

std::string on_one_line(std::string_view object) {
  if (object.find('\n') == std::string_view::npos) return std::string(object);
  std::string out;
  for (std::size_t at = 0; at < object.size();) {
    const std::size_t end = object[at] == '"' ? skip_string(object, at) : at + 1;
    if (!is_space(object[at])) out += object.substr(at, end - at);
    at = end;
  }
  return out;
}

std::vector<std::string_view> row_cells(std::string_view row, char delimiter) {
  std::vector<std::string_view> cells;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t at = 0; at <= row.size(); ++at) {
    if (at < row.size() && row[at] == '"') quoted = !quoted;
    if (at == row.size() || (row[at] == delimiter && !quoted)) {
      cells.push_back(row.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  return cells;
}

std::string cell_text(std::string_view cell) {
  if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return std::string(cell);
  std::string text;
  for (std::size_t at = 1; at + 1 < cell.size(); ++at) {
    text += cell[at];
    if (cell[at] == '"') ++at;
  }
  return text;
}

std::string without_cells(std::string_view row, char delimiter,
                          const std::vector<std::size_t>& numbers) {
  const std::vector<std::string_view> cells = row_cells(row, delimiter);
  std::string out;
  bool first = true;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (std::binary_search(numbers.begin(), numbers.end(), i)) continue;
    if (!first) out += delimiter;
    out += cells[i];
    first = false;
  }
  return out;
}

std::string with_cell(std::string_view row, char delimiter, std::string_view text) {
  std::string out(row);
  out += delimiter;
  if (text.find_first_of(std::string("\"\r\n") + delimiter) == std::string_view::npos) {
    out += text;
    return out;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

}  // namespace lbl::sample
