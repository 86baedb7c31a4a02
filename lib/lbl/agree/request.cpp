// From names to requests.
#include "lbl/agree/request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::agree {

namespace {

using base::Error;
using base::ErrorKind;
using model::TaskType;

[[noreturn]] void fail_unknown(std::string_view what, const std::string& name,
                               const std::vector<std::string>& known) {
  throw Error(ErrorKind::usage, fmt::format("there is no {} {}{}", what, base::quoted(name),
                                            base::did_you_mean(name, known)));
}

template <class Names>
std::vector<std::string> names_of(const Names& entries) {
  std::vector<std::string> names;
  for (const auto& entry : entries) names.emplace_back(entry.name);
  return names;
}

std::vector<std::string_view> default_coefficients(TaskType type, std::uint64_t annotators) {
  switch (type) {
    case TaskType::choice:
    case TaskType::pairwise:
      if (annotators == 2) {
        return {"percent_agreement", "cohen_kappa", "fleiss_kappa", "gwet_ac",
                "krippendorff_alpha"};
      }
      return {"percent_agreement", "fleiss_kappa", "gwet_ac", "krippendorff_alpha"};
    case TaskType::rating:
      return {"gwet_ac", "krippendorff_alpha"};
    case TaskType::number:
      if (annotators == 2) {
        return {"krippendorff_alpha", "icc", "lin_ccc", "mean_absolute_difference",
                "limits_of_agreement"};
      }
      return {"krippendorff_alpha", "icc", "mean_absolute_difference"};
    case TaskType::choices:
      return {"krippendorff_alpha"};
    case TaskType::spans:
    case TaskType::segments:
      return {"gamma", "alpha_u", "span_f1"};
    case TaskType::boxes:
      return {"box_alpha", "mean_iou"};
    default:
      return {"percent_agreement"};  // of whole answers, identical or not
  }
}

bool is_of_shapes(const Coefficient& coefficient) {
  return coefficient.family == Family::units || coefficient.family == Family::boxes;
}

/// Whether `all` means this coefficient for a task of that type; those of gold are asked for by
/// naming the gold, those of shapes are chosen by shape_coefficients().
bool is_in_all(const Coefficient& coefficient, TaskType type) {
  if (coefficient.family == Family::gold) return false;
  if (coefficient.family != Family::numbers) return true;
  return type == TaskType::rating || type == TaskType::number;
}

bool fits(const Coefficient& coefficient, TaskType type) {
  if (coefficient.family == Family::boxes) return type == TaskType::boxes;
  return type == TaskType::spans || type == TaskType::segments;
}

struct Chosen {
  std::vector<const Coefficient*> coefficients;
  bool alpha_was_named = false;
};

Chosen chosen_coefficients(const Options& options, TaskType type, std::uint64_t annotators) {
  Chosen chosen;
  const auto add = [&](const Coefficient* coefficient) {
    auto& list = chosen.coefficients;
    if (std::find(list.begin(), list.end(), coefficient) == list.end()) list.push_back(coefficient);
  };
  for (const std::string& name : options.coefficients) {
    if (name == "all") {
      for (const Coefficient& coefficient : coefficients()) {
        if (is_in_all(coefficient, type)) add(&coefficient);
      }
      continue;
    }
    const Coefficient* coefficient = coefficient_by_name(name);
    if (coefficient == nullptr) {
      std::vector<std::string> known = names_of(coefficients());
      known.emplace_back("all");
      fail_unknown("coefficient", name, known);
    }
    chosen.alpha_was_named |= coefficient->family == Family::alpha;
    add(coefficient);
  }
  if (options.coefficients.empty()) {
    for (const std::string_view name : default_coefficients(type, annotators)) {
      add(coefficient_by_name(name));
    }
  }
  return chosen;
}

std::vector<const DistanceName*> distances_by_name(const std::vector<std::string>& names,
                                                   const std::vector<DistanceName>& table,
                                                   std::string_view what) {
  std::vector<const DistanceName*> distances;
  for (const std::string& name : names) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const DistanceName& entry) { return entry.name == name; });
    if (found == table.end()) fail_unknown(what, name, names_of(table));
    if (std::find(distances.begin(), distances.end(), &*found) == distances.end()) {
      distances.push_back(&*found);
    }
  }
  return distances;
}

