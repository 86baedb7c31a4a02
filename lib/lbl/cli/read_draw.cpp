// Pumps records into a draw; keeps what can be read only once.
#include "lbl/cli/read_draw.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/spool.hpp"
#include "lbl/sample/record_edit.hpp"

namespace lbl::cli {

namespace {

class DrawWorker : public io::ChunkWorker {
 public:
  explicit DrawWorker(sample::DrawChunk marks) : chunk(std::move(marks)) {}

  void start(std::uint32_t number, bool keeps) {
    file = number;
    keeps_records_ = keeps;
    records.clear();
    chunk.clear();
  }
  void on_record(const model::Record& record) override {
    if (keeps_records_) records.emplace_back(record.bytes, record.line_end);
    if (record.place.file == file) return chunk.add(record);
    model::Record moved = record;  // an input of a second reading, which is read by itself
    moved.place.file = file;
    chunk.add(moved);
  }
  void on_malformed(const model::Malformed&) override {}  // the reader counts them

  sample::DrawChunk chunk;
  std::uint32_t file = 0;
  std::vector<std::pair<std::string_view, std::string_view>> records;

 private:
  bool keeps_records_ = false;
};

class DrawConsumer : public io::Consumer {
 public:
  DrawConsumer(sample::Draw& draw, std::vector<std::optional<Spool>>& spools)
      : draw_(draw), spools_(spools), starts_(spools.size()) {}

  /// The number of the first input of the next reading.
  void first_file(std::uint32_t number) { first_file_ = number; }
  void stop_keeping() { keeps_ = false; }
  std::vector<InputStart>& starts() { return starts_; }

  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t file) override {
    std::unique_ptr<DrawWorker> worker;
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        worker = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (!worker) worker = std::make_unique<DrawWorker>(draw_.chunk());
    const std::uint32_t number = first_file_ + file;
    worker->start(number, keeps_ && spools_[number].has_value());
    return worker;
  }

  void begin_file(std::uint32_t file, io::Format format, std::string_view header) override {
    if (!keeps_) return;
    starts_[file] = {format, std::string(header)};
    if (spools_[file]) spools_[file]->write(header);
  }

  void absorb(std::unique_ptr<io::ChunkWorker> base) override {
    std::unique_ptr<DrawWorker> worker(static_cast<DrawWorker*>(base.release()));
    draw_.absorb(worker->chunk);
    for (const auto& [bytes, line_end] : worker->records) keep(worker->file, bytes, line_end);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }

 private:
  // Elements of a JSON array are kept as JSON Lines.
  void keep(std::uint32_t file, std::string_view bytes, std::string_view line_end) {
    Spool& spool = *spools_[file];
    if (starts_[file].format == io::Format::json) {
      spool.write(sample::on_one_line(bytes));
    } else {
      spool.write(bytes);
    }
    spool.write(line_end.empty() ? "\n" : line_end);
  }

  sample::Draw& draw_;
  std::vector<std::optional<Spool>>& spools_;
  std::vector<InputStart> starts_;
  std::uint32_t first_file_ = 0;
  bool keeps_ = true;
  std::mutex mutex_;
  std::vector<std::unique_ptr<DrawWorker>> idle_;
};

bool can_be_read_again(const std::string& name) {
  std::error_code error;
  return name != "-" && std::filesystem::is_regular_file(name, error);
}

// Reads one input of the first reading again.
void read_again(const Session& session, const model::FieldPlan& plan, const io::InputSummary& input,
                const std::vector<std::string>& required, const std::optional<Spool>& spool,
                DrawConsumer& consumer) {
  io::ReadOptions options;
  options.format = input.format;
  if (spool && input.format == io::Format::json) options.format = io::Format::jsonl;
  options.on_error = input.malformed > 0 ? io::OnError::skip : io::OnError::stop;
  options.threads = session.threads();
  const auto again =
      io::read_records({spool ? spool->path() : input.name}, plan, required, options, consumer);
  if (!spool && again.front().xxh3 != input.xxh3) {
    throw base::Error(base::ErrorKind::input,
                      base::escaped(input.name) + " changed while it was read");
  }
}

}  // namespace

std::vector<InputStart> read_draw(Session& session, const model::FieldPlan& plan,
                                  sample::Draw& draw) {
  const sample::DrawSpec& spec = draw.spec();
  std::vector<std::optional<Spool>> spools(spec.input_names.size());
  for (std::size_t i = 0; i < spools.size() && spec.may_read_twice(); ++i) {
    if (can_be_read_again(spec.input_names[i])) continue;
    spools[i].emplace();
    session.log().info(fmt::format("{} is kept in a temporary file: --design {} may read it twice",
                                   base::escaped(spec.input_names[i]), design_name(spec.design)));
  }
  DrawConsumer consumer(draw, spools);
  std::vector<std::string> required;
  if (spec.unit == sample::Unit::item) required.push_back(spec.item_field);
  const auto inputs = session.read(plan, required, consumer);
  consumer.stop_keeping();
  for (auto& spool : spools) {
    if (spool) spool->flush();
  }
  if (spec.keeping == sample::Keeping::shard) return std::move(consumer.starts());
  while (draw.settle()) {
    session.log().info("reading a second time");
    for (std::uint32_t i = 0; i < inputs.size(); ++i) {
      consumer.first_file(i);
      read_again(session, plan, inputs[i], required, spools[i], consumer);
    }
  }
  return std::move(consumer.starts());
}

}  // namespace lbl::cli
