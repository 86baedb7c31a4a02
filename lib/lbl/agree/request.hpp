// Which figures a task gets: the names of the command line, or what fits its type.
#pragma once

#include <string_view>
#include <vector>

#include "lbl/agree/agreement.hpp"

namespace lbl::agree {

/// One coefficient with one metric or weighting.
struct Request {
  const Coefficient* coefficient;
  const DistanceName* distance;
  bool by_metric;              ///< the distance is a metric, not a weighting
  bool is_default;             ///< the first one of its coefficient
  std::string_view form = {};  ///< of a coefficient that has several
};

/// The figures to compute for a task (CONVENTIONS.md 8). Throws Error (usage) as agreement() does.
std::vector<Request> requests_for(const Options& options, const model::TaskRatings& ratings,
                                  const Scale& scale, std::uint64_t annotators);

/// Whether --per or --resample, as asked, need to know who answered.
bool parts_need_annotators(const Options& options);

/// Whether anything that `options` ask of tasks of three annotators or more needs to know who
/// answered. `types_are_known`: the tasks have their types already, not only when all is read.
bool needs_annotators(const Options& options, const std::vector<model::Task>& tasks,
                      bool types_are_known);

/// The coefficients of spans, segments or boxes among them. Throws Error (usage) for one that is
/// named and is not for the type of the task.
std::vector<const Coefficient*> shape_coefficients(const Options& options, const model::Task& task);

}  // namespace lbl::agree
