// Counts what stands in the fields.
#include "lbl/validate/profile.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/timestamp.hpp"
#include "lbl/model/raw_answer.hpp"

namespace lbl::validate {

using model::Value;
using model::ValueKind;

namespace {

constexpr std::array<std::string_view, 8> kItemNames = {
    "item", "id", "item_id", "doc_id", "sample_id", "question_id", "uid", "idx"};
constexpr std::array<std::string_view, 8> kAnnotatorNames = {
    "annotator", "worker", "annotator_id", "worker_id", "rater", "labeler", "user", "coder"};

template <std::size_t kSize>
std::string usual_name(Value root, const std::array<std::string_view, kSize>& names) {
  for (const std::string_view name : names) {
    if (!root.member(name).is_no_answer()) return std::string(name);
  }
  return "";
}

// Notes whether the values of one group differ.
void compare(std::uint64_t hash, std::uint32_t group, std::vector<std::uint64_t>& first,
             bool& varies) {
  if (group == FieldProfile::kNobody || varies) return;
  if (group >= first.size()) first.resize(std::size_t{group} + 1, 0);
  if (first[group] == 0) first[group] = hash;
  varies = first[group] != hash;
}

}  // namespace

void FieldProfile::see(Value value, std::uint32_t item, std::uint32_t annotator) {
  const std::uint64_t hash =
      base::hash64(value.text(), static_cast<std::uint64_t>(value.kind())) | 1U;
  compare(hash, item, of_item_, varies_in_item_);
  compare(hash, annotator, of_annotator_, varies_in_annotator_);
  if (value.is_no_answer()) return;
  ++present_;
  ++kinds_[static_cast<std::size_t>(value.kind())];
  if (raw_.size() < kMostDistinct) {
    scratch_.clear();
    model::append_raw_answer(value, scratch_);
    raw_.add(scratch_);
  }
  if (value.is(ValueKind::array)) {
    see_list(value);
    return;
  }
  if (value.is(ValueKind::object)) return;
  count_label(value.text());
  // A small number would be seconds since 1970 as well.
  const auto time = base::parse_timestamp(base::trimmed(value.text()));
  if (time && (time->form != base::TimeForm::unix_time || time->seconds() > 1e8)) ++times_;
  bytes_ += value.text().size();
  if (value.is(ValueKind::string) || value.is(ValueKind::cell)) {
    ++lengths_[base::code_points(value.text())];
  }
  const std::optional<double> number = value.number();
  if (!number) return;
  smallest_ = std::min(smallest_.value_or(*number), *number);
  largest_ = std::max(largest_.value_or(*number), *number);
  is_whole_ = is_whole_ && *number == std::floor(*number);
}

void FieldProfile::see_list(Value list) {
  fewest_ = std::min<std::uint64_t>(fewest_, list.count());
  most_ = std::max<std::uint64_t>(most_, list.count());
  std::set<std::string_view> seen;
  bool repeated = false;
  for_each_element(list, [&](Value element) {
    const Value label = element.is(ValueKind::object) ? element.member("label") : element;
    if (!label || label.is(ValueKind::array) || label.is(ValueKind::object)) return;
    count_label(label.text());
    repeated = repeated || !seen.insert(label.text()).second;
  });
  if (repeated) ++repeats_;
  see_units(list);
}

void FieldProfile::see_units(Value list) {
  std::vector<std::pair<double, double>> units;
  for_each_element(list, [&](Value element) {
    const auto start = element.member("start").number(), end = element.member("end").number();
    if (start && end) units.emplace_back(*start, -*end);  // longer ones first
  });
  std::sort(units.begin(), units.end());
  std::vector<double> open;
  for (const auto& [start, minus_end] : units) {
    const double end = -minus_end;
    while (!open.empty() && open.back() <= start) open.pop_back();
    if (!open.empty()) overlaps_ = true;
    if (!open.empty() && end > open.back()) crosses_ = true;
    open.push_back(end);
  }
}

void FieldProfile::count_label(std::string_view text) {
  if (const auto known = labels_.find(text)) {
    ++label_counts_[*known];
  } else if (labels_.size() < kMostDistinct) {
    labels_.add(text);
    label_counts_.push_back(1);
  }
}

std::vector<LabelCount> FieldProfile::labels() const {
  std::vector<LabelCount> out;
  for (std::uint32_t i = 0; i < labels_.size(); ++i) {
    out.push_back({std::string(labels_.text(i)), label_counts_[i]});
  }
  std::sort(out.begin(), out.end(), [](const LabelCount& a, const LabelCount& b) {
    return a.count != b.count ? a.count > b.count : a.name < b.name;
  });
  return out;
}

double FieldProfile::mean_length() const {
  return present_ == 0 ? 0 : static_cast<double>(bytes_) / static_cast<double>(present_);
}

std::size_t FieldProfile::length_quantile(double q) const {
  std::uint64_t all = 0;
  for (const auto& [length, count] : lengths_) all += count;
  std::uint64_t below = 0;
  for (const auto& [length, count] : lengths_) {
    below += count;
    if (static_cast<double>(below) >= q * static_cast<double>(all)) return length;
  }
  return 0;
}

Profile::Profile(std::string item, std::string annotator)
    : item_field_(std::move(item)), annotator_field_(std::move(annotator)) {}

void Profile::see(const model::Record& record) {
  const Value root = record.root();
  if (root.missing()) return;
  ++records_;
  if (item_field_.empty()) item_field_ = usual_name(root, kItemNames);
  if (annotator_field_.empty()) annotator_field_ = usual_name(root, kAnnotatorNames);
  std::uint32_t item = FieldProfile::kNobody, annotator = FieldProfile::kNobody;
  if (const Value id = root.member(item_field_); !id.is_no_answer()) item = items_.add(id.text());
  if (const Value name = root.member(annotator_field_); !name.is_no_answer()) {
    annotator = annotators_.add(name.text());
    by_annotator_.resize(annotators_.size(), 0);
    ++by_annotator_[annotator];
  }
  annotators_of_item_.resize(items_.size(), 0);
  if (item != FieldProfile::kNobody && annotator != FieldProfile::kNobody) {
    const std::array<std::uint32_t, 2> pair = {item, annotator};
    const std::uint32_t before = pairs_.size();
    pairs_.add({reinterpret_cast<const char*>(pair.data()), sizeof pair});
    if (pairs_.size() > before) ++annotators_of_item_[item];
  }
  for_each_member(root, [&](Value key, Value value) {
    const std::uint32_t number = names_.add(key.text());
    if (number == fields_.size()) fields_.push_back(std::make_unique<FieldProfile>(key.text()));
    fields_[number]->see(value, item, annotator);
  });
}

std::uint64_t Profile::answers_per_item() const {
  if (annotators_of_item_.empty()) return 0;
  std::vector<std::uint32_t> sorted = annotators_of_item_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

double Profile::largest_share() const {
  if (by_annotator_.empty()) return 1;
  const std::uint64_t most = *std::max_element(by_annotator_.begin(), by_annotator_.end());
  return static_cast<double>(most) / static_cast<double>(records_);
}

const FieldProfile* Profile::field(std::string_view name) const {
  const auto number = names_.find(name);
  return number ? fields_[*number].get() : nullptr;
}

}  // namespace lbl::validate
