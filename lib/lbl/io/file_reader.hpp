// The reading thread's part for one input: unpacks, finds the format, cuts into chunks.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/io/chunk.hpp"
#include "lbl/io/csv_table.hpp"
#include "lbl/io/reader.hpp"
#include "lbl/io/source.hpp"
#include "lbl/io/splitter.hpp"

namespace lbl::io {

/// What stands before the records of an input.
struct FileStart {
  Format format = Format::jsonl;
  std::string header;                     ///< the bytes before the first record
  std::vector<model::Remark> remarks;     ///< on the header of a CSV file
  std::uint64_t line = 1;                 ///< of the header
  std::shared_ptr<const CsvTable> table;  ///< CSV only
};

/// One input, read once from start to end.
class FileReader {
 public:
  /// Opens the input and reads its start. Throws Error (input) for what cannot be read, see
  /// read_records(). `plan` and `required` must live as long as the reader.
  FileReader(const std::string& name, const model::FieldPlan& plan,
             const std::vector<std::string>& required, const ReadOptions& options);

  const FileStart& start() const { return start_; }
  /// Fills `chunk` with the next whole records; false when there are no more. Throws as the
  /// constructor does: the first record may show that the file is no file of records.
  bool next(Chunk& chunk);

  std::uint64_t stored_bytes() const { return source_->stored_bytes(); }
  /// Once next() has returned false.
  std::string digest() const { return source_->digest(); }

 private:
  std::size_t read_source(char* into, std::size_t room);
  std::size_t read(char* into, std::size_t room);
  void fill_head(std::size_t size);
  void find_start();
  void read_csv_header();
  void fill(PaddedBuffer& bytes, std::size_t size);
  Split cut(Chunk& chunk);
  void step_over(const Split& split, std::string_view bytes);
  void look_at_first(const Chunk& chunk) const;
  void refuse_document(std::string_view first_row, std::uint64_t line) const;
  [[noreturn]] void fail(const std::string& message) const;

  std::string name_;
  const model::FieldPlan& plan_;
  const std::vector<std::string>& required_;
  Format asked_;
  std::size_t chunk_bytes_;
  Arrival arrival_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<Splitter> splitter_;
  FileStart start_;
  bool has_mark_ = false;

  PaddedBuffer head_;  // the first bytes, read to find the format; given out from head_used_ on
  std::size_t head_used_ = 0;
  std::string tail_;  // the start of a record whose end did not fit the last chunk
  bool source_ended_ = false;
  std::exception_ptr damage_;  // what ended the source before its end
  bool finished_ = false;
  std::uint64_t line_ = 1;         // where the next chunk starts
  std::uint64_t line_offset_ = 0;  // and how many bytes of that line are before it
  std::uint64_t record_ = 1;       // the number of its first record
};

}  // namespace lbl::io
