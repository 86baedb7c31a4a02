// The bytes go through an anonymous file, as the readers take names.
#include "read_bytes.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/model/fields.hpp"

namespace lbl::fuzz {
namespace {

class Worker : public io::ChunkWorker {
 public:
  explicit Worker(std::size_t fields) : fields_(fields) {}
  void on_record(const model::Record& record) override {
    text += std::to_string(record.place.line) + " " + std::to_string(record.place.record) + " ";
    text += record.bytes;
    text += record.line_end;
    for (std::size_t i = 0; i < fields_; ++i) {
      const model::Value value = record.field(i);
      text += value.missing() ? "|-" : "|";
      if (!value.missing()) text += value.text();
    }
    for (const model::Remark& remark : record.remarks) text += remark.message;
    text += "\n";
  }
  void on_malformed(const model::Malformed& malformed) override {
    text += std::to_string(malformed.line) + ":" + std::to_string(malformed.column) + " " +
            std::string(model::rule_id(malformed.rule)) + " " + malformed.message + "\n";
    // The reader found a fault that its explanation does not see.
    if (malformed.message == "the record is not JSON") std::abort();
    if (malformed.message == "the row is not CSV") std::abort();
  }

  std::string text;

 private:
  std::size_t fields_;
};

class Collector : public io::Consumer {
 public:
  explicit Collector(std::size_t fields) : fields_(fields) {}
  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    return std::make_unique<Worker>(fields_);
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    text += static_cast<Worker&>(*worker).text;
  }

  std::string text;

 private:
  std::size_t fields_;
};

// Everything that a reading said, as one text.
std::string reading(const std::string& name, io::Format format, unsigned threads,
                    std::size_t chunk_bytes) {
  model::FieldPlan plan;
  for (const char* field : {"item", "annotator", "label", "/meta/source"}) plan.want(field);
  plan.whole_record = true;
  io::ReadOptions options;
  options.format = format;
  options.on_error = io::OnError::skip;
  options.threads = threads;
  options.chunk_bytes = chunk_bytes;
  Collector collector(plan.fields.size());
  try {
    for (const io::InputSummary& input : io::read_records({name}, plan, {}, options, collector)) {
      collector.text +=
          std::to_string(input.records) + " " + std::to_string(input.malformed) + " " + input.xxh3;
    }
    return collector.text;
  } catch (const base::Error& error) {
    return collector.text + error.what();
  }
}

}  // namespace

void check_reading(const std::uint8_t* bytes, std::size_t size, io::Format format) {
  const int file = memfd_create("fuzz", 0);
  if (file < 0 || write(file, bytes, size) != static_cast<ssize_t>(size)) std::abort();
  const std::string name = "/proc/self/fd/" + std::to_string(file);
  const std::string whole = reading(name, format, 1, std::size_t{1} << 20);
  const std::string parts = reading(name, format, 2, 16);
  close(file);
  if (whole != parts) {
    std::fprintf(stderr, "in one chunk:\n%s\nin many:\n%s\n", whole.c_str(), parts.c_str());
    std::abort();
  }
}

}  // namespace lbl::fuzz
