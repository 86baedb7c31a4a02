// Printing to standard output, with the care that reports get.
#include "lbl/cli/print.hpp"

#include "lbl/io/output.hpp"

namespace lbl::cli {

void print(std::string_view text) {
  io::Output out("-");
  out.write(text);
  out.commit();
}

}  // namespace lbl::cli
