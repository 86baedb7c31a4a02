// What the verbs of lbl-sample share.
#include "lbl/cli/sample_verbs.hpp"

namespace lbl::cli {

std::vector<GateName> sample_gates(const std::string& verb,
                                   const std::vector<std::pair<std::string, std::string>>& names) {
  std::vector<GateName> gates;
  for (const auto& [name, meaning] : names) gates.push_back({name, meaning});
  for (const char* other : {"draw", "plan", "assign", "estimate", "accept"}) {
    if (verb != other) gates.push_back({std::string(other) + ".*", "", true});
  }
  return gates;
}

}  // namespace lbl::cli
