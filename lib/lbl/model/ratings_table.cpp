// Groups raw rows by item in compressed form and resolves repeated answers.
#include "lbl/model/ratings_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "lbl/base/error.hpp"
#include "lbl/base/prefetch.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/categories.hpp"

namespace lbl::model {

namespace {

using Numbers = std::vector<std::uint32_t>;
constexpr std::uint32_t kNone = RawTable::kNone;

// texts[i] sorted; returns the rank of each dictionary entry.
template <class Before>
Numbers sort_texts(const base::Dictionary& dictionary, std::vector<std::string>& texts,
                   Before before) {
  Numbers order(dictionary.size()), rank(dictionary.size());
  std::iota(order.begin(), order.end(), 0u);
  std::vector<std::string> unsorted;
  for (std::uint32_t id = 0; id < dictionary.size(); ++id)
    unsorted.emplace_back(dictionary.text(id));
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return before(unsorted[a], unsorted[b]); });
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    texts.push_back(std::move(unsorted[order[i]]));
  }
  return rank;
}

void renumber(Numbers& rows, const Numbers& rank) {
  for (std::uint32_t& row : rows) {
    if (row != kNone) row = rank[row];
  }
}

// One answer on its way into the table; the row leads to its columns.
struct Entry {
  std::uint32_t annotator, category, row;
};

// How many rows ahead memory is asked for.
constexpr std::size_t kAhead = 32;

// Groups one task. The last one gives back what no other needs before it takes memory of its own.
class TaskGrouper {
 public:
  TaskGrouper(const RatingsSpec& spec, const RatingsTable& table, RawTable& raw,
              const std::vector<AnswerMeaning>& meanings, std::size_t task, TaskRatings& out)
      : spec_(spec),
        table_(table),
        raw_(raw),
        meanings_(meanings),
        task_(task),
        is_gold_(task >= spec.gold.first_task),
        out_(out) {}

  void run() {
    count_rows();
    scatter();
    if (task_ + 1 == raw_.answers.size()) raw_.row_items = Numbers();
    out_.values.resize(out_.annotators.size());
    if (has_columns()) kept_rows_.resize(out_.annotators.size());
    std::vector<Entry> entries;
    std::uint64_t written = 0;
    for (std::size_t item = 0; item < out_.items(); ++item) {
      const std::uint64_t begin = out_.item_begin[item], end = out_.item_begin[item + 1];
      out_.item_begin[item] = written;
      gather(begin, end, entries);
      written += resolve(item, entries, written);
    }
    out_.item_begin.back() = written;
    out_.annotators.resize(written);
    out_.values.resize(written);
    fill_columns(written);
  }

 private:
  const Numbers& answers() const { return raw_.answers[task_].rows; }

  // Columns tell answers apart; right answers need none.
  bool has_columns() const { return !is_gold_ && !table_.columns.empty(); }

  // One column after the other, so that the last task to have them gives each back in turn.
  void fill_columns(std::uint64_t written) {
    out_.columns.resize(table_.columns.size());
    if (!has_columns()) return;
    const bool is_last = task_ + 1 == std::min(spec_.gold.first_task, raw_.answers.size());
    for (std::size_t c = 0; c < out_.columns.size(); ++c) {
      Numbers& rows = raw_.columns[c].rows;
      Numbers& column = out_.columns[c];
      column.resize(written);
      for (std::size_t i = 0; i < written; ++i) column[i] = rows[kept_rows_[i]];
      if (is_last) rows = Numbers();
    }
  }

  bool is_counted(std::size_t row) const {
    const std::uint32_t answer = answers()[row];
    return answer != kNone && meanings_[answer].kind == AnswerMeaning::Kind::counted;
  }

  void count_rows() {
    out_.item_begin.assign(table_.items.size() + 1, 0);
    out_.unanswered_columns.resize(table_.columns.size());
    for (std::size_t row = 0; row < answers().size(); ++row) {
      const std::uint32_t answer = answers()[row];
      using Kind = AnswerMeaning::Kind;
      const std::uint64_t copies = table_.copies(raw_.row_items[row]);
      const Kind kind = answer == kNone ? Kind::no_answer : meanings_[answer].kind;
      if (kind == Kind::counted) {
        ++out_.item_begin[raw_.row_items[row] + 1];
        out_.aliases += meanings_[answer].alias ? copies : 0;
        out_.unknown_labels += meanings_[answer].unknown_kept ? copies : 0;
      } else if (kind == Kind::no_answer) {
        out_.no_answer += copies;
        out_.unanswered_items.push_back(raw_.row_items[row]);
        for (std::size_t c = 0; has_columns() && c < table_.columns.size(); ++c) {
          out_.unanswered_columns[c].push_back(raw_.columns[c].rows[row]);
        }
      } else {
        (kind == Kind::unknown ? out_.unknown_labels : out_.invalid) += copies;
      }
    }
    std::partial_sum(out_.item_begin.begin(), out_.item_begin.end(), out_.item_begin.begin());
  }

