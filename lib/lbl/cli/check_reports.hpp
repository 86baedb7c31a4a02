// The report formats of lbl-validate, and what each of them needs of a run.
#pragma once

#include <vector>

#include "lbl/cli/check_batch.hpp"

namespace lbl::cli {

/// The words of -t, the default first.
std::vector<std::string> check_formats();

/// Whether findings are shown with their lines: to a person at a terminal, or with --color always.
report::Carets carets_for(const CommonOptions& options, MainOutput main_output);

/// What the reports of this run show besides the findings themselves.
validate::Extras extras_for(const Session& session, report::Carets carets);

/// The writers of check_formats(); `checked` and `setup` must outlive them.
std::vector<ReportFormat> check_reports(const CheckedBatch& checked, const validate::Setup& setup,
                                        report::Carets carets);

}  // namespace lbl::cli
