// Decides what each field of a batch is.
#include "lbl/validate/draft_guideline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/model/infer_type.hpp"
#include "lbl/model/raw_answer.hpp"
#include "lbl/validate/label_text.hpp"

namespace lbl::validate {

using model::TaskType;
using model::Value;
using model::ValueKind;

namespace {

constexpr std::size_t kMostLabels = 200;
constexpr std::size_t kMostSliceLevels = 30;
// A label one edit away from another is told of when that is so many times as frequent.
constexpr std::uint64_t kAliasRatio = 10;
constexpr std::size_t kShortestAlias = 4;
constexpr std::uint64_t kEnoughForStep = 200;

constexpr std::array<std::string_view, 10> kTextNames = {
    "text",     "comment", "content",   "sentence", "body",
    "document", "review",  "utterance", "query",    "transcript"};
constexpr std::array<std::string_view, 6> kTimeNames = {"time",       "timestamp", "submitted_at",
                                                        "created_at", "date",      "annotated_at"};
constexpr std::array<std::string_view, 5> kSecondsNames = {"seconds", "duration", "lead_time",
                                                           "time_spent", "elapsed"};

template <std::size_t kSize>
bool is_one_of(std::string_view name, const std::array<std::string_view, kSize>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <std::size_t kSize, class Fits>
std::string first_that(const Profile& profile, const std::array<std::string_view, kSize>& names,
                       Fits&& fits) {
  for (const std::string_view name : names) {
    const FieldProfile* field = profile.field(name);
    if (field != nullptr && field->present() > 0 && fits(*field)) return std::string(name);
  }
  return "";
}

bool is_text(const FieldProfile& field) {
  return field.count(ValueKind::string) + field.count(ValueKind::cell) == field.present();
}

model::FieldNames fields_of(const Profile& profile) {
  model::FieldNames names;
  names.item = profile.item_field();
  names.annotator = profile.annotator_field();
  names.text = first_that(profile, kTextNames, is_text);
  names.time = first_that(profile, kTimeNames, [](const FieldProfile& field) {
    return field.times() == field.present();
  });
  names.seconds = first_that(profile, kSecondsNames, [](const FieldProfile& field) {
    return field.smallest() && *field.smallest() >= 0 && field.is_all(ValueKind::number);
  });
  const FieldProfile* messages = profile.field("messages");
  if (messages != nullptr && messages->is_all(ValueKind::array)) names.messages = "messages";
  const FieldProfile* split = profile.field("split");
  if (split != nullptr && split->distinct() <= kMostSliceLevels) names.split = "split";
  names.gold = profile.field("gold") != nullptr ? "gold" : "";
  return names;
}

bool is_standard(std::string_view name, const model::FieldNames& fields) {
  return name == fields.item || name == fields.annotator || name == fields.text ||
         name == fields.time || name == fields.seconds || name == fields.messages ||
         name == fields.split || name == fields.gold;
}

// "differs in case only": how two labels are near; "" when they are not.
std::string nearness(const std::string& label, const std::string& other) {
  if (tidied_label(label) == tidied_label(other)) return "differs in white space only";
  if (base::nfc(label) == base::nfc(other)) return "is the same, decomposed (NFD)";
  if (base::case_folded(label) == base::case_folded(other)) return "differs in case only";
  return "";
}

bool is_one_edit(const std::string& a, const std::string& b) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > 4 || shorter < kShortestAlias) return false;
  std::size_t front = 0, back = 0;
  while (front < shorter && a[front] == b[front]) ++front;
  while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  const auto middle = [&](const std::string& text) {
    return base::code_points(text.substr(front, text.size() - front - back));
  };
  const std::string a_left = a.substr(front, a.size() - front - back);
  const std::string b_left = b.substr(front, b.size() - front - back);
  const bool is_swap =
      a_left.size() == 2 && b_left.size() == 2 && a_left[0] == b_left[1] && a_left[1] == b_left[0];
  return is_swap || (!base::invalid_utf8(a_left) && !base::invalid_utf8(b_left) &&
                     std::max(middle(a), middle(b)) <= 1);
}

void suggest_aliases(std::vector<DraftLabel>& labels) {
  for (DraftLabel& label : labels) {
    for (const DraftLabel& other : labels) {
      if (&other == &label) break;  // only more frequent ones, which stand before
      if (!other.alias_of.empty()) continue;
      label.reason = nearness(label.name, other.name);
      const bool is_rare = label.count * kAliasRatio <= other.count;
      if (label.reason.empty() && is_rare && is_one_edit(label.name, other.name)) {
        label.reason = "is one edit away, and rare";
      }
      if (label.reason.empty()) continue;
      label.alias_of = other.name;
      break;
    }
  }
}

std::optional<TaskType> type_of(const FieldProfile& field) {
  std::vector<model::RawAnswer> answers;
  answers.reserve(field.distinct());
  for (std::size_t i = 0; i < field.distinct(); ++i) answers.emplace_back(field.raw(i));
  std::vector<Value> values;
  for (const model::RawAnswer& answer : answers) values.push_back(answer.value());
  try {
    return model::infer_task_type(field.name(), values);
  } catch (const base::Error&) {
    return std::nullopt;
  }
}

void draft_scale(const FieldProfile& field, DraftTask& out) {
  out.task.min = field.smallest();
  out.task.max = field.largest();
  if (out.task.type != TaskType::rating) return;
  std::int64_t step = 0;
  for (const LabelCount& label : field.labels()) {
    const auto number = base::parse_number(label.name);
    if (number) step = std::gcd(step, std::llround(*number - *field.smallest()));
  }
  // Few answers leave out points of the scale by chance.
  const bool is_settled = field.present() >= kEnoughForStep;
  out.task.step = is_settled ? static_cast<double>(std::max<std::int64_t>(step, 1)) : 1;
  std::vector<LabelCount> points = field.labels();
  std::sort(points.begin(), points.end(), [](const LabelCount& a, const LabelCount& b) {
    return base::parse_number(a.name).value_or(0) < base::parse_number(b.name).value_or(0);
  });
  std::vector<std::string> counts;
  for (const LabelCount& point : points) {
    counts.push_back(point.name + ": " + base::with_commas(point.count));
  }
  out.note += (out.note.empty() ? "" : "; ") + base::join(counts, ", ");
}

void draft_labels(const FieldProfile& field, DraftTask& out) {
  for (const LabelCount& label : field.labels()) {
    if (!base::is_blank(label.name)) out.labels.push_back({label.name, label.count, "", ""});
  }
  suggest_aliases(out.labels);
  const auto is_pairwise = [](const DraftLabel& label) {
    return label.name == "a" || label.name == "b" || label.name == "tie";
  };
  if (out.task.type == TaskType::choice && out.labels.size() >= 2 &&
      std::all_of(out.labels.begin(), out.labels.end(), is_pairwise)) {
    out.task.type = TaskType::pairwise;
  }
}

std::optional<DraftTask> draft_task(const FieldProfile& field, std::uint64_t records) {
  const std::optional<TaskType> type = type_of(field);
  if (!type) return std::nullopt;
  DraftTask out;
  out.task.name = out.task.field = field.name();
  out.task.type = *type;
  out.answers = field.present();
  out.task.required = field.present() == records;
  if (!out.task.required) {
    out.note =
        fmt::format("{} of {} records {} no answer", base::with_commas(records - field.present()),
                    base::with_commas(records), records - field.present() == 1 ? "has" : "have");
  }
  if (*type == TaskType::rating || *type == TaskType::number) {
    draft_scale(field, out);
    return out;
  }
  if (field.distinct_labels() > kMostLabels) {
    if (*type == TaskType::choice) out.task.type = TaskType::text;
    out.note = fmt::format("{} or more different labels: no closed set is drafted",
                           base::with_commas(field.distinct_labels()));
  } else {
    draft_labels(field, out);
  }
  if (*type == TaskType::choices) {
    out.task.min_count = field.fewest();
    out.task.max_count = std::max<std::uint64_t>(field.most(), 1);
  }
  if (*type == TaskType::spans || *type == TaskType::segments) {
    out.task.overlap = field.crosses()    ? model::Overlap::allow
                       : field.overlaps() ? model::Overlap::nested
                                          : model::Overlap::forbid;
  }
  return out;
}

bool is_answer(const FieldProfile& field, const DraftGuideline& draft) {
  if (field.name() == "label") return true;
  if (is_standard(field.name(), draft.fields) || is_one_of(field.name(), kTimeNames) ||
      is_one_of(field.name(), kSecondsNames)) {
    return false;
  }
  const bool is_free_text = is_text(field) && field.distinct() > kMostLabels;
  // Numbers of records differ nearly everywhere.
  const std::uint64_t told_apart =
      std::min<std::uint64_t>(field.present(), FieldProfile::kMostDistinct);
  const bool is_id = field.present() > 20 && field.distinct() * 10 >= told_apart * 9;
  return field.varies_in_item() && field.varies_in_annotator() && !is_free_text && !is_id &&
         field.times() < field.present();
}

bool is_slice(const FieldProfile& field, const Profile& profile, const DraftGuideline& draft) {
  if (is_standard(field.name(), draft.fields) || field.count(ValueKind::array) > 0 ||
      field.count(ValueKind::object) > 0) {
    return false;
  }
  const bool is_task = std::any_of(draft.tasks.begin(), draft.tasks.end(), [&](const DraftTask& t) {
    return t.task.field == field.name();
  });
  const std::size_t most =
      std::min<std::size_t>(kMostSliceLevels, static_cast<std::size_t>(profile.items() / 2) + 1);
  return !is_task && field.distinct() >= 2 && field.distinct() <= most;
}

void draft_length_slice(const Profile& profile, DraftGuideline& draft) {
  const FieldProfile* text = profile.field(draft.fields.text);
  if (text == nullptr) return;
  const auto low = static_cast<double>(text->length_quantile(1.0 / 3));
  const auto high = static_cast<double>(text->length_quantile(2.0 / 3));
  if (low < 1 || high <= low) return;
  draft.slices.push_back({"length", draft.fields.text, "length", {low, high}});
}

}  // namespace

