// lbl-measure: runs a shell command several times and prints median, least and most wall time and
// memory.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Run {
  double seconds = 0;
  double megabytes = 0;  // the largest resident size of one process
  int code = 0;
};

Run run_once(const char* command) {
  const auto begun = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child) {
    std::perror("lbl-measure");
    std::exit(2);
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  return {taken.count(), static_cast<double>(usage.ru_maxrss) / 1024,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}

}  // namespace

// Prints "MEDIAN LEAST MOST MEGABYTES CODE".
int main(int argc, char** argv) {
  const int runs = argc == 3 ? std::atoi(argv[1]) : 0;
  if (runs < 1) {
    std::fputs("usage: lbl-measure RUNS COMMAND\n", stderr);
    return 2;
  }
  std::vector<double> seconds;
  Run run;
  double megabytes = 0;
  for (int i = 0; i < runs; ++i) {
    run = run_once(argv[2]);
    seconds.push_back(run.seconds);
    megabytes = std::max(megabytes, run.megabytes);
  }
  std::sort(seconds.begin(), seconds.end());
  fmt::print("{:.3f} {:.3f} {:.3f} {:.0f} {}\n", seconds[seconds.size() / 2], seconds.front(),
             seconds.back(), megabytes, run.code);
}
