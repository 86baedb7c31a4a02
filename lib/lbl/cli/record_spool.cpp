// Writes and reads waiting records: item, two lengths, bytes.
#include "lbl/cli/record_spool.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "lbl/base/error.hpp"

namespace lbl::cli {

namespace {

using Head = std::array<std::uint64_t, 3>;

[[noreturn]] void fail() {
  throw base::Error(base::ErrorKind::output,
                    std::string("cannot read a temporary file back: ") + std::strerror(errno));
}

}  // namespace

void RecordSpool::add(const WaitingRecord& record) {
  const Head head = {record.item, record.bytes.size(), record.line_end.size()};
  spool_.write({reinterpret_cast<const char*>(head.data()), sizeof head});
  spool_.write(record.bytes);
  spool_.write(record.line_end);
}

void RecordSpool::for_each(const std::function<void(const WaitingRecord&)>& body) {
  spool_.flush();
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(spool_.path().c_str(), "rb"));
  if (!file) fail();
  std::string bytes;
  Head head{};
  while (std::fread(head.data(), sizeof head, 1, file.get()) == 1) {
    bytes.resize(head[1] + head[2]);
    if (std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) fail();
    const std::string_view all = bytes;
    body({head[0], all.substr(0, head[1]), all.substr(head[1])});
  }
  if (std::ferror(file.get()) != 0) fail();
}

}  // namespace lbl::cli
