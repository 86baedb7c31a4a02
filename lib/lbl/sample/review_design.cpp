// Two ways to a design: the options say it, or the draw wrote it into the records.
#include "lbl/sample/review_design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::sample {

namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw base::Error(base::ErrorKind::input, message);
}

// Numbers texts as they are met.
class Numbering {
 public:
  std::uint32_t of(const std::string& text) {
    return numbers_.emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(numbers_.size()); }

 private:
  std::map<std::string, std::uint32_t> numbers_;
};

// Strata by a text each, clusters by a text within their stratum.
void set_structure(const std::vector<std::string>& strata, const std::vector<std::string>& clusters,
                   stats::SurveyDesign& survey) {
  Numbering stratum_numbers;
  Numbering cluster_numbers;
  for (std::size_t i = 0; i < strata.size(); ++i) {
    const std::uint32_t stratum = stratum_numbers.of(strata[i]);
    survey.strata.push_back(stratum);
    survey.clusters.push_back(clusters.empty()
                                  ? static_cast<std::uint32_t>(i)
                                  : cluster_numbers.of(fmt::format("{} {}", stratum, clusters[i])));
  }
  survey.stratum_count = std::max<std::uint32_t>(1, stratum_numbers.size());
  survey.cluster_count =
      clusters.empty() ? static_cast<std::uint32_t>(strata.size()) : cluster_numbers.size();
  survey.populations.resize(survey.stratum_count);
}

// Primary units per stratum.
std::vector<double> units_per_stratum(const stats::SurveyDesign& survey) {
  std::vector<double> counts(survey.stratum_count, 0);
  std::vector<char> met(survey.cluster_count, 0);
  for (std::size_t i = 0; i < survey.strata.size(); ++i) {
    if (met[survey.clusters[i]] != 0) continue;
    met[survey.clusters[i]] = 1;
    ++counts[survey.strata[i]];
  }
  return counts;
}

class OptionDesign {
 public:
  OptionDesign(const ReviewTable& table, const ReviewDesignSpec& spec, ReviewDesign& design)
      : table_(table), spec_(spec), design_(design), survey_(design.survey) {}

  void build() {
    design_.source = "options";
    std::vector<std::string> strata, clusters;
    for (const std::uint32_t item : design_.items) {
      std::string stratum;
      for (const std::size_t group : spec_.strata) {
        stratum += fmt::format("{} ", table_.group_codes[group][item]);
      }
      strata.push_back(stratum);
      if (!spec_.cluster.empty()) clusters.push_back(table_.clusters[item]);
    }
    set_structure(strata, clusters, survey_);
    set_populations();
    set_weights();
  }

 private:
  void set_populations() {
    const std::vector<double> counts = units_per_stratum(survey_);
    if (spec_.population) {
      if (!spec_.strata.empty()) {
        throw base::Error(base::ErrorKind::usage,
                          "--population counts all items; with --strata name the field that holds "
                          "the size of each stratum: --fpc FIELD");
      }
      survey_.populations[0] = static_cast<double>(*spec_.population);
    }
    if (!spec_.fpc.empty()) {
      for (std::size_t i = 0; i < design_.items.size(); ++i) {
        const std::uint32_t stratum = survey_.strata[i];
        double size = table_.fpc[design_.items[i]];
        if (size <= 1) size = counts[stratum] / size;  // a sampling fraction
        auto& known = survey_.populations[stratum];
        if (known && std::fabs(*known - size) > 1e-9 * size) {
          refuse(fmt::format("--fpc {}: {} and {} in one stratum; it has one population size",
                             base::escaped(spec_.fpc), *known, size));
        }
        known = size;
      }
    }
    double all = 0;
    bool known = true;
    for (std::uint32_t h = 0; h < survey_.stratum_count; ++h) {
      known = known && survey_.populations[h].has_value();
      if (!survey_.populations[h]) continue;
      all += *survey_.populations[h];
      if (*survey_.populations[h] + 1e-9 < counts[h]) {
        refuse(fmt::format("{} {} are reviewed, but their population is given as {}", counts[h],
                           spec_.cluster.empty() ? "items" : "clusters", *survey_.populations[h]));
      }
    }
    if (known) design_.population = all;
  }

