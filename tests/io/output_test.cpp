// Output: complete or absent, and honest about what could not be written.
#include "lbl/io/output.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>

#include "io/collect.hpp"
#include "lbl/base/error.hpp"

using namespace lbl;
namespace fs = std::filesystem;

namespace {

std::size_t files_in(const test::Folder& folder) {
  const fs::directory_iterator files(folder.path(""));
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

std::string error_of(const std::string& name) {
  try {
    io::Output output(name);
    output.write("x");
    output.commit();
  } catch (const base::Error& error) {
    CHECK(error.kind() == base::ErrorKind::output);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a file appears with commit(), whole, and no other file is left") {
  const test::Folder folder;
  const std::string path = folder.path("out");
  const std::string large(1'000'000, 'x');
  io::Output output(path);
  output.write("small ");
  output.write(large);
  output.write(" end");
  CHECK_FALSE(fs::exists(path));
  output.commit();
  CHECK(test::bytes_of(path) == "small " + large + " end");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("without commit() the former file stays as it was") {
  const test::Folder folder;
  const std::string path = folder.file("out", "before");
  {
    io::Output output(path);
    output.write(std::string(1'000'000, 'x'));
  }
  CHECK(test::bytes_of(path) == "before");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("a file that is replaced keeps its mode, a new one gets that of the umask") {
  const test::Folder folder;
  const std::string old = folder.file("old", "");
  ::chmod(old.c_str(), 0640);
  const mode_t mask = ::umask(027);
  CHECK(error_of(old).empty());
  CHECK(error_of(folder.path("new")).empty());
  ::umask(mask);
  CHECK(mode_of(old) == 0640);
  CHECK(mode_of(folder.path("new")) == 0640);
}

TEST_CASE("symbolic links are followed, to a file that is not there as well") {
  const test::Folder folder;
  fs::create_directory(folder.path("d"));
  folder.file("d/real", "before");
  fs::create_symlink("d/real", folder.path("link"));
  fs::create_symlink("link", folder.path("link2"));
  fs::create_symlink("d/none", folder.path("dangling"));
  CHECK(error_of(folder.path("link2")).empty());
  CHECK(error_of(folder.path("dangling")).empty());
  CHECK(fs::is_symlink(folder.path("link2")));
  CHECK(fs::is_symlink(folder.path("link")));
  CHECK(test::bytes_of(folder.path("d/real")) == "x");
  CHECK(test::bytes_of(folder.path("d/none")) == "x");
}

TEST_CASE("what cannot be written is told at once, with the system's reason") {
  const test::Folder folder;
  CHECK(error_of(folder.path("none/out")) ==
        folder.path("none/out") + ": cannot make a file in its folder: No such file or directory");
  CHECK(error_of(folder.path("")) == folder.path("") + ": is a directory");
  CHECK(error_of("/dev/full") == "/dev/full: No space left on device");
  CHECK(error_of("/dev/null").empty());
  if (::geteuid() == 0) return;  // root may write everywhere
  fs::create_directory(folder.path("closed"));
  folder.file("readonly", "before");
  ::chmod(folder.path("readonly").c_str(), 0444);
  ::chmod(folder.path("closed").c_str(), 0555);
  CHECK(error_of(folder.path("readonly")).find("Permission denied") != std::string::npos);
  CHECK(error_of(folder.path("closed/out")).find("Permission denied") != std::string::npos);
  ::chmod(folder.path("closed").c_str(), 0755);
}

TEST_CASE("pipes are written straight; when their reader has gone that is no error") {
  const test::Folder folder;
  const std::string fifo = folder.path("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  std::string got;
  std::thread reader([&] { got = test::bytes_of(fifo); });
  CHECK(error_of(fifo).empty());
  reader.join();
  CHECK(got == "x");
  CHECK(fs::is_fifo(fifo));

  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  io::Output output("/dev/fd/" + std::to_string(ends[1]));
  output.write("x");
  CHECK_THROWS_AS(output.commit(), io::ClosedPipe);
  ::signal(SIGPIPE, before);
  ::close(ends[1]);
}

TEST_CASE("abandon_outputs() removes the temporary files of outputs that are open") {
  const test::Folder folder;
  const std::string path = folder.file("kept", "before");
  {
    io::Output first(path), second(folder.path("new"));
    first.write("x");
    CHECK(files_in(folder) == 3);
    io::abandon_outputs();
    CHECK(files_in(folder) == 1);
  }
  CHECK(test::bytes_of(path) == "before");
}

TEST_CASE("outputs can be moved and many can be open") {
  const test::Folder folder;
  std::vector<io::Output> outputs;
  for (int i = 0; i < 300; ++i) outputs.emplace_back(folder.path(std::to_string(i)));
  for (io::Output& output : outputs) {
    output.write("x");
    output.commit();
  }
  CHECK(files_in(folder) == 300);
}
