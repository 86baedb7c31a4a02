// Gates on the command line: --list-gates, early checks of names, --gates-only.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/app.hpp"
#include "lbl/cli/log.hpp"
#include "lbl/model/gate.hpp"
#include "lbl/model/guideline.hpp"
#include "lbl/report/summary.hpp"

namespace lbl::cli {

/// The gates of the guideline for `program` ("lbl-agree" reads the key "agree"), then those of the
/// command line. Throws Error (usage) for one that cannot be read or whose name is not in `known`
/// (when `known` is not empty). The guideline's gates on figures of another verb are left out.
std::vector<model::Gate> gates_for(const std::string& program, const model::Guideline* guideline,
                                   const std::vector<std::string>& written,
                                   const std::vector<GateName>& known);

/// Tells of each failed gate, and of each that used an unreliable value. Returns how many failed.
std::size_t tell_gates(const std::vector<report::GateResult>& results, Log& log);

/// --gates-only: checks a saved report by the gates of guideline and command line or, when there
/// are none, by its own again; prints one line a gate on standard output. Returns kDone or kFound.
/// Throws Error for a file that is no report, or another program's.
int check_saved_report(const App& app, const CommonOptions& options);

}  // namespace lbl::cli
