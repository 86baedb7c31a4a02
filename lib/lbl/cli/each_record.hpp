// Hands the records of a small file (roster, scores, earlier reviews) to a function, in their
// order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "lbl/io/reader.hpp"
#include "lbl/model/record.hpp"

namespace lbl::cli {

/// Calls `body` for each record of an input, in order and on one thread, with all of its fields.
/// Keeps the nodes of a chunk's records until then, so it is for files that are small beside
/// batches.
class EachRecord : public io::Consumer {
 public:
  using Body = std::function<void(const model::Record&)>;
  explicit EachRecord(Body body) : body_(std::move(body)) {}

  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    return std::make_unique<Worker>();
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    for (const Kept& kept : static_cast<Worker&>(*worker).records) {
      model::Record record = kept.record;
      record.nodes = kept.nodes;
      record.field_nodes = kept.fields;
      record.remarks = {};
      body_(record);
    }
  }

 private:
  // The reader uses nodes again for the next record; texts stay until the chunk is absorbed.
  struct Kept {
    model::Record record;
    std::vector<model::Node> nodes;
    std::vector<std::uint32_t> fields;
  };
  struct Worker : io::ChunkWorker {
    void on_record(const model::Record& record) override {
      records.push_back({record,
                         {record.nodes.begin(), record.nodes.end()},
                         {record.field_nodes.begin(), record.field_nodes.end()}});
    }
    void on_malformed(const model::Malformed&) override {}
    std::vector<Kept> records;
  };
  Body body_;
};

}  // namespace lbl::cli
