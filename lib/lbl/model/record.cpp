// Names of the input rules.
#include "lbl/model/record.hpp"

namespace lbl::model {

std::string_view rule_id(InputRule rule) {
  switch (rule) {
    case InputRule::malformed_json:
      return "malformed-json";
    case InputRule::malformed_csv:
      return "malformed-csv";
    case InputRule::ragged_row:
      return "ragged-row";
    case InputRule::invalid_utf8:
      return "invalid-utf8";
    case InputRule::duplicate_key:
      return "duplicate-key";
    case InputRule::nul_byte:
      return "nul-byte";
    case InputRule::bom:
      return "bom";
    case InputRule::too_deep:
      return "too-deep";
    case InputRule::duplicate_column:
      return "duplicate-column";
    case InputRule::number_precision:
      return "number-precision";
    case InputRule::foreign_format:
      return "foreign-format";
  }
  return "input";
}

}  // namespace lbl::model
