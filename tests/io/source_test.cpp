// Stored bytes: plain, gzip and zstd, several members, padding, damage.
#include "lbl/io/source.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include <string>
#include <thread>

#include "io/collect.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"

using namespace lbl;

namespace {

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(bytes.size() + 1000, '\0');
  std::string input = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd_packed(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);  // as the zstd program does
  const std::size_t size =
      ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size());
  ZSTD_freeCCtx(context);
  REQUIRE(ZSTD_isError(size) == 0);
  out.resize(size);
  return out;
}

// All bytes of an input, read in pieces of `piece` bytes.
std::string read_all(const std::string& name, std::size_t piece = 1000) {
  const auto source = io::open_source(name);
  std::string out;
  std::string buffer(piece, '\0');
  while (const std::size_t got = source->read(buffer.data(), piece)) out.append(buffer, 0, got);
  base::Digest digest;
  const std::string stored = test::bytes_of(name);
  digest.update(stored);
  CHECK(source->stored_bytes() == stored.size());
  CHECK(source->digest() == digest.hex());
  return out;
}

std::string error_of(const std::string& name) {
  try {
    read_all(name);
  } catch (const base::Error& error) {
    return error.what();
  }
  return "";
}

std::string varied(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i)
    text += std::to_string(i * i * 2654435761u) + "\n";
  return text;
}

}  // namespace

TEST_CASE("gzip and zstd are known by their first bytes, under any name") {
  const test::Folder folder;
  const std::string text = varied(500'000);
  CHECK(read_all(folder.file("plain.gz", text)) == text);
  CHECK(read_all(folder.file("a.jsonl", gzipped(text))) == text);
  CHECK(read_all(folder.file("b", zstd_packed(text))) == text);
  CHECK(read_all(folder.file("c", gzipped(text)), 1) == text);
  CHECK(read_all(folder.file("d", zstd_packed(text)), 1) == text);
}

TEST_CASE("short and empty inputs are read whole") {
  const test::Folder folder;
  for (const std::string text : {"", "a", "ab", "\x1f", "abc", "abcd", "abcde"}) {
    CHECK(read_all(folder.file("short", text), 1) == text);
    CHECK(read_all(folder.file("short", gzipped(text))) == text);
    CHECK(read_all(folder.file("short", zstd_packed(text))) == text);
  }
}

TEST_CASE("several gzip members or zstd frames are one stream; padding with zeros is passed over") {
  const test::Folder folder;
  CHECK(read_all(folder.file("g", gzipped("one\n") + gzipped("") + gzipped("two\n"))) ==
        "one\ntwo\n");
  CHECK(read_all(folder.file("z", zstd_packed("one\n") + zstd_packed("") + zstd_packed("two\n"))) ==
        "one\ntwo\n");
  CHECK(read_all(folder.file("p", gzipped("one\n") + std::string(1000, '\0'))) == "one\n");
}

TEST_CASE("packed data that is cut or damaged is an error that names the file") {
  const test::Folder folder;
  const std::string text = varied(300'000);
  const std::string gzip = gzipped(text);
  const std::string zstd = zstd_packed(text);
  for (const std::size_t cut : {std::size_t{5}, gzip.size() / 2, gzip.size() - 1}) {
    CHECK(error_of(folder.file("x", gzip.substr(0, cut))) ==
          folder.path("x") + ": the gzip data is cut off before its end");
  }
  for (const std::size_t cut : {std::size_t{5}, zstd.size() / 2, zstd.size() - 1}) {
    CHECK(error_of(folder.file("x", zstd.substr(0, cut))) ==
          folder.path("x") + ": the zstd data is cut off before its end");
  }
  std::string bad = gzip;
  bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 0x55);
  CHECK(error_of(folder.file("x", bad)).find("damaged") != std::string::npos);
  bad = zstd;
  bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 0x55);
  CHECK(error_of(folder.file("x", bad)).find("damaged") != std::string::npos);
  CHECK(error_of(folder.file("x", gzip + "tail")).find("more bytes follow") != std::string::npos);
  CHECK(error_of(folder.file("x", zstd + "tail")).find("damaged") != std::string::npos);
}

TEST_CASE("a pipe is read like a file") {
  const test::Folder folder;
  const std::string fifo = folder.path("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const std::string text = varied(300'000);
  std::thread writer([&] { std::ofstream(fifo, std::ios::binary) << gzipped(text); });
  const auto source = io::open_source(fifo);
  std::string out;
  std::string buffer(4096, '\0');
  while (const std::size_t got = source->read(buffer.data(), buffer.size())) {
    out.append(buffer, 0, got);
  }
  writer.join();
  CHECK(out == text);
}
