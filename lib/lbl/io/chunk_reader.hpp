// Turns the rows of a chunk into records, on a worker thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "lbl/base/hash.hpp"
#include "lbl/io/chunk.hpp"
#include "lbl/io/csv_table.hpp"
#include "lbl/io/reader.hpp"
#include "lbl/model/fields.hpp"
#include "lbl/model/record.hpp"

namespace lbl::io {

/// Hands what stands in one chunk to its worker, and keeps count.
class Delivery {
 public:
  /// `seed` tells what the bytes of a record alone do not: the columns that a row of CSV is read
  /// by.
  Delivery(ChunkWorker& worker, OnError on_error, std::uint64_t seed = 0)
      : worker_(worker), on_error_(on_error), seed_(seed) {}

  void record(const model::Record& record) {
    ++records_;
    content_.add(record.bytes, seed_);
    worker_.on_record(record);
  }
  void malformed(const model::Malformed& malformed) {
    if (malformed_++ == 0) first_ = malformed;
    worker_.on_malformed(malformed);
  }
  /// True when nothing more of the chunk is wanted.
  bool stopped() const { return malformed_ > 0 && on_error_ == OnError::stop; }

  std::uint64_t records() const { return records_; }
  /// Of the well-formed records.
  const base::ContentDigest& content() const { return content_; }
  std::uint64_t malformed_count() const { return malformed_; }
  /// The first malformed record; its bytes are in the chunk.
  const std::optional<model::Malformed>& first_malformed() const { return first_; }

 private:
  ChunkWorker& worker_;
  OnError on_error_;
  std::uint64_t seed_;
  base::ContentDigest content_;
  std::uint64_t records_ = 0;
  std::uint64_t malformed_ = 0;
  std::optional<model::Malformed> first_;
};

/// Reads chunks one after another; holds the parsers, so that they are used again.
class ChunkReader {
 public:
  virtual ~ChunkReader() = default;
  /// Delivers every row of `chunk` as a record or as malformed, in order, until the delivery stops.
  virtual void read(Chunk& chunk, Delivery& delivery) = 0;
};

/// For JSON Lines and JSON arrays.
std::unique_ptr<ChunkReader> make_json_reader(const model::FieldPlan& plan);
/// For CSV and TSV; `table` must live as long as the reader.
std::unique_ptr<ChunkReader> make_csv_reader(const model::FieldPlan& plan, const CsvTable& table);

}  // namespace lbl::io
