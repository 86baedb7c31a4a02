// Slices by labels at one look, and tables that sort: parts of the HTML report of lbl-bias.
#pragma once

#include <ostream>

#include "lbl/bias/bias.hpp"

namespace lbl::report {

/// For each cut of a measure with two labels or more a grid of slices by labels, each cell with its
/// share and a shade of it. Large cuts show their first 40 slices and 20 labels.
void write_heat_maps(const bias::BiasResult& result, std::ostream& out);

/// The script by which a click, Enter or Space on the head of a column sorts a table of the page.
/// Without scripts tables are read as they stand.
void write_sort_script(std::ostream& out);

}  // namespace lbl::report
