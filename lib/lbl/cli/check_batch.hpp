// Runs the checks of lbl-validate over the FILEs, and passes records on as a filter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/cli/record_filter.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/model/item_weights.hpp"
#include "lbl/report/finding_lines.hpp"
#include "lbl/report/validate_report.hpp"
#include "lbl/validate/result.hpp"

namespace lbl::cli {

struct CheckOptions {
  Emit emit = Emit::nothing;
  std::string findings_file;        ///< all findings as JSON Lines while reading; empty: none
  std::uint64_t most_findings = 0;  ///< kept for the reports, and told on standard error; 0: all
  report::Carets carets = report::Carets::hidden;  ///< on standard error
  validate::AnswerIndex* answers = nullptr;        ///< takes the answers too, unless null
  const model::ItemWeights* weights = nullptr;     ///< of all items, unless null
  std::vector<validate::GuidelineChange>* changes = nullptr;  ///< counted in, unless null
  std::vector<std::string> drop_items;  ///< ids of rules: records of the items they name stay out
};

/// What the tool reports of a batch.
struct CheckedBatch {
  validate::Result result;
  report::InputNames names;
};

/// Reads and checks the session's FILEs by `setup`, with the fields of `plan`. Records that `emit`
/// wants go to the session's output; findings then go to the findings file or, without one, to
/// standard error (not with -q).
CheckedBatch check_batch(Session& session, const validate::Setup& setup,
                         const model::FieldPlan& plan, const CheckOptions& options);

}  // namespace lbl::cli
