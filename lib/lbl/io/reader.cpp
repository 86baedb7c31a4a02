// The pipeline: one thread reads and cuts, several parse, one takes the results in order.
#include "lbl/io/reader.hpp"

#include <exception>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/threads.hpp"
#include "lbl/io/chunk_reader.hpp"
#include "lbl/io/file_reader.hpp"
#include "lbl/io/pool.hpp"
#include "lbl/io/stored_file.hpp"

namespace lbl::io {

namespace {

using Readers = Pool<ChunkReader>;

// What is shared by the chunks of one input.
struct OpenFile {
  std::uint32_t number;
  FileStart start;
  Readers readers;
};

// One step of the input, passed through the pipeline in order: the start of a file, a chunk of it,
// its end, or the reason why reading cannot go on.
struct Step : base::Job {
  std::shared_ptr<OpenFile> file;
  bool begins_file = false;
  std::unique_ptr<Chunk> chunk;
  std::optional<InputSummary> ended;
  std::exception_ptr error;
  std::uint64_t bytes_read = 0;  // of all inputs, when the step was made

  std::unique_ptr<ChunkWorker> worker;
  std::uint64_t records = 0;
  std::uint64_t malformed = 0;
  base::ContentDigest content;
  std::optional<model::Malformed> first_malformed;
};

std::shared_ptr<OpenFile> open_file(std::uint32_t number, const FileStart& start,
                                    const model::FieldPlan& plan) {
  const auto table = start.table;
  const auto make = [&plan, table] {
    return table ? make_csv_reader(plan, *table) : make_json_reader(plan);
  };
  // NOLINTNEXTLINE(modernize-make-shared): an aggregate, which clang 14 makes with braces only
  return std::shared_ptr<OpenFile>(new OpenFile{number, start, Readers(make)});
}

// Walks through the inputs on the reading thread.
class Inputs {
 public:
  Inputs(const std::vector<std::string>& names, const model::FieldPlan& plan,
         const std::vector<std::string>& required, const ReadOptions& options, Pool<Chunk>& chunks)
      : names_(names), plan_(plan), required_(required), options_(options), chunks_(chunks) {}

  // The next step; null after the last. An error becomes a step of its own, so that it is met in
  // its place, after the records before it, whatever the number of threads.
  std::unique_ptr<Step> next() {
    if (failed_ || (!reader_ && file_number_ == names_.size())) return nullptr;
    auto step = std::make_unique<Step>();
    try {
      if (!reader_) {
        reader_ = std::make_unique<FileReader>(names_[file_number_], plan_, required_, options_);
        file_ = open_file(file_number_, reader_->start(), plan_);
        step->begins_file = true;
      } else {
        go_on(*step);
      }
    } catch (...) {
      failed_ = true;
      step->error = std::current_exception();
    }
    step->file = file_;
    step->bytes_read = bytes_before_ + (reader_ ? reader_->stored_bytes() : 0);
    return step;
  }

 private:
  void go_on(Step& step) {
    auto chunk = chunks_.take();
    chunk->file = file_number_;
    if (reader_->next(*chunk)) {
      step.chunk = std::move(chunk);
      return;
    }
    chunks_.give_back(std::move(chunk));
    InputSummary summary;
    summary.name = names_[file_number_];
    summary.bytes = reader_->stored_bytes();
    summary.xxh3 = reader_->digest();
    summary.format = reader_->start().format;
    step.ended = std::move(summary);
    bytes_before_ += reader_->stored_bytes();
    reader_.reset();
    ++file_number_;
  }

