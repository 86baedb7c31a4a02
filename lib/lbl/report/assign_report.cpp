// Assignments as sentences, tables and JSON.
#include "lbl/report/assign_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "lbl/base/text.hpp"
#include "lbl/report/html.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;
using sample::Assignment;
using sample::AssignSpec;
using sample::Workload;

constexpr std::size_t kMostRows = 60;      // of text
constexpr std::size_t kMostInMatrix = 30;  // annotators whose pairs HTML shows
constexpr std::size_t kMostInPairs = 200;  // annotators whose pairs JSON lists

struct Range {
  std::uint64_t least = 0, most = 0;
};

Range loads(const Assignment& assignment) {
  Range range{assignment.annotators.front().tasks.size(), 0};
  for (const Workload& load : assignment.annotators) {
    range.least = std::min<std::uint64_t>(range.least, load.tasks.size());
    range.most = std::max<std::uint64_t>(range.most, load.tasks.size());
  }
  return range;
}

std::optional<Range> shared(const Assignment& assignment) {
  if (assignment.pairs.empty()) return std::nullopt;
  Range range{assignment.pairs.front().items, 0};
  for (const sample::SharedItems& pair : assignment.pairs) {
    range.least = std::min(range.least, pair.items);
    range.most = std::max(range.most, pair.items);
  }
  return range;
}

double mean_shared(const Assignment& assignment) {
  double sum = 0;
  for (const sample::SharedItems& pair : assignment.pairs) sum += static_cast<double>(pair.items);
  return assignment.pairs.empty() ? 0 : sum / static_cast<double>(assignment.pairs.size());
}

std::uint64_t sum_of(const Assignment& assignment, std::uint64_t Workload::*member) {
  std::uint64_t sum = 0;
  for (const Workload& load : assignment.annotators) sum += load.*member;
  return sum;
}

std::string range_text(const Range& range) {
  if (range.least == range.most) return base::with_commas(range.least);
  return base::with_commas(range.least) + " to " + base::with_commas(range.most);
}

Table annotators_table(const Assignment& assignment, std::size_t most) {
  Table table;
  table.columns = {{"annotator", Align::left},    {"tasks", Align::right}, {"items", Align::right},
                   {"calibration", Align::right}, {"gold", Align::right},  {"limit", Align::right}};
  for (const Workload& load : assignment.annotators) {
    if (table.rows.size() == most) break;
    table.rows.push_back({load.annotator, base::with_commas(load.tasks.size()),
                          base::with_commas(load.items), base::with_commas(load.calibration),
                          base::with_commas(load.gold),
                          load.limit ? base::with_commas(*load.limit) : "-"});
  }
  return table;
}

Table pairs_table(const Assignment& assignment) {
  const std::size_t n = assignment.annotators.size();
  Table table;
  table.columns.push_back({"annotator", Align::left});
  for (const Workload& load : assignment.annotators) {
    table.columns.push_back({load.annotator, Align::right});
    table.rows.push_back({load.annotator});
    table.rows.back().resize(n + 1, "");
  }
  for (const sample::SharedItems& pair : assignment.pairs) {
    table.rows[pair.first][pair.second + 1] = base::with_commas(pair.items);
    table.rows[pair.second][pair.first + 1] = base::with_commas(pair.items);
  }
  return table;
}

Json annotators_json(const Assignment& assignment) {
  Json annotators = Json::array();
  for (const Workload& load : assignment.annotators) {
    annotators.push_back({{"annotator", load.annotator},
                          {"tasks", load.tasks.size()},
                          {"items", load.items},
                          {"calibration", load.calibration},
                          {"gold", load.gold},
                          {"gold_missing", load.gold_missing},
                          {"limit", load.limit ? Json(*load.limit) : Json(nullptr)}});
  }
  return annotators;
}

Json pairs_json(const Assignment& assignment) {
  const std::optional<Range> range = shared(assignment);
  Json pairs = {{"min", range ? Json(range->least) : Json(nullptr)},
                {"max", range ? Json(range->most) : Json(nullptr)},
                {"mean", range ? Json(mean_shared(assignment)) : Json(nullptr)}};
  if (assignment.annotators.size() > kMostInPairs) return pairs;
  Json list = Json::array();
  for (const sample::SharedItems& pair : assignment.pairs) {
    list.push_back({{"annotators",
                     {assignment.annotators[pair.first].annotator,
                      assignment.annotators[pair.second].annotator}},
                    {"items", pair.items}});
  }
  pairs["shared"] = std::move(list);
  return pairs;
}

}  // namespace

Summary assign_summary(const Assignment& assignment) {
  Summary summary;
  const auto add = [&](const char* name, std::optional<double> value) {
    summary.push_back({name, {}, value, value ? "" : "no-pairs", true});
  };
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  const Range load = loads(assignment);
  const std::optional<Range> pairs = shared(assignment);
  add("assign.items", number(assignment.items));
  add("assign.annotators", number(assignment.annotators.size()));
  add("assign.tasks", number(assignment.tasks()));
  add("assign.load_min", number(load.least));
  add("assign.load_max", number(load.most));
  add("assign.shared_min", pairs ? std::optional(number(pairs->least)) : std::nullopt);
  add("assign.shared_max", pairs ? std::optional(number(pairs->most)) : std::nullopt);
  add("assign.calibration", number(assignment.calibration.size()));
  add("assign.gold", number(sum_of(assignment, &Workload::gold)));
  add("assign.gold_missing", number(sum_of(assignment, &Workload::gold_missing)));
  return summary;
}

