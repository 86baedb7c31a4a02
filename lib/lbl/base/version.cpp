// Holds the version that CMake passes in, so that only this file is rebuilt when it changes.
#include "lbl/base/version.hpp"

namespace lbl::base {

std::string_view version() {
  return LBL_VERSION;
}

}  // namespace lbl::base
