// The strata of a plan as a table.
#pragma once

#include "lbl/report/text_table.hpp"
#include "lbl/sample/size_plan.hpp"

namespace lbl::report {

/// One row a stratum: how many are needed and what they prove.
Table plan_table(const sample::SizePlanSpec& spec, const sample::SizePlan& plan);

}  // namespace lbl::report
