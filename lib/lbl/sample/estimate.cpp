// Linearised statistics over the items of a review.
#include "lbl/sample/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/sample/rate_interval.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::sample {

namespace {

double squared(double x) {
  return x * x;
}

// One variable over the units of a design.
struct Variable {
  Statistic statistic = Statistic::mean;
  std::string name;
  std::size_t column = 0;
  std::optional<std::uint32_t> text;  ///< the indicator of an answer
  std::vector<double> y, x;           ///< x: the denominator of a ratio, else 1
};

// The design of one variable's items with its final weights.
struct Frame {
  ReviewDesign design;
  stats::Calibration calibration;
  std::vector<double> weights;
};

// A slice: which units are in it.
struct Domain {
  std::vector<std::pair<std::string, std::optional<std::string>>> slice;
  std::vector<double> inside;
};

class Estimator {
 public:
  Estimator(const ReviewTable& table, const EstimateSpec& spec) : table_(table), spec_(spec) {}

  EstimateResult all() {
    const std::size_t values = table_.columns.size() - (spec_.has_denominator ? 1 : 0);
    for (std::size_t column = 0; column < values; ++column) add_column(column);
    return std::move(result_);
  }

 private:
  std::vector<Statistic> statistics_of(const AnswerColumn& column) const {
    if (!spec_.statistics.empty()) return spec_.statistics;
    if (spec_.has_denominator) return {Statistic::ratio};
    return {column.is_numeric() && !column.is_condition ? Statistic::mean : Statistic::rate};
  }

  void add_column(std::size_t number) {
    const AnswerColumn& column = table_.columns[number];
    for (const Statistic statistic : statistics_of(column)) {
      std::vector<char> answered(table_.items.size(), 0);
      for (std::size_t item = 0; item < table_.items.size(); ++item) {
        const bool whole =
            statistic != Statistic::ratio || !table_.columns.back().answers[item].empty();
        answered[item] = !column.answers[item].empty() && whole ? 1 : 0;
      }
      const Frame frame = frame_of(answered);
      note(frame);
      const std::vector<Domain> domains = domains_of(frame.design);
      for (const Variable& variable : variables_of(number, statistic, frame.design)) {
        for (const Domain& domain : domains) add_entry(variable, frame, domain);
      }
    }
  }

  void note(const Frame& frame) {
    const ReviewDesign& design = frame.design;
    result_.source = design.source;
    result_.design = design.design;
    result_.items = std::max<std::uint64_t>(result_.items, design.items.size());
    result_.unanswered = table_.items.size() - result_.items;
    result_.strata = design.survey.stratum_count;
    result_.clusters = design.survey.cluster_count;
    result_.clustered = design.survey.cluster_count != design.survey.size();
    result_.population = design.population;
    result_.weight_sum = stats::exact_sum(frame.weights);
    result_.not_reviewed = design.not_reviewed;
  }

