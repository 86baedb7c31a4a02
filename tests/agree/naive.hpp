// Agreement computed the plain way, from the definitions, to hold the fast code against.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "model/make_table.hpp"

namespace lbl::test {

/// The answers as item -> annotator -> number of the label.
using Answers = std::map<std::string, std::map<std::string, double>>;
/// Distance of two labels, any scale.
using Metric = std::function<double(double, double)>;
/// Weight of an item with so many answers.
using ItemWeight = std::function<double(std::size_t)>;

Answers answers_of(const std::vector<Row>& rows);

/// Weighted mean over items of the mean distance over ordered pairs of different answers.
double naive_observed(const Answers& answers, const Metric& metric, const ItemWeight& weight);
/// Mean distance between two draws from the mean shares of the items (Fleiss).
double naive_expected_fleiss(const Answers& answers, const Metric& metric);
/// Mean over ordered pairs of different annotators of the mean distance of their marginals
/// (Conger).
double naive_expected_conger(const Answers& answers, const Metric& metric);
/// Krippendorff's alpha through the coincidence matrix (2011, steps B to D).
double naive_alpha(const Answers& answers, const Metric& metric);
/// Cohen's kappa of two annotators on their common items.
double naive_cohen(const Answers& answers, const std::string& a, const std::string& b,
                   const Metric& metric);
/// Krippendorff's ordinal metric: the labels between two, with half of the ends, squared.
Metric ordinal_metric(const Answers& answers);
/// Standard error of a statistic by leaving out one item at a time.
double jackknife_error(const Answers& answers,
                       const std::function<double(const Answers&)>& statistic);

}  // namespace lbl::test
