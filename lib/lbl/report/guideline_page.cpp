// One walk over the guideline, two ways to write what it meets.
#include "lbl/report/guideline_page.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lbl/base/text.hpp"
#include "lbl/report/html.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;

// What a page is made of.
class Page {
 public:
  Page() = default;
  virtual ~Page() = default;
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  virtual void heading(int level, const std::string& text) = 0;
  virtual void paragraph(const std::string& text) = 0;
  /// Right and wrong examples: a mark, the text, what to say about it.
  virtual void example(bool is_right, const std::string& text, const std::string& note) = 0;
  virtual void end_examples() = 0;
  virtual void table(const Table& table, const std::string& caption) = 0;
};

class HtmlPage : public Page {
 public:
  explicit HtmlPage(std::ostream& out) : out_(out) {}
  void heading(int level, const std::string& text) override {
    out_ << fmt::format("<h{0}>{1}</h{0}>\n", level, html_text(text));
  }
  void paragraph(const std::string& text) override { out_ << "<p>" << html_text(text) << "</p>\n"; }
  void example(bool is_right, const std::string& text, const std::string& note) override {
    if (!in_list_) out_ << "<ul class=\"examples\">\n";
    in_list_ = true;
    out_ << "<li><span class=\"" << (is_right ? "right\">right" : "wrong\">wrong") << "</span> "
         << html_text(text);
    if (!note.empty()) out_ << " <span class=\"note\">(" << html_text(note) << ")</span>";
    out_ << "</li>\n";
  }
  void end_examples() override {
    if (in_list_) out_ << "</ul>\n";
    in_list_ = false;
  }
  void table(const Table& table, const std::string& caption) override {
    write_html_table(table, caption, out_);
  }

 private:
  std::ostream& out_;
  bool in_list_ = false;
};

class MarkdownPage : public Page {
 public:
  explicit MarkdownPage(std::ostream& out) : out_(out) {}
  void heading(int level, const std::string& text) override {
    out_ << std::string(static_cast<std::size_t>(level), '#') << ' ' << markdown_text(text)
         << "\n\n";
  }
  void paragraph(const std::string& text) override { out_ << markdown_text(text) << "\n\n"; }
  void example(bool is_right, const std::string& text, const std::string& note) override {
    out_ << "- **" << (is_right ? "right" : "wrong") << ":** " << markdown_text(text);
    if (!note.empty()) out_ << " (" << markdown_text(note) << ')';
    out_ << '\n';
    in_list_ = true;
  }
  void end_examples() override {
    if (in_list_) out_ << '\n';
    in_list_ = false;
  }
  void table(const Table& table, const std::string& caption) override {
    out_ << markdown_text(caption) << "\n\n";
    write_markdown_table(table, out_);
    out_ << '\n';
  }

 private:
  std::ostream& out_;
  bool in_list_ = false;
};

// A member as text: strings as they are, numbers and the like as JSON, "" when it is not there.
std::string text_of(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) return "";
  const Json& value = object[key];
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string joined(const Json& list) {
  std::vector<std::string> parts;
  for (const Json& one : list) {
    parts.push_back(one.is_string() ? one.get<std::string>() : one.dump());
  }
  return base::join(parts, ", ");
}

// "Choose 1 to 2 of the labels."
std::string counts(const Json& task, const std::string& what) {
  const std::string min = text_of(task, "min"), max = text_of(task, "max");
  if (min.empty() && max.empty()) return what + ", as many as fit";
  if (max.empty()) return fmt::format("{}, {} or more", what, min);
  if (min.empty() || min == "0") return fmt::format("{}, {} at most", what, max);
  return fmt::format("{}, {} to {}", what, min, max);
}

std::string scale(const Json& task) {
  std::string out =
      fmt::format("a number from {} to {}", text_of(task, "min"), text_of(task, "max"));
  const std::string step = text_of(task, "step");
  if (!step.empty() && step != "1") out += " in steps of " + step;
  return out;
}

std::string what_to_do(const Json& task) {
  const std::string type = text_of(task, "type");
  std::string out = "Give ";
  if (type == "choice") out = "Choose one label";
  if (type == "choices") out = counts(task, "Choose labels");
  if (type == "rating") out += scale(task);
  if (type == "number") out += "a number";
  if (type == "text") out = "Write a text";
  if (type == "spans") out = counts(task, "Mark pieces of the text");
  if (type == "segments") out = counts(task, "Mark stretches of time");
  if (type == "boxes") out = counts(task, "Draw boxes");
  if (type == "ranking") out = counts(task, "Put in order, best first");
  if (type == "pairwise") out = "Choose a, b or tie";
  const std::string overlap = text_of(task, "overlap");
  if (overlap == "forbid") out += "; they must not overlap";
  if (overlap == "nested") out += "; one may lie within another";
  const bool is_optional = task.contains("required") && task["required"] == false;
  return out + (is_optional ? " (may be left out)." : ".");
}