  // Writes the rows of each item next to each other into `annotators`, which still has room.
  void scatter() {
    const std::uint64_t total = out_.item_begin.back();
    out_.annotators.resize(total);
    for (std::size_t row = answers().size(); row-- > 0;) {
      if (row >= kAhead) base::prefetch(&out_.item_begin[raw_.row_items[row - kAhead] + 1]);
      if (row >= kAhead / 2) {
        const std::uint64_t end = out_.item_begin[raw_.row_items[row - kAhead / 2] + 1];
        if (end > 0) base::prefetch(&out_.annotators[end - 1]);
      }
      if (!is_counted(row)) continue;
      // item_begin[i + 1] walks down to the start of item i and is put right below.
      out_.annotators[--out_.item_begin[raw_.row_items[row] + 1]] = static_cast<std::uint32_t>(row);
    }
    out_.item_begin.erase(out_.item_begin.begin());
    out_.item_begin.push_back(total);
  }

  void gather(std::uint64_t begin, std::uint64_t end, std::vector<Entry>& entries) const {
    entries.clear();
    for (std::uint64_t at = begin; at < end; ++at) {
      if (at + kAhead < out_.annotators.size()) {
        // Rows of later items; where answers were written already it is any row, and no matter.
        const std::uint32_t later = out_.annotators[at + kAhead];
        base::prefetch(&raw_.row_annotators[later]);
        base::prefetch(&answers()[later]);
      }
      const std::uint32_t row = out_.annotators[at];
      const std::uint32_t annotator = is_gold_ ? 0 : raw_.row_annotators[row];
      entries.push_back({annotator, meanings_[answers()[row]].category, row});
    }
    std::sort(entries.begin(), entries.end(), [this](const Entry& a, const Entry& b) {
      if (a.annotator != b.annotator) return a.annotator < b.annotator;
      if (a.category != b.category) return a.category < b.category;
      return columns_before(a.row, b.row);
    });
  }

  // Breaks ties by content, so that which of two equal answers stays is not a matter of order.
  bool columns_before(std::uint32_t a, std::uint32_t b) const {
    if (is_gold_) return false;
    for (const RawTable::Column& column : raw_.columns) {
      if (column.rows[a] != column.rows[b]) return column.rows[a] < column.rows[b];
    }
    return false;
  }

  // Keeps one answer an annotator; returns how many were written from `to` on.
  std::uint64_t resolve(std::size_t item, const std::vector<Entry>& entries, std::uint64_t to) {
    const std::uint64_t start = to;
    for (auto first = entries.begin(); first != entries.end();) {
      auto last = first + 1;
      while (last != entries.end() && last->annotator == first->annotator) ++last;
      const Entry* kept = &*first;
      const auto repeats = static_cast<std::uint64_t>(last - first - 1);
      if (repeats > 0 && !is_gold_) note_repeats(item, first, last);
      if (repeats > 0 && first->category == (last - 1)->category) {
        out_.equal_repeats += repeats * table_.copies(item);
      } else if (repeats > 0) {
        kept = settle_conflict(item, first, last);
      }
      if (kept) write(*kept, to++);
      first = last;
    }
    return to - start;
  }

  void write(const Entry& entry, std::uint64_t to) {
    out_.annotators[to] = entry.annotator;
    out_.values[to] = entry.category;
    if (!kept_rows_.empty()) kept_rows_[to] = entry.row;
  }

  using EntryIterator = std::vector<Entry>::const_iterator;

  void note_repeats(std::size_t item, EntryIterator first, EntryIterator last) {
    if (table_.copies(item) == 0) return;
    if (out_.repeat_begin.empty()) out_.repeat_begin.push_back(0);
    out_.repeat_annotators.push_back(first->annotator);
    out_.repeat_copies.push_back(table_.copies(item));
    for (auto entry = first; entry != last; ++entry) out_.repeat_values.push_back(entry->category);
    out_.repeat_begin.push_back(out_.repeat_values.size());
  }

  [[noreturn]] void throw_gold(std::size_t item, const Entry& one, const Entry& other) const {
    throw base::Error(
        base::ErrorKind::input,
        fmt::format("item {}: two different gold labels, {} and {}; an item has one right answer",
                    base::quoted(table_.items.text(static_cast<std::uint32_t>(item))),
                    base::quoted(name(one)), base::quoted(name(other))));
  }

  const Entry* settle_conflict(std::size_t item, EntryIterator first, EntryIterator last) {
    if (is_gold_ || (!spec_.gold.annotator.empty() &&
                     table_.annotators[first->annotator] == spec_.gold.annotator)) {
      throw_gold(item, *first, *(last - 1));
    }
    out_.conflicts += table_.copies(item);
    const auto answers_given = static_cast<std::uint64_t>(last - first) * table_.copies(item);
    if (spec_.repeats == Repeats::error) {
      throw base::Error(
          base::ErrorKind::input,
          fmt::format("item {}: annotator {} answered task {} with both {} and {} (--repeats says "
                      "what to do)",
                      base::quoted(table_.items.text(static_cast<std::uint32_t>(item))),
                      base::quoted(table_.annotators[first->annotator]),
                      base::quoted(out_.task.name), base::quoted(name(*first)),
                      base::quoted(name(*(last - 1)))));
    }
    if (spec_.repeats == Repeats::agree) {
      out_.conflicting_answers += answers_given;
      return nullptr;
    }
    out_.conflicting_answers += answers_given - table_.copies(item);
    return by_time(item, first, last);
  }

