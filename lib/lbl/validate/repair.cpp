// Mends labels, and makes the record that the checks see afterwards.
#include "lbl/validate/repair.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/validate/label_text.hpp"

namespace lbl::validate {

using model::Node;
using model::TaskType;
using model::Value;
using model::ValueKind;

namespace {

constexpr std::size_t kMostRemembered = 4096;

bool has_labels(TaskType type) {
  return type != TaskType::rating && type != TaskType::number && type != TaskType::text;
}

bool is_scalar(Value value) {
  return value && !value.is(ValueKind::array) && !value.is(ValueKind::object) &&
         !value.is(ValueKind::null);
}

}  // namespace

// A cell of a table with JSON in it: its nodes stand where the cell does, so their places are found
// by reading it once more.
struct Repairer::Cell {
  Cell(Value value, std::size_t node)
      : outer(value), first_node(node), document("", std::string(value.text())) {}

  std::size_t place(std::size_t node) const {
    return Value(&document.root().node() + (node - first_node)).offset();
  }
  bool holds(std::size_t node) const {
    return node >= first_node && node < first_node + outer.node().span;
  }

  Value outer;
  std::size_t first_node;
  model::JsonDocument document;
  std::vector<model::Edit> edits;
};

LabelMender::LabelMender(const TaskSetup& task, const Setup& setup) : setup_(setup) {
  for (const model::LabelDefinition& label : task.task.labels) {
    names_.insert_or_assign(label.name, label.name);
  }
  for (const model::LabelDefinition& label : task.task.labels) {
    for (const std::string& alias : label.aliases) names_.try_emplace(alias, label.name);
  }
}

const LabelMender::Mended& LabelMender::mend(std::string_view label) {
  if (const auto known = known_.find(label)) return mended_[*known];
  if (known_.size() == kMostRemembered) return unremembered_ = work_out(label);
  known_.add(label);
  return mended_.emplace_back(work_out(label));
}

LabelMender::Mended LabelMender::work_out(std::string_view label) const {
  Mended out{std::string(label), {}};
  const Severities& severities = setup_.severities();
  const std::vector<std::string>& missing = setup_.guideline().missing_values;
  if (base::is_blank(label) || std::find(missing.begin(), missing.end(), label) != missing.end()) {
    return out;
  }
  if (names_.find(out.text) == names_.end()) {
    if (severities.is_on(rules::label_not_nfc) && !base::is_nfc(out.text)) {
      out.text = base::nfc(out.text);
      out.reasons.emplace_back(&rules::label_not_nfc, "is not in composed form (NFC)");
    }
    if (severities.is_on(rules::label_whitespace)) {
      if (std::string tidy = tidied_label(out.text); tidy != out.text) {
        out.text = std::move(tidy);
        out.reasons.emplace_back(&rules::label_whitespace, "has stray white space");
      }
    }
  }
  const auto named = names_.find(out.text);
  if (named != names_.end() && named->second != out.text && severities.is_on(rules::alias_label)) {
    out.text = named->second;
    out.reasons.emplace_back(&rules::alias_label, "is an alias");
  }
  return out;
}

Repairer::Repairer(const Setup& setup)
    : setup_(setup), menders_(setup.tasks().size()), pii_kinds_(setup.pii_kinds()) {}

Repairer::~Repairer() = default;

const model::Record& Repairer::repaired(const model::Record& record, Drafts& drafts,
                                        std::deque<std::string>& texts) {
  record_ = &record;
  drafts_ = &drafts;
  texts_ = &texts;
  edits_.clear();
  new_texts_.clear();
  removed_.clear();
  lists_.clear();
  cells_.clear();
  if (setup_.extras().fixes == Fixes::safe) {
    for (std::size_t t = 0; t < setup_.tasks().size(); ++t) mend_answer(t);
  }
  if (setup_.extras().pseudonyms) redact();
  return new_texts_.empty() && removed_.empty() ? record : rebuilt();
}

void Repairer::mend_answer(std::size_t number) {
  const TaskSetup& named = setup_.tasks()[number];
  if (!named.field.is_set()) return;
  const Value value = record_->field(named.field.number);
  if (value.missing() || value.is(ValueKind::null)) return;
  const TaskSetup& task = named.for_value(value);
  const TaskType type = task.task.type;
  if (!has_labels(type)) return;
  LabelMender& mender = menders_[number].try_emplace(type, task, setup_).first->second;
  drafts_->enter(value, task.field.pointer, static_cast<std::uint32_t>(number));
  const bool is_list = type == TaskType::choices || type == TaskType::ranking;
  if (value.is(ValueKind::array)) {
    mend_list(value, mender, type);
  } else if (value.is(ValueKind::cell) && is_list) {
    mend_cell_list(value, mender, type);
  } else if (value.is(ValueKind::string) || value.is(ValueKind::cell)) {
    mend_label(value, mender);
  }
}

void Repairer::mend_label(Value label, LabelMender& mender) {
  const LabelMender::Mended& mended = mender.mend(label.text());
  if (mended.reasons.empty()) return;
  for (const auto& [rule, what] : mended.reasons) {
    tell(*rule, label,
         fmt::format("label {} {}; written as {}", base::quoted(label.text()), what,
                     base::quoted(mended.text)),
         std::string(label.text()), mended.text);
  }
  set(label, mended.text);
}

void Repairer::mend_list(Value list, LabelMender& mender, TaskType type) {
  const std::size_t before = new_texts_.size() + removed_.size();
  const bool no_repeats =
      type == TaskType::choices && setup_.severities().is_on(rules::repeated_choice);
  std::vector<std::string> seen;
  Value last;
  for_each_element(list, [&](Value element) {
    const Value label = element.is(ValueKind::object) ? element.member("label") : element;
    if (label.is(ValueKind::string)) mend_label(label, mender);
    if (no_repeats && is_scalar(element)) {
      std::string name = mender.mend(element.text()).text;
      if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
        tell(rules::repeated_choice, element,
             fmt::format("{} stands twice in the list; taken out", base::quoted(name)), name, "");
        remove(element, last, list);
      } else {
        seen.push_back(std::move(name));
      }
    }
    last = element;
  });
  if (new_texts_.size() + removed_.size() > before) lists_.push_back(list);
}

