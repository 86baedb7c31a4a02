// The discovered slices of lbl-bias in words, tables and JSON.
#include "lbl/report/bias_discovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_words.hpp"
#include "lbl/report/envelope.hpp"

namespace lbl::report {
namespace {

using Json = nlohmann::ordered_json;
using bias::BiasResult;
using bias::DiscoveredSlice;
using bias::DiscoverResult;

constexpr std::size_t kMostContributions = 10;

template <class Value>
Json optional_json(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json found_json(const BiasResult& result, const DiscoveredSlice& found) {
  const bias::SliceEntry& entry = found.entry;
  Json slice = Json::object();
  Json contributions = Json::object();
  for (std::size_t i = 0; i < found.slice.size(); ++i) {
    slice[found.slice[i].field] = optional_json(found.slice[i].value);
    contributions[found.slice[i].field] = found.contributions[i];
  }
  return {{"task", result.tasks[found.task].name},
          {"slice", std::move(slice)},
          {"label", optional_json(entry.label)},
          {"measure", bias::measure_name(entry.measure)},
          {"n", found.answers},
          {"support", found.support},
          {"value", found.value},
          {"divergence", found.divergence},
          {"t", found.t},
          {"score", optional_json(found.score)},
          {"contributions", std::move(contributions)},
          {"folded", found.folded},
          {"tested",
           {{"n", entry.answers},
            {"items", entry.items},
            {"cluster", bias::cluster_name(entry.cluster)},
            {"clusters", entry.clusters},
            {"test", entry.p ? Json(bias::test_name(*entry.test)) : Json()}}},
          {"estimate", to_json(entry.estimate)},
          {"difference", to_json(entry.difference)},
          {"p", optional_json(entry.p)},
          {"q", optional_json(entry.q)},
          {"flag", entry.flag}};
}

/// "+13.1 points (95% interval +8.9 to +17.2; q = 0.0004)".
std::string amount(const BiasResult& result, const bias::SliceEntry& entry) {
  std::string text = signed_figure(entry.measure, *entry.difference.value) +
                     (is_share(entry.measure) ? " points" : "");
  std::vector<std::string> details;
  if (const auto& ci = entry.difference.ci) {
    details.push_back(fmt::format("{}% interval {} to {}", base::number_text(100 * result.level),
                                  signed_figure(entry.measure, ci->low),
                                  signed_figure(entry.measure, ci->high)));
  }
  details.push_back(q_name(result) + p_relation(entry.q));
  return text + " (" + base::join(details, "; ") + ")";
}

std::string sentence(const BiasResult& result, const DiscoveredSlice& found) {
  const bias::SliceEntry& entry = found.entry;
  return fmt::format("Found: {} is {} in {}, {} in the rest: {}.",
                     subject(entry.label, entry.measure),
                     with_unit(entry.measure, *entry.estimate.value), where(found.slice),
                     with_unit(entry.measure, *entry.estimate.value - *entry.difference.value),
                     amount(result, entry));
}

/// Whether two slices are in the same table.
bool same_table(const DiscoveredSlice& a, const DiscoveredSlice& b) {
  return a.task == b.task && a.entry.measure == b.entry.measure && a.entry.label == b.entry.label;
}

/// Whether `found` is the other side of a slice of its task: the second of two labels.
bool is_other_side(const DiscoverResult& discovery, const DiscoveredSlice& found) {
  if (found.entry.measure != bias::Measure::rate) return false;
  return std::any_of(
      discovery.found.begin(), discovery.found.end(), [&](const DiscoveredSlice& other) {
        if (&other >= &found || other.task != found.task ||
            other.entry.measure != found.entry.measure || other.entry.label == found.entry.label) {
          return false;
        }
        return other.answers == found.answers && other.divergence == -found.divergence &&
               std::fabs(other.value + found.value - 1) < 1e-12;
      });
}

Table found_table(const BiasResult& result, const std::vector<const DiscoveredSlice*>& rows) {
  const bias::Measure measure = rows.front()->entry.measure;
  Table table;
  table.columns = {{"slice", Align::left},
                   {"answers", Align::right},
                   {is_share(measure) ? "%" : "mean", Align::right},
                   {"t", Align::right},
                   {"differs", Align::right},
                   {q_name(result), Align::right},
                   {"", Align::left}};
  for (const DiscoveredSlice* found : rows) {
    const bias::SliceEntry& entry = found->entry;
    table.rows.push_back(
        {where(found->slice), base::with_commas(found->answers), figure(measure, found->value),
         base::fixed(found->t, 1),
         entry.difference.value ? signed_figure(measure, *entry.difference.value) : "-",
         p_text(entry.q), entry.flag ? "*" : ""});
  }
  return table;
}

std::string table_title(const BiasResult& result, const DiscoveredSlice& found) {
  const std::string task =
      result.tasks.size() > 1 ? base::escaped(result.tasks[found.task].name) + ", " : std::string();
  return fmt::format("{}slices found for {}", task,
                     subject(found.entry.label, found.entry.measure));
}

TitledTable contribution_table(const DiscoverResult& discovery) {
  std::vector<const bias::GlobalContribution*> all;
  for (const bias::GlobalContribution& one : discovery.contributions) all.push_back(&one);
  std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
    return std::fabs(a->contribution) > std::fabs(b->contribution);
  });
  if (all.size() > kMostContributions) all.resize(kMostContributions);
  TitledTable titled;
  titled.title = "field values that add most to divergence over all slices (Shapley)";
  titled.table.columns = {{"value", Align::left}, {"of", Align::left}, {"adds", Align::right}};
  for (const bias::GlobalContribution* one : all) {
    titled.table.rows.push_back({where({one->value}), subject(one->label, one->measure),
                                 fmt::format("{:+.4f}", one->contribution)});
  }
  return titled;
}

std::string looked_at(const DiscoverResult& discovery) {
  const std::size_t found = discovery.found.size();
  const auto flagged = static_cast<std::size_t>(
      std::count_if(discovery.found.begin(), discovery.found.end(),
                    [](const DiscoveredSlice& one) { return one.entry.flag; }));
  const std::string text =
      fmt::format("Discovery looked at {} of up to {} and at least {}% of the answers; ",
                  counted(discovery.slices, "slice"), counted(discovery.depth, "field"),
                  base::number_text(100 * discovery.min_support));
  if (found == 0) return text + "none stands out.";
  return text + fmt::format("{} stand{} out, {} {} more than chance {}", base::with_commas(found),
                            found == 1 ? "s" : "",
                            flagged == 0 ? "none" : base::with_commas(flagged),
                            flagged <= 1 ? "is" : "are",
                            discovery.confirm == bias::Confirm::split
                                ? "on the held-out half of the items."
                                : "after counting every slice looked at as a test (--confirm split "
                                  "tests on a held-out half instead).");
}

}  // namespace

