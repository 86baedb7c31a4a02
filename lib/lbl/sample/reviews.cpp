// Collects answers and facts by item; what an item's records disagree on is an error, told at once.
#include "lbl/sample/reviews.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/model/raw_answer.hpp"
#include "lbl/sample/item_list.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::sample {

namespace {

using model::Truth;
using model::Value;
using model::ValueKind;

// A value that is a field's name, and nothing that a condition is made of.
bool is_field_name(const std::string& value) {
  return value.find_first_of("=<>!() \t\"'`") == std::string::npos;
}

std::string answer_text(Value value) {
  if (!value.is(ValueKind::array) && !value.is(ValueKind::object)) return std::string(value.text());
  return model::compact_json(value);
}

std::optional<double> answer_number(Value value) {
  if (value.is(ValueKind::boolean)) return value.text() == "true" ? 1 : 0;
  return value.number();
}

std::string json_member(Value object, std::string_view key) {
  const Value value = object.member(key);
  return value.missing() ? "null" : model::compact_json(value);
}

std::optional<double> number_member(Value object, std::string_view key) {
  return object.member(key).missing() ? std::nullopt : object.member(key).number();
}

// One value as it is being read.
struct ValueReader {
  std::string name;
  std::optional<model::Condition> condition;
  std::size_t field = 0;
  base::Dictionary texts;
  std::vector<std::optional<double>> numbers;
  /// Per item: reviewer and answer.
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> answers;
};

// A field of true and false answers a question as a condition does: its rate is asked for.
bool became_condition(ValueReader& value) {
  for (std::uint32_t code = 0; code < value.texts.size(); ++code) {
    const std::string_view text = value.texts.text(code);
    if (!value.numbers[code] || (text != "true" && text != "false")) return false;
  }
  if (value.texts.size() == 0) return false;
  for (auto& answers : value.answers) {
    for (auto& [reviewer, code] : answers) code = value.texts.text(code) == "true" ? 1 : 0;
  }
  value.texts = base::Dictionary();
  value.texts.add("no");
  value.texts.add("yes");
  value.numbers = {0, 1};
  return true;
}

}  // namespace

struct Reviews::State {
  ReviewSpec spec;
  std::size_t item = 0, annotator = 0, sampling = 0;
  std::vector<ValueReader> values;
  std::vector<std::size_t> group_fields;
  std::optional<std::size_t> cluster, weight, fpc;
  std::vector<std::size_t> watched;  ///< fields that some record must have
  std::vector<std::string> watched_names;
  std::vector<char> seen;

  base::Dictionary items, annotators;
  std::vector<model::Place> places;  ///< per item, of its first record
  std::vector<base::Dictionary> group_values;
  std::vector<std::vector<std::uint32_t>> group_codes;  ///< per group, per item
  std::vector<std::string> clusters;
  std::vector<double> weights, sizes;
  std::vector<std::optional<SamplingFacts>> item_facts;
  std::uint64_t records = 0, without_item = 0;

  void want(ReviewSpec review, model::FieldPlan& plan);
  void want_value(const std::string& value, model::FieldPlan& plan);
  std::size_t watch(const std::string& name, model::FieldPlan& plan);
  std::uint32_t item_of(const model::Record& record);
  void add(const model::Record& record);
  void add_facts(const model::Record& record, std::uint32_t number, bool is_new);
  void add_answers(const model::Record& record, std::uint32_t number);
  std::optional<SamplingFacts> facts_of(const model::Record& record) const;
  double amount(const model::Record& record, std::uint32_t number, std::size_t field,
                const char* what, const std::string& name) const;
  std::string place_text(const model::Place& place) const;
  [[noreturn]] void fail(const model::Record& record, const std::string& message) const;
  template <class Kept>
  void keep(const model::Record& record, std::uint32_t number, bool is_new, std::vector<Kept>& all,
            Kept value, const std::string& what) const;
  AnswerColumn column(ValueReader& value, const std::vector<std::uint32_t>& order) const;
  ReviewTable finish();
};

