// Runs the checks of lbl-validate over a text or a file, as the program does.
#pragma once

#include <string>
#include <vector>

#include "lbl/io/reader.hpp"
#include "lbl/model/guideline.hpp"
#include "lbl/validate/result.hpp"

namespace lbl::tests {

/// The guideline of a JSON text; its problems fail the test.
model::Guideline guideline_of(const std::string& json);

/// A guideline with one task "label" whose type nobody has named.
model::Guideline untyped_guideline();

/// All findings in a file. Throws what the reader throws. Small chunks show that borders between
/// them do not matter.
validate::Result check_file(const std::string& file, const model::Guideline& guideline,
                            const io::ReadOptions& options);

/// All findings in `bytes`, written to a file of their own first.
validate::Result check_text(const std::string& bytes, const model::Guideline& guideline,
                            const io::ReadOptions& options = {});

}  // namespace lbl::tests