/// Throws when a distance has no meaning for the task's answers.
void check_basis(const Request& request, const model::Task& task, const Scale& scale) {
  const char* needed = nullptr;
  switch (request.distance->basis) {
    case Basis::labels:
      return;
    case Basis::matrix:
      if (!scale.has_matrix()) needed = "a file: matrix:FILE";
      break;
    case Basis::sets:
      if (!scale.has_sets()) needed = "sets of labels (type choices)";
      break;
    case Basis::numbers:
    case Basis::ranks:
      if (!scale.has_order() && scale.size() > 0) {
        needed = "numbers, or labels in an order that a guideline gives with \"ordered\": true";
      }
  }
  if (needed == nullptr) return;
  throw Error(ErrorKind::usage, fmt::format("task {}: {} {} needs {}", base::quoted(task.name),
                                            request.by_metric ? "metric" : "weighting",
                                            request.distance->name, needed));
}

}  // namespace

void check_names(const Options& options) {
  chosen_coefficients(options, TaskType::choice, 0);
  distances_by_name(options.metrics, metrics(), "metric");
  distances_by_name(options.weights, weightings(), "weighting");
}

std::vector<Request> requests_for(const Options& options, const model::TaskRatings& ratings,
                                  const Scale& scale, std::uint64_t annotators) {
  const TaskType type = ratings.task.type;
  const Chosen chosen = chosen_coefficients(options, type, annotators);
  const auto named_metrics = distances_by_name(options.metrics, metrics(), "metric");
  const auto named_weights = distances_by_name(options.weights, weightings(), "weighting");

  std::vector<Request> requests;
  for (const Coefficient* coefficient : chosen.coefficients) {
    if (is_of_shapes(*coefficient)) continue;
    const std::size_t first = requests.size();
    if (coefficient->family == Family::gold) continue;
    // Rankings have a concordance of their own (rankings.hpp).
    if (coefficient->name == "kendall_w" && type == TaskType::ranking) continue;
    if (coefficient->family == Family::numbers) {
      const bool ranks = coefficient->name == "kendall_w";
      const DistanceName* metric = metric_by_name(ranks ? "ordinal" : "interval");
      if (coefficient->name != "icc") {
        requests.push_back({coefficient, metric, true, true});
        continue;
      }
      for (const std::string_view form : icc_forms()) {
        requests.push_back({coefficient, metric, true, requests.size() == first, form});
      }
      continue;
    }
    const auto add = [&](const DistanceName* distance, bool by_metric) {
      requests.push_back({coefficient, distance, by_metric, requests.size() == first});
    };
    if (coefficient->family == Family::alpha) {
      for (const DistanceName* metric : named_metrics) add(metric, true);
      if (chosen.alpha_was_named) {
        for (const DistanceName* weights : named_weights) add(weights, false);
      }
      if (requests.size() > first) continue;
      for (const std::string_view metric : default_metrics(type)) add(metric_by_name(metric), true);
      continue;
    }
    for (const DistanceName* weights : named_weights) add(weights, false);
    if (requests.size() > first) continue;
    const bool quadratic = type == TaskType::rating && coefficient->name == "gwet_ac";
    add(weighting_by_name(quadratic ? "quadratic" : "identity"), false);
  }
  for (const Request& request : requests) check_basis(request, ratings.task, scale);
  return requests;
}

bool parts_need_annotators(const Options& options) {
  return options.per.pair || options.per.annotator ||
         (options.bootstrap > 0 && options.resample == Resample::annotators);
}

bool needs_annotators(const Options& options, const std::vector<model::Task>& tasks,
                      bool types_are_known) {
  if (parts_need_annotators(options)) return true;
  constexpr std::uint64_t kMany = 3;
  const auto need_them = [&](TaskType type) {
    const auto chosen = chosen_coefficients(options, type, kMany).coefficients;
    return std::any_of(chosen.begin(), chosen.end(), [](const Coefficient* coefficient) {
      return coefficient->identity == Identity::kept && coefficient->family != Family::gold;
    });
  };
  if (!types_are_known) return need_them(TaskType::choice) || need_them(TaskType::number);
  return std::any_of(tasks.begin(), tasks.end(),
                     [&](const model::Task& task) { return need_them(task.type); });
}

std::vector<const Coefficient*> shape_coefficients(const Options& options,
                                                   const model::Task& task) {
  std::vector<const Coefficient*> fitting;
  for (const Coefficient* coefficient : chosen_coefficients(options, task.type, 0).coefficients) {
    if (!is_of_shapes(*coefficient)) continue;
    if (fits(*coefficient, task.type)) {
      fitting.push_back(coefficient);
      continue;
    }
    const auto& names = options.coefficients;
    if (std::find(names.begin(), names.end(), coefficient->name) == names.end()) continue;
    throw Error(ErrorKind::usage,
                fmt::format("task {}: {} is for {}, and the type is {}", base::quoted(task.name),
                            coefficient->name,
                            coefficient->family == Family::boxes ? "boxes" : "spans and segments",
                            model::task_type_name(task.type)));
  }
  return fitting;
}

}  // namespace lbl::agree
