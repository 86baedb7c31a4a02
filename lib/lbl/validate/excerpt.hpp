// The piece of a line that a finding is about, for people to look at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "lbl/validate/pii.hpp"

namespace lbl::validate {

/// Bytes around the value at fault, as they stand; never more than a few hundred.
struct Excerpt {
  std::string text;             ///< empty: the finding is about no line, or nobody wants to see it
  std::uint32_t begin = 0;      ///< where the value at fault starts in `text`
  std::uint32_t end = 0;        ///< where it ends, as far as it is in `text`
  std::uint64_t character = 0;  ///< column of `begin` in its line, in code points from 1
  bool is_cut_before = false, is_cut_after = false;

  bool empty() const { return text.empty(); }
};

/// The excerpt around byte `offset` of a record: within its line, at most kReach characters to each
/// side. The value is taken to end where a JSON token or a cell that starts there ends.
Excerpt excerpt_of(std::string_view record, std::size_t offset);

/// The same with personal data of `hidden` kinds behind "*".
Excerpt excerpt_of(std::string_view record, std::size_t offset, PiiKinds hidden);

/// Characters that an excerpt keeps on each side of where the value starts.
constexpr std::size_t kExcerptReach = 60;

}  // namespace lbl::validate
