// The table of coefficients. A new one is its own file with the formula, and a line here.
#include <algorithm>
#include <array>

#include "lbl/agree/coefficient.hpp"

namespace lbl::agree {

namespace {

constexpr auto kTable = std::to_array<Coefficient>({
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
    {"icc", "Intraclass correlation", "ICC", Family::numbers, MissingRule::complete, Identity::kept,
     false, icc, "ratings and numbers, six forms (Shrout and Fleiss 1979)"},
    {"kendall_w", "Kendall's W", "W", Family::numbers, MissingRule::complete, Identity::kept, false,
     kendall_w, "do they rank the items alike, ties corrected (Kendall and Smith 1939)"},
    {"lin_ccc", "Lin's concordance", "CCC", Family::numbers, MissingRule::complete, Identity::kept,
     true, lin_ccc, "two annotators' numbers against the line of equality (Lin 1989)"},
    {"mean_absolute_difference", "Mean absolute difference", "MAD", Family::numbers,
     MissingRule::chosen, Identity::dropped, false, mean_absolute_difference,
     "how far two answers to an item are apart, in their own unit"},
    {"limits_of_agreement", "Limits of agreement", "Limits", Family::numbers, MissingRule::complete,
     Identity::kept, true, limits_of_agreement,
     "two annotators' mean difference and its spread (Bland and Altman 1986)"},
    {"accuracy", "Accuracy", "Accuracy", Family::gold, MissingRule::chosen, Identity::kept, false,
     nullptr, "share of answers that are the gold one"},
    {"macro_f1", "Macro F1", "Macro F1", Family::gold, MissingRule::chosen, Identity::kept, false,
     nullptr, "mean F1 of the labels against gold"},
    {"weighted_f1", "Weighted F1", "Weighted F1", Family::gold, MissingRule::chosen, Identity::kept,
     false, nullptr, "mean F1 of the labels, each by its share of gold"},
    {"precision", "Precision", "Precision", Family::gold, MissingRule::chosen, Identity::kept,
     false, nullptr, "of a label: the share of its answers that are right"},
    {"recall", "Recall", "Recall", Family::gold, MissingRule::chosen, Identity::kept, false,
     nullptr, "of a label: the share of its gold that was found"},
    {"f1", "F1", "F1", Family::gold, MissingRule::chosen, Identity::kept, false, nullptr,
     "of a label: precision and recall in one (their harmonic mean)"},
    {"gamma", "Gamma", "Gamma", Family::units, MissingRule::items, Identity::dropped, false,
     nullptr, "spans: the best alignment beside random ones (Mathet 2015, 2017)", gamma},
    {"alpha_u", "Krippendorff's alpha_U", "Alpha_U", Family::units, MissingRule::ratings,
     Identity::dropped, false, nullptr, "spans: where units and gaps lie (Krippendorff 1995)",
     alpha_u},
    {"u_alpha", "u-alpha", "u-alpha", Family::units, MissingRule::ratings, Identity::dropped, false,
     nullptr, "spans: the length on which labels meet (Krippendorff et al. 2016)", u_alpha},
    {"span_f1", "Span F1", "F1", Family::units, MissingRule::pairs, Identity::dropped, false,
     nullptr, "spans: the same place, an overlap, the same label", span_f1},
    {"boundary_similarity", "Boundary similarity", "Boundary sim.", Family::units,
     MissingRule::pairs, Identity::dropped, false, nullptr,
     "spans: the same cuts, near misses half (Fournier 2013)", boundary_similarity},
    {"p_k", "Pk", "Pk", Family::units, MissingRule::pairs, Identity::dropped, false, nullptr,
     "spans: windows cut by one annotator only, 0 is best (Beeferman 1999)", p_k},
    {"window_diff", "WindowDiff", "WinDiff", Family::units, MissingRule::pairs, Identity::dropped,
     false, nullptr, "spans: windows with another number of cuts, 0 is best (Pevzner 2002)",
     window_diff},
    {"token_kappa", "Token kappa", "T kappa", Family::units, MissingRule::items, Identity::dropped,
     false, nullptr, "spans: Fleiss' kappa of every character", token_kappa},
    {"token_alpha", "Token alpha", "T alpha", Family::units, MissingRule::ratings,
     Identity::dropped, false, nullptr, "spans: nominal alpha of every character", token_alpha},
    {"box_alpha", "Box alpha", "Box alpha", Family::boxes, MissingRule::ratings, Identity::dropped,
     false, nullptr, "boxes: alpha of matched boxes, unmatched ones a label of their own", nullptr,
     box_alpha},
    {"mean_iou", "Mean IoU", "IoU", Family::boxes, MissingRule::pairs, Identity::dropped, false,
     nullptr, "boxes: intersection over union, 0 for unmatched ones", nullptr, mean_iou},
    {"box_f1", "Box F1", "F1", Family::boxes, MissingRule::pairs, Identity::dropped, false, nullptr,
     "boxes: the same label and an IoU of 0.5 or 0.75", nullptr, box_f1},
});

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
