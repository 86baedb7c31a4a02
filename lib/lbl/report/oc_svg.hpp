// The operating characteristic of a plan as a picture: inline SVG, without outside references.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "lbl/report/text_table.hpp"
#include "lbl/stats/operating_characteristic.hpp"

namespace lbl::report {

/// A point of the curve that the report speaks of.
struct OcMark {
  double p = 0, p_accept = 0;
  std::string label;
};

/// The curve over the rate of defects, with axes in percent and the marks; `title` names it to
/// screen readers, whose users find the numbers in oc_table().
void write_oc_svg(const std::vector<stats::OcPoint>& curve, const std::vector<OcMark>& marks,
                  const std::string& title, std::ostream& out);

/// The curve as a table of about `rows` rows.
Table oc_table(const std::vector<stats::OcPoint>& curve, const std::string& chance,
               std::size_t rows = 12);

}  // namespace lbl::report
