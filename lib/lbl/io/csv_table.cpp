// Header rows.
#include "lbl/io/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/io/csv_parser.hpp"
#include "lbl/io/locate.hpp"

namespace lbl::io {

namespace {

constexpr std::array kDelimiters = {',', ';', '\t'};

std::vector<std::string> names_of(std::string_view header, char delimiter) {
  CsvParser parser(delimiter);
  TextArena texts;
  std::vector<std::string> names;
  if (parser.parse(header, texts)) return names;
  for (const Cell& cell : parser.cells()) names.emplace_back(cell.text);
  return names;
}

std::optional<HeaderRow> first_row(std::string_view bytes, Rest rest, char delimiter) {
  std::vector<Row> rows;
  const Split split = make_csv_splitter(delimiter)->split(bytes, rest, rows);
  if (rows.empty()) return std::nullopt;
  const Row& row = rows.front();
  const std::size_t feed = bytes.find('\n', row.end);
  return HeaderRow{delimiter, row.begin, row.end, std::min(feed, split.used - 1) + 1, row.line};
}

bool has_all(const std::vector<std::string>& names, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

// "; column 3 is " label", with a blank around it" or " (did you mean "label"?)".
std::string near_column(const std::string& wanted, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (base::trimmed(names[i]) == wanted) {
      return fmt::format("; column {} is {}, with white space around it", i + 1,
                         base::quoted(names[i]));
    }
  }
  return base::did_you_mean(wanted, names);
}

std::string column_list(const std::vector<std::string>& names) {
  constexpr std::size_t kMostShown = 12;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kMostShown); ++i) {
    list += (i == 0 ? "" : ", ") + base::escaped(names[i], 40);
  }
  return list + (names.size() > kMostShown ? ", ..." : "");
}

class HeaderReader {
 public:
  HeaderReader(std::string_view header, const std::string& name, std::uint64_t line)
      : header_(header), name_(name), line_(line) {}

  std::vector<std::string> names(char delimiter) const {
    if (const auto bad = base::invalid_utf8(header_)) {
      fail(*bad, fmt::format("the byte {} in the header is not UTF-8{}",
                             base::quoted(header_.substr(*bad, 1)), encoding_hint(header_)));
    }
    if (const std::size_t turn = header_.find('\r');
        turn < header_.find('"') && turn != header_.npos) {
      fail(turn,
           "a carriage return stands in the header; if all lines end in one alone, as on old "
           "Macs, `tr '\\r' '\\n'` makes them line feeds");
    }
    CsvParser parser(delimiter);
    TextArena texts;
    if (const auto fault = parser.parse(header_, texts)) fail(fault->offset, fault->message);
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    for (const Cell& cell : parser.cells()) {
      if (!cell.text.empty() && !seen.insert(cell.text).second) {
        fail(cell.offset, fmt::format("two columns are called {}, so neither can be told apart",
                                      base::quoted(cell.text)));
      }
      names.emplace_back(cell.text);
    }
    return names;
  }

  void check_required(const std::vector<std::string>& names,
                      const std::vector<std::string>& required) const {
    for (const std::string& wanted : required) {
      if (std::find(names.begin(), names.end(), wanted) != names.end()) continue;
      fail(0, fmt::format("the header has no column {}{}; it has: {}", base::quoted(wanted),
                          near_column(wanted, names), column_list(names)));
    }
  }

 private:
  [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
    const std::string_view before = header_.substr(0, offset);
    const auto lines = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t start = before.rfind('\n');
    const std::size_t column = start == std::string_view::npos ? offset + 1 : offset - start;
    throw base::Error(base::ErrorKind::input, fmt::format("{}:{}:{}: {}", base::escaped(name_, 400),
                                                          line_ + lines, column, message));
  }

  std::string_view header_;
  const std::string& name_;
  std::uint64_t line_;
};

}  // namespace

std::optional<HeaderRow> find_header(std::string_view bytes, Rest rest, Format format,
                                     const std::vector<std::string>& required) {
  std::optional<HeaderRow> best;
  std::size_t most = 0;
  for (const char delimiter : kDelimiters) {
    if (format == Format::tsv && delimiter != '\t') continue;
    const std::optional<HeaderRow> row = first_row(bytes, rest, delimiter);
    if (!row) continue;
    const auto names = names_of(bytes.substr(row->begin, row->end - row->begin), delimiter);
    if (!required.empty() && has_all(names, required)) return row;
    if (!best || names.size() > most) {
      best = row;
      most = names.size();
    }
  }
  return best;
}

CsvTable read_header(std::string_view header, char delimiter, const model::FieldPlan& plan,
                     const std::vector<std::string>& required, const std::string& name,
                     std::uint64_t line) {
  const HeaderReader reader(header, name, line);
  CsvTable table{delimiter, reader.names(delimiter), {}, base::hash64({&delimiter, 1})};
  for (const std::string& column : table.names) table.key = base::hash64(column, table.key);
  reader.check_required(table.names, required);
  for (const model::FieldPath& field : plan.fields) {
    const auto at = std::find(table.names.begin(), table.names.end(), field.text);
    table.columns.push_back(at == table.names.end()
                                ? CsvTable::kNoColumn
                                : static_cast<std::uint32_t>(at - table.names.begin()));
  }
  return table;
}

}  // namespace lbl::io
