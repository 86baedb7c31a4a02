// A consumer that writes down all it is given, and files to read, for the tests of the reader.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "lbl/io/reader.hpp"

namespace lbl::test {

/// A folder of its own for a test; removed at its end.
class Folder {
 public:
  Folder() {
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() /
            ("lbl-test-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directory(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file and returns its path.
  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A value as compact JSON text with source spelling, so that tests can compare it; "-" for a
/// missing one, <text> for a cell.
inline std::string shown(model::Value value) {
  if (value.missing()) return "-";
  std::string out;
  switch (value.kind()) {
    case model::ValueKind::string:
      return '"' + std::string(value.text()) + '"';
    case model::ValueKind::cell:
      return '<' + std::string(value.text()) + '>';
    case model::ValueKind::array:
      model::for_each_element(
          value, [&](model::Value element) { out += (out.empty() ? "" : ",") + shown(element); });
      return '[' + out + ']';
    case model::ValueKind::object:
      model::for_each_member(value, [&](model::Value key, model::Value member) {
        out += (out.empty() ? "" : ",") + shown(key) + ':' + shown(member);
      });
      return '{' + out + '}';
    default:
      return std::string(value.text());
  }
}

/// What was read of one record.
struct Seen {
  std::uint32_t file;
  std::uint64_t line, record;
  std::string bytes, line_end;
  std::vector<std::string> fields;
  std::vector<std::uint32_t> offsets;
  std::string root;
  std::vector<model::Remark> remarks;
};

struct SeenMalformed {
  model::Malformed malformed;
  std::string bytes;
};

/// Keeps everything in the order of absorb().
class Collector : public io::Consumer {
 public:
  explicit Collector(std::size_t fields) : fields_(fields) {}

  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    return std::make_unique<Worker>(fields_);
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    auto& from = static_cast<Worker&>(*worker);
    for (auto& record : from.records) records.push_back(std::move(record));
    for (auto& bad : from.malformed) malformed.push_back(std::move(bad));
  }
  void begin_file(std::uint32_t file, io::Format, std::string_view header) override {
    if (headers.size() <= file) headers.resize(file + 1);
    headers[file] = header;
  }
  void on_header_remark(std::uint32_t, std::uint64_t line, const model::Remark& remark) override {
    header_remarks.emplace_back(line, remark);
  }

  std::vector<Seen> records;
  std::vector<SeenMalformed> malformed;
  std::vector<std::string> headers;
  std::vector<std::pair<std::uint64_t, model::Remark>> header_remarks;

 private:
  struct Worker : io::ChunkWorker {
    explicit Worker(std::size_t fields) : wanted(fields) {}
    void on_record(const model::Record& record) override {
      Seen seen{record.place.file,
                record.place.line,
                record.place.record,
                std::string(record.bytes),
                std::string(record.line_end),
                {},
                {},
                shown(record.root()),
                {record.remarks.begin(), record.remarks.end()}};
      for (std::size_t i = 0; i < wanted; ++i) {
        const model::Value value = record.field(i);
        seen.fields.push_back(shown(value));
        seen.offsets.push_back(value ? value.offset() : 0);
      }
      records.push_back(std::move(seen));
    }
    void on_malformed(const model::Malformed& bad) override {
      malformed.push_back({bad, std::string(bad.bytes)});
    }
    std::size_t wanted;
    std::vector<Seen> records;
    std::vector<SeenMalformed> malformed;
  };

  std::size_t fields_;
};

/// Everything that read_records() gave.
struct Reading {
  std::vector<io::InputSummary> inputs;
  std::vector<Seen> records;
  std::vector<SeenMalformed> malformed;
  std::vector<std::string> headers;
  std::vector<std::pair<std::uint64_t, model::Remark>> header_remarks;
};

inline Reading read_files(const std::vector<std::string>& files, const model::FieldPlan& plan,
                          io::ReadOptions options = {},
                          const std::vector<std::string>& required = {}) {
  Collector collector(plan.fields.size());
  auto inputs = io::read_records(files, plan, required, options, collector);
  return {std::move(inputs), std::move(collector.records), std::move(collector.malformed),
          std::move(collector.headers), std::move(collector.header_remarks)};
}

inline model::FieldPlan plan_of(const std::vector<std::string>& fields) {
  model::FieldPlan plan;
  for (const std::string& field : fields) plan.want(field);
  return plan;
}

}  // namespace lbl::test