std::string Reviews::State::place_text(const model::Place& place) const {
  const auto& names = spec.input_names;
  const std::string name = place.file < names.size() ? base::escaped(names[place.file], 400) : "-";
  return fmt::format("{}:{}", name, place.line);
}

void Reviews::State::fail(const model::Record& record, const std::string& message) const {
  throw base::Error(base::ErrorKind::input,
                    fmt::format("{}: {}", place_text(record.place), message));
}

std::size_t Reviews::State::watch(const std::string& name, model::FieldPlan& plan) {
  const std::size_t field = plan.want(name);
  watched.push_back(field);
  watched_names.push_back(name);
  return field;
}

void Reviews::State::want_value(const std::string& value, model::FieldPlan& plan) {
  ValueReader reader;
  reader.name = value;
  if (is_field_name(value)) {
    reader.field = watch(value, plan);
  } else {
    reader.condition.emplace(value, plan);
    for (const std::size_t field : reader.condition->fields()) {
      watched.push_back(field);
      watched_names.push_back(plan.fields[field].text);
    }
    reader.texts.add("no");
    reader.texts.add("yes");
    reader.numbers = {0, 1};
  }
  values.push_back(std::move(reader));
}

void Reviews::State::want(ReviewSpec review, model::FieldPlan& plan) {
  spec = std::move(review);
  item = plan.want_identifier(spec.item_field);
  annotator = plan.want(spec.annotator_field);
  sampling = plan.want("sampling");
  for (const std::string& value : spec.values) want_value(value, plan);
  if (!spec.denominator.empty()) want_value(spec.denominator, plan);
  for (const model::SliceSpec& group : spec.groups)
    group_fields.push_back(watch(group.field, plan));
  if (!spec.cluster.empty()) cluster = watch(spec.cluster, plan);
  if (!spec.weight.empty()) weight = watch(spec.weight, plan);
  if (!spec.fpc.empty()) fpc = watch(spec.fpc, plan);
  seen.assign(watched.size(), 0);
  group_values.resize(group_fields.size());
  group_codes.resize(group_fields.size());
}

// Without any item id, each record is an item; the choice is made by the first record.
std::uint32_t Reviews::State::item_of(const model::Record& record) {
  const auto id = item_id(record.field(item));
  if (id) return items.add(*id);
  return ReviewTable::kNone;
}

double Reviews::State::amount(const model::Record& record, std::uint32_t number, std::size_t field,
                              const char* what, const std::string& name) const {
  const Value value = record.field(field);
  const std::optional<double> found = value.missing() ? std::nullopt : value.number();
  if (!found || !(*found > 0)) {
    std::string shown = "missing or empty";
    if (!value.is_no_answer()) {
      shown = (value.is(ValueKind::string) ? "the text " : "") + base::quoted(value.text());
    }
    fail(record,
         fmt::format("item {} has no {}: field {} is {}; a {} is a number above 0",
                     base::quoted(items.text(number)), what, base::quoted(name), shown, what));
  }
  return *found;
}

template <class Kept>
void Reviews::State::keep(const model::Record& record, std::uint32_t number, bool is_new,
                          std::vector<Kept>& all, Kept value, const std::string& what) const {
  if (is_new) {
    all.push_back(std::move(value));
  } else if (!(all[number] == value)) {
    fail(record, fmt::format("item {} has two values of {}; its records must agree on it",
                             base::quoted(items.text(number)), what));
  }
}

