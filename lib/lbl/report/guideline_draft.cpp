// Lays a draft out as people write guidelines.
#include "lbl/report/guideline_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/model/json_document.hpp"

namespace lbl::report {

using model::json_string;
using model::TaskType;
using validate::DraftGuideline;
using validate::DraftLabel;
using validate::DraftTask;

namespace {

// A comment must not end early, whatever the data holds: line ends are escaped.
std::string comment(const std::string& text) {
  return "// " + base::escaped(text, 400);
}

std::string counted(std::uint64_t count, const std::string& one) {
  return base::with_commas(count) + " " + one + (count == 1 ? "" : "s");
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0
             ? ""
             : base::fixed(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1) + "%";
}

std::vector<std::pair<std::string, std::string>> named_fields(const model::FieldNames& fields) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&](const char* key, const std::string& name) {
    if (!name.empty()) out.emplace_back(key, name);
  };
  add("item", fields.item);
  add("annotator", fields.annotator);
  add("text", fields.text);
  add("time", fields.time);
  add("seconds", fields.seconds);
  add("messages", fields.messages);
  add("split", fields.split);
  add("gold", fields.gold);
  return out;
}

void write_fields(const model::FieldNames& fields, std::ostream& out) {
  const auto named = named_fields(fields);
  out << "  \"fields\": {";
  for (std::size_t i = 0; i < named.size(); ++i) {
    out << (i == 0 ? "" : ", ") << json_string(named[i].first) << ": "
        << json_string(named[i].second);
  }
  out << "},\n";
}

void write_labels(const DraftTask& task, std::ostream& out) {
  std::uint64_t total = 0;
  for (const DraftLabel& label : task.labels) total += label.count;
  const std::string mark = task.is_open ? "// " : "";
  out << (task.is_open ? "\n" : ",\n") << "      " << mark << "\"labels\": [\n";
  for (std::size_t i = 0; i < task.labels.size(); ++i) {
    const DraftLabel& label = task.labels[i];
    const std::string name = task.is_open ? base::quoted(label.name, 400) : json_string(label.name);
    out << "        " << mark << "{\"name\": " << name << ", \"definition\": \"\"}"
        << (i + 1 < task.labels.size() ? "," : "") << "  "
        << comment(base::with_commas(label.count) + ", " + share(label.count, total)) << '\n';
    if (!label.alias_of.empty()) {
      out << "        "
          << comment(fmt::format("^ {} from {}: if it means that, put it into its \"aliases\"",
                                 label.reason, base::quoted(label.alias_of)))
          << '\n';
    }
  }
  out << "      " << mark << ']';
}

bool has_overlap(TaskType type) {
  return type == TaskType::spans || type == TaskType::segments;
}

const char* overlap_name(model::Overlap overlap) {
  switch (overlap) {
    case model::Overlap::forbid:
      return "forbid";
    case model::Overlap::nested:
      return "nested";
    case model::Overlap::allow:
      return "allow";
  }
  return "";
}

void write_task(const DraftTask& draft, std::ostream& out) {
  const model::Task& task = draft.task;
  const std::string_view type = model::task_type_name(task.type);
  out << "    "
      << comment(counted(draft.answers, "answer") + (draft.note.empty() ? "" : "; " + draft.note))
      << "\n    " << json_string(task.name) << ": {\n      \"type\": \"" << type << '"';
  if (!task.required) out << ", \"required\": false";
  if (task.min) out << ", \"min\": " << base::number_text(*task.min);
  if (task.max) out << ", \"max\": " << base::number_text(*task.max);
  if (task.step) out << ", \"step\": " << base::number_text(*task.step);
  if (task.min_count) out << ", \"min\": " << *task.min_count;
  if (task.max_count) out << ", \"max\": " << *task.max_count;
  if (has_overlap(task.type)) out << ", \"overlap\": \"" << overlap_name(task.overlap) << '"';
  if (task.type == TaskType::spans && task.offsets != model::Offsets::code_points) {
    out << ", \"offsets\": \"" << (task.offsets == model::Offsets::bytes ? "byte" : "utf16") << '"';
  }
  out << ",\n      \"definition\": \"\"";
  if (!draft.labels.empty()) write_labels(draft, out);
  out << "\n    }";
}

void write_slices(const std::vector<model::SliceSpec>& slices, std::ostream& out) {
  if (slices.empty()) return;
  out << "  \"slices\": [";
  std::string_view separator;
  for (const model::SliceSpec& slice : slices) {
    out << separator;
    separator = ", ";
    if (slice.measure.empty()) {
      out << json_string(slice.name);
      continue;
    }
    std::vector<std::string> bins;
    for (const double bin : slice.bins) bins.push_back(base::number_text(bin));
    out << "{\"name\": " << json_string(slice.name) << ", \"field\": " << json_string(slice.field)
        << ", \"measure\": " << json_string(slice.measure) << ", \"bins\": ["
        << base::join(bins, ", ") << "]}";
  }
  out << "],\n";
}

void write_coverage(const DraftGuideline& draft, std::ostream& out) {
  std::vector<std::string> parts;
  if (draft.labels_per_item) {
    parts.push_back(fmt::format("\"labels_per_item\": {}", *draft.labels_per_item));
  }
  if (draft.max_share) {
    parts.push_back("\"max_share_per_annotator\": " + base::number_text(*draft.max_share));
  }
  if (!parts.empty()) out << "  \"coverage\": {" << base::join(parts, ", ") << "},\n";
}

}  // namespace

void write_guideline_draft(const DraftGuideline& draft, std::ostream& out) {
  out << comment(fmt::format("Drafted by lbl-validate --infer from {} of {} by {}.",
                             counted(draft.records, "record"), counted(draft.items, "item"),
                             counted(draft.annotators, "annotator")))
      << "\n// Read it as a question: are these the labels, and what do they mean? Comments may "
         "stay.\n";
  for (const std::string& note : draft.notes) out << comment(note) << '\n';
  out << "{\n  \"guideline\": " << json_string(draft.name) << ",\n  \"version\": \"0.1.0\",\n";
  write_fields(draft.fields, out);
  out << "  \"tasks\": {\n";
  for (std::size_t i = 0; i < draft.tasks.size(); ++i) {
    write_task(draft.tasks[i], out);
    out << (i + 1 < draft.tasks.size() ? ",\n" : "\n");
  }
  out << "  },\n";
  write_slices(draft.slices, out);
  write_coverage(draft, out);
  out << "  \"gates\": {\"validate\": [\"findings.error == 0\"]}\n}\n";
}

}  // namespace lbl::report
