// Reads argv by the rules of getopt_long, before CLI11 sees it.
#pragma once

#include <string>
#include <vector>

namespace lbl::cli {

/// What the reading of argv must know of an option.
struct OptionName {
  std::string short_name;  ///< "-o", or empty
  std::string long_name;   ///< "--output"
  bool takes_value = false;
  /// The value is two words, `--name A B`, also written as one, `--name A,B`.
  bool takes_pair = false;
};

/// One option as given, under its long name; a pair has a comma between its words.
struct GivenOption {
  std::string long_name;
  std::string value;
};

struct Arguments {
  std::vector<GivenOption> options;  ///< in their order
  std::vector<std::string> files;    ///< everything that is no option, in its order
};

/// Sorts `arguments` (without the program's name) into options and FILEs: `--name=value` (also an
/// empty value), `--name value`, `-nvalue`, `-n value`, clusters of flags (`-qv`), `--` ends the
/// options, "-" is a FILE. Names are taken whole: an abbreviation is an unknown option. Throws
/// Error (usage) for an unknown option (with the nearest one), a missing value, an option where a
/// value must stand, and a value given to a flag.
Arguments read_arguments(const std::vector<std::string>& arguments,
                         const std::vector<OptionName>& known);

}  // namespace lbl::cli
