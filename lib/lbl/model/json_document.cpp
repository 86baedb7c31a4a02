// Places, duplicate keys and folding of JSON documents.
#include "lbl/model/json_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "lbl/base/text.hpp"
#include "lbl/model/json_source.hpp"

namespace lbl::model {

std::string pointer_step(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

JsonPlace place_at(const JsonSource& source, std::uint64_t offset) {
  const auto after = std::upper_bound(source.line_begins.begin(), source.line_begins.end(), offset);
  JsonPlace place;
  place.offset = offset;
  place.file = source.file;
  if (after != source.line_begins.begin()) {  // else within the byte order mark
    place.line = static_cast<std::uint64_t>(after - source.line_begins.begin());
    place.column = offset - *(after - 1) + 1;
  }
  return place;
}

JsonDocument::JsonDocument(std::string file, std::string bytes) {
  ParsedJson parsed = parse_json(std::move(file), std::move(bytes));
  sources_.push_back(std::move(parsed.source));
  nodes_ = std::move(parsed.nodes);
  if (parsed.fault) faults_.push_back(std::move(*parsed.fault));
  find_duplicate_keys();
}

void JsonDocument::find_duplicate_keys() {
  std::vector<Value> keys;
  for (const Node& node : nodes_) {
    if (node.kind != ValueKind::object) continue;
    keys.clear();
    for_each_member(Value(&node), [&](Value key, Value) { keys.push_back(key); });
    std::sort(keys.begin(), keys.end(), [](Value a, Value b) {
      return a.text() != b.text() ? a.text() < b.text() : a.offset() < b.offset();
    });
    for (std::size_t i = 1; i < keys.size(); ++i) {
      if (keys[i].text() != keys[i - 1].text()) continue;
      faults_.push_back(
          {place(keys[i]), fmt::format("key {} stands twice; first on line {}",
                                       base::quoted(keys[i].text()), place(keys[i - 1]).line)});
    }
  }
}

JsonPlace JsonDocument::place(Value value) const {
  const auto index = static_cast<std::uint32_t>(&value.node() - nodes_.data());
  const std::size_t source = node_sources_.empty() ? 0 : node_sources_[index];
  JsonPlace place = place_at(*sources_[source], value.offset());
  place.source = source;
  place.pointer = pointer_to(index);
  return place;
}

std::string JsonDocument::pointer_to(std::uint32_t target) const {
  std::string pointer;
  std::uint32_t at = 0;
  while (at != target) {
    const bool in_object = nodes_[at].kind == ValueKind::object;
    std::uint32_t key = at + 1;
    std::uint32_t child = in_object ? key + 1 : key;
    std::uint32_t element = 0;
    while (child + nodes_[child].span <= target) {
      key = child + nodes_[child].span;
      child = in_object ? key + 1 : key;
      ++element;
    }
    pointer += in_object ? pointer_step(nodes_[key].text) : fmt::format("/{}", element);
    if (in_object && key == target) break;
    at = child;
  }
  return pointer;
}

/// Writes the nodes of a folded document. Recursion is as deep as the documents at most.
class JsonFolder {
 public:
  JsonFolder(const JsonDocument& base, const JsonDocument& patch) : base_(base), patch_(patch) {
    out_.sources_ = patch.sources_;
    out_.sources_.insert(out_.sources_.end(), base.sources_.begin(), base.sources_.end());
    out_.faults_ = patch.faults_;
    for (JsonFault fault : base.faults_) {
      fault.place.source += patch.sources_.size();
      out_.faults_.push_back(std::move(fault));
    }
  }

  JsonDocument fold() {
    fold_value(base_.root(), patch_.root());
    return std::move(out_);
  }

 private:
  using Members = std::unordered_map<std::string_view, std::pair<Value, Value>>;

  static Members members_of(Value object) {
    Members members;
    for_each_member(object, [&](Value key, Value value) { members[key.text()] = {key, value}; });
    return members;
  }

  // `base` may be missing: then only the nulls of `patch` are looked for.
  void fold_value(Value base, Value patch) {
    if (!patch.is(ValueKind::object)) return copy(patch, patch_);
    const bool both = base.is(ValueKind::object);
    const std::size_t at = out_.nodes_.size();
    copy_node(patch, patch_);
    std::uint32_t count = 0;
    const Members replaced = both ? members_of(patch) : Members();
    const Members inherited = both ? members_of(base) : Members();
    if (both) {
      for_each_member(
          base, [&](Value key, Value value) { count += fold_inherited(key, value, replaced); });
    }
    for_each_member(patch, [&](Value key, Value value) {
      if (inherited.contains(key.text())) return;
      if (value.is(ValueKind::null)) return add_idle_null(key, inherited);
      copy_node(key, patch_);
      fold_value(Value(), value);
      ++count;
    });
    Node& node = out_.nodes_[at];
    node.count = count;
    node.span = static_cast<std::uint32_t>(out_.nodes_.size() - at);
  }

  // One member of the base; returns how many members came of it.
  std::uint32_t fold_inherited(Value key, Value value, const Members& replaced) {
    const auto own = replaced.find(key.text());
    if (own == replaced.end()) {
      copy_node(key, base_);
      copy(value, base_);
      return 1;
    }
    const auto& [own_key, own_value] = own->second;
    if (own_value.is(ValueKind::null)) return 0;
    copy_node(own_key, patch_);
    fold_value(value, own_value);
    return 1;
  }

  void add_idle_null(Value key, const Members& inherited) {
    std::vector<std::string> names;
    for (const auto& [name, member] : inherited) names.emplace_back(name);
    std::sort(names.begin(), names.end());
    out_.faults_.push_back(
        {patch_.place(key),
         fmt::format("null takes an inherited key away, but {} is not "
                     "inherited{}",
                     base::quoted(key.text()), base::did_you_mean(key.text(), names))});
  }

  void copy_node(Value value, const JsonDocument& from) {
    const auto index = static_cast<std::size_t>(&value.node() - from.nodes_.data());
    const std::uint32_t source = from.node_sources_.empty() ? 0 : from.node_sources_[index];
    const std::size_t shift = &from == &base_ ? patch_.sources_.size() : 0;
    out_.nodes_.push_back(value.node());
    out_.node_sources_.push_back(source + static_cast<std::uint32_t>(shift));
  }

  void copy(Value value, const JsonDocument& from) {
    const Node* node = &value.node();
    for (const Node* end = node + node->span; node != end; ++node) copy_node(Value(node), from);
  }

  const JsonDocument& base_;
  const JsonDocument& patch_;
  JsonDocument out_;
};

JsonDocument JsonDocument::folded_onto(const JsonDocument& base) const {
  return JsonFolder(base, *this).fold();
}

}  // namespace lbl::model
