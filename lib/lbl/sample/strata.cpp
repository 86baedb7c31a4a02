// Codes are length-prefixed, so no separator can be forged by a value.
#include "lbl/sample/strata.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "lbl/base/text.hpp"

namespace lbl::sample {

namespace {

constexpr std::uint32_t kNoValue = 0xFFFFFFFFu;

bool tuple_before(const std::vector<model::SliceSpec>& fields, const StratumValues& a,
                  const StratumValues& b) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (!a[i] || !b[i]) return a[i].has_value();
    return model::slice_before(fields[i], *a[i], *b[i]);
  }
  return false;
}

}  // namespace

void append_stratum_value(std::string& code, std::optional<std::string_view> value) {
  const std::uint32_t length = value ? static_cast<std::uint32_t>(value->size()) : kNoValue;
  char raw[sizeof length];
  std::memcpy(raw, &length, sizeof length);
  code.append(raw, sizeof raw);
  if (value) code += *value;
}

StratumValues stratum_values(std::string_view code) {
  StratumValues values;
  while (!code.empty()) {
    std::uint32_t length = 0;
    std::memcpy(&length, code.data(), sizeof length);
    code.remove_prefix(sizeof length);
    if (length == kNoValue) {
      values.emplace_back();
    } else {
      values.emplace_back(code.substr(0, length));
      code.remove_prefix(length);
    }
  }
  return values;
}

std::string stratum_text(const std::vector<model::SliceSpec>& fields, const StratumValues& values) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < fields.size() && i < values.size(); ++i) {
    parts.push_back(base::escaped(fields[i].name) + "=" +
                    (values[i] ? base::quoted(*values[i]) : "null"));
  }
  return "{" + base::join(parts, ", ") + "}";
}

std::vector<std::uint32_t> stratum_order(const base::Dictionary& strata,
                                         const std::vector<model::SliceSpec>& fields) {
  std::vector<StratumValues> values;
  for (std::uint32_t i = 0; i < strata.size(); ++i) {
    values.push_back(stratum_values(strata.text(i)));
  }
  std::vector<std::uint32_t> order(strata.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return tuple_before(fields, values[a], values[b]);
  });
  return order;
}

}  // namespace lbl::sample
