// How many annotators answered each item: the check behind coverage-short and coverage-over.
#pragma once

#include <memory>

#include "lbl/validate/batch.hpp"

namespace lbl::validate {

/// Counts answers by item and required task; null when the guideline names no labels_per_item.
std::unique_ptr<BatchCheck> make_coverage_check(const Setup& setup);

}  // namespace lbl::validate
