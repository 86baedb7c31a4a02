// From stored bytes to chunks of whole records.
#include "lbl/io/file_reader.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <limits>

#include <fmt/format.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/io/detect.hpp"
#include "lbl/io/foreign_formats.hpp"
#include "lbl/io/json_parser.hpp"

namespace lbl::io {

namespace {

constexpr std::size_t kHead = std::size_t{1} << 16;
// Places in a chunk have 32 bits; simdjson and the padding want a little room as well.
constexpr std::size_t kLargestChunk = std::numeric_limits<std::uint32_t>::max() - (1u << 20);

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

FileReader::FileReader(const std::string& name, const model::FieldPlan& plan,
                       const std::vector<std::string>& required, const ReadOptions& options)
    : name_(name),
      plan_(plan),
      required_(required),
      asked_(options.format),
      chunk_bytes_(std::max<std::size_t>(options.chunk_bytes, 1)),
      arrival_(options.arrival),
      source_(open_source(name)) {
  find_start();
}

void FileReader::fail(const std::string& message) const {
  const std::string shown = name_ == "-" ? "standard input" : base::escaped(name_, 400);
  throw base::Error(base::ErrorKind::input, shown + ": " + message);
}

// Reads from the source; 0 at its end and where it is damaged. The records before the damage are
// given out first, so that they do not depend on how the reading went about.
std::size_t FileReader::read_source(char* into, std::size_t room) {
  if (source_ended_ || damage_) return 0;
  try {
    const std::size_t got = source_->read(into, room);
    source_ended_ = got == 0;
    return got;
  } catch (const base::Error&) {
    damage_ = std::current_exception();
    return 0;
  }
}

std::size_t FileReader::read(char* into, std::size_t room) {
  const std::size_t ready = std::min(room, head_.size() - head_used_);
  if (ready == 0) return read_source(into, room);
  std::memcpy(into, head_.data() + head_used_, ready);
  head_used_ += ready;
  return ready;
}

void FileReader::fill_head(std::size_t size) {
  head_.reserve(size);
  while (head_.size() < size) {
    const std::size_t got = read_source(head_.data() + head_.size(), size - head_.size());
    if (got == 0) break;
    head_.resize(head_.size() + got);
    if (arrival_ == Arrival::as_it_comes && head_.view().back() == '\n') break;
  }
}

void FileReader::find_start() {
  fill_head(kHead);
  has_mark_ = head_.view().starts_with(kByteOrderMark);
  if (has_mark_) head_used_ = kByteOrderMark.size();
  const std::string_view head = head_.view().substr(head_used_);
  const std::string reason = unreadable_reason(head);
  if (!reason.empty()) fail(reason);
  start_.format = detect_format(head, name_, asked_);
  switch (start_.format) {
    case Format::csv:
    case Format::tsv:
      return read_csv_header();
    case Format::json:
      splitter_ = make_array_splitter();
      break;
    default:
      splitter_ = make_line_splitter();
      break;
  }
  start_.header = head_.view().substr(0, head_used_);
}

void FileReader::read_csv_header() {
  std::optional<HeaderRow> row;
  for (std::size_t size = head_.size();; size *= 2) {
    if (size > kLargestChunk) fail("the header row is longer than 4 GiB; is this CSV?");
    fill_head(size);
    row = find_header(head_.view().substr(head_used_),
                      source_ended_ ? Rest::nothing : Rest::follows, start_.format, required_);
    if (row || source_ended_) break;
    if (damage_) std::rethrow_exception(damage_);
  }
  auto table = std::make_shared<CsvTable>();
  if (row) {
    start_.line = 1 + row->line;
    const std::string_view text =
        head_.view().substr(head_used_ + row->begin, row->end - row->begin);
    *table = read_header(text, row->delimiter, plan_, required_, name_, start_.line);
    const std::string_view passed = head_.view().substr(head_used_, row->used);
    line_ += static_cast<std::uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
    head_used_ += row->used;
    start_.format = row->delimiter == '\t' ? Format::tsv : Format::csv;
  } else {
    head_used_ = head_.size();
  }
  if (has_mark_) {
    start_.remarks.push_back(
        {model::InputRule::bom, 0, "the file starts with a byte order mark, as Excel writes it"});
  }
  splitter_ = make_csv_splitter(table->delimiter);
  start_.header = head_.view().substr(0, head_used_);
  start_.table = std::move(table);
}

// Reads until `bytes` holds `size` bytes or the input ends.
void FileReader::fill(PaddedBuffer& bytes, std::size_t size) {
  if (size > kLargestChunk) {
    fail(fmt::format("the record on line {} is longer than 4 GiB{}", line_,
                     start_.table ? "; is a quote there never closed?" : ""));
  }
  bytes.reserve(size);
  std::size_t used = bytes.size();
  while (used < size) {
    const std::size_t got = read(bytes.data() + used, size - used);
    if (got == 0) break;
    used += got;
    if (arrival_ == Arrival::as_it_comes) break;
  }
  bytes.resize(used);
}

// Reads into `chunk` until it holds a whole record or the input is at its end, and cuts it.
Split FileReader::cut(Chunk& chunk) {
  for (std::size_t size = std::max(chunk_bytes_, chunk.bytes.size() + 1); !finished_;) {
    fill(chunk.bytes, size);
    const std::string_view bytes = chunk.bytes.view();
    const bool head_is_out = head_used_ == head_.size();
    const bool ended = source_ended_ && head_is_out;
    Split split = splitter_->split(bytes, ended ? Rest::nothing : Rest::follows, chunk.rows);
    finished_ = ended || !split.broken.empty();
    if (!chunk.rows.empty() || finished_) return split;
    if (damage_ && head_is_out) std::rethrow_exception(damage_);
    if (split.used == 0) {  // the start of a long record
      if (bytes.size() >= size) size *= 2;
      continue;
    }
    step_over(split, bytes);  // blank lines alone
    const std::string rest(bytes.substr(split.used));
    chunk.bytes.assign(rest);
  }
  return {};
}

bool FileReader::next(Chunk& chunk) {
  chunk.rows.clear();
  chunk.texts.clear();
  // One long record must not keep its memory for the rest of the input.
  if (chunk.bytes.capacity() > 4 * std::max(chunk_bytes_, tail_.size())) chunk.bytes = {};
  chunk.bytes.assign(tail_);
  tail_.clear();
  const Split split = cut(chunk);
  if (chunk.rows.empty() && split.broken.empty()) return false;
  chunk.first_line = line_;
  chunk.line_offset = line_offset_;
  chunk.first_record = record_;
  chunk.elements = start_.format == Format::json;
  chunk.after_mark = has_mark_ && record_ == 1 && !start_.table;
  chunk.broken = split.broken;
  chunk.broken_at = static_cast<std::uint32_t>(split.used);
  chunk.broken_line = split.lines;
  step_over(split, chunk.bytes.view());
  record_ += chunk.rows.size();
  if (split.broken.empty()) {
    tail_ = chunk.bytes.view().substr(split.used);
    chunk.bytes.resize(split.used);
  }
  if (chunk.first_record == 1 && !chunk.rows.empty() && !start_.table) look_at_first(chunk);
  return true;
}

void FileReader::step_over(const Split& split, std::string_view bytes) {
  line_ += split.lines;
  line_offset_ += split.used;
  if (split.lines > 0) line_offset_ = split.used - bytes.substr(0, split.used).rfind('\n') - 1;
}

// Refuses a file whose first record shows that it holds something else.
void FileReader::look_at_first(const Chunk& chunk) const {
  const Row& first = chunk.rows.front();
  const std::string_view row = chunk.row(first);
  if (start_.format == Format::jsonl) refuse_document(row, chunk.first_line + first.line);
  // Whoever named the fields of a foreign file can read it as it is.
  model::FieldPlan plan;
  plan.whole_record = true;
  for (const std::string& field : required_) plan.want(field);
  JsonParser parser(plan);
  TextArena texts;
  if (!parser.open_window(row) || !parser.read(row, JsonParser::Root::object, texts)) return;
  const std::vector<std::uint32_t>& found = parser.field_nodes();
  const bool has_all = !found.empty() && std::find(found.begin(), found.end(),
                                                   model::Record::kMissing) == found.end();
  if (has_all) return;
  const std::string reason = foreign_export(model::Value(parser.nodes().data()), start_.format);
  if (!reason.empty()) fail(reason);
}

// JSON Lines whose first line is only the start of a value is one JSON document over many lines.
void FileReader::refuse_document(std::string_view first_row, std::uint64_t line) const {
  const std::string_view row = without_blanks(first_row);
  std::string message;
  if (row == "{") {
    message =
        "the file is one JSON document over several lines, not one record a line; `jq -c .` "
        "puts it on one line";
  } else if (row.starts_with('[') && (row.back() == ',' || row.back() == '[')) {
    message =
        "the file is one JSON array, not one record a line; read it with -f json, or "
        "`jq -c '.[]'` makes a line of each element";
  }
  if (message.empty()) return;
  throw base::Error(base::ErrorKind::input,
                    fmt::format("{}:{}:1: {}", base::escaped(name_, 400), line, message));
}

}  // namespace lbl::io