std::optional<SamplingFacts> Reviews::State::facts_of(const model::Record& record) const {
  Value value = record.field(sampling);
  if (value.is_no_answer()) return std::nullopt;
  std::optional<model::JsonDocument> document;  // in a table the field is a cell of JSON
  if (!value.is(ValueKind::object)) {
    document.emplace("sampling", std::string(value.text()));
    value = document->root();
  }
  if (!value.is(ValueKind::object)) {
    fail(record, "field \"sampling\" is not what `lbl-sample draw --add-weights` writes");
  }
  SamplingFacts facts;
  facts.design = value.member("design").missing() ? "" : value.member("design").text();
  facts.stratum = json_member(value, "stratum");
  facts.cluster = json_member(value, "cluster");
  facts.seed = json_member(value, "seed");
  facts.population = number_member(value, "N");
  facts.drawn = number_member(value, "n");
  facts.p = number_member(value, "p").value_or(0);
  facts.weight = number_member(value, "weight").value_or(facts.p > 0 ? 1 / facts.p : 0);
  if (!(facts.p > 0 && facts.p <= 1)) {
    fail(record, fmt::format("sampling.p is {}, which is no probability: above 0 and at most 1",
                             json_member(value, "p")));
  }
  return facts;
}

void Reviews::State::add_facts(const model::Record& record, std::uint32_t number, bool is_new) {
  for (std::size_t g = 0; g < group_fields.size(); ++g) {
    const auto text = model::slice_text(spec.groups[g], record.field(group_fields[g]));
    const std::uint32_t code = text ? group_values[g].add(*text) : ReviewTable::kNone;
    keep(record, number, is_new, group_codes[g], code, base::quoted(spec.groups[g].name));
  }
  if (cluster) {
    const Value value = record.field(*cluster);
    if (value.is_no_answer()) {
      fail(record, fmt::format("item {} has no cluster: field {} is missing or empty",
                               base::quoted(items.text(number)), base::quoted(spec.cluster)));
    }
    keep(record, number, is_new, clusters, std::string(value.text()), base::quoted(spec.cluster));
  }
  if (weight) {
    keep(record, number, is_new, weights, amount(record, number, *weight, "weight", spec.weight),
         base::quoted(spec.weight));
  }
  if (fpc) {
    keep(record, number, is_new, sizes, amount(record, number, *fpc, "population size", spec.fpc),
         base::quoted(spec.fpc));
  }
  keep(record, number, is_new, item_facts, facts_of(record), "\"sampling\"");
  if (is_new) places.push_back(record.place);
}

void Reviews::State::add_answers(const model::Record& record, std::uint32_t number) {
  const auto reviewer_id = item_id(record.field(annotator));
  const std::uint32_t reviewer = reviewer_id ? annotators.add(*reviewer_id) : ReviewTable::kNone;
  for (ValueReader& value : values) {
    if (value.answers.size() <= number) value.answers.resize(number + 1);
    if (value.condition) {
      const Truth truth = value.condition->of(record);
      if (truth == Truth::unfit) {
        fail(record,
             fmt::format("condition {} does not fit the record: a field that is compared by "
                         "size is no number, or one that stands alone is neither true nor "
                         "false",
                         base::quoted(value.name)));
      }
      if (truth != Truth::missing) {
        value.answers[number].emplace_back(reviewer, truth == Truth::yes ? 1U : 0U);
      }
      continue;
    }
    const Value found = record.field(value.field);
    if (found.is_no_answer()) continue;
    const std::uint32_t text = value.texts.add(answer_text(found));
    if (text == value.numbers.size()) value.numbers.push_back(answer_number(found));
    value.answers[number].emplace_back(reviewer, text);
  }
}

void Reviews::State::add(const model::Record& record) {
  ++records;
  for (std::size_t i = 0; i < watched.size(); ++i) {
    if (!record.field(watched[i]).missing()) seen[i] = 1;
  }
  const std::size_t before = items.size();
  std::uint32_t number = item_of(record);
  if (number == ReviewTable::kNone) {
    ++without_item;
    if (without_item < records) return;  // others have ids, so this one is left out
    number = items.add(fmt::format("{}:{}", record.place.file, record.place.record));
  } else if (without_item > 0 && without_item == records - 1 && before == without_item) {
    fail(record, fmt::format("the records before have no item id in field {}, but this one has",
                             base::quoted(spec.item_field)));
  }
  add_facts(record, number, items.size() > before);
  add_answers(record, number);
}

