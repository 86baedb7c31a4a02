// Random answers for tests: reproducible on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "model/make_table.hpp"

namespace lbl::test {

/// What random answers look like.
struct RandomAnswers {
  unsigned seed = 1;
  std::size_t items = 40, annotators = 5, labels = 4;
  double answered = 0.7;   ///< chance that an annotator answers an item
  double agreement = 0.6;  ///< chance that an answer is the item's own label
};

/// Labels are "1", "2", ...; annotators "a0", "a1", ...; each row has one slice value, "x" or "y",
/// by item.
inline std::vector<Row> random_answers(const RandomAnswers& spec) {
  std::mt19937_64 random(spec.seed);
  const auto chance = [&] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
  std::vector<Row> rows;
  for (std::size_t item = 0; item < spec.items; ++item) {
    const std::uint64_t truth = random() % spec.labels;
    for (std::size_t annotator = 0; annotator < spec.annotators; ++annotator) {
      if (chance() >= spec.answered) continue;
      // A lean of each annotator makes their marginals differ.
      const std::uint64_t own =
          (random() % 3 == 0) ? annotator % spec.labels : random() % spec.labels;
      const std::uint64_t label = chance() < spec.agreement ? truth : own;
      rows.push_back({"i" + std::to_string(item),
                      "a" + std::to_string(annotator),
                      std::to_string(label + 1),
                      {item % 3 == 0 ? "x" : "y"}});
    }
  }
  return rows;
}

}  // namespace lbl::test
