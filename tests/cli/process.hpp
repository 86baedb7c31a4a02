// Runs a shell script in a folder of its own, with a clean environment and a time limit.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace lbl::cases {

/// What a script did.
struct Outcome {
  int code = 0;  ///< exit code, or 128 + signal
  bool timed_out = false;
  std::string out;
  std::string err;
};

/// A new folder under $TMPDIR or /tmp, removed with all in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Runs `script` by `bash -eu -o pipefail` in `folder`, standard input empty, with just
/// `environment` ("NAME=value"). At the limit the whole process group is killed.
Outcome run_script(const std::string& script, const std::string& folder,
                   const std::vector<std::string>& environment, std::chrono::seconds limit);

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& bytes);

}  // namespace lbl::cases
