// First bytes of formats.
#include "lbl/io/detect.hpp"

#include <algorithm>
#include <array>

#include "lbl/base/text.hpp"

namespace lbl::io {

namespace {

using std::string_view_literals::operator""sv;

struct Known {
  std::string_view start;
  std::string_view what;
};

constexpr std::string_view kUtf16Hint =
    "is UTF-16 text, not UTF-8; `iconv -f UTF-16 -t UTF-8` converts it";
constexpr std::string_view kUtf32Hint =
    "is UTF-32 text, not UTF-8; `iconv -f UTF-32 -t UTF-8` converts it";
constexpr std::string_view kOfficeHint =
    "is a zip archive or an office file (xlsx, ods), not text; save the table as CSV";

// Order matters: the first that fits is told.
constexpr std::array kUnreadable = {
    Known{"\xFF\xFE\0\0"sv, kUtf32Hint},
    Known{"\0\0\xFE\xFF"sv, kUtf32Hint},
    Known{"\xFF\xFE"sv, kUtf16Hint},
    Known{"\xFE\xFF"sv, kUtf16Hint},
    Known{"{\0"sv, kUtf16Hint},
    Known{"[\0"sv, kUtf16Hint},
    Known{"\0{"sv, kUtf16Hint},
    Known{"\0["sv, kUtf16Hint},
    Known{"PK\x03\x04"sv, kOfficeHint},
    Known{"\xD0\xCF\x11\xE0"sv, "is an old office file (xls), not text; save the table as CSV"},
    Known{"BZh"sv, "is packed with bzip2, which is not read here; unpack it with `bzip2 -dc`"},
    Known{"\xFD"
          "7zXZ"sv,
          "is packed with xz, which is not read here; unpack it with `xz -dc`"},
    Known{"7z\xBC\xAF"sv, "is a 7z archive; unpack it first"},
    Known{"%PDF"sv, "is a PDF file, not records"},
    Known{"PAR1"sv, "is a Parquet file; write it as JSON Lines or CSV first"},
    Known{"SQLite format 3"sv, "is an SQLite database; write the table as CSV first"},
    Known{"\x93NUMPY"sv, "is a NumPy array; write it as CSV first"},
    Known{"File type = \"ooTextFile"sv,
          "is a Praat TextGrid, not records; write its intervals as "
          "JSON Lines with item, annotator and label first"},
    Known{"-DOCSTART-"sv,
          "is a CoNLL file, not records; write its sentences as JSON Lines with "
          "item, annotator and label first"},
    Known{"# de.tudarmstadt"sv,
          "is a WebAnno TSV export, not records; write its spans as JSON Lines "
          "with item, annotator and label first"},
    Known{"#FORMAT=WebAnno"sv,
          "is a WebAnno TSV export, not records; write its spans as JSON Lines "
          "with item, annotator and label first"},
};

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool name_ends(const std::string& name, std::initializer_list<std::string_view> endings) {
  std::string_view bare = name;
  for (const std::string_view packed : {".gz"sv, ".zst"sv}) {
    if (bare.ends_with(packed)) bare.remove_suffix(packed.size());
  }
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return bare.ends_with(ending); });
}

// A standoff annotation of brat: "T1\tProtein 48 53\tPHO5".
bool looks_like_brat(std::string_view head) {
  const std::size_t tab = head.find('\t');
  return head.starts_with('T') && tab != std::string_view::npos && tab > 1 &&
         base::parse_integer(head.substr(1, tab - 1)).has_value() &&
         head.substr(0, head.find('\n')).find(' ', tab) != std::string_view::npos;
}

// A first line of control bytes is no header of a table.
bool looks_binary(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  return std::any_of(line.begin(), line.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && !is_space(c); });
}

}  // namespace

std::string unreadable_reason(std::string_view head) {
  const auto first = std::find_if_not(head.begin(), head.end(), is_space);
  const std::string_view text = head.substr(static_cast<std::size_t>(first - head.begin()));
  for (const Known& known : kUnreadable) {
    if (text.starts_with(known.start)) return std::string(known.what);
  }
  if (text.starts_with('<')) {
    return "is XML or HTML, not records; write what it holds as JSON Lines with item, annotator "
           "and "
           "label first";
  }
  if (looks_like_brat(text)) {
    return "is a brat .ann file, not records; write its spans as JSON Lines with item, annotator "
           "and "
           "label first";
  }
  if (!text.starts_with('{') && !text.starts_with('[') && looks_binary(text)) {
    return "is not text";
  }
  return "";
}

Format detect_format(std::string_view head, const std::string& name, Format asked) {
  if (asked != Format::automatic) return asked;
  const bool named_lines = name_ends(name, {".jsonl", ".ndjson"});
  const auto first = std::find_if_not(head.begin(), head.end(), is_space);
  if (first == head.end()) {
    return name_ends(name, {".csv"})    ? Format::csv
           : name_ends(name, {".tsv"})  ? Format::tsv
           : name_ends(name, {".json"}) ? Format::json
                                        : Format::jsonl;
  }
  if (*first == '{' || named_lines) return Format::jsonl;
  if (*first == '[' || name_ends(name, {".json"})) return Format::json;
  return Format::csv;
}

}  // namespace lbl::io
