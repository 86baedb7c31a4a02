// The conclusion of lbl-bias in words with numbers.
#include "lbl/report/bias_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_parts.hpp"
#include "lbl/report/bias_ranking.hpp"
#include "lbl/report/bias_sections.hpp"
#include "lbl/report/bias_words.hpp"

namespace lbl::report {
namespace {

constexpr std::size_t kMostFindings = 3;

using bias::BiasResult;
using bias::Measure;
using bias::SliceEntry;

const bias::Cut& cut_of(const BiasResult& result, const SliceEntry& entry) {
  return result.cuts[entry.cut];
}

/// "source forum", "source forum, lang ko".
std::string where(const BiasResult& result, const SliceEntry& entry) {
  const bias::Cut& cut = cut_of(result, entry);
  const bias::Slice& slice = slice_of(result, entry);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < cut.fields.size(); ++i) {
    parts.push_back(slice.values[i] ? fmt::format("{} {}", base::escaped(cut.fields[i]),
                                                  quoted_name(*slice.values[i]))
                                    : fmt::format("missing {}", base::escaped(cut.fields[i])));
  }
  return base::join(parts, ", ");
}

std::string beside(const SliceEntry& entry) {
  if (entry.reference == "rest") return "in the rest";
  if (entry.reference == "overall") return "overall";
  return "in " + quoted_name(entry.reference);
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
  details.push_back(q_name(result) + p_relation(entry.q));
  if (!entry.difference.message.empty()) details.push_back(entry.difference.message);
  return text + " (" + base::join(details, "; ") + ")";
}

/// "hate" is 24.1% of the answers: what is measured, with its figure.
std::string claim(const BiasResult& result, const SliceEntry& entry, const std::string& own) {
  const model::TaskType type = result.tasks[cut_of(result, entry).task].type;
  const bool one_label = type == model::TaskType::choice || type == model::TaskType::pairwise ||
                         type == model::TaskType::rating;
  const std::string label = quoted_name(entry.label.value_or(""));
  switch (entry.measure) {
    case Measure::rate:
      return fmt::format("{} is {}{} of the answers", label, one_label ? "" : "in ", own);
    case Measure::mean:
      return entry.label ? fmt::format("{} occurs {} times an answer", label, own)
                         : fmt::format("The mean is {}", own);
    case Measure::disagreement:
      return fmt::format("Two answers to one item differ {} of the time", own);
    case Measure::missing:
      return fmt::format("{} of the records have no answer", own);
    case Measure::error:
      return entry.label ? fmt::format("{} of the answers have {} wrongly or lack it", own, label)
                         : fmt::format("{} of the answers are wrong", own);
    case Measure::absolute_error:
      return entry.label ? fmt::format("Counts of {} are wrong by {}", label, own)
                         : fmt::format("Answers are wrong by {} on average", own);
    case Measure::deviation:
      return entry.label ? fmt::format("{} occurs {} times more than is right", label, own)
                         : fmt::format("Answers deviate by {} from the right ones", own);
    case Measure::fpr:
      return fmt::format("{} is given to {} of the answers that should not have it", label, own);
    case Measure::fnr:
      return fmt::format("{} is missed in {} of the answers that should have it", label, own);
    case Measure::ppv:
      return fmt::format("{} is right in {} of the answers that have it", label, own);
    case Measure::npv:
      return fmt::format("Not giving {} is right in {} of the answers", label, own);
  }
  return "";
}

std::string sentence(const BiasResult& result, const SliceEntry& entry) {
  const std::string own = with_unit(entry.measure, *entry.estimate.value);
  const std::string other =
      with_unit(entry.measure, *entry.estimate.value - *entry.difference.value);
  const std::string& task = result.tasks[cut_of(result, entry).task].name;
  return fmt::format(
      "{}{} in {}, {} {}: {}.", result.tasks.size() > 1 ? base::escaped(task, 40) + ": " : "",
      claim(result, entry, own), where(result, entry), other, beside(entry), amount(result, entry));
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
  double least = 1;
  for (const SliceEntry& entry : result.slices) {
    if (!entry.q) continue;
    ++tests;
    least = std::min(least, *entry.q);
  }
  const std::string limit = fmt::format(
      "{} <= {}", q_name(result), base::number_text(std::round((1 - result.level) * 1e12) / 1e12));
  if (tests == 0) return "Nothing could be compared: there is no second slice, or only one label.";
  if (flagged == 0) {
    return fmt::format(
        "No slice differs from its reference by more than chance would: 0 of {} at {}; the "
        "smallest "
        "{}{}.",
        counted(tests, "comparison"), limit, q_name(result), p_relation(least));
  }
  if (flagged == told) {
    return fmt::format("No other of {} comparisons stands out at {}.", base::with_commas(tests),
                       limit);
  }
  return fmt::format("In all, {} of {} comparisons stand out at {}.", base::with_commas(flagged),
                     base::with_commas(tests), limit);
}

}  // namespace

std::vector<std::string> findings(const BiasResult& result, const bias::BiasParts& parts) {
  std::vector<const SliceEntry*> flagged;
  for (const SliceEntry& entry : result.slices) {
    if (entry.flag && entry.difference.value) flagged.push_back(&entry);
  }
  std::stable_sort(flagged.begin(), flagged.end(),
                   [](const auto* a, const auto* b) { return tells_more(*a, *b); });
  std::vector<const SliceEntry*> told;
  for (const SliceEntry* entry : flagged) {
    if (told.size() == kMostFindings) break;
    const bool known = std::any_of(told.begin(), told.end(), [&](const SliceEntry* other) {
      return repeats(result, *entry, *other);
    });
    if (!known) told.push_back(entry);
  }
  std::vector<BiasFinding> all;
  for (const SliceEntry* entry : told) {
    all.push_back(finding(sentence(result, *entry), entry->measure, entry->difference));
  }
  std::vector<BiasFinding> more = section_findings(result);
  if (!result.slices.empty() || more.empty()) {
    all.push_back({rest_of_findings(result, told.size(), flagged.size())});
  }
  for (BiasFinding& one : parts_findings(result, parts)) more.push_back(std::move(one));
  for (BiasFinding& one : more) all.push_back(std::move(one));
  return ranked(std::move(all), kMostFindings);
}

}  // namespace lbl::report
