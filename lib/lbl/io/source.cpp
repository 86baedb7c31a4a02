// Looks at the first bytes of an input and chooses how to unpack it.
#include "lbl/io/source.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include <zlib.h>
#include <zstd.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/io/stored_file.hpp"

namespace lbl::io {

namespace {

constexpr std::string_view kGzipMagic("\x1f\x8b", 2);
constexpr std::string_view kZstdMagic("\x28\xb5\x2f\xfd", 4);
constexpr int kLargestWindow = sizeof(std::size_t) > 4 ? 31 : 30;  // log2, of zstd
constexpr std::size_t kPackedBlock = std::size_t{1} << 17;

// Stored bytes with the first few looked at already.
class PlainSource : public Source {
 public:
  explicit PlainSource(const std::string& name) : file_(name) {
    while (head_size_ < head_.size()) {
      const std::size_t got = file_.read(head_.data() + head_size_, head_.size() - head_size_);
      if (got == 0) break;
      head_size_ += got;
    }
  }

  std::string_view head() const { return {head_.data(), head_size_}; }
  const std::string& name() const { return file_.name(); }

  std::size_t read(char* into, std::size_t room) override {
    if (head_used_ == head_size_) return file_.read(into, room);
    const std::size_t part = std::min(room, head_size_ - head_used_);
    std::memcpy(into, head_.data() + head_used_, part);
    head_used_ += part;
    return part;
  }
  std::uint64_t stored_bytes() const override { return file_.bytes(); }
  std::string digest() const override { return file_.digest(); }

 private:
  StoredFile file_;
  std::array<char, 4> head_{};
  std::size_t head_size_ = 0;
  std::size_t head_used_ = 0;
};

// What unpacking of both kinds shares: a block of packed bytes that is filled again when used up.
class PackedSource : public Source {
 public:
  explicit PackedSource(std::unique_ptr<PlainSource> stored)
      : stored_(std::move(stored)), block_(kPackedBlock) {}

  std::uint64_t stored_bytes() const override { return stored_->stored_bytes(); }
  std::string digest() const override { return stored_->digest(); }

 protected:
  /// False at the end of the stored bytes.
  bool fill() {
    if (used_ < size_) return true;
    used_ = 0;
    size_ = stored_->read(block_.data(), block_.size());
    return size_ > 0;
  }
  std::string_view packed() const { return {block_.data() + used_, size_ - used_}; }
  void consume(std::size_t count) { used_ += count; }

  [[noreturn]] void fail(const std::string& what) const {
    throw base::Error(base::ErrorKind::input, base::escaped(stored_->name(), 400) + ": " + what);
  }

 private:
  std::unique_ptr<PlainSource> stored_;
  std::vector<char> block_;
  std::size_t used_ = 0;
  std::size_t size_ = 0;
};

class GzipSource : public PackedSource {
 public:
  explicit GzipSource(std::unique_ptr<PlainSource> stored) : PackedSource(std::move(stored)) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) fail("out of memory for gzip");
  }
  ~GzipSource() override { inflateEnd(&stream_); }

  std::size_t read(char* into, std::size_t room) override {
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(room, UINT32_MAX));
    const uInt asked = stream_.avail_out;
    while (stream_.avail_out == asked && !at_end()) inflate_some(asked);
    return asked - stream_.avail_out;
  }

 private:
  // At the end of the data; a further member is begun, zero bytes after the last one (tapes and
  // block devices pad) are passed over.
  bool at_end() {
    if (!fill()) {
      if (in_member_) fail("the gzip data is cut off before its end");
      return true;
    }
    if (in_member_) return false;
    while (packed().front() == '\0') {
      consume(1);
      if (!fill()) return true;
    }
    if (packed().front() != kGzipMagic.front())
      fail("more bytes follow after the end of the gzip data");
    inflateReset(&stream_);
    in_member_ = true;
    return false;
  }

  void inflate_some(uInt asked) {
    const std::string_view input = packed();
    // zlib's interface lacks const but does not write to its input.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(input.data()));
    stream_.avail_in = static_cast<uInt>(input.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    consume(input.size() - stream_.avail_in);
    if (status == Z_STREAM_END) {
      in_member_ = false;
    } else if (status != Z_OK && status != Z_BUF_ERROR && stream_.avail_out == asked) {
      // What was unpacked before the damage is given out first; zlib fails again after it.
      fail(std::string("the gzip data is damaged (") +
           (stream_.msg != nullptr ? stream_.msg : "unknown reason") + ")");
    }
  }

  z_stream stream_{};
  bool in_member_ = false;
};

class ZstdSource : public PackedSource {
 public:
  explicit ZstdSource(std::unique_ptr<PlainSource> stored)
      : PackedSource(std::move(stored)), context_(ZSTD_createDStream()) {
    if (context_ == nullptr) fail("out of memory for zstd");
    // What `zstd --long=31` writes needs a window larger than the library takes by default.
    ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, kLargestWindow);
  }
  ~ZstdSource() override { ZSTD_freeDStream(context_); }

  std::size_t read(char* into, std::size_t room) override {
    ZSTD_outBuffer output{into, room, 0};
    while (output.pos == 0) {
      // An unfinished frame may hold output back, so it is asked once more without input.
      const bool more = fill();
      if (!more && !in_frame_) return 0;
      const std::string_view input = packed();
      ZSTD_inBuffer buffer{input.data(), input.size(), 0};
      const std::size_t status = ZSTD_decompressStream(context_, &output, &buffer);
      if (ZSTD_isError(status) != 0) {
        fail(std::string("the zstd data is damaged (") + ZSTD_getErrorName(status) + ")");
      }
      consume(buffer.pos);
      in_frame_ = status != 0;
      if (!more && output.pos == 0 && in_frame_) fail("the zstd data is cut off before its end");
    }
    return output.pos;
  }

 private:
  ZSTD_DStream* context_;
  bool in_frame_ = false;
};

}  // namespace

std::unique_ptr<Source> open_source(const std::string& name) {
  auto stored = std::make_unique<PlainSource>(name);
  if (stored->head().starts_with(kGzipMagic))
    return std::make_unique<GzipSource>(std::move(stored));
  if (stored->head().starts_with(kZstdMagic))
    return std::make_unique<ZstdSource>(std::move(stored));
  return stored;
}

}  // namespace lbl::io
