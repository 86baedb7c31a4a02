// The text of a slice and the order of slices in reports.
#include "lbl/model/slice.hpp"

#include <algorithm>

#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

constexpr const char* kNotANumber = "not a number";

std::string bin_text(const std::vector<double>& edges, double number) {
  const auto above = std::upper_bound(edges.begin(), edges.end(), number);
  if (above == edges.begin()) return "<" + base::number_text(edges.front());
  if (above == edges.end()) return ">=" + base::number_text(edges.back());
  return base::number_text(*(above - 1)) + " to <" + base::number_text(*above);
}

std::size_t bin_rank(const std::vector<double>& edges, const std::string& text) {
  if (text == "<" + base::number_text(edges.front())) return 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (bin_text(edges, edges[i]) == text) return i + 1;
  }
  return edges.size() + 1;
}

}  // namespace

SliceSpec slice_by_field(const std::string& name) {
  return {name, name, "", {}};
}

std::optional<std::string> slice_text(const SliceSpec& spec, Value value) {
  if (value.is_no_answer()) return std::nullopt;
  if (spec.measure == "length") {
    const auto length = static_cast<double>(base::code_points(value.text()));
    return spec.bins.empty() ? base::number_text(length) : bin_text(spec.bins, length);
  }
  if (spec.bins.empty()) return std::string(value.text());
  const bool spelled = value.is(ValueKind::string);
  const std::optional<double> number = spelled ? base::parse_number(value.text()) : value.number();
  return number ? bin_text(spec.bins, *number) : kNotANumber;
}

bool slice_before(const SliceSpec& spec, const std::string& a, const std::string& b) {
  if (!spec.bins.empty()) {
    const std::size_t rank_a = bin_rank(spec.bins, a), rank_b = bin_rank(spec.bins, b);
    if (rank_a != rank_b) return rank_a < rank_b;
    return a < b;
  }
  const std::optional<double> number_a = base::parse_number(a), number_b = base::parse_number(b);
  // Numbers stand before words, so that the order is one whatever is compared with what.
  if (number_a.has_value() != number_b.has_value()) return number_a.has_value();
  if (number_a && *number_a != *number_b) return *number_a < *number_b;
  return a < b;
}

}  // namespace lbl::model
