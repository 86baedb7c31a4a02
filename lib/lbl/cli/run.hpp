// The outermost frame of a program: signals, and the one place where exceptions are caught.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lbl/cli/verbs.hpp"

namespace lbl::cli {

/// Runs a program: sets up signals (a closed pipe ends quietly; Ctrl-C and TERM remove unfinished
/// files), catches what `body` throws, prints one line on standard error, and returns the exit
/// code. A first argument that is one of `verbs` runs that verb instead of `body`.
int run(const std::string& program, int argc, char** argv,
        const std::function<int(int argc, char** argv)>& body, const std::vector<Verb>& verbs = {});

}  // namespace lbl::cli
