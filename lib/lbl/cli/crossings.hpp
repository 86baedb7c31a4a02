// --by: the fields that a batch is cut by, alone or crossed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lbl/model/guideline.hpp"
#include "lbl/model/slice.hpp"

namespace lbl::cli {

/// The columns that --by needs, each once, and for each of its entries the columns that it crosses.
struct Crossings {
  std::vector<model::SliceSpec> columns;
  std::vector<std::vector<std::size_t>> entries;
};

/// Reads the entries of --by: a name is the guideline's slice of that name, else a field; "a:b"
/// crosses two ("\:" is a colon in a name, and so is the colon in the name of a slice). An entry
/// given twice counts once. Throws Error (usage) for an empty name and a name crossed with itself.
Crossings crossings(const model::Guideline* guideline, const std::vector<std::string>& by);

/// Reads the entries of --bins: FIELD=EDGE:EDGE lays those edges over a column; FIELD=N asks for N
/// bins of as many answers, which is answered by N at the column's place (else 0). Throws Error
/// (usage) for an entry that is neither, and for a field that is no column.
std::vector<std::size_t> read_bins(const std::vector<std::string>& bins,
                                   std::vector<model::SliceSpec>& columns);

}  // namespace lbl::cli
