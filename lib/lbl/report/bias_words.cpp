// How lbl-bias speaks: names of slices, numbers in the measure's own way, findings as sentences.
#include "lbl/report/bias_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "lbl/base/text.hpp"

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

/// "source forum", "source forum, lang ko".
std::string where(const BiasResult& result, const SliceEntry& entry) {
  const bias::Cut& cut = cut_of(result, entry);
  const bias::Slice& slice = slice_of(result, entry);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < cut.fields.size(); ++i) {
    parts.push_back(slice.values[i] ? fmt::format("{} {}", base::escaped(cut.fields[i]),
                                                  base::quoted(*slice.values[i]))
                                    : fmt::format("missing {}", base::escaped(cut.fields[i])));
  }
  return base::join(parts, ", ");
}

std::string beside(const SliceEntry& entry) {
  if (entry.reference == "rest") return "in the rest";
  if (entry.reference == "overall") return "overall";
  return "in " + base::quoted(entry.reference);
}

std::string counted(std::uint64_t count, const char* noun) {
  return fmt::format("{} {}{}", base::with_commas(count), noun, count == 1 ? "" : "s");
}

std::string with_unit(Measure measure, double value) {
  return figure(measure, value) + (is_share(measure) ? "%" : "");
}

/// "+13.1 points (95% interval +8.9 to +17.2; q = 0.0004)".
std::string amount(const BiasResult& result, const SliceEntry& entry) {
  const char* points = is_share(entry.measure) ? " points" : "";
  std::string text = signed_figure(entry.measure, *entry.difference.value) + points;
  std::vector<std::string> details;
  if (const auto& ci = entry.difference.ci) {
    details.push_back(fmt::format("{}% interval {} to {}", base::number_text(100 * result.level),
                                  signed_figure(entry.measure, ci->low),
                                  signed_figure(entry.measure, ci->high)));
  }
  const std::string q = p_text(entry.q);
  const char* name = result.correction == stats::Correction::none ? "p" : "q";
  details.push_back(q.front() == '<' ? fmt::format("{} {}", name, q)
                                     : fmt::format("{} = {}", name, q));
  if (!entry.difference.message.empty()) details.push_back(entry.difference.message);
  return text + " (" + base::join(details, "; ") + ")";
}

std::string sentence(const BiasResult& result, const SliceEntry& entry) {
  const std::string own = with_unit(entry.measure, *entry.estimate.value);
  const std::string other =
      with_unit(entry.measure, *entry.estimate.value - *entry.difference.value);
  const model::TaskType type = task_of(result, entry.cut).type;
  const bool one_label = type == model::TaskType::choice || type == model::TaskType::pairwise ||
                         type == model::TaskType::rating;
  const std::string label = base::quoted(entry.label.value_or(""));
  std::string what;
  switch (entry.measure) {
    case Measure::rate:
      what = fmt::format("{} is {}{} of the answers", label, one_label ? "" : "in ", own);
      break;
    case Measure::mean:
      what = entry.label ? fmt::format("{} occurs {} times an answer", label, own)
                         : fmt::format("The mean is {}", own);
      break;
    case Measure::disagreement:
      what = fmt::format("Two answers to one item differ {} of the time", own);
      break;
    case Measure::missing:
      what = fmt::format("{} of the records have no answer", own);
      break;
  }
  return fmt::format("{} in {}, {} {}: {}.", what, where(result, entry), other, beside(entry),
                     amount(result, entry));
}

/// The end of the interval that is nearer to no difference; 0 when it holds none.
double sure_size(const SliceEntry& entry) {
  if (!entry.difference.ci) return 0;
  const auto [low, high] = std::pair(entry.difference.ci->low, entry.difference.ci->high);
  if (low <= 0 && high >= 0) return 0;
  return std::min(std::fabs(low), std::fabs(high));
}

bool tells_more(const SliceEntry& a, const SliceEntry& b) {
  const bool a_ok = a.difference.status == stats::Status::ok;
  const bool b_ok = b.difference.status == stats::Status::ok;
  if (a_ok != b_ok) return a_ok;
  if (is_share(a.measure) != is_share(b.measure)) return is_share(a.measure);
  if (sure_size(a) != sure_size(b)) return sure_size(a) > sure_size(b);
  return *a.q < *b.q;
}

/// How many labels the entries of a cut and measure have.
std::size_t label_count(const BiasResult& result, const SliceEntry& like) {
  std::set<std::optional<std::string>> labels;
  for (const SliceEntry& entry : result.slices) {
    if (entry.cut == like.cut && entry.measure == like.measure) labels.insert(entry.label);
  }
  return labels.size();
}

