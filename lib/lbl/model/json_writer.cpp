// Writes JSON values as text, without recursion.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/model/json_document.hpp"

namespace lbl::model {

namespace {

constexpr std::size_t kLineWidth = 100;

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

bool has_children(const Node& node) {
  return node.kind == ValueKind::array || node.kind == ValueKind::object;
}

// An object or array that is being written.
struct Level {
  bool object;
  bool on_one_line;
  std::uint32_t left;  // children to come; an object's keys count too
  std::uint32_t total;
};

class Writer {
 public:
  enum class Layout { compact, pretty };

  Writer(Value value, Layout layout) : first_(&value.node()), layout_(layout) {}

  std::string write() {
    for (const Node* node = first_; node != first_ + first_->span; ++node) {
      begin_child();
      if (has_children(*node)) {
        begin_children(*node);
      } else if (node->kind == ValueKind::string) {
        append_string(out_, node->text);
      } else {
        out_ += node->text;
      }
      while (!levels_.empty() && levels_.back().left == 0) end_children();
    }
    return std::move(out_);
  }

 private:
  void begin_child() {
    if (levels_.empty()) return;
    Level& level = levels_.back();
    const bool is_value = level.object && level.left % 2 == 1;
    if (is_value) {
      out_ += layout_ == Layout::compact ? ":" : ": ";
    } else {
      if (level.left != level.total) out_ += ',';
      break_line(level, level.left != level.total ? " " : "");
    }
    --level.left;
  }

  void begin_children(const Node& node) {
    const bool object = node.kind == ValueKind::object;
    out_ += object ? '{' : '[';
    const std::uint32_t children = object ? 2 * node.count : node.count;
    levels_.push_back({object, fits_on_one_line(node), children, children});
  }

  void end_children() {
    const Level level = levels_.back();
    levels_.pop_back();
    if (level.total > 0) break_line(level, "");
    out_ += level.object ? '}' : ']';
  }

  void break_line(const Level& level, std::string_view on_one_line) {
    if (layout_ == Layout::compact) return;
    if (level.on_one_line) {
      out_ += on_one_line;
    } else {
      out_ += '\n';
      out_.append(2 * levels_.size(), ' ');
    }
  }

  // Only what holds nothing but scalars, so that nesting shows.
  bool fits_on_one_line(const Node& node) const {
    std::size_t width = 2 * levels_.size() + 2;
    for (const Node* child = &node + 1; child != &node + node.span; ++child) {
      if (has_children(*child)) return false;
      width += child->text.size() + 4;
      if (width > kLineWidth) return false;
    }
    return true;
  }

  const Node* first_;
  Layout layout_;
  std::vector<Level> levels_;
  std::string out_;
};

}  // namespace

std::string compact_json(Value value) {
  return Writer(value, Writer::Layout::compact).write();
}

std::string pretty_json(Value value) {
  return Writer(value, Writer::Layout::pretty).write();
}

std::string json_string(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

}  // namespace lbl::model
