// The table of coefficients. A new one is its own file with the formula, and a line here.
#include <algorithm>
#include <array>

#include "lbl/agree/coefficient.hpp"

namespace lbl::agree {

namespace {

constexpr std::array<Coefficient, 9> kTable = {{
    {"percent_agreement", "Percent agreement", "Percent", Family::chance, MissingRule::chosen,
     Identity::dropped, false, percent_agreement,
     "share of pairs of answers that agree, no chance correction"},
    {"cohen_kappa", "Cohen's kappa", "Cohen", Family::chance, MissingRule::listwise, Identity::kept,
     true, cohen_kappa, "two annotators, chance by each one's own labels (Cohen 1960, 1968)"},
    {"scott_pi", "Scott's pi", "Scott", Family::chance, MissingRule::chosen, Identity::dropped,
     true, scott_pi, "two annotators, chance by their labels together (Scott 1955)"},
    {"light_kappa", "Light's kappa", "Light", Family::chance, MissingRule::listwise, Identity::kept,
     false, light_kappa, "mean of Cohen's kappa over all pairs of annotators (Light 1971)"},
    {"fleiss_kappa", "Fleiss' kappa", "Fleiss", Family::chance, MissingRule::chosen,
     Identity::dropped, false, fleiss_kappa,
     "any annotators, chance by all labels together (Fleiss 1971)"},
    {"conger_kappa", "Conger's kappa", "Conger", Family::chance, MissingRule::chosen,
     Identity::kept, false, conger_kappa,
     "fixed annotators, chance by each one's own labels (Conger 1980)"},
    {"gwet_ac", "Gwet's AC", "AC", Family::chance, MissingRule::chosen, Identity::dropped, false,
     gwet_ac, "AC1, with weights AC2: steady when one label is very frequent (Gwet 2008)"},
    {"brennan_prediger", "Brennan-Prediger", "B-P", Family::chance, MissingRule::chosen,
     Identity::dropped, false, brennan_prediger,
     "chance by the number of labels alone (Brennan and Prediger 1981)"},
    {"krippendorff_alpha", "Krippendorff's alpha", "Alpha", Family::alpha, MissingRule::ratings,
     Identity::dropped, false, krippendorff_alpha,
     "any annotators, any missing answers, any metric (Krippendorff 2011)"},
}};

}  // namespace

std::span<const Coefficient> coefficients() {
  return kTable;
}

const Coefficient* coefficient_by_name(std::string_view name) {
  const auto found = std::find_if(kTable.begin(), kTable.end(),
                                  [&](const Coefficient& c) { return c.name == name; });
  return found == kTable.end() ? nullptr : &*found;
}

}  // namespace lbl::agree
