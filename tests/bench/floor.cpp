// lbl-floor: F1 of DESIGN.md section 7, the least that reading a file can cost with the parser that
// lbl uses: simdjson DOM over each line, or strict libcsv over the whole file, on one thread.
#include <csv.h>
#include <fmt/format.h>
#include <simdjson.h>

#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

// The number of well-formed lines.
std::size_t read_json_lines(const simdjson::padded_string& bytes) {
  simdjson::dom::parser parser;
  std::size_t records = 0;
  const char* const stop = bytes.data() + bytes.size();
  for (const char* line = bytes.data(); line < stop;) {
    const auto* feed =
        static_cast<const char*>(std::memchr(line, '\n', static_cast<std::size_t>(stop - line)));
    const char* const end = feed == nullptr ? stop : feed;
    constexpr bool kCopyFirst = false;  // the buffer is padded
    const auto result = parser.parse(line, static_cast<std::size_t>(end - line), kCopyFirst);
    if (result.error() == simdjson::SUCCESS) ++records;
    line = end + 1;
  }
  return records;
}

// The number of rows, the header included.
std::size_t read_csv(const simdjson::padded_string& bytes) {
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return 0;
  std::size_t rows = 0;
  const auto on_cell = [](void*, std::size_t, void*) {};
  const auto on_row = [](int, void* count) { ++*static_cast<std::size_t*>(count); };
  csv_parse(&parser, bytes.data(), bytes.size(), on_cell, on_row, &rows);
  csv_fini(&parser, on_cell, on_row, &rows);
  csv_free(&parser);
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view format = argc == 3 ? argv[1] : "";
  if (format != "jsonl" && format != "csv") {
    std::fputs("usage: lbl-floor jsonl|csv FILE\n", stderr);
    return 2;
  }
  simdjson::padded_string bytes;
  if (simdjson::padded_string::load(argv[2]).get(bytes) != simdjson::SUCCESS) {
    std::perror(argv[2]);
    return 2;
  }
  fmt::print("{}\n", format == "jsonl" ? read_json_lines(bytes) : read_csv(bytes));
}
