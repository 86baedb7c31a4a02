// What the tests of lbl-bias share: random batches.
#include "bias/fixtures.hpp"

#include "lbl/base/random.hpp"

namespace lbl::test {

std::vector<Row> random_rows(int items, int annotators, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<double> item_shift, annotator_shift;
  for (int i = 0; i < items; ++i) item_shift.push_back(random.normal());
  for (int a = 0; a < annotators; ++a) annotator_shift.push_back(0.7 * random.normal());
  std::vector<Row> rows;
  for (int i = 0; i < items; ++i) {
    const std::string source = i % 5 < 2 ? "forum" : (i % 5 < 4 ? "news" : "");
    const int answers = 1 + static_cast<int>(random.below(4));
    for (int k = 0; k < answers; ++k) {
      const int a = (i * 3 + k) % annotators;  // neighbours, so that none answers an item twice
      const std::string hour = random.below(2) == 0 ? "day" : "night";
      const double score = item_shift[static_cast<std::size_t>(i)] +
                           annotator_shift[static_cast<std::size_t>(a)] + random.normal() +
                           (source == "forum" ? 0.8 : 0) + (hour == "night" ? 0.3 : 0);
      const std::string label = score > 1 ? "hate" : (score > 0 ? "offensive" : "none");
      rows.push_back({"item" + std::to_string(i),
                      "ann" + std::to_string(a),
                      label,
                      {source, a % 2 == 0 ? "old" : "young", hour}});
    }
  }
  return rows;
}

}  // namespace lbl::test
