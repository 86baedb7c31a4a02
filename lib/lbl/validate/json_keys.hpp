// The keys of a JSON object, for a message about one that is missing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::validate {

/// The top-level keys of `object`, a valid JSON object, as they are written (escapes not resolved);
/// none for anything that does not start with '{'.
std::vector<std::string> top_level_keys(std::string_view object);

/// Names the key that was probably meant. Remembers what it said for the keys of the last record,
/// since a batch in which one key is wrong has it wrong in every record.
class NearestKeys {
 public:
  /// The key in `keys` that is nearest to `wanted`; empty if none is near.
  const std::string& nearest(const std::string& wanted, std::vector<std::string> keys);

 private:
  std::vector<std::string> keys_;
  std::map<std::string, std::string> nearest_;
};

}  // namespace lbl::validate
