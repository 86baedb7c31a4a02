// Slices: the fields that a batch is cut by, and the text that a value has as a slice.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lbl/model/value.hpp"

namespace lbl::model {

/// A field that the batch is cut by, with optional bins of a number or of a derived measure.
struct SliceSpec {
  std::string name;
  std::string field;
  std::string measure;       ///< "" or "length" (code points)
  std::vector<double> bins;  ///< inner edges, ascending; empty: the values themselves
};

/// A slice by the values of the field `name`.
SliceSpec slice_by_field(const std::string& name);

/// The slice that `value` falls into; none for a missing value (null, blank). With bins it is
/// "<20", "20 to <100" or ">=100", and "not a number" for what has none.
std::optional<std::string> slice_text(const SliceSpec& spec, Value value);

/// Whether slice `a` stands before `b` in a report: bins by their edges, numbers by value, else
/// by bytes.
bool slice_before(const SliceSpec& spec, const std::string& a, const std::string& b);

}  // namespace lbl::model
