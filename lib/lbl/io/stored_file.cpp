// System calls behind stored_file.hpp.
#include "lbl/io/stored_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::io {

namespace {

[[noreturn]] void fail(const std::string& name, const std::string& reason) {
  throw base::Error(base::ErrorKind::input, base::escaped(name, 400) + ": " + reason);
}

[[noreturn]] void fail_with_errno(const std::string& name) {
  fail(name, std::generic_category().message(errno));
}

int open_descriptor(const std::string& name) {
  if (name == "-") return STDIN_FILENO;
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail_with_errno(name);
  return descriptor;
}

}  // namespace

StoredFile::StoredFile(const std::string& name) : name_(name), descriptor_(open_descriptor(name)) {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) return;
  if (S_ISREG(status.st_mode)) {
    size_ = static_cast<std::uint64_t>(status.st_size);
    // Only a hint: the kernel reads ahead further. Failure changes nothing.
    (void)::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
}

StoredFile::~StoredFile() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

std::size_t StoredFile::read(char* into, std::size_t room) {
  for (;;) {
    const ssize_t count = ::read(descriptor_, into, room);
    if (count >= 0) {
      const auto got = static_cast<std::size_t>(count);
      bytes_ += got;
      digest_.update({into, got});
      return got;
    }
    if (errno == EISDIR) fail(name_, "is a directory");
    if (errno != EINTR) fail_with_errno(name_);
  }
}

void check_readable(const std::string& name) {
  if (name == "-") return;
  struct stat status {};
  if (::stat(name.c_str(), &status) != 0) fail_with_errno(name);
  if (S_ISDIR(status.st_mode)) fail(name, "is a directory");
  if (::access(name.c_str(), R_OK) != 0) fail_with_errno(name);
}

std::uint64_t stored_size(const std::string& name) {
  struct stat status {};
  const int result = name == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(name.c_str(), &status);
  if (result != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace lbl::io
