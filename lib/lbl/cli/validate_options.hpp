// The options of lbl-validate, and what they ask for.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lbl/base/pseudonym.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/check_batch.hpp"
#include "lbl/validate/rules.hpp"

namespace lbl::cli {

/// All options of lbl-validate.
struct ValidateOptions {
  CommonOptions common;
  CheckOptions check;
  std::vector<std::string> tasks, rules;
  std::string emit, explain, key_file, against, schema, gold, item_weights;
  bool list_rules = false, check_guideline = false, print_guideline = false;
  bool list_guidelines = false, infer = false, grouped = false;
  bool fix = false, redact = false;
};

/// Adds all options, the gates' names and the examples of --help.
void add_validate_options(App& app, ValidateOptions& options);

/// Does what options ask that print something and read no records (--list-rules, --explain,
/// --list-guidelines, --check-guideline, --print-guideline) and returns the exit code; none when
/// records are to be read. Throws Error (usage) for a rule that there is not, and without -g where
/// it is needed.
std::optional<int> answer_without_records(const ValidateOptions& options,
                                          const validate::Severities& severities);

/// What goes to standard output: data when it is mended or filtered, with or without --emit.
Emit emit_of(const ValidateOptions& options);

/// Throws Error (usage) for a name in --drop-items that no rule has.
void check_drop_items(const std::vector<std::string>& ids);

/// The pseudonyms of --redact by its key; null without it. Throws Error (usage) when one of
/// --redact and --key-file is there without the other.
std::shared_ptr<const base::Pseudonyms> pseudonyms_of(const ValidateOptions& options);

}  // namespace lbl::cli