void Repairer::mend_cell_list(Value cell, LabelMender& mender, TaskType type) {
  const bool no_repeats =
      type == TaskType::choices && setup_.severities().is_on(rules::repeated_choice);
  std::vector<std::string> parts;
  bool is_new = false;
  for (const std::string& part : base::split(cell.text(), '|')) {
    const LabelMender::Mended& mended = mender.mend(part);
    for (const auto& [rule, what] : mended.reasons) {
      tell(*rule, cell,
           fmt::format("label {} {}; written as {}", base::quoted(part), what,
                       base::quoted(mended.text)),
           part, mended.text);
    }
    is_new = is_new || !mended.reasons.empty();
    if (no_repeats && std::find(parts.begin(), parts.end(), mended.text) != parts.end()) {
      tell(rules::repeated_choice, cell,
           fmt::format("{} stands twice in the list; taken out", base::quoted(mended.text)),
           mended.text, "");
      is_new = true;
    } else {
      parts.push_back(mended.text);
    }
  }
  if (is_new) set(cell, base::join(parts, "|"));
}

void Repairer::tell(const Rule& rule, Value at, std::string message, std::string found,
                    std::string hint) {
  Detail detail{std::move(found), std::move(hint)};
  detail.standing = Standing::mended;
  drafts_->add(rule, at, std::move(message), std::move(detail));
}

std::size_t Repairer::number_of(Value value) const {
  return static_cast<std::size_t>(&value.node() - record_->nodes.data());
}

// In a table all nodes of a cell stand where the cell does.
bool Repairer::is_in_cell(Value container) const {
  return container.count() > 0 && container.first().offset() == container.offset() &&
         number_of(container) != record_->root_node;
}

// The cell that `value` stands in; null in JSON, and for a cell of plain text.
Repairer::Cell* Repairer::cell_of(Value value) {
  const std::size_t node = number_of(value);
  for (const auto& cell : cells_) {
    if (cell->holds(node)) return cell.get();
  }
  for (std::size_t at = 0; at <= node; ++at) {
    const Value outer(&record_->nodes[at]);
    const bool is_container = outer.is(ValueKind::array) || outer.is(ValueKind::object);
    if (is_container && at + outer.node().span > node && is_in_cell(outer)) {
      return cells_.emplace_back(std::make_unique<Cell>(outer, at)).get();
    }
  }
  return nullptr;
}

bool Repairer::is_new(Value value) const {
  const std::size_t node = number_of(value);
  return std::any_of(new_texts_.begin(), new_texts_.end(),
                     [&](const auto& known) { return known.first == node; });
}

