// What a program does when its first argument says so: `lbl-sample plan`, `lbl-agree merge`.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lbl::cli {

/// A verb counts only as the first argument; elsewhere, or as `./merge`, the word is a FILE. It has
/// an App of its own, with its own options and --help.
struct Verb {
  std::string name;     ///< "plan"
  std::string summary;  ///< what it is for, in a few words, for the program's --help
  /// Gets the command line without the verb.
  std::function<int(int argc, char** argv)> body;
};

/// The verb that the first argument names, or null.
const Verb* verb_of(const std::vector<Verb>& verbs, int argc, char** argv);

}  // namespace lbl::cli
