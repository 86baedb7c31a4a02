// What lbl-validate answers about guidelines without reading records.
#pragma once

#include <string>

#include "lbl/cli/app.hpp"
#include "lbl/cli/log.hpp"

namespace lbl::cli {

/// The ready guidelines, one a line: name, version, title.
std::string guideline_list();

/// "guide.json: guideline "g" 1.0.0 has no problems; 2 tasks". Problems are told and thrown.
std::string guideline_verdict(const CommonOptions& options, Log& log);

/// The guideline of -g in -t: json (whole, `extends` folded in; also for text), md or html (the
/// page that annotators read). Throws Error (usage) for another format.
std::string printed_guideline(const CommonOptions& options, Log& log);

}  // namespace lbl::cli
