// The coefficients: one line each in one table, from which options, help, man page and reports
// draw.
#pragma once

#include <span>
#include <string_view>

#include "lbl/agree/figure.hpp"
#include "lbl/agree/shape_coefficient.hpp"
#include "lbl/agree/state.hpp"

namespace lbl::agree {

/// What a coefficient's distances are called.
enum class Family : std::uint8_t {
  chance,   ///< --weights
  alpha,    ///< --metric, and --weights when it is named in --coef
  numbers,  ///< of ratings and numbers, with the metric that it implies
  gold,     ///< of answers against gold
  units,    ///< none: of the pieces that spans and segments mark
  boxes     ///< none: of boxes
};

/// Which conventions for missing answers a coefficient knows.
enum class MissingRule : std::uint8_t {
  chosen,    ///< --missing
  items,     ///< always each item alike
  ratings,   ///< always by ratings (alpha)
  pairs,     ///< always by pairs of annotators
  listwise,  ///< always the items that both of two annotators answered
  complete   ///< always the items that every annotator answered
};

/// One coefficient: a line of the table in coefficients.cpp and a file with its formula.
struct Coefficient {
  std::string_view name;         ///< as in --coef and in reports
  std::string_view title;        ///< for people
  std::string_view short_title;  ///< as the head of a column
  Family family;
  MissingRule missing;
  Identity identity;  ///< whether its formula needs to know who answered
  /// Defined for two annotators only.
  bool two_annotators_only;
  Figure (*compute)(const Input& input);  ///< null for Family::gold
  std::string_view help;                  ///< what it is, in a line
  UnitFormula of_units = nullptr;         ///< instead of `compute`, of Family::units
  BoxFormula of_boxes = nullptr;          ///< instead of `compute`, of Family::boxes
};

/// All of them, in the order of reports.
std::span<const Coefficient> coefficients();
/// Null if there is none of that name.
const Coefficient* coefficient_by_name(std::string_view name);

Figure percent_agreement(const Input& input);
Figure cohen_kappa(const Input& input);
Figure scott_pi(const Input& input);
Figure light_kappa(const Input& input);
Figure fleiss_kappa(const Input& input);
Figure conger_kappa(const Input& input);
Figure gwet_ac(const Input& input);
Figure brennan_prediger(const Input& input);
Figure krippendorff_alpha(const Input& input);
Figure icc(const Input& input);
Figure kendall_w(const Input& input);
Figure lin_ccc(const Input& input);
Figure mean_absolute_difference(const Input& input);
Figure limits_of_agreement(const Input& input);

/// The forms of the intraclass correlation, the default one first.
std::span<const std::string_view> icc_forms();

}  // namespace lbl::agree