/// Whether `entry` says what `told` said already: the same slice, or its mirror image.
bool repeats(const BiasResult& result, const SliceEntry& entry, const SliceEntry& told) {
  if (cut_of(result, entry).name() != cut_of(result, told).name() ||
      cut_of(result, entry).task != cut_of(result, told).task) {
    return false;
  }
  if (entry.measure != told.measure) return false;
  if (entry.slice == told.slice) return true;
  if (cut_of(result, entry).slices.size() != 2) return false;
  return entry.label == told.label || label_count(result, entry) == 2;
}

std::string rest_of_findings(const BiasResult& result, std::size_t told, std::size_t flagged) {
  std::size_t tests = 0;
  for (const SliceEntry& entry : result.slices) tests += entry.q ? 1 : 0;
  const char* name = result.correction == stats::Correction::none ? "p" : "q";
  const std::string limit = fmt::format(
      "{} <= {}", name, base::number_text(std::round((1 - result.level) * 1e12) / 1e12));
  if (tests == 0) return "Nothing could be compared: there is no second slice, or only one label.";
  if (flagged == 0) {
    return fmt::format(
        "No slice differs from its reference by more than chance would: {} of {} "
        "comparisons at {}.",
        0, base::with_commas(tests), limit);
  }
  if (flagged == told) {
    return fmt::format("No other of {} comparisons stands out at {}.", base::with_commas(tests),
                       limit);
  }
  return fmt::format("In all, {} of {} comparisons stand out at {}.", base::with_commas(flagged),
                     base::with_commas(tests), limit);
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

const bias::Slice& slice_of(const BiasResult& result, const SliceEntry& entry) {
  return cut_of(result, entry).slices[entry.slice];
}

std::string slice_name(const bias::Slice& slice) {
  std::vector<std::string> parts;
  for (const auto& value : slice.values) parts.push_back(value.value_or("(missing)"));
  return slice.grouped > 0 ? parts.front() : base::join(parts, ", ");
}

bool is_share(Measure measure) {
  return measure != Measure::mean;
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
      return "rate of " + base::quoted(label.value_or(""));
    case Measure::mean:
      return label ? "units of " + base::quoted(*label) : "mean";
    case Measure::disagreement:
      return "disagreement";
    case Measure::missing:
      return "no answer";
  }
  return "";
}

std::string task_line(const bias::TaskFacts& task) {
  return fmt::format("task {} ({}): {} of {} to {}", base::quoted(task.name),
                     model::task_type_name(task.type), counted(task.answers, "answer"),
                     counted(task.annotators, "annotator"), counted(task.items, "item"));
}

std::string method_line(const BiasResult& result) {
  std::size_t tests = 0;
  for (const SliceEntry& entry : result.slices) tests += entry.q ? 1 : 0;
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
                     counted(tests, "test"));
}

std::vector<std::string> findings(const BiasResult& result, std::size_t count) {
  std::vector<const SliceEntry*> flagged;
  for (const SliceEntry& entry : result.slices) {
    if (entry.flag && entry.difference.value) flagged.push_back(&entry);
  }
  std::stable_sort(flagged.begin(), flagged.end(),
                   [](const auto* a, const auto* b) { return tells_more(*a, *b); });
  std::vector<const SliceEntry*> told;
  for (const SliceEntry* entry : flagged) {
    if (told.size() == count) break;
    const bool known = std::any_of(told.begin(), told.end(), [&](const SliceEntry* other) {
      return repeats(result, *entry, *other);
    });
    if (!known) told.push_back(entry);
  }
  std::vector<std::string> sentences;
  for (const SliceEntry* entry : told) sentences.push_back(sentence(result, *entry));
  sentences.push_back(rest_of_findings(result, told.size(), flagged.size()));
  return sentences;
}

std::string disparity_line(const BiasResult& result, const bias::Disparity& disparity) {
  if (disparity.worst.size() != 2 || *disparity.max_difference.value == 0) return "";
  const std::vector<bias::Slice>& slices = result.cuts[disparity.cut].slices;
  const char* points = is_share(disparity.measure) ? " points" : "";
  std::string text = fmt::format("Largest difference {}{}, {} to {}",
                                 figure(disparity.measure, *disparity.max_difference.value), points,
                                 base::escaped(slice_name(slices[disparity.worst[1]])),
                                 base::escaped(slice_name(slices[disparity.worst[0]])));
  if (disparity.p) {
    const std::string p = p_text(disparity.p);
    text += fmt::format(" (p {}{}; chance alone gives {} on average)", p.front() == '<' ? "" : "= ",
                        p, figure(disparity.measure, *disparity.null_mean));
  }
  return text + ".";
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
                                                             : base::quoted(entry.reference);
  std::string task;
  if (result.tasks.size() > 1) task = base::escaped(task_of(result, entry.cut).name) + ", ";
  return fmt::format("{}{}: {}, against {}, {}", task, base::escaped(cut_of(result, entry).name()),
                     subject(entry.label, entry.measure), against, cluster);
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
                   {result.correction == stats::Correction::none ? "p" : "q", Align::right},
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
  const char* name = result.correction == stats::Correction::none ? "p" : "q";
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
