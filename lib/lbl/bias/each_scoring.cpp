// Every measure of a task, one after the other, as what its answers count for.
#include "lbl/bias/each_scoring.hpp"

#include "lbl/bias/measure_plan.hpp"

namespace lbl::bias {

void each_scoring(const model::RatingsTable& table, std::size_t task, const BiasSpec& spec,
                  const std::function<void(Scoring)>& body) {
  const MeasurePlan plan(table.tasks[task], spec.right.empty() ? nullptr : &spec.right[task], spec);
  for (const PlannedMeasure& measure : plan.measures()) {
    for (std::size_t pass = 0; pass < measure.passes(); ++pass) body(plan.scoring(measure, pass));
  }
}

}  // namespace lbl::bias