std::string with_language(const Json& example) {
  const std::string note = text_of(example, "note"), language = text_of(example, "lang");
  if (note.empty() || language.empty()) return note + language;
  return language + ": " + note;
}

void write_examples(const Json& label, Page& page) {
  if (!label.is_object() || !label.contains("examples")) return;
  for (const Json& example : label["examples"]) {
    if (example.is_string()) {
      page.example(true, example.get<std::string>(), "");
    } else {
      const bool is_right = !example.contains("right") || example["right"] != false;
      page.example(is_right, text_of(example, "text"), with_language(example));
    }
  }
  page.end_examples();
}

void write_label(const Json& label, Page& page) {
  if (label.is_string()) {
    page.heading(3, label.get<std::string>());
    return;
  }
  std::string title = text_of(label, "value");
  const std::string name = text_of(label, "name"), also = text_of(label, "title");
  title += (title.empty() || name.empty() ? "" : " - ") + name;
  if (!also.empty()) title += " / " + also;
  page.heading(3, title);
  std::string definition = text_of(label, "definition");
  if (text_of(label, "deprecated") == "true") definition += " No longer used.";
  if (!definition.empty()) page.paragraph(definition);
  if (label.contains("aliases") && !label["aliases"].empty()) {
    page.paragraph("Also written: " + joined(label["aliases"]));
  }
  write_examples(label, page);
}

void write_edge_cases(const Json& task, Page& page) {
  if (!task.contains("edge_cases") || task["edge_cases"].empty()) return;
  Table table;
  table.columns = {{"Case"}, {"Answer"}, {"Why"}};
  for (const Json& one : task["edge_cases"]) {
    table.rows.push_back({text_of(one, "text"), text_of(one, "answer"), with_language(one)});
  }
  page.heading(3, "Edge cases");
  page.table(table, "What is easily decided differently");
}

void write_task(const std::string& name, const Json& task, Page& page) {
  const std::string title = text_of(task, "title");
  page.heading(2, title.empty() ? name : name + " / " + title);
  const std::string definition = text_of(task, "definition");
  if (!definition.empty()) page.paragraph(definition);
  page.paragraph(what_to_do(task));
  if (task.contains("labels")) {
    for (const Json& label : task["labels"]) write_label(label, page);
  }
  write_edge_cases(task, page);
}

void write_rules(const Json& guideline, Page& page) {
  if (!guideline.contains("rules") || guideline["rules"].empty()) return;
  Table table;
  table.columns = {{"Rule"}, {"What must hold"}, {"Severity"}};
  for (const Json& rule : guideline["rules"]) {
    const std::string severity = text_of(rule, "severity");
    table.rows.push_back(
        {text_of(rule, "id"), text_of(rule, "message"), severity.empty() ? "error" : severity});
  }
  page.heading(2, "Rules across the answers");
  page.table(table, "Checked by lbl-validate");
}

void write_coverage(const Json& guideline, Page& page) {
  if (!guideline.contains("coverage")) return;
  const Json& coverage = guideline["coverage"];
  std::vector<std::string> parts;
  const std::string answers = text_of(coverage, "labels_per_item");
  if (!answers.empty()) {
    parts.push_back(fmt::format("Each item is answered by {} {}.", answers,
                                answers == "1" ? "person" : "people, each alone"));
  }
  const std::string seconds = text_of(coverage, "min_seconds_per_item");
  if (!seconds.empty()) parts.push_back(fmt::format("Take {} seconds or more for one.", seconds));
  if (parts.empty()) return;
  page.heading(2, "How the work is shared");
  page.paragraph(base::join(parts, " "));
}

std::string title_of(const Json& guideline) {
  const std::string title = text_of(guideline, "title");
  return title.empty() ? text_of(guideline, "guideline") : title;
}

void write_body(const Json& guideline, Page& page) {
  page.paragraph(
      fmt::format("{} {}", text_of(guideline, "guideline"), text_of(guideline, "version")));
  const std::string description = text_of(guideline, "description");
  if (!description.empty()) page.paragraph(description);
  for (const auto& [name, task] : guideline["tasks"].items()) write_task(name, task, page);
  write_rules(guideline, page);
  write_coverage(guideline, page);
}

}  // namespace

void write_guideline_html(const std::string& guideline, std::ostream& out) {
  const Json json = Json::parse(guideline);
  begin_html(title_of(json), out);
  out << "<style>h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; } p { margin: .3rem 0; }\n"
         ".examples { list-style: none; padding-left: .5rem; }\n"
         ".right { color: #14632a; font-weight: 600; } td.right, th.right { color: inherit; }\n"
         ".wrong { color: #a11212; font-weight: 600; }</style>\n";
  HtmlPage page(out);
  write_body(json, page);
  end_html(out);
}

void write_guideline_markdown(const std::string& guideline, std::ostream& out) {
  const Json json = Json::parse(guideline);
  MarkdownPage page(out);
  page.heading(1, title_of(json));
  write_body(json, page);
}

}  // namespace lbl::report
