// --emit items: one line of JSON an item and task.
#include <fmt/format.h>

#include "lbl/agree/items.hpp"
#include "lbl/base/text.hpp"
#include "lbl/report/agree_report.hpp"

namespace lbl::report {

namespace {

/// `text`, which is valid UTF-8, as a JSON string.
void append_json(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      line += c;
    }
  }
  line += '"';
}

std::string json_text(std::string_view text) {
  std::string json;
  append_json(json, text);
  return json;
}

void append_number(std::string& line, std::optional<double> number) {
  if (number) {
    line += base::number_text(*number);
  } else {
    line += "null";
  }
}

}  // namespace

void write_item_lines(const model::RatingsTable& table, const agree::Options& options,
                      std::ostream& out) {
  std::string line;
  for (const model::TaskRatings& ratings : table.tasks) {
    const std::string task = json_text(ratings.task.name);
    std::vector<std::string> labels;
    for (const std::string& name : ratings.category_names) labels.push_back(json_text(name));
    agree::for_each_item(table, ratings, options, [&](const agree::ItemFigures& item) {
      line = "{\"item\":";
      append_json(line, table.items.text(item.item));
      line += ",\"task\":" + task;
      fmt::format_to(std::back_inserter(line), ",\"n\":{},\"labels\":{{", item.answers);
      const char* comma = "";
      for (const auto& [category, answers] : item.labels) {
        fmt::format_to(std::back_inserter(line), "{}{}:{}", comma, labels[category], answers);
        comma = ",";
      }
      line += "},\"majority\":";
      line += item.majority ? labels[*item.majority] : "null";
      line += ",\"disagreement\":";
      append_number(line, item.disagreement);
      line += ",\"entropy\":";
      append_number(line, item.entropy);
      line += "}\n";
      out << line;
    });
  }
}

}  // namespace lbl::report
