// --against OLD: a former batch or a former guideline.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lbl/cli/session.hpp"
#include "lbl/validate/batch_change.hpp"
#include "lbl/validate/guideline_change.hpp"

namespace lbl::cli {

/// The former guideline that `name` names (a file, or one of the library); none when it is a batch.
/// Problems of a guideline are told and thrown.
std::optional<model::Guideline> former_guideline(const std::string& name, Log& log);

/// Reads a former batch by the set-up of this one.
validate::AnswerIndex former_batch(Session& session, const std::string& name,
                                   const validate::Setup& setup, const model::FieldPlan& plan);

}  // namespace lbl::cli