  const std::string& name(const Entry& entry) const { return out_.category_names[entry.category]; }

  // The time of an entry: the rank of its text among all times.
  std::uint32_t time(const Entry& entry) const { return raw_.columns.back().rows[entry.row]; }

  const Entry* by_time(std::size_t item, EntryIterator first, EntryIterator last) const {
    const Entry* best = &*first;
    bool tied = false;
    for (auto entry = first; entry != last; ++entry) {
      if (time(*entry) == kNone) throw_time("has no time", item, *entry);
      if (entry == first) continue;
      const bool earlier = time(*entry) < time(*best);
      if (time(*entry) == time(*best)) {
        tied = tied || entry->category != best->category;
      } else if (earlier == (spec_.repeats == Repeats::first)) {
        best = &*entry;
        tied = false;
      }
    }
    if (tied) throw_time("has two answers at the same time", item, *best);
    return best;
  }

  [[noreturn]] void throw_time(const char* what, std::size_t item, const Entry& entry) const {
    throw base::Error(
        base::ErrorKind::input,
        fmt::format("item {}: annotator {} {} in field {}, so --repeats {} cannot choose",
                    base::quoted(table_.items.text(static_cast<std::uint32_t>(item))),
                    base::quoted(table_.annotators[entry.annotator]), what,
                    base::quoted(spec_.fields.time),
                    spec_.repeats == Repeats::first ? "first" : "last"));
  }

  const RatingsSpec& spec_;
  const RatingsTable& table_;
  RawTable& raw_;
  const std::vector<AnswerMeaning>& meanings_;
  std::size_t task_;
  bool is_gold_;
  TaskRatings& out_;
  Numbers kept_rows_;  ///< where there are columns: the row of each answer written
};

}  // namespace

std::uint64_t RatingsTable::answers_to(const TaskRatings& task) const {
  if (item_copies.empty()) return task.answers();
  std::uint64_t answers = 0;
  for (std::size_t item = 0; item < task.items(); ++item) {
    answers += copies(item) * (task.item_begin[item + 1] - task.item_begin[item]);
  }
  return answers;
}

double TaskRatings::number(std::uint32_t category) const {
  if (const auto* number = std::get_if<double>(&categories[category])) return *number;
  const double rank = static_cast<double>(category) + 1;
  if (task.ordered) return rank;
  return base::parse_number(category_names[category]).value_or(rank);
}

namespace {

/// Gold is read as the answers of its task are.
std::vector<AnswerMeaning> settle_gold(const RatingsSpec& spec, const Task& answered,
                                       const Task& gold, const RawTable::Answers& answers,
                                       TaskRatings& ratings) {
  Task task = answered;
  task.name = gold.name;
  task.field = gold.field;
  RatingsSpec settled;
  settled.missing_values = spec.missing_values;
  return settle_categories(settled, task, answers, ratings);
}

}  // namespace

RatingsTable make_ratings_table(const RatingsSpec& spec, RawTable raw) {
  RatingsTable table;
  table.records = raw.records;
  table.without_item = raw.without_item;
  table.without_annotator = raw.without_annotator;
  renumber(raw.row_annotators,
           sort_texts(raw.annotators, table.annotators,
                      [](const std::string& a, const std::string& b) { return a < b; }));
  table.columns = spec.columns;
  for (std::size_t c = 0; c < raw.columns.size(); ++c) {
    const SliceSpec slice = c < spec.columns.size() ? spec.columns[c] : SliceSpec();
    std::vector<std::string> texts;
    renumber(raw.columns[c].rows, sort_texts(raw.columns[c].values, texts,
                                             [&](const std::string& a, const std::string& b) {
                                               return slice_before(slice, a, b);
                                             }));
    if (c < spec.columns.size()) table.column_values.push_back(std::move(texts));
  }
  table.items = std::move(raw.items);
  table.item_copies = std::move(raw.item_copies);
  for (std::size_t t = 0; t < spec.tasks.size(); ++t) {
    TaskRatings& ratings = table.tasks.emplace_back();
    const std::vector<AnswerMeaning> meanings =
        t < spec.gold.first_task || spec.gold.first_task == 0
            ? settle_categories(spec, spec.tasks[t], raw.answers[t], ratings)
            : settle_gold(spec, table.tasks[t - spec.gold.first_task].task, spec.tasks[t],
                          raw.answers[t], ratings);
    TaskGrouper(spec, table, raw, meanings, t, ratings).run();
    // Lengths of a task whose type had to be found are those of texts.
    if (!spec.infer_type || ratings.task.type == TaskType::spans) {
      ratings.item_lengths = std::move(raw.answers[t].item_lengths);
      if (!ratings.item_lengths.empty()) ratings.item_lengths.resize(table.items.size(), 0);
    }
    raw.answers[t] = RawTable::Answers();  // give the memory back before the next task
  }
  return table;
}

}  // namespace lbl::model
