// An assignment as text, JSON and HTML, and its tasks as records.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"
#include "lbl/sample/assign.hpp"

namespace lbl::report {

/// assign.items, assign.tasks, assign.load_min, ...
Summary assign_summary(const sample::Assignment& assignment);

/// The names of its figures and what they mean, for --list-gates.
std::vector<std::pair<std::string, std::string>> assign_summary_names();

/// Who gets how much and what can be compared, a sentence each.
std::vector<std::string> assign_sentences(const sample::AssignSpec& spec,
                                          const sample::Assignment& assignment);

/// The sentences and a row an annotator.
void write_assign_text(const sample::AssignSpec& spec, const sample::Assignment& assignment,
                       Style style, std::ostream& out);

/// {"report", ..., "assignment": {...}}; `items` are those that numbers in the assignment mean.
void write_assign_json(const Envelope& envelope, const sample::AssignSpec& spec,
                       const sample::Assignment& assignment,
                       const std::vector<sample::AssignItem>& items, std::ostream& out);

/// One HTML file: the sentences, the annotators, how many items each two share.
void write_assign_html(const Envelope& envelope, const sample::AssignSpec& spec,
                       const sample::Assignment& assignment, std::ostream& out);

/// `text` as a JSON string.
std::string json_string(std::string_view text);

/// A row of a table as a JSON object; empty cells are left out.
std::string json_object(const std::vector<std::pair<std::string, std::string>>& cells);

}  // namespace lbl::report
