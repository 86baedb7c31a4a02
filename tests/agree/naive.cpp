// The definitions, written out.
#include "agree/naive.hpp"

#include <cmath>

#include "lbl/base/text.hpp"

namespace lbl::test {

namespace {

std::map<double, double> pairable_counts(const Answers& answers) {
  std::map<double, double> counts;
  for (const auto& [item, by] : answers) {
    if (by.size() < 2) continue;
    for (const auto& [annotator, label] : by) counts[label] += 1;
  }
  return counts;
}

double item_distance(const std::map<std::string, double>& by, const Metric& metric) {
  double sum = 0, pairs = 0;
  for (const auto& [a, label_a] : by) {
    for (const auto& [b, label_b] : by) {
      if (a == b) continue;
      sum += metric(label_a, label_b);
      pairs += 1;
    }
  }
  return sum / pairs;
}

}  // namespace

Answers answers_of(const std::vector<Row>& rows) {
  Answers answers;
  for (const Row& row : rows) answers[row.item][row.annotator] = *base::parse_number(row.label);
  return answers;
}

double naive_observed(const Answers& answers, const Metric& metric, const ItemWeight& weight) {
  double sum = 0, weights = 0;
  for (const auto& [item, by] : answers) {
    if (by.size() < 2) continue;
    sum += weight(by.size()) * item_distance(by, metric);
    weights += weight(by.size());
  }
  return sum / weights;
}

double naive_expected_fleiss(const Answers& answers, const Metric& metric) {
  std::map<double, double> shares;
  for (const auto& [item, by] : answers) {
    for (const auto& [annotator, label] : by) {
      shares[label] += 1.0 / static_cast<double>(by.size() * answers.size());
    }
  }
  double sum = 0;
  for (const auto& [x, share_x] : shares) {
    for (const auto& [y, share_y] : shares) sum += share_x * share_y * metric(x, y);
  }
  return sum;
}

double naive_expected_conger(const Answers& answers, const Metric& metric) {
  std::map<std::string, std::vector<double>> by_annotator;
  for (const auto& [item, by] : answers) {
    for (const auto& [annotator, label] : by) by_annotator[annotator].push_back(label);
  }
  double sum = 0, pairs = 0;
  for (const auto& [a, labels_a] : by_annotator) {
    for (const auto& [b, labels_b] : by_annotator) {
      if (a == b) continue;
      double distance = 0;
      for (const double x : labels_a) {
        for (const double y : labels_b) distance += metric(x, y);
      }
      sum += distance / static_cast<double>(labels_a.size() * labels_b.size());
      pairs += 1;
    }
  }
  return sum / pairs;
}

double naive_alpha(const Answers& answers, const Metric& metric) {
  std::map<std::pair<double, double>, double> coincidences;
  for (const auto& [item, by] : answers) {
    if (by.size() < 2) continue;
    for (const auto& [a, x] : by) {
      for (const auto& [b, y] : by) {
        if (a != b) coincidences[{x, y}] += 1.0 / (static_cast<double>(by.size()) - 1);
      }
    }
  }
  double n = 0, observed = 0, expected = 0;
  std::map<double, double> totals;
  for (const auto& [pair, count] : coincidences) {
    totals[pair.first] += count;
    n += count;
    observed += count * metric(pair.first, pair.second);
  }
  for (const auto& [x, count_x] : totals) {
    for (const auto& [y, count_y] : totals) {
      expected += count_x * (count_y - (x == y ? 1 : 0)) * metric(x, y);
    }
  }
  return 1 - (n - 1) * observed / expected;
}

double naive_cohen(const Answers& answers, const std::string& a, const std::string& b,
                   const Metric& metric) {
  std::vector<double> first, second;
  for (const auto& [item, by] : answers) {
    if (by.count(a) == 0 || by.count(b) == 0) continue;
    first.push_back(by.at(a));
    second.push_back(by.at(b));
  }
  double observed = 0, expected = 0;
  const auto n = static_cast<double>(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    observed += metric(first[i], second[i]) / n;
    for (std::size_t j = 0; j < second.size(); ++j) {
      expected += metric(first[i], second[j]) / (n * n);
    }
  }
  return 1 - observed / expected;
}

Metric ordinal_metric(const Answers& answers) {
  const std::map<double, double> counts = pairable_counts(answers);
  return [counts](double x, double y) {
    double between = 0;
    for (const auto& [label, count] : counts) {
      if (label >= std::min(x, y) && label <= std::max(x, y)) between += count;
    }
    const auto half = [&](double label) {
      const auto found = counts.find(label);
      return found == counts.end() ? 0 : found->second / 2;
    };
    return x == y ? 0 : std::pow(between - half(x) - half(y), 2);
  };
}

double jackknife_error(const Answers& answers,
                       const std::function<double(const Answers&)>& statistic) {
  std::vector<double> values;
  for (const auto& [item, by] : answers) {
    Answers rest = answers;
    rest.erase(item);
    values.push_back(statistic(rest));
  }
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares * (n - 1) / n);
}

}  // namespace lbl::test
