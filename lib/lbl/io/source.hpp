// The bytes of one input as its writer meant them: gzip and zstd are recognised and unpacked.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace lbl::io {

/// A stream of bytes that may have to be unpacked.
class Source {
 public:
  virtual ~Source() = default;
  /// Reads up to `room` bytes; 0 only at the end. Throws Error (input) for what cannot be read or
  /// is damaged.
  virtual std::size_t read(char* into, std::size_t room) = 0;
  /// Of the stored bytes, read so far.
  virtual std::uint64_t stored_bytes() const = 0;
  /// XXH3-128 of the stored bytes, once read() has returned 0.
  virtual std::string digest() const = 0;
};

/// Opens an input ("-": standard input). Compression is told by the first bytes, never by the
/// name. Several gzip members or zstd frames in a row are one stream; packed data that is cut or
/// damaged is an error.
std::unique_ptr<Source> open_source(const std::string& name);

}  // namespace lbl::io
