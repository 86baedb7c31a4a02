// The outermost frame of a program: signals, and the one place where exceptions are caught.
#pragma once

#include <functional>
#include <string>

namespace lbl::cli {

/// Runs a program: sets up signals (a closed pipe ends quietly; Ctrl-C and TERM remove unfinished
/// files), catches what `body` throws, prints one line on standard error, and returns the exit
/// code.
int run(const std::string& program, int argc, char** argv,
        const std::function<int(int argc, char** argv)>& body);

}  // namespace lbl::cli
