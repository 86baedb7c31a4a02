// The bytes of one input as they are stored: a file, a device, a pipe or standard input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lbl/base/hash.hpp"

namespace lbl::io {

/// An open input. Counts and digests what is read from it.
class StoredFile {
 public:
  /// Opens `name` ("-": standard input). Throws Error (input) for a missing or unreadable file and
  /// for a directory.
  explicit StoredFile(const std::string& name);
  ~StoredFile();
  StoredFile(const StoredFile&) = delete;
  StoredFile& operator=(const StoredFile&) = delete;

  /// Reads up to `room` bytes; 0 only at the end. May return fewer than are there.
  std::size_t read(char* into, std::size_t room);

  const std::string& name() const { return name_; }
  std::uint64_t bytes() const { return bytes_; }  ///< read so far
  std::uint64_t size() const { return size_; }    ///< of a regular file; 0: not known
  std::string digest() const { return digest_.hex(); }

 private:
  std::string name_;
  int descriptor_;
  std::uint64_t bytes_ = 0;
  std::uint64_t size_ = 0;
  base::Digest digest_;
};

/// Throws Error (input) if `name` cannot be opened for reading, without opening it (a pipe that is
/// opened twice would lose its writer). "-" is always fine.
void check_readable(const std::string& name);

/// The size of a regular file; 0 for anything else.
std::uint64_t stored_size(const std::string& name);

}  // namespace lbl::io