// Replaces pieces of a text where they stand, so that escapes beside them stay as they are. The new
// pieces need no escape.
void Repairer::set_pieces(Value value, std::string text,
                          const std::vector<Replacement>& replacements) {
  if (!value.is(ValueKind::string)) {
    set(value, std::move(text));
    return;
  }
  if (is_new(value)) return;
  const std::size_t node = number_of(value);
  Cell* cell = cell_of(value);
  const std::string_view json = cell == nullptr ? record_->bytes : cell->outer.text();
  const std::size_t at = cell == nullptr ? value.offset() : cell->place(node);
  for (const Replacement& one : replacements) {
    (cell == nullptr ? edits_ : cell->edits)
        .push_back({model::json_text_place(json, at, one.begin),
                    model::json_text_place(json, at, one.end), one.bytes});
  }
  new_texts_.emplace_back(node, texts_->emplace_back(std::move(text)));
}

// Gives a string, cell or number a new text.
void Repairer::set(Value value, std::string text) {
  if (is_new(value)) return;
  const std::size_t node = number_of(value);
  const std::string json = value.is(ValueKind::string) ? model::json_string(text) : text;
  if (Cell* cell = cell_of(value)) {
    const std::size_t at = cell->place(node);
    cell->edits.push_back({at, model::json_scalar_end(cell->outer.text(), at), json});
  } else if (value.is(ValueKind::cell)) {
    edits_.push_back({value.offset(),
                      model::csv_cell_end(record_->bytes, value.offset(), value.text()),
                      model::csv_cell_for(record_->bytes, value.offset(), text)});
  } else {
    edits_.push_back(
        {value.offset(), model::json_scalar_end(record_->bytes, value.offset()), json});
  }
  new_texts_.emplace_back(node, texts_->emplace_back(std::move(text)));
}

// Takes an element out of a list, with the comma before it; it is never the first.
void Repairer::remove(Value element, Value before, Value list) {
  Cell* cell = cell_of(element);
  const std::string_view json = cell == nullptr ? record_->bytes : cell->outer.text();
  const auto end_of = [&](Value value) {
    const std::size_t at = cell == nullptr ? value.offset() : cell->place(number_of(value));
    return model::json_scalar_end(json, at);
  };
  (cell == nullptr ? edits_ : cell->edits).push_back({end_of(before), end_of(element), ""});
  removed_.emplace_back(number_of(element), number_of(list));
}

void Repairer::close_cells() {
  for (const auto& cell : cells_) {
    const std::string text = model::edited(cell->outer.text(), cell->edits);
    const std::size_t at = cell->outer.offset();
    edits_.push_back({at, model::csv_cell_end(record_->bytes, at, cell->outer.text()),
                      model::csv_cell_for(record_->bytes, at, text)});
  }
}

const model::Record& Repairer::rebuilt() {
  // A list is known by its text, so a mended one needs a new text.
  for (const Value list : lists_) {
    const Cell* cell = cell_of(list);
    std::vector<model::Edit> inside;
    const std::size_t begin = cell == nullptr ? list.offset() : 0;
    for (model::Edit edit : cell == nullptr ? edits_ : cell->edits) {
      if (edit.begin < begin || edit.end > begin + list.text().size()) continue;
      edit.begin -= begin;
      edit.end -= begin;
      inside.push_back(std::move(edit));
    }
    new_texts_.emplace_back(number_of(list),
                            texts_->emplace_back(model::edited(list.text(), std::move(inside))));
  }
  close_cells();
  nodes_.assign(record_->nodes.begin(), record_->nodes.end());
  for (const auto& [node, text] : new_texts_) nodes_[node].text = text;
  field_nodes_.assign(record_->field_nodes.begin(), record_->field_nodes.end());
  mended_ = *record_;
  if (!removed_.empty()) rebuild_nodes();
  mended_.nodes = nodes_;
  mended_.field_nodes = field_nodes_;
  return mended_;
}

// Leaves the removed elements out of the nodes: spans shrink, later nodes move up.
void Repairer::rebuild_nodes() {
  std::vector<std::uint32_t> gone(nodes_.size() + 1, 0);  // nodes removed before this one
  std::vector<bool> is_removed(nodes_.size(), false);
  for (const auto& [element, list] : removed_) {
    is_removed[element] = true;  // a scalar: one node
    --nodes_[list].count;
  }
  for (std::size_t i = 0; i < nodes_.size(); ++i) gone[i + 1] = gone[i] + (is_removed[i] ? 1 : 0);
  std::vector<Node> kept;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (is_removed[i]) continue;
    Node node = nodes_[i];
    node.span -= gone[i + node.span] - gone[i];
    kept.push_back(node);
  }
  for (std::uint32_t& node : field_nodes_) {
    if (node != model::Record::kMissing) node -= gone[node];
  }
  nodes_ = std::move(kept);
}

}  // namespace lbl::validate
