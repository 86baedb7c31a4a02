// --infer: reads a batch and drafts a guideline that it follows.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/session.hpp"
#include "lbl/validate/draft_guideline.hpp"

namespace lbl::cli {

/// Reads the session's FILEs (a pipe is kept in a temporary file), drafts, and reads them again by
/// the draft: what makes records fail is taken back, with a note that says so. `tasks` names the
/// fields that hold answers; empty: those that look like it.
validate::DraftGuideline infer_guideline(Session& session, const std::vector<std::string>& tasks);

}  // namespace lbl::cli