  std::vector<Variable> variables_of(std::size_t number, Statistic statistic,
                                     const ReviewDesign& design) const {
    const AnswerColumn& column = table_.columns[number];
    std::vector<Variable> variables;
    const bool numeric = statistic == Statistic::mean || statistic == Statistic::ratio ||
                         (statistic == Statistic::total && column.is_numeric());
    if (numeric || column.is_condition) {
      if (!column.is_numeric()) {
        throw base::Error(
            base::ErrorKind::input,
            fmt::format("--stat {}: {} holds answers that are no numbers (such as {}); --stat rate "
                        "gives the share of each",
                        statistic_name(statistic), base::quoted(column.name),
                        base::quoted(not_a_number(column))));
      }
      Variable variable{statistic, column.name, number, std::nullopt, {}, {}};
      if (column.is_condition) variable.text = 1;
      if (statistic == Statistic::ratio) variable.name += "/" + table_.columns.back().name;
      variables.push_back(std::move(variable));
    } else {
      std::vector<std::uint32_t> order(column.texts.size());
      for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
      const model::SliceSpec by_text = model::slice_by_field(column.name);
      std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return model::slice_before(by_text, column.texts[a], column.texts[b]);
      });
      for (const std::uint32_t text : order) {
        variables.push_back(
            {statistic, column.name + "=" + column.texts[text], number, text, {}, {}});
      }
    }
    for (Variable& variable : variables) fill(variable, design);
    return variables;
  }

  static std::string not_a_number(const AnswerColumn& column) {
    for (std::size_t i = 0; i < column.texts.size(); ++i) {
      if (!column.numbers[i]) return column.texts[i];
    }
    return "";
  }

  void fill(Variable& variable, const ReviewDesign& design) const {
    const AnswerColumn& column = table_.columns[variable.column];
    for (const std::uint32_t item : design.items) {
      const auto y = variable.text ? column.share(item, *variable.text) : column.mean(item);
      variable.y.push_back(y.value_or(0));
      variable.x.push_back(variable.statistic == Statistic::ratio
                               ? table_.columns.back().mean(item).value_or(0)
                               : 1);
    }
  }

  std::vector<Domain> domains_of(const ReviewDesign& design) const {
    std::vector<Domain> domains = {{{}, std::vector<double>(design.items.size(), 1)}};
    for (const std::vector<std::size_t>& crossed : spec_.by) {
      std::map<std::vector<std::uint32_t>, std::vector<double>> inside;
      for (std::size_t i = 0; i < design.items.size(); ++i) {
        std::vector<std::uint32_t> key;
        for (const std::size_t group : crossed) {
          key.push_back(table_.group_codes[group][design.items[i]]);
        }
        auto& marks = inside[key];
        if (marks.empty()) marks.assign(design.items.size(), 0);
        marks[i] = 1;
      }
      std::vector<Domain> of_entry;
      for (auto& [key, marks] : inside) {
        Domain domain;
        for (std::size_t g = 0; g < crossed.size(); ++g) {
          std::optional<std::string> text;
          if (key[g] != ReviewTable::kNone) text = table_.group_values[crossed[g]][key[g]];
          domain.slice.emplace_back(table_.groups[crossed[g]].name, std::move(text));
        }
        domain.inside = std::move(marks);
        of_entry.push_back(std::move(domain));
      }
      std::sort(of_entry.begin(), of_entry.end(),
                [&](const Domain& a, const Domain& b) { return slice_precedes(crossed, a, b); });
      std::move(of_entry.begin(), of_entry.end(), std::back_inserter(domains));
    }
    return domains;
  }

  bool slice_precedes(const std::vector<std::size_t>& crossed, const Domain& a,
                      const Domain& b) const {
    for (std::size_t g = 0; g < crossed.size(); ++g) {
      const auto& left = a.slice[g].second;
      const auto& right = b.slice[g].second;
      if (left == right) continue;
      if (!left || !right) return left.has_value();
      return model::slice_before(table_.groups[crossed[g]], *left, *right);
    }
    return false;
  }

  Frame frame_of(const std::vector<char>& answered) const {
    Frame frame;
    frame.design = review_design(table_, spec_.design, answered);
    frame.calibration.kind = spec_.calibration;
    for (const KnownTotals& known : spec_.known) {
      frame.calibration.margins.push_back(margin_of(known, frame.design));
    }
    const auto weights = stats::calibrated(frame.design.survey.weights, frame.calibration);
    if (!weights) {
      throw base::Error(base::ErrorKind::input,
                        "--rake: the weights do not settle; the totals of the margins contradict "
                        "each other, or a combination that they need was never reviewed");
    }
    frame.weights = *weights;
    return frame;
  }

  stats::Margin margin_of(const KnownTotals& known, const ReviewDesign& design) const {
    const std::string& name = table_.groups[known.group].name;
    stats::Margin margin;
    std::map<std::string, std::uint32_t> cells;
    for (const auto& [value, total] : known.totals) {
      cells.emplace(value, static_cast<std::uint32_t>(cells.size()));
      margin.totals.push_back(total);
    }
    std::vector<char> met(cells.size(), 0);
    for (const std::uint32_t item : design.items) {
      const std::uint32_t code = table_.group_codes[known.group][item];
      const std::string value =
          code == ReviewTable::kNone ? "" : table_.group_values[known.group][code];
      const auto at = cells.find(value);
      if (at == cells.end()) {
        throw base::Error(base::ErrorKind::input,
                          fmt::format("{}: no total for {} = {}, which item {} has",
                                      base::escaped(known.file), base::quoted(name),
                                      code == ReviewTable::kNone ? "null" : base::quoted(value),
                                      base::quoted(table_.items[item])));
      }
      margin.codes.push_back(at->second);
      met[at->second] = 1;
    }
    for (const auto& [value, cell] : cells) {
      if (met[cell] != 0 || margin.totals[cell] == 0) continue;
      throw base::Error(
          base::ErrorKind::input,
          fmt::format("{}: no reviewed item has {} = {}, so nothing can stand for its {}; put it "
                      "together with another",
                      base::escaped(known.file), base::quoted(name), base::quoted(value),
                      margin.totals[cell]));
    }
    return margin;
  }

  void add_entry(const Variable& variable, const Frame& frame, const Domain& domain);
  double review_variance(const Variable& variable, const Frame& frame,
                         const std::vector<double>& coefficients, EstimateEntry& entry) const;
  void set_interval(const Frame& frame, const Domain& domain, const Variable& variable,
                    double review_part, EstimateEntry& entry) const;

  const ReviewTable& table_;
  const EstimateSpec& spec_;
  EstimateResult result_;
};

