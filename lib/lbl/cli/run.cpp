// Signals and the exception boundary.
#include "lbl/cli/run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/io/output.hpp"

namespace lbl::cli {

namespace {

// Dies by the signal, as the shell expects of what it interrupts, once the half-written is gone.
extern "C" void remove_and_die(int signal) {
  io::abandon_outputs();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void set_up_signals() {
  // With SIGPIPE ignored a write says EPIPE: outputs that are files can still be put away first.
  std::signal(SIGPIPE, SIG_IGN);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler == SIG_IGN) continue;  // nohup and background jobs stay undisturbed
    action.sa_handler = remove_and_die;
    sigaction(signal, &action, nullptr);
  }
}

// What die-by-SIGPIPE looks like to the shell, without its message.
[[noreturn]] void end_quietly() {
  io::abandon_outputs();
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
  std::_Exit(128 + SIGPIPE);
}

void say(const std::string& program, const std::string& message) {
  fmt::print(stderr, "{}: {}\n", program, message);
}

int run_body(const std::string& program, int argc, char** argv,
             const std::function<int(int, char**)>& body) {
  try {
    return body(argc, argv);
  } catch (const io::ClosedPipe&) {
    end_quietly();
  } catch (const base::Error& error) {
    const bool usage = error.kind() == base::ErrorKind::usage;
    say(program, usage ? fmt::format("{}; see {} --help", error.what(), program) : error.what());
  } catch (const std::bad_alloc&) {
    say(program, "out of memory");
  } catch (const std::exception& error) {
    say(program, "internal error: " + base::escaped(error.what(), 400));
  }
  return kFailed;
}

}  // namespace

int run(const std::string& program, int argc, char** argv,
        const std::function<int(int argc, char** argv)>& body) {
  set_up_signals();
  const int code = run_body(program, argc, argv, body);
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  if (errno == EPIPE) end_quietly();
  say(program, fmt::format("standard output: cannot write: {}", std::strerror(errno)));
  return kFailed;
}

}  // namespace lbl::cli
