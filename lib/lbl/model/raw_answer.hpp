// Answers as bytes: the form in which distinct labels wait until their meaning is settled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/value.hpp"

namespace lbl::model {

/// Appends `value` to `out` in a form that is equal exactly for equal values, whatever the white
/// space between their parts.
void append_raw_answer(Value value, std::string& out);

/// A value read back from its bytes. Views point into `raw`, which must outlive it; moving keeps
/// them valid.
class RawAnswer {
 public:
  explicit RawAnswer(std::string_view raw);
  Value value() const { return Value(nodes_.data()); }

 private:
  std::vector<Node> nodes_;
};

}  // namespace lbl::model