double weighted_sum(const std::vector<double>& weights, const std::vector<double>& inside,
                    const std::vector<double>& values) {
  std::vector<double> products(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) products[i] = weights[i] * inside[i] * values[i];
  return stats::exact_sum(products);
}

// Sum z^2 (1 - p): the variance when each unit was drawn by itself.
double poisson_variance(const stats::SurveyDesign& design, const std::vector<double>& z) {
  std::vector<double> parts(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    parts[i] = (1 - design.probabilities[design.clusters[i]]) * squared(z[i]);
  }
  return stats::exact_sum(parts);
}

// The variance that a simple random sample with replacement of as many items would have.
std::optional<double> simple_variance(const std::vector<double>& weights, const Domain& domain,
                                      const std::vector<double>& y, double mean, double n) {
  if (n < 2) return std::nullopt;
  std::vector<double> squares(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) squares[i] = squared(y[i] - mean);
  const std::vector<double> ones(y.size(), 1);
  return weighted_sum(weights, domain.inside, squares) /
         weighted_sum(weights, domain.inside, ones) / (n - 1);
}

void Estimator::add_entry(const Variable& variable, const Frame& frame, const Domain& domain) {
  EstimateEntry entry;
  entry.statistic = variable.statistic;
  entry.variable = variable.name;
  entry.slice = domain.slice;
  const std::vector<double>& w = frame.weights;
  const AnswerColumn& column = table_.columns[variable.column];
  for (std::size_t i = 0; i < w.size(); ++i) {
    if (domain.inside[i] == 0) continue;
    ++entry.items;
    entry.answers += column.answers[frame.design.items[i]].size();
  }
  const double top = weighted_sum(w, domain.inside, variable.y);
  const double bottom = weighted_sum(w, domain.inside, variable.x);
  const bool is_total = variable.statistic == Statistic::total;
  if (entry.items == 0) {
    entry.estimate = stats::Estimate::undefined("no-items", "no reviewed item has a value");
    result_.entries.push_back(std::move(entry));
    return;
  }
  if (!is_total && bottom == 0) {
    entry.estimate = stats::Estimate::undefined("zero-denominator", "the denominator adds up to 0");
    result_.entries.push_back(std::move(entry));
    return;
  }
  const double value = is_total ? top : top / bottom;
  entry.estimate.value = value;
  std::vector<double> e(w.size()), coefficients(w.size());
  for (std::size_t i = 0; i < w.size(); ++i) {
    const double scale = domain.inside[i] / (is_total ? 1 : bottom);
    e[i] = scale * (is_total ? variable.y[i] : variable.y[i] - value * variable.x[i]);
    coefficients[i] = scale * w[i];
  }
  stats::take_out_margins(frame.design.survey, frame.calibration, e);
  for (std::size_t i = 0; i < w.size(); ++i) e[i] *= w[i];
  stats::DesignVariance found = stats::design_variance(frame.design.survey, e);
  if (frame.design.independent) {
    found = {poisson_variance(frame.design.survey, e), 0};
  }
  const double review_part = review_variance(variable, frame, coefficients, entry);
  if (review_part > 0) entry.review_se = std::sqrt(review_part);
  double se = std::sqrt(found.variance + review_part);
  constexpr double kFixed = 1e-7;  // what the design or the margins fix has only rounding left
  if (se < kFixed * std::fabs(value)) se = 0;
  entry.estimate.se = se;
  entry.df = stats::design_degrees(frame.design.survey);
  const auto n = static_cast<double>(entry.items);
  if (variable.statistic == Statistic::mean || variable.statistic == Statistic::rate) {
    const auto simple = simple_variance(w, domain, variable.y, value, n);
    if (simple && *simple > 0) entry.design_effect = se * se / *simple;
  }
  if (found.lone_strata > 0) {
    entry.estimate.status = stats::Status::unreliable;
    entry.estimate.reason = "single-unit-stratum";
    entry.estimate.message = fmt::format(
        "{} strata have a single reviewed unit, which shows no spread", found.lone_strata);
  }
  set_interval(frame, domain, variable, review_part, entry);
  result_.entries.push_back(std::move(entry));
}

