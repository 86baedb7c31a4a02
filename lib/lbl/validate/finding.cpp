// Collects drafts of findings and finds the JSON Pointers of their values.
#include "lbl/validate/finding.hpp"

#include <algorithm>

namespace lbl::validate {

using model::Severity;
using model::Value;
using model::ValueKind;

namespace {

// The pointer, seen from `root`, of the innermost value that starts at or before `offset`.
std::string pointer_to(Value root, std::uint32_t offset) {
  if (root.offset() >= offset) return "";
  std::string step;
  Value inside;
  if (root.is(ValueKind::array)) {
    std::size_t index = 0;
    for_each_element(root, [&](Value element) {
      if (element.offset() <= offset) {
        inside = element;
        step = std::to_string(index);
      }
      ++index;
    });
  } else if (root.is(ValueKind::object)) {
    for_each_member(root, [&](Value key, Value value) {
      if (value.offset() <= offset) {
        inside = value;
        step = pointer_step(key.text());
      }
    });
  }
  return inside.missing() ? "" : "/" + step + pointer_to(inside, offset);
}

}  // namespace

std::string Finding::rule_id() const {
  return guideline_rule.empty() ? std::string(rule->id) : "rule:" + guideline_rule;
}

void Drafts::enter(Value root, std::string_view pointer, std::uint32_t task) {
  root_ = root;
  pointer_ = pointer;
  task_ = task;
  cursor_ = Value();
  cursor_index_ = 0;
}

void Drafts::add(const Rule& rule, Value at, std::string message, Detail detail) {
  add_at_most(Severity::error, rule, at, std::move(message), std::move(detail));
}

void Drafts::add_at_most(Severity most, const Rule& rule, Value at, std::string message,
                         Detail detail) {
  const std::uint32_t offset = at.missing() ? 0 : at.offset();
  add_draft(most, rule, offset, at.missing() ? pointer_ : pointer_at(offset), std::move(message),
            std::move(detail));
}

void Drafts::add_at(const Rule& rule, std::uint32_t offset, std::string message, Detail detail) {
  add_draft(Severity::error, rule, offset, pointer_at(offset), std::move(message),
            std::move(detail));
}

void Drafts::add_draft(Severity most, const Rule& rule, std::uint32_t offset, std::string pointer,
                       std::string message, Detail detail) {
  if (detail.standing == Standing::mended) most = std::min(most, Severity::note);
  const Severity severity = std::min(most, severities_.of(rule));
  if (severity == Severity::off) return;
  list_.push_back(
      {&rule, severity, offset, std::move(pointer), task_, std::move(message), std::move(detail)});
}

std::string Drafts::pointer_at(std::uint32_t offset) {
  if (root_.missing() || root_.offset() >= offset) return pointer_;
  if (!root_.is(ValueKind::array) || root_.count() == 0) {
    return pointer_ + pointer_to(root_, offset);
  }
  if (cursor_.missing() || cursor_.offset() > offset) {
    cursor_ = root_.first();
    cursor_index_ = 0;
  }
  while (cursor_index_ + 1 < root_.count() && cursor_.next().offset() <= offset) {
    cursor_ = cursor_.next();
    ++cursor_index_;
  }
  return pointer_ + "/" + std::to_string(cursor_index_) + pointer_to(cursor_, offset);
}

std::string pointer_step(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace lbl::validate
