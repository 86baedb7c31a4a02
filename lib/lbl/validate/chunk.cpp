// Makes a chunk ready for the next records.
#include "lbl/validate/chunk.hpp"

#include <algorithm>

namespace lbl::validate {

void Chunk::clear() {
  rows.clear();
  malformed.clear();
  answers.clear();
  findings.clear();
  slice_levels.clear();
  mended_texts.clear();
  sketches.clear();
  sketched_letters.clear();
  worded = 0;
  std::fill(worded_of_rule.begin(), worded_of_rule.end(), 0);
  for (std::vector<std::uint64_t>& counts : label_counts)
    std::fill(counts.begin(), counts.end(), 0);
  std::fill(answer_counts.begin(), answer_counts.end(), 0);
  for (base::Dictionary& texts : slice_texts) texts.clear();
  records = 0;
}

}  // namespace lbl::validate
