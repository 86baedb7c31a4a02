// Words, tables and JSON of what changed.
#include "lbl/report/against.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lbl/base/text.hpp"

namespace lbl::report {

using nlohmann::ordered_json;
using validate::Against;
using validate::BatchChange;
using validate::GuidelineChange;
using validate::LabelMove;
using validate::LabelShare;

namespace {

constexpr std::size_t kMostRows = 20;
constexpr std::size_t kMostBy = 3;

std::string counted(std::uint64_t count, const std::string& one) {
  return base::with_commas(count) + " " + one + (count == 1 ? "" : "s");
}

std::string percent(double share) {
  return base::fixed(100 * share, 1) + "%";
}

std::string points(double difference) {
  return (difference < 0 ? "" : "+") + base::fixed(100 * difference, 1);
}

std::uint64_t breaking(const std::vector<GuidelineChange>& changes) {
  return static_cast<std::uint64_t>(
      std::count_if(changes.begin(), changes.end(),
                    [](const GuidelineChange& change) { return !change.breaks.empty(); }));
}

std::string some_names(const std::vector<std::string>& names, std::uint64_t all) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i)
    shown.push_back(base::quoted(names[i], 30));
  if (shown.empty()) return "";
  return " (" + base::join(shown, ", ") + (all > shown.size() ? ", ..." : "") + ")";
}

std::vector<std::string> batch_words(const std::string& name, const BatchChange& change) {
  std::vector<std::string> words;
  const std::uint64_t both = change.answers_same + change.answers_changed;
  words.push_back(fmt::format("Against {}: {} of {} that both have {} changed{}.",
                              base::escaped(name), base::with_commas(change.answers_changed),
                              counted(both, "answer"), change.answers_changed == 1 ? "is" : "are",
                              both == 0 ? ""
                                        : " (" +
                                              percent(static_cast<double>(change.answers_changed) /
                                                      static_cast<double>(both)) +
                                              ")"));
  words.push_back(fmt::format(
      "Items: {} added{}, {} gone{}, {} with another text{}.",
      base::with_commas(change.items_added), some_names(change.added_items, change.items_added),
      base::with_commas(change.items_gone), some_names(change.gone_items, change.items_gone),
      base::with_commas(change.items_changed),
      some_names(change.changed_items, change.items_changed)));
  words.push_back(fmt::format("Answers: {} added, {} gone.",
                              base::with_commas(change.answers_added),
                              base::with_commas(change.answers_gone)));
  if (!change.added_annotators.empty() || !change.gone_annotators.empty()) {
    words.push_back(fmt::format("Annotators: {} new{}, {} gone{}.", change.added_annotators.size(),
                                some_names(change.added_annotators, change.added_annotators.size()),
                                change.gone_annotators.size(),
                                some_names(change.gone_annotators, change.gone_annotators.size())));
  }
  if (!change.shares.empty()) {
    const LabelShare& most = change.shares.front();
    words.push_back(
        fmt::format("Label shares moved by up to {} points ({} of task {}); whether that is more "
                    "than chance is "
                    "for lbl-bias --against.",
                    base::fixed(100 * std::abs(most.share_after - most.share_before), 1),
                    base::quoted(most.label, 30), base::quoted(most.task, 30)));
  }
  return words;
}

std::vector<std::string> guideline_words(const std::string& name,
                                         const std::vector<GuidelineChange>& changes) {
  if (changes.empty()) {
    return {fmt::format("Against {}: the guideline asks for the same.", base::escaped(name))};
  }
  return {fmt::format("Against {}: {} in the guideline, {} with something that breaks.",
                      base::escaped(name), counted(changes.size(), "change"),
                      base::with_commas(breaking(changes)))};
}

std::string by_text(const LabelMove& move) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < move.by.size() && i < kMostBy; ++i) {
    parts.push_back(fmt::format("{} {}", move.by[i].first, move.by[i].second));
  }
  if (move.by.size() > kMostBy) parts.emplace_back("...");
  return base::join(parts, ", ");
}

std::vector<std::pair<std::string, Table>> batch_tables(const BatchChange& change) {
  std::vector<std::pair<std::string, Table>> tables;
  if (!change.moves.empty()) {
    Table moves;
    moves.columns = {{"Task"}, {"From"}, {"To"}, {"Answers", Align::right}, {"By"}};
    for (std::size_t i = 0; i < change.moves.size() && i < kMostRows; ++i) {
      const LabelMove& move = change.moves[i];
      moves.rows.push_back(
          {move.task, move.from, move.to, base::with_commas(move.count), by_text(move)});
    }
    tables.emplace_back("Changed answers, the most frequent first", std::move(moves));
  }
  Table shares;
  shares.columns = {{"Task"},
                    {"Label"},
                    {"Before", Align::right},
                    {"Now", Align::right},
                    {"Points", Align::right}};
  for (std::size_t i = 0; i < change.shares.size() && i < kMostRows; ++i) {
    const LabelShare& share = change.shares[i];
    if (share.share_after == share.share_before) break;
    shares.rows.push_back({share.task, share.label, percent(share.share_before),
                           percent(share.share_after),
                           points(share.share_after - share.share_before)});
  }
  if (!shares.rows.empty()) tables.emplace_back("Shares of the labels", std::move(shares));
  return tables;
}