std::string where(const std::vector<bias::FieldValue>& slice) {
  std::vector<std::string> parts;
  for (const bias::FieldValue& part : slice) {
    parts.push_back(part.value ? fmt::format("{} {}", base::escaped(part.field, 30),
                                             base::escaped(*part.value, 40))
                               : fmt::format("missing {}", base::escaped(part.field, 30)));
  }
  return base::join(parts, ", ");
}

Json discovery_json(const BiasResult& result, const DiscoverResult& discovery) {
  Json json = {{"depth", discovery.depth},
               {"min_support", discovery.min_support},
               {"confirm", bias::confirm_name(discovery.confirm)},
               {"slices", discovery.slices},
               {"tests", discovery.tests},
               {"found", Json::array()},
               {"contributions", Json::array()}};
  for (const DiscoveredSlice& found : discovery.found) {
    json["found"].push_back(found_json(result, found));
  }
  for (const bias::GlobalContribution& one : discovery.contributions) {
    json["contributions"].push_back({{"task", result.tasks[one.task].name},
                                     {"label", optional_json(one.label)},
                                     {"measure", bias::measure_name(one.measure)},
                                     {"field", one.value.field},
                                     {"value", optional_json(one.value.value)},
                                     {"contribution", one.contribution}});
  }
  return json;
}

std::vector<BiasFinding> discovery_findings(const BiasResult& result,
                                            const DiscoverResult& discovery, std::size_t count) {
  std::vector<BiasFinding> sentences;
  for (const DiscoveredSlice& found : discovery.found) {
    if (sentences.size() == count) break;
    if (!found.entry.flag || !found.entry.difference.value || is_other_side(discovery, found)) {
      continue;
    }
    BiasFinding told =
        finding(sentence(result, found), found.entry.measure, found.entry.difference);
    // A slice of one field was asked for, and is told as such.
    if (found.slice.size() == 1) told.scale = Scale::none;
    sentences.push_back(std::move(told));
  }
  sentences.push_back({looked_at(discovery)});
  return sentences;
}

std::vector<TitledTable> discovery_tables(const BiasResult& result,
                                          const DiscoverResult& discovery) {
  std::vector<TitledTable> tables;
  std::vector<const DiscoveredSlice*> rows;
  const auto close_table = [&] {
    if (!rows.empty()) {
      tables.push_back({table_title(result, *rows.front()), found_table(result, rows)});
    }
    rows.clear();
  };
  for (const DiscoveredSlice& found : discovery.found) {
    if (is_other_side(discovery, found)) continue;
    if (!rows.empty() && !same_table(*rows.front(), found)) close_table();
    rows.push_back(&found);
  }
  close_table();
  if (!discovery.contributions.empty()) tables.push_back(contribution_table(discovery));
  return tables;
}

}  // namespace lbl::report
