// lbl-sample: which items should a person look at, and what does that look prove?
#include <vector>

#include "lbl/cli/run.hpp"
#include "lbl/cli/sample_draw.hpp"
#include "lbl/cli/sample_verbs.hpp"
#include "lbl/cli/verbs.hpp"

namespace {

using namespace lbl;

std::vector<cli::Verb> verbs();

int draw(int argc, char** argv) {
  return cli::sample_draw(argc, argv, verbs());
}

std::vector<cli::Verb> verbs() {
  return {
      {"draw", "draw a review batch with known probabilities (without a verb: this)", draw},
      {"merge", "finish a draw that shards began (draw --save-state)", cli::sample_merge},
      {"assign", "who answers which items, from a roster", cli::sample_assign},
      {"plan", "how many must be reviewed, and what n of them prove", cli::sample_plan},
      {"estimate", "what a review says of the batch", cli::sample_estimate},
      {"accept", "may the batch go on: plans, decisions, operating curves", cli::sample_accept}};
}

}  // namespace

int main(int argc, char** argv) {
  return lbl::cli::run("lbl-sample", argc, argv, draw, verbs());
}