  void set_weights() {
    const std::vector<double> counts = units_per_stratum(survey_);
    for (std::size_t i = 0; i < design_.items.size(); ++i) {
      const std::uint32_t item = design_.items[i];
      const auto& population = survey_.populations[survey_.strata[i]];
      if (!spec_.weight.empty()) {
        survey_.weights.push_back(table_.weights[item]);
      } else if (population) {
        survey_.weights.push_back(*population / counts[survey_.strata[i]]);
      } else if (table_.sampling[item]) {
        survey_.weights.push_back(table_.sampling[item]->weight);
      } else {
        refuse(
            "the probabilities are missing: name --weight FIELD, or the population that each "
            "stratum was drawn from (--population N, --fpc FIELD)");
      }
    }
  }

  const ReviewTable& table_;
  const ReviewDesignSpec& spec_;
  ReviewDesign& design_;
  stats::SurveyDesign& survey_;
};

class SamplingDesign {
 public:
  SamplingDesign(const ReviewTable& table, ReviewDesign& design)
      : table_(table), design_(design), survey_(design.survey) {}

  void build() {
    design_.source = "sampling";
    std::vector<std::string> strata, clusters;
    for (const std::uint32_t item : design_.items) {
      const SamplingFacts& facts = facts_of(item);
      strata.push_back(facts.stratum);
      if (facts.cluster != "null") clusters.push_back(facts.cluster);
    }
    if (!clusters.empty() && clusters.size() != strata.size()) {
      refuse("some items have a sampling.cluster and some have none: they are of different draws");
    }
    set_structure(strata, clusters, survey_);
    set_populations();
    set_weights();
  }

 private:
  const SamplingFacts& facts_of(std::uint32_t item) {
    if (!table_.sampling[item]) {
      refuse(fmt::format(
          "{}: item {} has no field \"sampling\", so its probability is missing: draw with "
          "lbl-sample "
          "--add-weights, or name --weight FIELD or --population N (a simple random sample)",
          table_.places[item], base::quoted(table_.items[item])));
    }
    const SamplingFacts& facts = *table_.sampling[item];
    if (first_ == nullptr) {
      first_ = &facts;
      first_item_ = item;
      design_.design = facts.design;
    } else if (facts.design != first_->design || facts.seed != first_->seed) {
      refuse(fmt::format(
          "{}: item {} is of another draw (design {}, seed {}) than {} (design {}, seed {}): "
          "estimate from each by itself, or name --weight FIELD that allows for both",
          table_.places[item], base::quoted(table_.items[item]), facts.design, facts.seed,
          table_.places[first_item_], first_->design, first_->seed));
    }
    return facts;
  }

  bool has_fixed_population() const {
    for (const char* design : {"srs", "stratified", "cluster", "hash"}) {
      if (design_.design == design) return true;
    }
    return design_.design == "systematic" && equal_probabilities();
  }

  bool equal_probabilities() const {
    return std::all_of(design_.items.begin(), design_.items.end(), [&](std::uint32_t item) {
      return std::fabs(table_.sampling[item]->p - first_->p) <= 1e-9 * first_->p;
    });
  }

