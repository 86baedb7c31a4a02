// The alternative annotator test: may a model stand in for the people who labelled?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/figure.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// What the model must show.
struct AltTestSpec {
  std::string model;     ///< an annotator of the batch
  double epsilon = 0.2;  ///< how much cheaper a model is than a person, as a share of items
  double level = 0.95;   ///< 1 - the false discovery rate
};

/// The model in the place of one person.
struct AltTestPerson {
  std::string annotator;
  std::uint64_t items = 0;  ///< that the model, this person and another one answered
  double model_advantage =
      0;  ///< share of items on which the model is at least as near to the rest
  double person_advantage = 0;  ///< the same of the person
  std::optional<double> p, q;   ///< one-sided; q by Benjamini and Yekutieli
  bool replaced = false;        ///< the model wins against this person
  Figure kappa;                 ///< Cohen's kappa of the two
};

struct AltTest {
  std::string task, model;
  double epsilon = 0.2;
  std::string
      score;  ///< "accuracy", "jaccard" or "rmse": how near an answer is to those of the rest
  std::vector<AltTestPerson> people;
  std::optional<double> winning_rate;           ///< share of people that the model replaces
  std::optional<double> advantage_probability;  ///< mean over people of the model's advantage
  bool passes = false;                          ///< winning rate of one half or more
  stats::Status status = stats::Status::ok;
  std::string reason, message;
};

/// Calderon, Reichart and Dror (2025), "The alternative annotator test for LLM-as-a-judge": one by
/// one each person is left out, and the model and the person are compared by how near they come to
/// the others, item by item; a paired t test with tolerance epsilon, corrected by Benjamini and
/// Yekutieli. Throws Error (input) when nobody has the model's name.
AltTest alt_test(const model::RatingsTable& table, const model::TaskRatings& ratings,
                 const AltTestSpec& spec);

}  // namespace lbl::agree
