// Writes beside the target and renames; devices, pipes and standard output are written straight.
#include "lbl/io/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <system_error>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/io/unfinished_files.hpp"

namespace lbl::io {

namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 18;

// Where symbolic links lead. A link to a file that is not there yet is followed as well, so that
// the file is made where it points to.
std::string link_target(std::string path) {
  constexpr int kMostLinks = 40;  // as the Linux kernel
  for (int i = 0; i < kMostLinks; ++i) {
    char target[PATH_MAX];
    const ssize_t size = ::readlink(path.c_str(), target, sizeof target);
    if (size < 0) return path;
    const std::string next(target, static_cast<std::size_t>(size));
    const std::size_t slash = path.rfind('/');
    if (next.starts_with('/') || slash == std::string::npos) {
      path = next;
    } else {
      path.replace(slash + 1, std::string::npos, next);
    }
  }
  return path;
}

}  // namespace

struct Output::State {
  explicit State(const std::string& shown) : name(shown) { buffer.reserve(kBuffer); }
  ~State() { close(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void open();
  void open_straight(const std::string& path);
  void open_beside();
  void write_all(std::string_view bytes);
  void flush();
  void finish();
  void commit();
  void close() noexcept;
  [[noreturn]] void fail(const std::string& reason) const;
  [[noreturn]] void fail_with_errno() const { fail(std::generic_category().message(errno)); }

  std::string name;
  std::string target;     // the file that commit() replaces; empty: written straight
  std::string temporary;  // the file beside it
  std::size_t registered = 0;
  int descriptor = -1;
  bool owns_descriptor = false;
  std::string buffer;
};

void Output::State::fail(const std::string& reason) const {
  const std::string shown = name == "-" ? "standard output" : base::escaped(name, 400);
  throw base::Error(base::ErrorKind::output, shown + ": " + reason);
}

void Output::State::open() {
  if (name == "-") {
    descriptor = STDOUT_FILENO;
    return;
  }
  struct stat status {};
  if (::stat(name.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    if (S_ISDIR(status.st_mode)) fail("is a directory");
    open_straight(name);
    return;
  }
  // A descriptor of this process may be a regular file (`> x` seen as /dev/fd/1); a rename would
  // leave whoever opened it with the old one.
  if (name.starts_with("/dev/") || name.starts_with("/proc/")) {
    open_straight(name);
    return;
  }
  target = link_target(name);
  open_beside();
}

void Output::State::open_straight(const std::string& path) {
  descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) fail_with_errno();
  owns_descriptor = true;
}

void Output::State::open_beside() {
  struct stat status {};
  const bool exists = ::stat(target.c_str(), &status) == 0;
  // A rename would replace a file that its owner made read-only.
  if (exists && ::access(target.c_str(), W_OK) != 0) fail_with_errno();
  const std::size_t slash = target.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : target.substr(0, slash + 1);
  // No other output that is open now has this address; what an ended process may have left is
  // passed over.
  const std::string stem = fmt::format("{}.lbl-{}-{}", folder, ::getpid(), fmt::ptr(this));
  constexpr int kAttempts = 100;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    temporary = fmt::format("{}-{}.tmp", stem, attempt);
    // Remembered before it is made: a signal may come as soon as it is.
    registered = detail::remember_unfinished(temporary);
    descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) break;
    const int reason = errno;
    detail::forget_unfinished(registered);
    errno = reason;
    if (reason != EEXIST) break;
  }
  if (descriptor < 0) {
    temporary.clear();  // whoever has that name, it is not ours
    fail("cannot make a file in its folder: " + std::generic_category().message(errno));
  }
  owns_descriptor = true;
  if (exists) {
    // Kept as far as the system lets us: only root may give a file away.
    (void)!::fchown(descriptor, status.st_uid, status.st_gid);
    (void)::fchmod(descriptor, status.st_mode & 07777);
  }
}

void Output::State::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EPIPE) {
      throw ClosedPipe{};
    } else if (errno != EINTR) {
      fail_with_errno();
    }
  }
}

void Output::State::flush() {
  // Emptied first: after a failed write nothing may be tried again by the destructor.
  std::string pending;
  pending.swap(buffer);
  write_all(pending);
  pending.clear();
  buffer.swap(pending);
}

void Output::State::finish() {
  flush();
  if (!owns_descriptor || descriptor < 0) return;
  // close(2) is the last call that can tell of a full disk or a broken network drive.
  const int closing = descriptor;
  descriptor = -1;
  if (::close(closing) != 0 && errno != EINTR) fail_with_errno();
}

void Output::State::commit() {
  finish();
  if (temporary.empty()) return;
  if (::rename(temporary.c_str(), target.c_str()) != 0) fail_with_errno();
  temporary.clear();
  detail::forget_unfinished(registered);
}

void Output::State::close() noexcept {
  if (owns_descriptor && descriptor >= 0) ::close(descriptor);
  if (!temporary.empty()) {
    ::unlink(temporary.c_str());
    detail::forget_unfinished(registered);
  }
}

Output::Output(const std::string& name) : state_(std::make_unique<State>(name)) {
  state_->open();
}
Output::~Output() = default;
Output::Output(Output&&) noexcept = default;
Output& Output::operator=(Output&&) noexcept = default;

void Output::write(std::string_view bytes) {
  if (state_->buffer.size() + bytes.size() <= kBuffer) {
    state_->buffer += bytes;
    return;
  }
  state_->flush();
  if (bytes.size() < kBuffer) {
    state_->buffer += bytes;
  } else {
    state_->write_all(bytes);
  }
}

void Output::flush() {
  state_->flush();
}
void Output::finish() {
  state_->finish();
}
void Output::commit() {
  state_->commit();
}

}  // namespace lbl::io