  const std::vector<std::string>& names_;
  const model::FieldPlan& plan_;
  const std::vector<std::string>& required_;
  const ReadOptions& options_;
  Pool<Chunk>& chunks_;
  std::unique_ptr<FileReader> reader_;
  std::shared_ptr<OpenFile> file_;
  std::uint32_t file_number_ = 0;
  std::uint64_t bytes_before_ = 0;
  bool failed_ = false;
};

model::Malformed broken_rest(const Chunk& chunk) {
  model::Malformed malformed;
  malformed.place = {chunk.file, chunk.first_line + chunk.broken_line,
                     chunk.first_record + chunk.rows.size()};
  malformed.line = malformed.place.line;
  malformed.column = chunk.column(chunk.broken_at);
  malformed.message = chunk.broken;
  malformed.bytes = chunk.bytes.view().substr(chunk.broken_at);
  return malformed;
}

// Parses the chunk of a step; on any thread.
void parse(Step& step, const ReadOptions& options, Consumer& consumer) {
  if (!step.chunk) return;
  step.worker = consumer.worker(step.file->number);
  const auto& table = step.file->start.table;
  Delivery delivery(*step.worker, options.on_error, table ? table->key : 0);
  auto reader = step.file->readers.take();
  reader->read(*step.chunk, delivery);
  step.file->readers.give_back(std::move(reader));
  if (!step.chunk->broken.empty() && !delivery.stopped()) {
    delivery.malformed(broken_rest(*step.chunk));
  }
  step.records = delivery.records();
  step.malformed = delivery.malformed_count();
  step.content = delivery.content();
  step.first_malformed = delivery.first_malformed();
}

// Takes the steps in their order and hands them to the consumer.
class Outlet {
 public:
  Outlet(const std::vector<std::string>& names, const ReadOptions& options, Consumer& consumer,
         Pool<Chunk>& chunks)
      : names_(names), options_(options), consumer_(consumer), chunks_(chunks) {
    for (const std::string& name : names) {
      const std::uint64_t size = stored_size(name);
      total_ = size == 0 ? std::nullopt : total_ ? std::optional(*total_ + size) : total_;
    }
  }

  void take(Step& step) {
    if (step.error) std::rethrow_exception(step.error);
    if (step.begins_file) begin(*step.file);
    if (step.chunk) absorb(step);
    if (step.ended) end(*step.ended);
    if (options_.progress) options_.progress(step.bytes_read, total_.value_or(0), all_records_);
  }
  std::vector<InputSummary> summaries() && { return std::move(summaries_); }

 private:
  void begin(const OpenFile& file) {
    records_ = malformed_ = 0;
    content_ = {};
    consumer_.begin_file(file.number, file.start.format, file.start.header);
    for (const model::Remark& remark : file.start.remarks) {
      consumer_.on_header_remark(file.number, file.start.line, remark);
    }
  }

  void absorb(Step& step) {
    consumer_.absorb(std::move(step.worker));
    records_ += step.records;
    malformed_ += step.malformed;
    content_.add(step.content);
    all_records_ += step.records;
    if (step.first_malformed && options_.on_error == OnError::stop) stop_at(*step.first_malformed);
    chunks_.give_back(std::move(step.chunk));
  }

  [[noreturn]] void stop_at(const model::Malformed& fault) const {
    std::string where =
        fmt::format("{}:{}", base::escaped(names_[fault.place.file], 400), fault.line);
    if (fault.column > 0) where += fmt::format(":{}", fault.column);
    throw base::Error(base::ErrorKind::input, fmt::format("{}: {}", where, fault.message));
  }

  void end(InputSummary summary) {
    summary.records = records_;
    summary.malformed = malformed_;
    summary.content = content_;
    summaries_.push_back(std::move(summary));
  }

  const std::vector<std::string>& names_;
  const ReadOptions& options_;
  Consumer& consumer_;
  Pool<Chunk>& chunks_;
  std::optional<std::uint64_t> total_ = 0;  // none: the size of an input is not known
  std::uint64_t records_ = 0;
  std::uint64_t malformed_ = 0;
  base::ContentDigest content_;
  std::uint64_t all_records_ = 0;
  std::vector<InputSummary> summaries_;
};

void check_names(const std::vector<std::string>& names) {
  std::optional<std::size_t> standard_input;
  for (std::size_t i = 0; i < names.size(); ++i) {
    check_readable(names[i]);
    if (names[i] != "-") continue;
    if (standard_input) {
      throw base::Error(base::ErrorKind::usage,
                        fmt::format("standard input (\"-\") is named twice, as file {} and file {}",
                                    *standard_input + 1, i + 1));
    }
    standard_input = i;
  }
}

}  // namespace

std::vector<InputSummary> read_records(const std::vector<std::string>& names,
                                       const model::FieldPlan& plan,
                                       const std::vector<std::string>& required,
                                       const ReadOptions& options, Consumer& consumer) {
  const std::vector<std::string> inputs = names.empty() ? std::vector<std::string>{"-"} : names;
  check_names(inputs);
  Pool<Chunk> chunks([] { return std::make_unique<Chunk>(); });
  Inputs source(inputs, plan, required, options, chunks);
  Outlet outlet(inputs, options, consumer, chunks);
  base::run_pipeline(
      options.threads, [&]() -> std::unique_ptr<base::Job> { return source.next(); },
      [&](base::Job& job) { parse(static_cast<Step&>(job), options, consumer); },
      [&](std::unique_ptr<base::Job> job) { outlet.take(static_cast<Step&>(*job)); });
  return std::move(outlet).summaries();
}

}  // namespace lbl::io