std::vector<std::pair<std::string, std::string>> assign_summary_names() {
  return {{"assign.items", "items to be answered, gold aside"},
          {"assign.annotators", "annotators of the roster"},
          {"assign.tasks", "records to do: one an item and annotator"},
          {"assign.load_min", "tasks of the annotator with the fewest"},
          {"assign.load_max", "tasks of the annotator with the most"},
          {"assign.shared_min", "items that two annotators share, the fewest"},
          {"assign.shared_max", "items that two annotators share, the most"},
          {"assign.calibration", "items that all annotators see"},
          {"assign.gold", "tasks that are hidden gold"},
          {"assign.gold_missing", "gold tasks that the rate asks for and that there is not"}};
}

std::vector<std::string> assign_sentences(const AssignSpec& spec, const Assignment& assignment) {
  std::vector<std::string> sentences;
  sentences.push_back(
      fmt::format("{} {} to {}, {} an item: {} in all, {} each.",
                  counted(assignment.items, "item", "items"), assignment.items == 1 ? "goes" : "go",
                  counted(assignment.annotators.size(), "annotator", "annotators"),
                  counted(spec.k, "answer", "answers"),
                  counted(assignment.tasks(), "task", "tasks"), range_text(loads(assignment))));
  if (const std::optional<Range> range = shared(assignment)) {
    sentences.push_back(fmt::format("Every two annotators share {} {}.", range_text(*range),
                                    range->most == 1 ? "item" : "items"));
    if (range->least == 0) {
      sentences.emplace_back(
          "Those who share none cannot be compared directly (--calibration N gives all some).");
    }
  }
  if (!assignment.calibration.empty()) {
    sentences.push_back(fmt::format(
        "All of them see {}.",
        counted(assignment.calibration.size(), "calibration item", "calibration items")));
  }
  if (spec.gold_rate > 0) {
    sentences.push_back(
        fmt::format("{} hidden gold, from {}.",
                    counted(sum_of(assignment, &Workload::gold), "task is", "tasks are"),
                    counted(assignment.gold_items, "gold item", "gold items")));
  }
  return sentences;
}

void write_assign_text(const AssignSpec& spec, const Assignment& assignment, Style style,
                       std::ostream& out) {
  write_sentences(assign_sentences(spec, assignment), style, out);
  out << '\n';
  write_text_table(annotators_table(assignment, kMostRows), out);
  if (assignment.annotators.size() > kMostRows) {
    out << fmt::format("... and {} more annotators (the JSON report lists all)\n",
                       base::with_commas(assignment.annotators.size() - kMostRows));
  }
}

void write_assign_json(const Envelope& envelope, const AssignSpec& spec,
                       const Assignment& assignment, const std::vector<sample::AssignItem>& items,
                       std::ostream& out) {
  Json report = to_json(envelope);
  Json calibration = Json::array();
  for (const std::size_t item : assignment.calibration) calibration.push_back(items[item].id);
  report["assignment"] = {{"k", spec.k},
                          {"items", assignment.items},
                          {"tasks", assignment.tasks()},
                          {"seed", spec.seed},
                          {"annotators", annotators_json(assignment)},
                          {"pairs", pairs_json(assignment)},
                          {"calibration", std::move(calibration)},
                          {"gold",
                           {{"rate", spec.gold_rate},
                            {"items", assignment.gold_items},
                            {"tasks", sum_of(assignment, &Workload::gold)},
                            {"missing", sum_of(assignment, &Workload::gold_missing)}}}};
  out << dump(report);
}

void write_assign_html(const Envelope& envelope, const AssignSpec& spec,
                       const Assignment& assignment, std::ostream& out) {
  const auto body = [&](std::ostream& to) {
    to << "<section>\n<h2>Annotators</h2>\n";
    write_html_table(annotators_table(assignment, assignment.annotators.size()),
                     "Tasks of each: items with answers of several, calibration, hidden gold", to);
    to << "</section>\n";
    if (assignment.pairs.empty() || assignment.annotators.size() > kMostInMatrix) return;
    to << "<section>\n<h2>Pairs</h2>\n";
    write_html_table(pairs_table(assignment), "Items that two annotators share", to);
    to << "</section>\n";
  };
  write_sentences_html("Assignment", assign_sentences(spec, assignment), envelope, body, out);
}

std::string json_string(std::string_view text) {
  return Json(text).dump();
}

std::string json_object(const std::vector<std::pair<std::string, std::string>>& cells) {
  Json object = Json::object();
  for (const auto& [name, text] : cells) {
    if (!text.empty()) object[name] = text;
  }
  return object.dump();
}

}  // namespace lbl::report
