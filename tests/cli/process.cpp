// posix_spawn with redirections, a process group and a deadline.
#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace lbl::cases {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

// Owns what posix_spawn wants prepared.
class SpawnPlan {
 public:
  SpawnPlan(const std::string& folder, const std::string& out, const std::string& err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions_, 1, out.c_str(), flags, 0600);
    posix_spawn_file_actions_addopen(&actions_, 2, err.c_str(), flags, 0600);
    // A caller may ignore SIGPIPE (some CI runners do); programs are tested with the default.
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  pid_t start(std::vector<std::string> words, std::vector<std::string> environment) {
    const auto pointers = [](std::vector<std::string>& texts) {
      std::vector<char*> list;
      for (std::string& text : texts) list.push_back(text.data());
      list.push_back(nullptr);
      return list;
    };
    pid_t child = 0;
    const int error = posix_spawn(&child, "/bin/bash", &actions_, &attributes_,
                                  pointers(words).data(), pointers(environment).data());
    if (error != 0) fail(error, "cannot start /bin/bash");
    return child;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// True when `child` has ended within the limit.
bool wait_for_end(pid_t child, std::chrono::seconds limit) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (handle < 0) fail(errno, "pidfd_open");
  pollfd entry{handle, POLLIN, 0};
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
  const int ready = poll(&entry, 1, static_cast<int>(milliseconds));
  close(handle);
  return ready > 0;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  const char* base = std::getenv("TMPDIR");
  path_ = std::string(base != nullptr && *base != '\0' ? base : "/tmp") + "/lbl-case-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) fail(errno, path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Outcome run_script(const std::string& script, const std::string& folder,
                   const std::vector<std::string>& environment, std::chrono::seconds limit) {
  const TemporaryFolder outputs;
  const std::string out = outputs.path() + "/stdout";
  const std::string err = outputs.path() + "/stderr";
  SpawnPlan plan(folder, out, err);
  const pid_t child =
      plan.start({"bash", "--norc", "-eu", "-o", "pipefail", "-c", script}, environment);
  Outcome outcome;
  outcome.timed_out = !wait_for_end(child, limit);
  kill(-child, SIGKILL);  // also what a finished script left running behind it
  int status = 0;
  waitpid(child, &status, 0);
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = read_file(out);
  outcome.err = read_file(err);
  return outcome;
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& bytes) {
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace lbl::cases