// What reviewers of the same item differ by: pooled within items, so that items with one reviewer
// are taken to be as uncertain. Without a finite population the spread between items has it
// already.
double Estimator::review_variance(const Variable& variable, const Frame& frame,
                                  const std::vector<double>& coefficients,
                                  EstimateEntry& entry) const {
  const AnswerColumn& column = table_.columns[variable.column];
  const auto number = [&](std::uint32_t text) {
    if (variable.text) return text == *variable.text ? 1.0 : 0.0;
    return column.numbers[text].value_or(0);
  };
  std::vector<double> squares;
  double degrees = 0, pairs = 0, differing = 0;
  for (std::size_t i = 0; i < frame.design.items.size(); ++i) {
    const std::vector<std::uint32_t>& answers = column.answers[frame.design.items[i]];
    if (answers.size() < 2) continue;
    if (coefficients[i] != 0) ++entry.shared_items;
    const auto m = static_cast<double>(answers.size());
    degrees += m - 1;
    for (std::size_t a = 0; a < answers.size(); ++a) {
      squares.push_back(squared(number(answers[a]) - variable.y[i]));
      for (std::size_t b = a + 1; b < answers.size() && coefficients[i] != 0; ++b) {
        ++pairs;
        if (number(answers[a]) != number(answers[b])) ++differing;
      }
    }
  }
  if (pairs > 0) entry.disagreement = differing / pairs;
  if (degrees == 0) return 0;
  const double within = stats::exact_sum(squares) / degrees;
  const stats::SurveyDesign& survey = frame.design.survey;
  std::vector<double> units(survey.stratum_count, 0);
  std::vector<char> met(survey.cluster_count, 0);
  for (std::size_t i = 0; i < survey.size(); ++i) {
    if (met[survey.clusters[i]] != 0) continue;
    met[survey.clusters[i]] = 1;
    ++units[survey.strata[i]];
  }
  std::vector<double> parts(coefficients.size(), 0);
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    double share = 0;  // of the population that was looked at
    const auto& population = survey.populations[survey.strata[i]];
    if (population) share = units[survey.strata[i]] / *population;
    if (!survey.probabilities.empty()) share = survey.probabilities[survey.clusters[i]];
    const auto m = static_cast<double>(column.answers[frame.design.items[i]].size());
    parts[i] = share * squared(coefficients[i]) * within / m;
  }
  return stats::exact_sum(parts);
}

void Estimator::set_interval(const Frame& frame, const Domain& domain, const Variable& variable,
                             double review_part, EstimateEntry& entry) const {
  RateFacts facts;
  facts.rate = *entry.estimate.value;
  facts.se = *entry.estimate.se;
  facts.df = entry.df.value_or(0);
  facts.level = spec_.level;
  facts.items = static_cast<double>(entry.items);
  facts.sample = static_cast<double>(frame.design.items.size());
  facts.review_variance = review_part;
  facts.simple = frame.design.is_simple() && spec_.calibration == stats::Calibration::Kind::none;
  facts.whole = domain.slice.empty();
  if (facts.simple) facts.population = frame.design.survey.populations[0];
  const bool rate = variable.statistic == Statistic::rate;
  const RateInterval method = rate ? spec_.interval : RateInterval::design;
  stats::Estimate& estimate = entry.estimate;
  if (const auto made = rate_interval(method, facts)) {
    estimate.ci = made->interval;
    entry.effective_n = made->effective_n;
    if (rate && estimate.ci->method == "design") {
      estimate.ci->low = std::max(0.0, estimate.ci->low);
      estimate.ci->high = std::min(1.0, estimate.ci->high);
    }
  }
  if (entry.items < 2 && estimate.status == stats::Status::ok) {
    estimate.status = stats::Status::unreliable;
    estimate.reason = "few-items";
    estimate.message = "one item shows no spread";
  }
}

}  // namespace

const char* statistic_name(Statistic statistic) {
  switch (statistic) {
    case Statistic::mean:
      return "mean";
    case Statistic::total:
      return "total";
    case Statistic::rate:
      return "rate";
    case Statistic::ratio:
      return "ratio";
  }
  return "";
}

EstimateResult estimate(const ReviewTable& table, const EstimateSpec& spec) {
  return Estimator(table, spec).all();
}

}  // namespace lbl::sample
