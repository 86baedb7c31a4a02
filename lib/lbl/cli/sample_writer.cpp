// Edits and writes drawn records.
#include "lbl/cli/sample_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/io/csv_table.hpp"
#include "lbl/report/sample_report.hpp"
#include "lbl/sample/record_edit.hpp"

namespace lbl::cli {

namespace {

constexpr const char* kSampling = "sampling";

bool is_table(io::Format format) {
  return format == io::Format::csv || format == io::Format::tsv;
}

// "bytes" and their line end, apart.
struct Line {
  explicit Line(std::string_view line) : body(line) {
    if (!body.ends_with('\n')) return;
    body.remove_suffix(1);
    end = "\n";
    if (!body.ends_with('\r')) return;
    body.remove_suffix(1);
    end = "\r\n";
  }
  std::string_view body;
  std::string_view end = "\n";
};

class SampleWriter {
 public:
  SampleWriter(const sample::DrawSpec& spec, const sample::DrawResult& result,
               const std::vector<InputStart>& starts, const SampleFormat& format)
      : spec_(spec), result_(result), starts_(starts), format_(format) {
    for (const std::string& name : format.hidden) paths_.emplace_back(name);
    if (format.add_weights) paths_.emplace_back(kSampling);
    read_header();
  }

  void write(io::Output& output) {
    output.write(header_);
    std::set<std::pair<std::size_t, std::string>> written;
    std::size_t weights_of = result_.units.size();
    std::string sampling;
    for (const sample::DrawnRecord& record : result_.records) {
      if (format_.add_weights && record.unit != weights_of) {
        weights_of = record.unit;
        sampling = report::sampling_json(spec_, result_, result_.units[record.unit]);
      }
      std::string bytes = edited(record, sampling);
      if (!format_.hidden.empty() && !written.emplace(record.unit, bytes).second) continue;
      output.write(bytes);
    }
  }

 private:
  [[noreturn]] void refuse(std::size_t first, std::size_t other, const char* what) const {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("{} {} {}, so no sample of both can be written; draw from each "
                                  "(--design hash gives the same items either way)",
                                  base::escaped(spec_.input_names[other]), what,
                                  base::escaped(spec_.input_names[first])));
  }

  // Settles what is written before the records and which columns are hidden.
  void read_header() {
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < starts_.size(); ++i) {
      const InputStart& start = starts_[i];
      if (!first) {
        first = i;
        is_table_ = is_table(start.format);
        if (is_table_) read_columns(start);
        continue;
      }
      if (is_table(start.format) != is_table_) refuse(*first, i, "is not of the format of");
      if (is_table_ && Line(start.header).body != Line(starts_[*first].header).body) {
        refuse(*first, i, "has not the columns of");
      }
    }
  }

  void read_columns(const InputStart& start) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    std::string_view header = start.header;
    if (header.starts_with(kMark)) header.remove_prefix(kMark.size());
    const auto row = io::find_header(header, io::Rest::nothing, start.format, {spec_.item_field});
    if (!row) return;
    delimiter_ = row->delimiter;
    const std::string_view names = header.substr(row->begin, row->end - row->begin);
    const std::string_view end = header.substr(row->end);
    const auto cells = sample::row_cells(names, delimiter_);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string name = sample::cell_text(cells[i]);
      const bool hide = std::any_of(paths_.begin(), paths_.end(),
                                    [&](const auto& path) { return path.text == name; });
      if (hide) hidden_columns_.push_back(i);
    }
    std::string edited = sample::without_cells(names, delimiter_, hidden_columns_);
    if (format_.add_weights) edited = sample::with_cell(edited, delimiter_, kSampling);
    header_ = start.header.substr(0, start.header.size() - header.size() + row->begin);
    header_ += edited;
    header_ += end.empty() ? "\n" : end;
  }

  std::string edited(const sample::DrawnRecord& record, const std::string& sampling) const {
    const Line line(record.bytes);
    std::string body(line.body);
    if (is_table_) {
      if (!hidden_columns_.empty()) body = sample::without_cells(body, delimiter_, hidden_columns_);
      if (format_.add_weights) body = sample::with_cell(body, delimiter_, sampling);
    } else {
      if (starts_[record.file].format == io::Format::json) body = sample::on_one_line(body);
      if (!paths_.empty()) body = sample::without_members(body, paths_);
      if (format_.add_weights) body = sample::with_member(body, kSampling, sampling);
    }
    return body + std::string(line.end);
  }

  const sample::DrawSpec& spec_;
  const sample::DrawResult& result_;
  const std::vector<InputStart>& starts_;
  const SampleFormat& format_;
  std::vector<model::FieldPath> paths_;
  std::string header_;
  bool is_table_ = false;
  char delimiter_ = ',';
  std::vector<std::size_t> hidden_columns_;
};

}  // namespace

void write_sample(const sample::DrawSpec& spec, const sample::DrawResult& result,
                  const std::vector<InputStart>& starts, const SampleFormat& format,
                  io::Output& output) {
  SampleWriter(spec, result, starts, format).write(output);
}

}  // namespace lbl::cli
