// A scalar is its kind and its text; an array or object is each node in turn, length-framed.
#include "lbl/model/raw_answer.hpp"

#include <array>
#include <cstring>

namespace lbl::model {

namespace {

struct Frame {
  std::uint32_t length, span, count;
};

bool has_children(ValueKind kind) {
  return kind == ValueKind::array || kind == ValueKind::object;
}

}  // namespace

void append_raw_answer(Value value, std::string& out) {
  if (!has_children(value.kind())) {
    out += static_cast<char>(value.kind());
    out += value.text();
    return;
  }
  const Node* node = &value.node();
  for (const Node* end = node + node->span; node != end; ++node) {
    const std::string_view text = has_children(node->kind) ? std::string_view() : node->text;
    const Frame frame{static_cast<std::uint32_t>(text.size()), node->span, node->count};
    std::array<char, sizeof frame> bytes{};
    std::memcpy(bytes.data(), &frame, sizeof frame);
    out += static_cast<char>(node->kind);
    out.append(bytes.data(), bytes.size());
    out += text;
  }
}

RawAnswer::RawAnswer(std::string_view raw) {
  const auto first = static_cast<ValueKind>(raw.front());
  if (!has_children(first)) {
    nodes_.push_back({raw.substr(1), 0, 1, 0, first});
    return;
  }
  while (!raw.empty()) {
    const auto kind = static_cast<ValueKind>(raw.front());
    Frame frame{};
    std::memcpy(&frame, raw.data() + 1, sizeof frame);
    raw.remove_prefix(1 + sizeof frame);
    nodes_.push_back({raw.substr(0, frame.length), 0, frame.span, frame.count, kind});
    raw.remove_prefix(frame.length);
  }
}

}  // namespace lbl::model
