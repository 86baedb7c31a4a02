// One recogniser a tool, one jq program a kind of label. The jq programs are run by the tests.
#include "lbl/io/foreign_formats.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace lbl::io {

namespace {

using model::Value;
using model::ValueKind;

struct Export {
  std::string_view tool;
  std::string program;  // for jq, on one element of the file
};

Value first_element(Value array) {
  return array.is(ValueKind::array) && array.count() > 0 ? array.first() : Value();
}

bool has(Value object, std::string_view key) {
  return !object.member(key).missing();
}

// The kinds of Label Studio results that lbl has a label for; the key is the one in "value".
struct LabelStudioKind {
  std::string_view key;
  std::string_view program;  // from the list of results to a label
};
constexpr std::array kLabelStudioKinds = {
    LabelStudioKind{"choices", "[.result[].value.choices[]?]"},
    LabelStudioKind{"rating", "first(.result[].value.rating)"},
    LabelStudioKind{
        "rectanglelabels",
        "[.result[] | select(.value.rectanglelabels) | {x: (.value.x * .original_width / "
        "100), y: (.value.y * .original_height / 100), width: (.value.width * "
        ".original_width / 100), height: (.value.height * .original_height / 100), "
        "label: .value.rectanglelabels[0]}]"},
    LabelStudioKind{
        "labels",
        "[.result[].value | select(.labels) | {start: .start, end: .end, label: .labels[0]}]"},
    LabelStudioKind{"polygonlabels", "[.result[].value.polygonlabels[]?] | unique"},
    LabelStudioKind{"", "[.result[].value]"},
};

Export label_studio(Value record) {
  if (!has(record, "annotations") || !has(record, "data")) return {};
  const Value annotation = first_element(record.member("annotations"));
  if (!annotation.missing() && !has(annotation, "completed_by")) return {};
  const Value value = first_element(annotation.member("result")).member("value");
  for (const LabelStudioKind& kind : kLabelStudioKinds) {
    if (!kind.key.empty() && !has(value, kind.key)) continue;
    return {
        "Label Studio",
        fmt::format(".id as $item | .annotations[] | {{item: $item, annotator: (.completed_by | "
                    "if type == \"object\" then .email else tostring end), label: ({})}}",
                    kind.program)};
  }
  return {};
}

// The short export: one flat object a task, the answers of one annotator under the names of the
// labelling controls, which stand between "id" and "annotator".
Export label_studio_min(Value record) {
  if (!has(record, "annotation_id") || !has(record, "lead_time") || !has(record, "id")) return {};
  std::string_view control = "label";
  bool after_id = false;
  model::for_each_member(record, [&](Value key, Value) {
    if (key.text() == "annotator") after_id = false;
    if (after_id) control = key.text();
    if (key.text() == "id") after_id = true;
  });
  return {"Label Studio", fmt::format("{{item: .id, annotator, label: .[\"{}\"]}}", control)};
}

Export prodigy(Value record) {
  if (!has(record, "_input_hash") || !has(record, "_task_hash")) return {};
  constexpr std::string_view kAnnotator =
      "annotator: (._annotator_id // ._session_id // \"prodigy\")";
  if (has(record, "spans")) {
    return {"Prodigy",
            fmt::format("select(.answer == \"accept\") | {{item: ._input_hash, {}, label: "
                        "[.spans[]? | {{start: .start, end: .end, label: .label}}], text}}",
                        kAnnotator)};
  }
  if (has(record, "accept")) {
    return {"Prodigy",
            fmt::format("select(.answer == \"accept\") | {{item: ._input_hash, {}, label: "
                        ".accept, text}}",
                        kAnnotator)};
  }
  return {"Prodigy",
          fmt::format("select(.answer != \"ignore\") | {{item: ._task_hash, {}, label: .answer, "
                      "question: .label, text}}",
                      kAnnotator)};
}

// doccano has named its fields in several ways; its annotations know a user, or its spans are
// arrays of start, end and name.
Export doccano(Value record) {
  const Value annotation = first_element(record.member("annotations"));
  if (has(annotation, "user") && has(annotation, "label")) {
    const std::string_view label =
        has(annotation, "start_offset")
            ? "map({start: .start_offset, end: .end_offset, label: (.label | tostring)})"
            : "map(.label | tostring)";
    return {
        "doccano",
        fmt::format(".id as $item | .text as $text | .annotations | group_by(.user)[] | {{item: "
                    "$item, annotator: (.[0].user | tostring), label: {}, text: $text}}",
                    label)};
  }
  for (const std::string_view key : {"labels", "label"}) {
    const Value span = first_element(record.member(key));
    if (!span.is(ValueKind::array) || span.count() != 3 || !has(record, "text")) continue;
    if (!span.first().is(ValueKind::number)) continue;
    return {"doccano",
            fmt::format("{{item: .id, annotator: (.annotation_approver // \"doccano\"), "
                        "label: [.{}[] | {{start: .[0], end: .[1], label: .[2]}}], text}}",
                        key)};
  }
  return {};
}

Export sharegpt(Value record) {
  const Value turn = first_element(record.member("conversations"));
  if (!has(turn, "from") || !has(turn, "value")) return {};
  return {"ShareGPT",
          "{item: .id, annotator: null, label: null, messages: [.conversations[] | {role: ({human: "
          "\"user\", gpt: \"assistant\"}[.from] // .from), content: .value}]}"};
}

}  // namespace

std::string foreign_export(Value record, Format format) {
  for (const auto recognise : {label_studio, label_studio_min, prodigy, doccano, sharegpt}) {
    const Export found = recognise(record);
    if (found.tool.empty()) continue;
    return fmt::format("is a {} {}, not records; this makes records of it: jq -c '{}{}'",
                       found.tool, found.tool == "ShareGPT" ? "file" : "export",
                       format == Format::json ? ".[] | " : "", found.program);
  }
  return "";
}

}  // namespace lbl::io
