// The strata of a draw: tuples of slice values, numbered as they are met.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/model/slice.hpp"

namespace lbl::sample {

/// One value a stratum field; none for a missing value.
using StratumValues = std::vector<std::optional<std::string>>;

/// Appends one value to a code: a text that tells all tuples of values apart.
void append_stratum_value(std::string& code, std::optional<std::string_view> value);
/// The tuple behind a code.
StratumValues stratum_values(std::string_view code);
/// `{source="forum", lang=null}`, for messages.
std::string stratum_text(const std::vector<model::SliceSpec>& fields, const StratumValues& values);

/// The numbers of `strata` in the order of reports: by the first field, then the next; bins and
/// numbers by value, else by bytes, missing values last. Does not depend on the order of input.
std::vector<std::uint32_t> stratum_order(const base::Dictionary& strata,
                                         const std::vector<model::SliceSpec>& fields);

}  // namespace lbl::sample
