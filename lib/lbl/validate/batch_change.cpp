// Indexes answers by item, annotator and task, and compares two such indexes.
#include "lbl/validate/batch_change.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "lbl/base/hash.hpp"

namespace lbl::validate {

namespace {

// Labels of a task whose shares are compared.
constexpr std::size_t kMostShares = 50;

std::string name(std::string_view text) {
  return std::string(text);
}

// Lists of spans are long; the start of one is enough to look at.
std::string shown(std::string_view text) {
  constexpr std::size_t kMostBytes = 60;
  if (text.size() <= kMostBytes) return std::string(text);
  std::size_t end = kMostBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "...";
}

void note_name(std::string_view text, std::vector<std::string>& names, std::uint64_t& count) {
  if (++count <= BatchChange::kMostNames) names.emplace_back(text);
}

void compare_items(const AnswerIndex& before, const AnswerIndex& after, BatchChange& change) {
  for (std::uint32_t i = 0; i < after.items().size(); ++i) {
    const std::string_view item = after.items().text(i);
    const auto old = before.items().find(item);
    if (!old) {
      note_name(item, change.added_items, change.items_added);
    } else if (before.text_hash(*old) != after.text_hash(i)) {
      note_name(item, change.changed_items, change.items_changed);
    } else {
      ++change.items_same;
    }
  }
  for (std::uint32_t i = 0; i < before.items().size(); ++i) {
    const std::string_view item = before.items().text(i);
    if (!after.items().find(item)) note_name(item, change.gone_items, change.items_gone);
  }
}

std::vector<std::string> missing_names(const base::Dictionary& from, const base::Dictionary& in) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < from.size(); ++i) {
    if (!in.find(from.text(i))) names.emplace_back(from.text(i));
  }
  std::sort(names.begin(), names.end());
  return names;
}

using Moves = std::map<std::array<std::string, 3>, std::map<std::string, std::uint64_t>>;

std::vector<LabelMove> sorted_moves(const Moves& moves) {
  std::vector<LabelMove> out;
  for (const auto& [key, by] : moves) {
    LabelMove move{key[0], key[1], key[2], 0, {by.begin(), by.end()}};
    for (const auto& [annotator, count] : by) move.count += count;
    std::stable_sort(move.by.begin(), move.by.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    out.push_back(std::move(move));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const LabelMove& a, const LabelMove& b) { return a.count > b.count; });
  return out;
}

void compare_answers(const AnswerIndex& before, const AnswerIndex& after, const Setup& setup,
                     BatchChange& change) {
  Moves moves;
  for (const AnswerIndex::Answer& now : after.answers()) {
    const std::string_view annotator = after.annotators().text(now.annotator);
    const AnswerIndex::Answer* old = before.find(after.items().text(now.item), annotator, now.task);
    if (old == nullptr) {
      ++change.answers_added;
    } else if (old->hash == now.hash) {
      ++change.answers_same;
    } else {
      ++change.answers_changed;
      ++moves[{setup.tasks()[now.task].task.name, name(before.texts().text(old->text)),
               name(after.texts().text(now.text))}][name(annotator)];
    }
  }
  change.answers_gone = before.answers().size() - change.answers_same - change.answers_changed;
  change.moves = sorted_moves(moves);
}

// Per task and label: how often.
using Counts = std::vector<std::map<std::string, std::uint64_t>>;

Counts counts_of(const AnswerIndex& index, std::size_t tasks) {
  Counts counts(tasks);
  for (const AnswerIndex::Answer& answer : index.answers()) {
    ++counts[answer.task][name(index.texts().text(answer.text))];
  }
  return counts;
}

void compare_shares(const AnswerIndex& before, const AnswerIndex& after, const Setup& setup,
                    BatchChange& change) {
  const std::size_t tasks = setup.tasks().size();
  const Counts old = counts_of(before, tasks), now = counts_of(after, tasks);
  for (std::size_t t = 0; t < tasks; ++t) {
    std::set<std::string> labels;
    std::uint64_t all_before = 0, all_after = 0;
    for (const auto& [label, count] : old[t]) labels.insert(label), all_before += count;
    for (const auto& [label, count] : now[t]) labels.insert(label), all_after += count;
    if (labels.size() > kMostShares || all_before == 0 || all_after == 0) continue;
    for (const std::string& label : labels) {
      const auto count = [&](const std::map<std::string, std::uint64_t>& counts) {
        const auto at = counts.find(label);
        return at == counts.end() ? std::uint64_t{0} : at->second;
      };
      LabelShare share{setup.tasks()[t].task.name, label, count(old[t]), count(now[t]), 0, 0};
      share.share_before = static_cast<double>(share.before) / static_cast<double>(all_before);
      share.share_after = static_cast<double>(share.after) / static_cast<double>(all_after);
      change.shares.push_back(std::move(share));
    }
  }
  std::stable_sort(change.shares.begin(), change.shares.end(),
                   [](const LabelShare& a, const LabelShare& b) {
                     return std::fabs(a.share_after - a.share_before) >
                            std::fabs(b.share_after - b.share_before);
                   });
}

}  // namespace

std::uint64_t AnswerIndex::key(std::uint32_t item, std::uint32_t annotator, std::uint32_t task) {
  const std::array<std::uint32_t, 3> parts = {item, annotator, task};
  return base::hash64({reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

void AnswerIndex::see(const Chunk& chunk) {
  records_ += chunk.records;
  for (const Row& row : chunk.rows) {
    if (!row.item.is_set()) continue;
    const std::uint32_t item = items_.add(row.item.text, row.item.hash);
    if (item == item_texts_.size()) item_texts_.push_back(row.text.is_set() ? row.text.hash : 0);
    const std::uint32_t annotator = annotators_.add(row.annotator.text);
    for (std::uint32_t i = 0; i < row.answers; ++i) {
      const RowAnswer& answer = chunk.answers[row.first_answer + i];
      const auto next = static_cast<std::uint32_t>(answers_.size());
      if (!by_key_.emplace(key(item, annotator, answer.task), next).second) continue;
      answers_.push_back(
          {item, annotator, answer.task, texts_.add(shown(answer.text)), answer.hash});
    }
  }
}

const AnswerIndex::Answer* AnswerIndex::find(std::string_view item, std::string_view annotator,
                                             std::uint32_t task) const {
  const auto item_number = items_.find(item);
  const auto annotator_number = annotators_.find(annotator);
  if (!item_number || !annotator_number) return nullptr;
  const auto at = by_key_.find(key(*item_number, *annotator_number, task));
  return at == by_key_.end() ? nullptr : &answers_[at->second];
}

BatchChange batch_change(const AnswerIndex& before, const AnswerIndex& after, const Setup& setup) {
  BatchChange change;
  change.records_before = before.records();
  change.records_after = after.records();
  compare_items(before, after, change);
  change.added_annotators = missing_names(after.annotators(), before.annotators());
  change.gone_annotators = missing_names(before.annotators(), after.annotators());
  compare_answers(before, after, setup, change);
  compare_shares(before, after, setup, change);
  return change;
}

}  // namespace lbl::validate
