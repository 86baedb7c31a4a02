// A file without a name, read back through /proc.
#include "lbl/cli/spool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

struct Spool::State {
  std::FILE* file = nullptr;
  std::string folder;

  ~State() {
    if (file) std::fclose(file);
  }
  [[noreturn]] void fail(const char* what) const {
    throw base::Error(base::ErrorKind::output,
                      fmt::format("{} a temporary file in {}: {}; set TMPDIR to another folder",
                                  what, base::escaped(folder), std::strerror(errno)));
  }
};

namespace {

// A signal finds nothing to be left where the file never has a name; not every file system can.
int open_nameless(const std::string& folder) {
  const int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  std::string name = folder + "/lbl-XXXXXX";
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) unlink(name.c_str());
  return named;
}

}  // namespace

Spool::Spool() : state_(std::make_unique<State>()) {
  std::error_code error;
  state_->folder = std::filesystem::temp_directory_path(error).string();
  if (error) {
    throw base::Error(base::ErrorKind::output,
                      "TMPDIR names no folder for temporary files: " + error.message());
  }
  const int descriptor = open_nameless(state_->folder);
  if (descriptor < 0) state_->fail("cannot make");
  state_->file = fdopen(descriptor, "w");
  if (!state_->file) state_->fail("cannot make");
}

Spool::~Spool() = default;
Spool::Spool(Spool&&) noexcept = default;

void Spool::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), state_->file) != bytes.size()) {
    state_->fail("cannot write");
  }
}

void Spool::flush() {
  if (std::fflush(state_->file) != 0) state_->fail("cannot write");
}

std::string Spool::path() const {
  return fmt::format("/proc/self/fd/{}", fileno(state_->file));
}

}  // namespace lbl::cli