DraftGuideline draft_guideline(const Profile& profile, const std::vector<std::string>& tasks,
                               const std::string& name) {
  DraftGuideline draft;
  draft.name = name;
  draft.records = profile.records();
  draft.items = profile.items();
  draft.annotators = profile.annotators();
  draft.fields = fields_of(profile);
  for (const std::string& task : tasks) {
    if (profile.field(task) != nullptr) continue;
    std::vector<std::string> names;
    for (const auto& field : profile.fields()) names.push_back(field->name());
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("--task: no record has a field {}{}", base::quoted(task),
                                  base::did_you_mean(task, names)));
  }
  for (const auto& field : profile.fields()) {
    const bool is_named = std::find(tasks.begin(), tasks.end(), field->name()) != tasks.end();
    if (field->present() == 0 || !(tasks.empty() ? is_answer(*field, draft) : is_named)) continue;
    if (auto task = draft_task(*field, profile.records())) {
      draft.tasks.push_back(std::move(*task));
    } else {
      draft.notes.push_back(
          fmt::format("field {} holds values of several kinds and is no task here",
                      base::quoted(field->name())));
    }
  }
  if (draft.tasks.empty()) {
    throw base::Error(base::ErrorKind::input,
                      "no field looks like an answer; name those that are with --task FIELD,...");
  }
  for (const auto& field : profile.fields()) {
    if (is_slice(*field, profile, draft)) {
      draft.slices.push_back(model::slice_by_field(field->name()));
    }
  }
  draft_length_slice(profile, draft);
  if (const std::uint64_t answers = profile.answers_per_item(); answers > 1) {
    draft.labels_per_item = answers;
  }
  if (profile.annotators() > 2) {
    draft.max_share = std::min(1.0, std::ceil(profile.largest_share() * 20) / 20);
  }
  return draft;
}

}  // namespace lbl::validate
