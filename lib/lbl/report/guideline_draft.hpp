// Writes a drafted guideline: JSON with comments for the person who takes it over.
#pragma once

#include <ostream>

#include "lbl/validate/draft_guideline.hpp"

namespace lbl::report {

/// The draft as a guideline that lbl reads: counts and suggestions stand in comments.
void write_guideline_draft(const validate::DraftGuideline& draft, std::ostream& out);

}  // namespace lbl::report
