// How lbl-bias speaks: names of slices, numbers in the measure's own way, tables.
#include "lbl/report/bias_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_sections.hpp"

namespace lbl::report {
namespace {

using bias::BiasResult;
using bias::Measure;
using bias::SliceEntry;

const bias::Cut& cut_of(const BiasResult& result, const SliceEntry& entry) {
  return result.cuts[entry.cut];
}
const bias::TaskFacts& task_of(const BiasResult& result, std::size_t cut) {
  return result.tasks[result.cuts[cut].task];
}

std::string interval_text(const SliceEntry& entry, const stats::Estimate& estimate,
                          bool with_sign) {
  if (!estimate.ci) return "-";
  const auto show = [&](double value) {
    return with_sign ? signed_figure(entry.measure, value) : figure(entry.measure, value);
  };
  return fmt::format("{} to {}", show(estimate.ci->low), show(estimate.ci->high));
}

bool is_unreliable(const SliceEntry& entry) {
  return entry.estimate.status == stats::Status::unreliable ||
         entry.difference.status == stats::Status::unreliable;
}

}  // namespace

std::string quoted_name(std::string_view name) {
  return '"' + cut_to_width(base::escaped(name, 60), 50) + '"';
}

const bias::Slice& slice_of(const BiasResult& result, const SliceEntry& entry) {
  return cut_of(result, entry).slices[entry.slice];
}

std::string slice_name(const bias::Slice& slice) {
  std::vector<std::string> parts;
  for (const auto& value : slice.values) parts.push_back(value.value_or("(missing)"));
  return slice.grouped > 0 ? parts.front() : base::join(parts, ":");
}

std::string figure(Measure measure, double value) {
  return is_share(measure) ? base::fixed(100 * value, 1) : base::fixed(value, 2);
}

std::string signed_figure(Measure measure, double value) {
  const std::string text = figure(measure, std::fabs(value));
  const bool is_zero = text.find_first_not_of("0.") == std::string::npos;
  return (is_zero ? "" : (value < 0 ? "-" : "+")) + text;
}

std::string p_text(std::optional<double> p) {
  if (!p) return "-";
  if (*p < 0.0001) return "<0.0001";
  return base::fixed(*p, *p < 0.001 ? 4 : 3);
}

std::string subject(const std::optional<std::string>& label, Measure measure) {
  switch (measure) {
    case Measure::rate:
      return "rate of " + quoted_name(label.value_or(""));
    case Measure::mean:
      return label ? "units of " + quoted_name(*label) : "mean";
    case Measure::disagreement:
      return "disagreement";
    case Measure::missing:
      return "no answer";
    case Measure::error:
      return label ? "errors in " + quoted_name(*label) : "errors";
    case Measure::absolute_error:
      return label ? "units of " + quoted_name(*label) + " too many or too few"
                   : "distance from the right answer";
    case Measure::deviation:
      return label ? "units of " + quoted_name(*label) + " too many" : "deviation";
    case Measure::fpr:
      return quoted_name(label.value_or("")) + " given wrongly (fpr)";
    case Measure::fnr:
      return quoted_name(label.value_or("")) + " missed (fnr)";
    case Measure::ppv:
      return quoted_name(label.value_or("")) + " right where given (ppv)";
    case Measure::npv:
      return quoted_name(label.value_or("")) + " right where not given (npv)";
  }
  return "";
}

std::string task_line(const bias::TaskFacts& task) {
  // Noisy counts tell of no annotators.
  if (task.annotators == 0 && task.answers > 0) {
    return fmt::format("task {} ({}): about {}", quoted_name(task.name),
                       model::task_type_name(task.type), counted(task.answers, "answer"));
  }
  return fmt::format("task {} ({}): {} of {} to {}", quoted_name(task.name),
                     model::task_type_name(task.type), counted(task.answers, "answer"),
                     counted(task.annotators, "annotator"), counted(task.items, "item"));
}

std::string method_line(const BiasResult& result) {
  std::string by;
  switch (result.correction) {
    case stats::Correction::none:
      by = "p not corrected for the number of tests";
      break;
    case stats::Correction::bh:
      by = "q by Benjamini-Hochberg";
      break;
    case stats::Correction::by:
      by = "q by Benjamini-Yekutieli";
      break;
    case stats::Correction::holm:
      by = "q by Holm";
      break;
  }
  return fmt::format("{}% intervals; {} over {}", base::number_text(100 * result.level), by,
                     counted(result.tests, "test"));
}

std::string counted(std::uint64_t count, const char* noun) {
  return fmt::format("{} {}{}", base::with_commas(count), noun, count == 1 ? "" : "s");
}

std::string with_unit(Measure measure, double value) {
  return figure(measure, value) + (is_share(measure) ? "%" : "");
}

std::string p_relation(std::optional<double> p) {
  const std::string text = p_text(p);
  return text.front() == '<' ? " < " + text.substr(1) : " = " + text;
}

std::string q_name(const BiasResult& result) {
  return result.correction == stats::Correction::none ? "p" : "q";
}

std::string disparity_line(const BiasResult& result, const bias::Disparity& disparity) {
  if (disparity.worst.size() != 2 || *disparity.max_difference.value == 0) return "";
  const auto end = [&](std::size_t slice) {
    for (const SliceEntry& entry : result.slices) {
      if (entry.cut == disparity.cut && entry.slice == slice && entry.label == disparity.label) {
        return fmt::format("{} ({})", quoted_name(slice_name(slice_of(result, entry))),
                           with_unit(entry.measure, *entry.estimate.value));
      }
    }
    return std::string();
  };
  std::string text = fmt::format("Largest difference: {}{}, from {} to {}",
                                 figure(disparity.measure, *disparity.max_difference.value),
                                 is_share(disparity.measure) ? " points" : "",
                                 end(disparity.worst[1]), end(disparity.worst[0]));
  if (disparity.p) {
    text += fmt::format("; chance alone gives {} on average, p{}",
                        figure(disparity.measure, *disparity.null_mean), p_relation(disparity.p));
  }
  return text + ".";
}

std::string four_fifths_line(const BiasResult& result, const bias::Disparity& disparity) {
  if (!disparity.below_four_fifths) return "";
  if (disparity.below_four_fifths->empty()) return "No slice is below four fifths of the highest.";
  std::vector<std::string> names;
  for (const std::size_t slice : *disparity.below_four_fifths) {
    names.push_back(quoted_name(slice_name(result.cuts[disparity.cut].slices[slice])));
  }
  return fmt::format("Below four fifths of the highest: {}.", base::join(names, ", "));
}

std::vector<EntryGroup> entry_groups(const BiasResult& result) {
  std::vector<EntryGroup> groups;
  for (std::size_t i = 0; i < result.slices.size(); ++i) {
    const SliceEntry& entry = result.slices[i];
    if (i > 0 && result.slices[i - 1].cut == entry.cut &&
        result.slices[i - 1].label == entry.label) {
      groups.back().end = i + 1;
      continue;
    }
    groups.push_back({i, i + 1, nullptr});
    for (const bias::Disparity& disparity : result.disparities) {
      if (disparity.cut == entry.cut && disparity.label == entry.label) {
        groups.back().disparity = &disparity;
      }
    }
  }
  return groups;
}

std::string group_title(const BiasResult& result, const EntryGroup& group) {
  const SliceEntry& entry = result.slices[group.begin];
  std::string cluster;
  switch (entry.cluster) {
    case bias::Cluster::none:
      cluster = "answers taken as independent";
      break;
    case bias::Cluster::item_and_annotator:
      cluster = "clustered by item and annotator";
      break;
    default:
      cluster = fmt::format("clustered by {}", bias::cluster_name(entry.cluster));
  }
  const std::string against = entry.reference == "rest"      ? "the rest"
                              : entry.reference == "overall" ? "all"
                                                             : quoted_name(entry.reference);
  std::string task;
  if (result.tasks.size() > 1) task = base::escaped(task_of(result, entry.cut).name) + ", ";
  return fmt::format("{}{}: {}, against {}, {}", task, base::escaped(cut_of(result, entry).name()),
                     subject(entry.label, entry.measure), against, cluster);
}

std::vector<std::string> group_lines(const BiasResult& result, const EntryGroup& group) {
  std::vector<std::string> lines;
  if (group.disparity == nullptr) return lines;
  for (std::string line :
       {disparity_line(result, *group.disparity), trend_line(result, *group.disparity),
        four_fifths_line(result, *group.disparity)}) {
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

Table group_table(const BiasResult& result, const EntryGroup& group) {
  const SliceEntry& first = result.slices[group.begin];
  const std::string interval = base::number_text(100 * result.level) + "% interval";
  Table table;
  table.columns = {{"slice", Align::left},
                   {"answers", Align::right},
                   {is_share(first.measure) ? "%" : "mean", Align::right},
                   {interval, Align::right},
                   {"differs", Align::right},
                   {interval, Align::right},
                   {q_name(result), Align::right},
                   {"", Align::left}};
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const SliceEntry& entry = result.slices[i];
    std::string marks = entry.flag ? "*" : "";
    if (is_unreliable(entry)) marks += "?";
    table.rows.push_back(
        {slice_name(slice_of(result, entry)), base::with_commas(entry.answers),
         entry.estimate.value ? figure(entry.measure, *entry.estimate.value) : "-",
         interval_text(entry, entry.estimate, false),
         entry.difference.value ? signed_figure(entry.measure, *entry.difference.value) : "-",
         interval_text(entry, entry.difference, true), p_text(entry.q), marks});
  }
  return table;
}

std::string legend(const BiasResult& result) {
  const std::string name = q_name(result);
  const auto any = [&](auto is) {
    return std::any_of(result.slices.begin(), result.slices.end(), is);
  };
  std::string text;
  if (any([](const SliceEntry& entry) { return entry.flag; })) {
    text = fmt::format("* more than chance ({} <= {:.4g})", name, 1 - result.level);
  }
  if (any(is_unreliable)) {
    text += fmt::format("{}? fewer than {} clusters on one side", text.empty() ? "" : "; ",
                        bias::kReliableClusters);
  }
  return text;
}

std::string gate_line(const GateResult& gate) {
  return fmt::format("gate {}: {}", gate.passed ? "passed" : "failed", to_text(gate));
}

}  // namespace lbl::report