AnswerColumn Reviews::State::column(ValueReader& value,
                                    const std::vector<std::uint32_t>& order) const {
  AnswerColumn column;
  column.name = value.name;
  column.is_condition = value.condition.has_value() || became_condition(value);
  column.numbers = value.numbers;
  for (std::uint32_t i = 0; i < value.texts.size(); ++i)
    column.texts.emplace_back(value.texts.text(i));
  value.answers.resize(items.size());
  for (const std::uint32_t number : order) {
    auto& pairs = value.answers[number];
    std::sort(pairs.begin(), pairs.end());
    // Equal repeats of a reviewer count once; an answer without a reviewer stands for itself.
    const auto last = std::unique(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
      return a == b && a.first != ReviewTable::kNone;
    });
    pairs.erase(last, pairs.end());
    std::vector<std::uint32_t> answers;
    for (std::size_t i = 0; i < pairs.size();) {
      std::size_t end = i + 1;
      const bool named = pairs[i].first != ReviewTable::kNone;
      while (named && end < pairs.size() && pairs[end].first == pairs[i].first) ++end;
      if (end - i == 1) {
        answers.push_back(pairs[i].second);
      } else {
        ++column.conflicts;
      }
      i = end;
    }
    std::sort(answers.begin(), answers.end());
    column.answers.push_back(std::move(answers));
  }
  return column;
}

ReviewTable Reviews::State::finish() {
  for (std::size_t i = 0; i < watched.size() && records > 0; ++i) {
    if (seen[i] != 0) continue;
    throw base::Error(
        base::ErrorKind::input,
        fmt::format("no record has a field {} (a text to compare with stands in quotes)",
                    base::quoted(watched_names[i])));
  }
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return items.text(a) < items.text(b); });
  ReviewTable table;
  table.records = records;
  table.items_are_records = records > 0 && without_item == records;
  table.without_item = table.items_are_records ? 0 : without_item;
  table.groups = spec.groups;
  for (const std::uint32_t number : order) {
    table.items.emplace_back(items.text(number));
    table.places.push_back(place_text(places[number]));
    if (cluster) table.clusters.push_back(clusters[number]);
    if (weight) table.weights.push_back(weights[number]);
    if (fpc) table.fpc.push_back(sizes[number]);
    table.sampling.push_back(item_facts[number]);
  }
  for (std::size_t g = 0; g < group_fields.size(); ++g) {
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < group_values[g].size(); ++i) {
      texts.emplace_back(group_values[g].text(i));
    }
    std::vector<std::uint32_t> codes;
    for (const std::uint32_t number : order) codes.push_back(group_codes[g][number]);
    table.group_values.push_back(std::move(texts));
    table.group_codes.push_back(std::move(codes));
  }
  for (ValueReader& value : values) table.columns.push_back(column(value, order));
  return table;
}

bool AnswerColumn::is_numeric() const {
  return !numbers.empty() && std::all_of(numbers.begin(), numbers.end(),
                                         [](const auto& number) { return number.has_value(); });
}

std::optional<double> AnswerColumn::mean(std::size_t item) const {
  if (answers[item].empty()) return std::nullopt;
  stats::ExactSum sum;
  for (const std::uint32_t text : answers[item]) sum.add(numbers[text].value_or(0));
  return sum.value() / static_cast<double>(answers[item].size());
}

std::optional<double> AnswerColumn::share(std::size_t item, std::uint32_t text) const {
  if (answers[item].empty()) return std::nullopt;
  const auto count = std::count(answers[item].begin(), answers[item].end(), text);
  return static_cast<double>(count) / static_cast<double>(answers[item].size());
}

Reviews::Reviews(ReviewSpec spec, model::FieldPlan& plan) : state_(std::make_unique<State>()) {
  state_->want(std::move(spec), plan);
}
Reviews::~Reviews() = default;

void Reviews::add(const model::Record& record) {
  state_->add(record);
}

ReviewTable Reviews::finish() {
  return state_->finish();
}

}  // namespace lbl::sample
