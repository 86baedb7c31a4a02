// A ratings table from rows written in a test, through the real builder.
#pragma once

#include <string>
#include <vector>

#include "lbl/model/ratings.hpp"

namespace lbl::test {

/// One answer. "" is no answer, or a missing slice value. Labels of rating and number tasks are
/// their digits, of choices "a|b", as in a CSV cell.
struct Row {
  std::string item, annotator, label;
  std::vector<std::string> slices;  ///< values of the columns, in their order
};

/// A spec with one task "label" of that type, read from the field of that name, and these columns.
model::RatingsSpec make_spec(model::TaskType type, const std::vector<std::string>& columns = {});

/// The table of `rows` by `spec`, whose tasks all read the field "label".
model::RatingsTable make_table(const std::vector<Row>& rows, const model::RatingsSpec& spec);

/// The state of `rows` by `spec`, and the table of several states.
std::string encoded_table(const std::vector<Row>& rows, const model::RatingsSpec& spec);
model::RatingsTable merged_table(const std::vector<std::string>& states,
                                 const model::RatingsSpec& spec);

}  // namespace lbl::test
