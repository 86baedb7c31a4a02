// Finds the verb of a command line.
#include "lbl/cli/verbs.hpp"

#include <algorithm>

namespace lbl::cli {

const Verb* verb_of(const std::vector<Verb>& verbs, int argc, char** argv) {
  if (argc < 2) return nullptr;
  const auto found = std::find_if(verbs.begin(), verbs.end(),
                                  [&](const Verb& verb) { return verb.name == argv[1]; });
  return found == verbs.end() ? nullptr : &*found;
}

}  // namespace lbl::cli
