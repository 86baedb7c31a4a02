// Reads records: any format, any compression, several files, in parallel over chunks, order kept.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/hash.hpp"
#include "lbl/model/fields.hpp"
#include "lbl/model/record.hpp"

namespace lbl::io {

/// Input formats; `automatic` looks at the first bytes.
enum class Format : std::uint8_t { automatic, jsonl, json, csv, tsv };

/// What to do with a record that cannot be read.
enum class OnError : std::uint8_t { stop, skip };

/// Whether the reader waits for a whole chunk, or hands on what a pipe gives as soon as there is a
/// whole record (with one thread, a consumer then sees each record before the next is written).
enum class Arrival : std::uint8_t { whole_chunks, as_it_comes };

struct ReadOptions {
  Format format = Format::automatic;
  OnError on_error = OnError::stop;
  unsigned threads = 0;  ///< 0: all cores
  /// Bytes of one chunk, about. Two chunks a thread are under way, with all that is made of their
  /// records, which of short records is many times their bytes; smaller values are for tests.
  std::size_t chunk_bytes = std::size_t{1} << 18;
  Arrival arrival = Arrival::whole_chunks;
  /// Called now and then from one thread with the bytes read so far and the total (0: not known).
  std::function<void(std::uint64_t bytes, std::uint64_t total, std::uint64_t records)> progress;
};

/// What is known of one input after it was read.
struct InputSummary {
  std::string name;           ///< as the user named it; "-" for standard input
  std::uint64_t bytes = 0;    ///< as stored (compressed)
  std::uint64_t records = 0;  ///< well-formed ones
  std::uint64_t malformed = 0;
  std::string xxh3;  ///< XXH3-128 of the stored bytes
  /// Of the bytes of the well-formed records, without line ends; rows of CSV together with their
  /// header.
  base::ContentDigest content;
  Format format = Format::jsonl;
};

/// Handles the records of one chunk; called on one thread, in their order.
class ChunkWorker {
 public:
  ChunkWorker() = default;
  virtual ~ChunkWorker() = default;
  ChunkWorker(const ChunkWorker&) = delete;
  ChunkWorker& operator=(const ChunkWorker&) = delete;

  virtual void on_record(const model::Record& record) = 0;
  /// A record that could not be read; with OnError::stop reading ends after this chunk.
  virtual void on_malformed(const model::Malformed& malformed) = 0;
};

/// Takes what the workers made of the chunks.
class Consumer {
 public:
  virtual ~Consumer() = default;
  /// A worker for one chunk; may be called from any thread, several at a time. `file` is the index
  /// of the input the chunk belongs to; a chunk never spans two files.
  virtual std::unique_ptr<ChunkWorker> worker(std::uint32_t file) = 0;
  /// Called for the chunks in their order, one at a time; the records' memory is still valid.
  virtual void absorb(std::unique_ptr<ChunkWorker> worker) = 0;
  /// The bytes before the first record of a file (a CSV header with its line end, a byte order
  /// mark), before any chunk of the file is absorbed; for filters.
  virtual void begin_file(std::uint32_t /*file*/, Format /*format*/, std::string_view /*header*/) {}
  /// Something worth telling about the header of a CSV file, which starts on `line`; right after
  /// begin_file(). (What stands before JSON is told as a remark on the first record.)
  virtual void on_header_remark(std::uint32_t /*file*/, std::uint64_t /*line*/,
                                const model::Remark& /*remark*/) {}
};

/// Reads all `names` ("-": standard input) as one stream. Throws Error (input) for what cannot be
/// read on: no such file, not text, a foreign export (with the jq line that flattens it), a CSV
/// header without a column that `required` names; and for the first malformed record when
/// options.on_error is stop. Memory: a few chunks, whatever the length of the input; a chunk grows
/// to the longest record.
///
/// CSV: a wanted field is a column by its full text. Empty cells are missing values. Cells of
/// wanted fields whose text starts with '[' or '{' are parsed as JSON when they are JSON.
std::vector<InputSummary> read_records(const std::vector<std::string>& names,
                                       const model::FieldPlan& plan,
                                       const std::vector<std::string>& required,
                                       const ReadOptions& options, Consumer& consumer);

}  // namespace lbl::io