  void set_populations() {
    const bool fixed = has_fixed_population();
    design_.independent = design_.design == "poisson";
    if (!fixed) {
      survey_.probabilities.assign(survey_.cluster_count, 1);
      double all = 0;
      for (std::size_t i = 0; i < design_.items.size(); ++i) {
        const SamplingFacts& facts = *table_.sampling[design_.items[i]];
        // Of a cluster's items the rarest says how rare the cluster itself can be at most.
        double& p = survey_.probabilities[survey_.clusters[i]];
        p = std::min(p, facts.p);
        all = facts.population.value_or(0);
      }
      if (all > 0 && survey_.stratum_count == 1) design_.population = all;
      return;
    }
    double all = 0;
    for (std::size_t i = 0; i < design_.items.size(); ++i) {
      auto& known = survey_.populations[survey_.strata[i]];
      const SamplingFacts& facts = *table_.sampling[design_.items[i]];
      if (!known && facts.population) all += *facts.population;
      known = facts.population;
      two_stage_ = two_stage_ || draws_within_clusters(facts);
    }
    if (all > 0) design_.population = all;
    // The spread between clusters holds that within them only as long as clusters are drawn as if
    // with replacement, which errs on the safe side.
    if (two_stage_) survey_.populations.assign(survey_.stratum_count, std::nullopt);
  }

  // An item of a drawn cluster was itself drawn by chance.
  static bool draws_within_clusters(const SamplingFacts& facts) {
    if (facts.cluster == "null" || !facts.population || !facts.drawn) return false;
    const double whole = *facts.drawn / *facts.population;
    return std::fabs(facts.p - whole) > 1e-9 * whole;
  }

  // Drawn units that were not reviewed are missing at random within their stratum: the others stand
  // for them.
  void set_weights() {
    const std::vector<double> counts = units_per_stratum(survey_);
    std::vector<char> told(survey_.stratum_count, 0);
    for (std::size_t i = 0; i < design_.items.size(); ++i) {
      const SamplingFacts& facts = *table_.sampling[design_.items[i]];
      const std::uint32_t stratum = survey_.strata[i];
      double factor = 1;
      if (facts.drawn && *facts.drawn > counts[stratum]) {
        factor = *facts.drawn / counts[stratum];
        if (told[stratum] == 0) design_.not_reviewed += *facts.drawn - counts[stratum];
        told[stratum] = 1;
      }
      double weight = facts.weight;
      // The number drawn by a hash is chance; the number in all is known.
      if (design_.design == "hash" && facts.population) {
        weight = *facts.population / counts[stratum];
        factor = 1;
      }
      survey_.weights.push_back(weight * factor);
    }
  }

  const ReviewTable& table_;
  ReviewDesign& design_;
  stats::SurveyDesign& survey_;
  const SamplingFacts* first_ = nullptr;
  std::uint32_t first_item_ = 0;
  bool two_stage_ = false;
};

}  // namespace

bool ReviewDesign::is_simple() const {
  if (survey.stratum_count != 1 || survey.cluster_count != survey.size()) return false;
  return std::all_of(survey.weights.begin(), survey.weights.end(), [&](double weight) {
    return std::fabs(weight - survey.weights.front()) <= 1e-9 * weight;
  });
}

ReviewDesign review_design(const ReviewTable& table, const ReviewDesignSpec& spec,
                           const std::vector<char>& has_answer) {
  ReviewDesign design;
  for (std::uint32_t item = 0; item < table.items.size(); ++item) {
    if (has_answer[item] != 0) design.items.push_back(item);
  }
  const bool has_sampling =
      std::any_of(design.items.begin(), design.items.end(),
                  [&](std::uint32_t item) { return table.sampling[item].has_value(); });
  if (spec.given()) {
    OptionDesign(table, spec, design).build();
  } else if (has_sampling || table.item_weights.empty()) {
    SamplingDesign(table, design).build();
  } else {
    design.source = "options";
    set_structure(std::vector<std::string>(design.items.size()), {}, design.survey);
    design.survey.weights.assign(design.items.size(), 1);
  }
  for (std::size_t i = 0; i < design.items.size() && !table.item_weights.empty(); ++i) {
    design.survey.weights[i] *= table.item_weights[design.items[i]];
  }
  return design;
}

}  // namespace lbl::sample
