// --gold FILE for lbl-validate: the right answers by item.
#pragma once

#include <string>

#include "lbl/cli/session.hpp"
#include "lbl/validate/gold_answers.hpp"
#include "lbl/validate/setup.hpp"

namespace lbl::cli {

/// The gold FILE `name` (records of item and label, or a field named gold) by the tasks of `setup`.
/// Throws Error (input) for an item with two different right answers.
validate::GoldAnswers read_gold_answers(Session& session, const std::string& name,
                                        const validate::Setup& setup);

}  // namespace lbl::cli
