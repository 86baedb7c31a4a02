// Estimates as JSON and HTML.
#include "lbl/report/estimate_report.hpp"

#include <nlohmann/json.hpp>

#include "lbl/report/html.hpp"
#include "lbl/report/interval_svg.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;
using sample::EstimateEntry;
using sample::EstimateResult;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json entry_json(const EstimateEntry& entry) {
  Json out = {{"stat", statistic_name(entry.statistic)}, {"variable", entry.variable}};
  Json slice = Json::object();
  for (const auto& [name, value] : entry.slice) slice[name] = or_null(value);
  out["slice"] = std::move(slice);
  const Json estimate = to_json(entry.estimate);
  for (const auto& [name, value] : estimate.items()) {
    out[name] = value;
    if (name == "ci") out["df"] = or_null(entry.df);
  }
  out["n"] = entry.items;
  out["answers"] = entry.answers;
  out["design_effect"] = or_null(entry.design_effect);
  out["effective_n"] = or_null(entry.effective_n);
  if (entry.shared_items > 0) {
    out["reviewers"] = {{"items", entry.shared_items},
                        {"disagreement", or_null(entry.disagreement)},
                        {"se", entry.review_se.value_or(0)}};
  }
  return out;
}

Json design_json(const EstimateResult& result) {
  return {{"source", result.source},
          {"design", result.design.empty() ? Json(nullptr) : Json(result.design)},
          {"items", result.items},
          {"unanswered", result.unanswered},
          {"not_reviewed", result.not_reviewed},
          {"strata", result.strata},
          {"clusters", result.clustered ? Json(result.clusters) : Json(nullptr)},
          {"population", or_null(result.population)},
          {"weight_sum", result.weight_sum}};
}

// One picture a statistic and variable: the whole and its slices.
void write_pictures(const EstimateResult& result, std::ostream& out) {
  constexpr std::size_t kMost = 12;
  std::size_t drawn = 0;
  for (std::size_t begin = 0; begin < result.entries.size() && drawn < kMost;) {
    const EstimateEntry& first = result.entries[begin];
    std::size_t end = begin;
    std::vector<IntervalRow> rows;
    for (; end < result.entries.size(); ++end) {
      const EstimateEntry& entry = result.entries[end];
      if (entry.statistic != first.statistic || entry.variable != first.variable) break;
      if (!entry.estimate.value) continue;
      IntervalRow row{slice_words(entry), *entry.estimate.value, std::nullopt, std::nullopt};
      if (entry.estimate.ci) row.low = entry.estimate.ci->low;
      if (entry.estimate.ci) row.high = entry.estimate.ci->high;
      rows.push_back(std::move(row));
    }
    const bool is_rate = first.statistic == sample::Statistic::rate;
    out << "<section>\n<h2>" << statistic_name(first.statistic) << " of "
        << html_text(first.variable) << "</h2>\n";
    write_interval_svg(rows, is_rate ? 100 : 1, is_rate ? "%" : "", out);
    out << "</section>\n";
    ++drawn;
    begin = end;
  }
}

}  // namespace

Summary estimate_summary(const EstimateResult& result) {
  Summary summary;
  for (const EstimateEntry& entry : result.entries) {
    std::vector<std::pair<std::string, std::string>> selectors = {
        {"stat", statistic_name(entry.statistic)}, {"variable", entry.variable}};
    for (const auto& [name, value] : entry.slice)
      selectors.emplace_back(name, value.value_or("null"));
    const stats::Estimate& estimate = entry.estimate;
    const auto add = [&](const char* name, std::optional<double> value) {
      std::string reason = estimate.reason;
      if (!value && reason.empty()) reason = "no-interval";
      summary.push_back({name, selectors, value, reason, entry.slice.empty()});
    };
    std::optional<double> low, high;
    if (estimate.ci) low = estimate.ci->low;
    if (estimate.ci) high = estimate.ci->high;
    add("estimate.value", estimate.value);
    add("estimate.se", estimate.se);
    add("estimate.ci.low", low);
    add("estimate.ci.high", high);
    add("estimate.n", static_cast<double>(entry.items));
  }
  return summary;
}

std::vector<std::pair<std::string, std::string>> estimate_summary_names() {
  return {{"estimate.value", "the estimate; [variable=..., stat=..., FIELD=...] tell which"},
          {"estimate.se", "its standard error"},
          {"estimate.ci.low", "lower end of its interval"},
          {"estimate.ci.high", "upper end of its interval"},
          {"estimate.n", "reviewed items that it rests on"}};
}

void write_estimate_json(const Envelope& envelope, const EstimateResult& result,
                         std::ostream& out) {
  Json report = to_json(envelope);
  Json entries = Json::array();
  for (const EstimateEntry& entry : result.entries) entries.push_back(entry_json(entry));
  report["estimates"] = std::move(entries);
  report["design"] = design_json(result);
  out << dump(report);
}

void write_estimate_html(const Envelope& envelope, const EstimateResult& result,
                         std::ostream& out) {
  write_sentences_html(
      "Review estimates", estimate_sentences(result), envelope,
      [&](std::ostream& body) {
        write_pictures(result, body);
        write_html_table(estimate_table(result), "Estimates with their intervals", body);
      },
      out);
}

}  // namespace lbl::report
