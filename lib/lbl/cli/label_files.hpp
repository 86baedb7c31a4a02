// Reads what --metric matrix:FILE and --expected FILE say of labels.
#pragma once

#include <string>

#include "lbl/agree/label_matrix.hpp"
#include "lbl/cli/session.hpp"

namespace lbl::cli {

/// A matrix of distances: records with a field `label` and one number for each label, under its
/// name. Throws Error (input) for a matrix that is not square, not symmetric, negative, or not 0
/// from a label to itself.
agree::LabelMatrix read_label_matrix(Session& session, const std::string& name);

/// Shares of labels: records of `label` and `share`. Throws Error (input) for shares that are
/// negative or do not add up to 1.
agree::LabelShares read_label_shares(Session& session, const std::string& name);

}  // namespace lbl::cli
