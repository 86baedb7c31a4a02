// The shares that slices should have, from the file that --target names.
#pragma once

#include <string>
#include <vector>

namespace lbl::cli {

/// One slice and its share.
struct TargetRow {
  std::string slice;  ///< by its text; "null" for a missing value
  double share = 0;
};

/// The shares of one field, or of a crossing ("a:b"); they sum to 1.
struct FieldTarget {
  std::string field;
  std::vector<TargetRow> rows;
};

/// Reads a JSON object of fields, each an object of slices with their shares (comments allowed), or
/// CSV with the columns field, slice, share. Throws Error (input) with file, line and field for
/// what is not that, for a share below 0 or not a number, and for shares that do not sum to 1.
std::vector<FieldTarget> read_target(const std::string& name);

/// The same from bytes; `name` is for messages.
std::vector<FieldTarget> parse_target(const std::string& name, const std::string& bytes);

}  // namespace lbl::cli
