// Signals and the exception boundary.
#include "lbl/cli/run.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <new>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/terminal.hpp"
#include "lbl/io/output.hpp"

namespace lbl::cli {

namespace {

// Dies by the signal, as a shell expects of what it interrupts, once the half-written is gone.
extern "C" void remove_and_die(int signal) {
  io::abandon_outputs();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void set_up_signals() {
  // Ignored, these two make a write fail with EPIPE or EFBIG, so unfinished files can be removed.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler == SIG_IGN) continue;  // nohup and background jobs stay undisturbed
    action.sa_handler = remove_and_die;
    sigaction(signal, &action, nullptr);
  }
}

// A closed standard stream (`>&-`) is filled with one that refuses its use: else the next file
// opened would take its number, and the report would go into that file.
void fill_closed_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is this one.
    if (open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) != descriptor) {
      std::_Exit(kFailed);
    }
  }
}

// What a program that knows nothing of SIGPIPE looks like to the shell, without half-written files.
[[noreturn]] void end_quietly() {
  io::abandon_outputs();
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
  std::_Exit(128 + SIGPIPE);
}

void say(const std::string& program, const std::string& message) {
  print_error(program + ": " + message + "\n");
}

int run_body(const std::string& program, int argc, char** argv,
             const std::function<int(int, char**)>& body, const std::vector<Verb>& verbs) {
  const Verb* verb = verb_of(verbs, argc, argv);
  try {
    return verb != nullptr ? verb->body(argc - 1, argv + 1) : body(argc, argv);
  } catch (const io::ClosedPipe&) {
    end_quietly();
  } catch (const base::Error& error) {
    const bool usage = error.kind() == base::ErrorKind::usage;
    const std::string command = verb != nullptr ? program + " " + verb->name : program;
    say(program, usage ? fmt::format("{}; see {} --help", error.what(), command) : error.what());
  } catch (const std::bad_alloc&) {
    say(program, "out of memory");
  } catch (const std::exception& error) {
    constexpr std::size_t kLongest = 400;
    say(program, "internal error: " + base::escaped(error.what(), kLongest));
  }
  return kFailed;
}

}  // namespace

int run(const std::string& program, int argc, char** argv,
        const std::function<int(int argc, char** argv)>& body, const std::vector<Verb>& verbs) {
  fill_closed_streams();
  set_up_signals();
  return run_body(program, argc, argv, body, verbs);
}

}  // namespace lbl::cli
