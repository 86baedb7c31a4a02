// Writes records as they stand.
#include "lbl/cli/record_filter.hpp"

#include "lbl/base/error.hpp"
#include "lbl/sample/record_edit.hpp"

namespace lbl::cli {

namespace {

bool is_table(io::Format format) {
  return format == io::Format::csv || format == io::Format::tsv;
}

// A header without byte order mark and line end.
std::string_view plain(std::string_view header) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (header.starts_with(kMark)) header.remove_prefix(kMark.size());
  while (header.ends_with('\n') || header.ends_with('\r')) header.remove_suffix(1);
  return header;
}

}  // namespace

void RecordFilter::begin_file(io::Format format, std::string_view header) {
  if (emit_ == Emit::nothing) return;
  if (format_ == io::Format::automatic) {
    header_ = header;
    output_.write(header);
    wants_line_end_ = is_table(format) && !header.ends_with('\n');
  } else if (is_table(format) != is_table(format_) ||
             (is_table(format) && plain(header) != plain(header_))) {
    throw base::Error(base::ErrorKind::input,
                      "--emit: the FILEs are not of one form (JSON, or tables with the same "
                      "header), so their records cannot stand in one output");
  }
  format_ = format;
}

void RecordFilter::pass_on(const validate::Chunk& chunk) {
  if (emit_ == Emit::nothing) return;
  auto malformed = chunk.malformed.begin();
  const auto pass_malformed_before = [&](std::uint32_t order) {
    for (; malformed != chunk.malformed.end() && malformed->order < order; ++malformed) {
      item_ = kNoItem;
      if (emit_ != Emit::valid) put(malformed->bytes, "\n");
    }
  };
  for (const validate::Row& row : chunk.rows) {
    pass_malformed_before(row.order);
    if (row.dropped) continue;
    if (emit_ == Emit::all || row.left_out == (emit_ == Emit::invalid)) {
      item_ = row.item.is_set() ? row.item.hash : kNoItem;
      if (format_ == io::Format::json) {
        put(sample::on_one_line(row.output), "\n");
      } else {
        put(row.output, row.line_end);
      }
    }
  }
  pass_malformed_before(0xFFFFFFFFu);
}

void RecordFilter::put(std::string_view bytes, std::string_view line_end) {
  if (waiting_) {
    waiting_->add({item_, bytes, line_end});
  } else {
    write(bytes, line_end);
  }
}

void RecordFilter::write(std::string_view bytes, std::string_view line_end) {
  if (wants_line_end_) output_.write("\n");
  output_.write(bytes);
  output_.write(line_end);
  wants_line_end_ = line_end.empty();
}

DroppedItems RecordFilter::finish(const std::unordered_set<std::uint64_t>& dropped) {
  DroppedItems out;
  out.items = dropped.size();
  if (!waiting_) return out;
  waiting_->for_each([&](const WaitingRecord& record) {
    if (record.item != kNoItem && dropped.find(record.item) != dropped.end()) {
      ++out.records;
    } else {
      write(record.bytes, record.line_end);
    }
  });
  return out;
}

}  // namespace lbl::cli
