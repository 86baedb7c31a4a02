// lbl-read_bench: reads files into the ratings table, as every program does first, and prints how
// long that took and how much memory.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/io/reader.hpp"
#include "lbl/model/ratings.hpp"

namespace {

using namespace lbl;

struct Worker : io::ChunkWorker {
  explicit Worker(model::RatingsChunk&& ratings) : chunk(std::move(ratings)) {}
  void on_record(const model::Record& record) override { chunk.add(record); }
  void on_malformed(const model::Malformed&) override {}
  model::RatingsChunk chunk;
};

// Workers are used again, as the programs do.
class IntoTable : public io::Consumer {
 public:
  explicit IntoTable(model::RatingsBuilder& builder) : builder_(builder) {}

  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<Worker>(builder_.chunk());
    auto worker = std::move(idle_.back());
    idle_.pop_back();
    return worker;
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    model::RatingsChunk& chunk = static_cast<Worker&>(*worker).chunk;
    builder_.absorb(chunk);
    chunk.clear();
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }

 private:
  model::RatingsBuilder& builder_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<io::ChunkWorker>> idle_;
};

// Reads and checks every record but keeps nothing: the reader's own share of the time.
struct IntoNothing : io::Consumer {
  struct Idle : io::ChunkWorker {
    void on_record(const model::Record&) override {}
    void on_malformed(const model::Malformed&) override {}
  };
  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    return std::make_unique<Idle>();
  }
  void absorb(std::unique_ptr<io::ChunkWorker>) override {}
};

double megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void run(bool keep, unsigned threads, const std::vector<std::string>& files) {
  const auto begun = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  };
  model::RatingsSpec spec;
  spec.tasks.resize(1);
  spec.tasks[0].name = spec.tasks[0].field = "label";
  model::FieldPlan plan;
  model::RatingsBuilder builder(spec, plan);
  io::ReadOptions options;
  options.threads = threads;
  IntoTable table(builder);
  IntoNothing nothing;
  io::Consumer& consumer = keep ? static_cast<io::Consumer&>(table) : nothing;
  const auto inputs = io::read_records(files, plan, {"item", "annotator"}, options, consumer);
  const double read = seconds();
  std::uint64_t records = 0;
  for (const io::InputSummary& input : inputs) records += input.records;
  const std::uint64_t items = keep ? builder.finish().items.size() : 0;
  fmt::print("{} records, {} items: read {:.3f} s, table done {:.3f} s, {:.1f} MB\n", records,
             items, read, seconds(), megabytes());
}

}  // namespace

int main(int argc, char** argv) {
  const std::string into = argc > 3 ? argv[1] : "";
  if (into != "table" && into != "nothing") {
    std::fputs("usage: lbl-read_bench table|nothing THREADS FILE...\n", stderr);
    return 2;
  }
  try {
    run(into == "table", static_cast<unsigned>(std::atoi(argv[2])), {argv + 3, argv + argc});
  } catch (const base::Error& error) {
    fmt::print(stderr, "lbl-read_bench: {}\n", error.what());
    return 2;
  }
}
