// Tables of reviewed items for tests of estimates, without a file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "lbl/model/slice.hpp"
#include "lbl/sample/reviews.hpp"

namespace lbl::tests::review {

using sample::ReviewTable;

inline std::uint32_t index_of(std::vector<std::string>& texts, const std::string& text) {
  const auto at = std::find(texts.begin(), texts.end(), text);
  if (at == texts.end()) {
    texts.push_back(text);
    return static_cast<std::uint32_t>(texts.size() - 1);
  }
  return static_cast<std::uint32_t>(at - texts.begin());
}

// One answer an item.
inline sample::AnswerColumn column_of(const std::string& name,
                                      const std::vector<std::string>& values) {
  sample::AnswerColumn column;
  column.name = name;
  for (const std::string& value : values) {
    column.answers.push_back({index_of(column.texts, value)});
  }
  for (const std::string& text : column.texts) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    column.numbers.push_back(end != text.c_str() ? std::optional(number) : std::nullopt);
  }
  return column;
}

inline void add_group(ReviewTable& table, const std::string& name,
                      const std::vector<std::string>& values) {
  table.groups.push_back(model::slice_by_field(name));
  std::vector<std::string> texts;
  std::vector<std::uint32_t> codes;
  for (const std::string& value : values) codes.push_back(index_of(texts, value));
  table.group_values.push_back(texts);
  table.group_codes.push_back(codes);
}

// What draw --add-weights says of an item.
inline sample::SamplingFacts facts(const char* design, const std::string& stratum,
                                   double population, double n) {
  sample::SamplingFacts out;
  out.design = design;
  out.stratum = stratum;
  out.cluster = "null";
  out.p = n / population;
  out.weight = population / n;
  out.population = population;
  out.drawn = n;
  out.seed = "1";
  return out;
}

}  // namespace lbl::tests::review