std::pair<std::string, Table> guideline_table(const std::vector<GuidelineChange>& changes) {
  Table table;
  table.columns = {{"Task"},
                   {"What"},
                   {"Change"},
                   {"Before"},
                   {"Now"},
                   {"What it breaks"},
                   {"Findings", Align::right}};
  for (const GuidelineChange& change : changes) {
    table.rows.push_back({change.task.empty() ? "-" : change.task, change.subject,
                          std::string(validate::change_name(change.kind)), change.before,
                          change.after, change.breaks.empty() ? "-" : change.breaks,
                          change.found ? base::with_commas(*change.found) : "-"});
  }
  return {"Changes in the guideline", std::move(table)};
}

// One change in words: a table of six columns does not fit 80.
void write_change(const GuidelineChange& change, std::ostream& out) {
  std::string what = change.task.empty() ? "" : "task " + base::quoted(change.task, 30) + ": ";
  what += fmt::format("{} {}", change.subject, validate::change_name(change.kind));
  if (!change.before.empty()) what += ", before: " + base::quoted(change.before, 60);
  if (!change.after.empty()) what += ", now: " + base::quoted(change.after, 60);
  if (!change.breaks.empty()) what += "; " + change.breaks;
  if (change.found) what += "; " + counted(*change.found, "finding") + " in this batch";
  bool is_first = true;
  for (const std::string& line : wrapped(what, 76)) {
    out << (is_first ? "  - " : "    ") << line << '\n';
    is_first = false;
  }
}

ordered_json batch_json(const BatchChange& change) {
  ordered_json out;
  out["records_before"] = change.records_before;
  out["records"] = change.records_after;
  out["items"] = {{"same", change.items_same},
                  {"added", change.items_added},
                  {"gone", change.items_gone},
                  {"changed", change.items_changed},
                  {"added_first", change.added_items},
                  {"gone_first", change.gone_items},
                  {"changed_first", change.changed_items}};
  out["annotators"] = {{"added", change.added_annotators}, {"gone", change.gone_annotators}};
  out["answers"] = {{"same", change.answers_same},
                    {"changed", change.answers_changed},
                    {"added", change.answers_added},
                    {"gone", change.answers_gone}};
  out["moves"] = ordered_json::array();
  for (const LabelMove& move : change.moves) {
    ordered_json by = ordered_json::object();
    for (const auto& [annotator, count] : move.by) by[annotator] = count;
    out["moves"].push_back({{"task", move.task},
                            {"from", move.from},
                            {"to", move.to},
                            {"count", move.count},
                            {"by", std::move(by)}});
  }
  out["shares"] = ordered_json::array();
  for (const LabelShare& share : change.shares) {
    out["shares"].push_back({{"task", share.task},
                             {"label", share.label},
                             {"before", share.before},
                             {"now", share.after},
                             {"share_before", share.share_before},
                             {"share", share.share_after}});
  }
  return out;
}

ordered_json changes_json(const std::vector<GuidelineChange>& changes) {
  ordered_json out = ordered_json::array();
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? ordered_json() : ordered_json(text);
  };
  for (const GuidelineChange& change : changes) {
    out.push_back({{"change", validate::change_name(change.kind)},
                   {"task", text_or_null(change.task)},
                   {"subject", change.subject},
                   {"before", text_or_null(change.before)},
                   {"now", text_or_null(change.after)},
                   {"breaks", text_or_null(change.breaks)},
                   {"findings", change.found ? ordered_json(*change.found) : ordered_json()}});
  }
  return out;
}

}  // namespace

std::vector<std::string> against_words(const Against& against) {
  return against.batch ? batch_words(against.name, *against.batch)
                       : guideline_words(against.name, against.guideline);
}

std::vector<std::pair<std::string, Table>> against_tables(const Against& against) {
  if (against.batch) return batch_tables(*against.batch);
  if (against.guideline.empty()) return {};
  return {guideline_table(against.guideline)};
}

void write_against_text(const Against& against, std::ostream& out) {
  for (const std::string& sentence : against_words(against)) {
    for (const std::string& line : wrapped(sentence, 80)) out << line << '\n';
  }
  for (const GuidelineChange& change : against.guideline) write_change(change, out);
  if (!against.batch) return;
  for (const auto& [title, table] : against_tables(against)) {
    out << '\n' << title << '\n';
    write_text_table(table, out, 2);
  }
}

ordered_json against_json(const Against& against) {
  ordered_json out;
  out["name"] = against.name;
  out["batch"] = against.batch ? batch_json(*against.batch) : ordered_json();
  out["guideline"] = against.batch ? ordered_json() : changes_json(against.guideline);
  return out;
}

Summary against_summary(const Against& against) {
  Summary summary;
  const auto add = [&](const char* name, std::uint64_t value) {
    SummaryEntry entry;
    entry.name = name;
    entry.value = static_cast<double>(value);
    summary.push_back(std::move(entry));
  };
  if (against.batch) {
    add("against.items_added", against.batch->items_added);
    add("against.items_gone", against.batch->items_gone);
    add("against.items_changed", against.batch->items_changed);
    add("against.answers_changed", against.batch->answers_changed);
    add("against.answers_gone", against.batch->answers_gone);
  } else {
    add("against.changes", against.guideline.size());
    add("against.breaking", breaking(against.guideline));
    std::uint64_t found = 0;
    for (const GuidelineChange& change : against.guideline) found += change.found.value_or(0);
    add("against.findings", found);
  }
  return summary;
}

}  // namespace lbl::report
