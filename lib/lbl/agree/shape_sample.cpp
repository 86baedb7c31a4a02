// Numbers the labels, sorts the pieces, finds how long each item is.
#include "lbl/agree/shape_sample.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "lbl/agree/slice_column.hpp"
#include "lbl/base/hash.hpp"

namespace lbl::agree {

namespace {

using model::TaskRatings;

std::vector<ItemAnswers> all_answers(const TaskRatings& ratings) {
  std::vector<ItemAnswers> items;
  for (std::uint32_t item = 0; item < ratings.items(); ++item) {
    ItemAnswers answers{item, {}};
    for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
      answers.answers.push_back(i);
    }
    if (!answers.answers.empty()) items.push_back(std::move(answers));
  }
  return items;
}

/// Adds an answer to a list that is filled item by item.
void add_answer(std::vector<ItemAnswers>& items, std::uint32_t item, std::uint64_t answer) {
  if (items.empty() || items.back().item != item) items.push_back({item, {}});
  items.back().answers.push_back(answer);
}

bool is_before(const Line& a, const Line& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

bool is_before(const BoxLine& a, const BoxLine& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

std::vector<SliceAnswers> answers_by_slice(const model::RatingsTable& table,
                                           const TaskRatings& ratings,
                                           const std::vector<Crossing>& by) {
  std::vector<SliceAnswers> slices;
  slices.push_back({{}, all_answers(ratings)});
  for (const Crossing& crossing : by) {
    const SliceColumn column = slice_column(table, ratings, crossing);
    const std::size_t first = slices.size();
    for (const Slice& slice : column.slices) slices.push_back({slice, {}});
    for (std::uint32_t item = 0; item < ratings.items(); ++item) {
      for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
        add_answer(slices[first + column.of_answer[i]].items, item, i);
      }
    }
  }
  return slices;
}

std::vector<PairAnswers> answers_by_pair(const TaskRatings& ratings) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<ItemAnswers>> pairs;
  for (std::uint32_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t begin = ratings.item_begin[item], end = ratings.item_begin[item + 1];
    for (std::uint64_t i = begin; i < end; ++i) {
      for (std::uint64_t j = i + 1; j < end; ++j) {
        pairs[{ratings.annotators[i], ratings.annotators[j]}].push_back({item, {i, j}});
      }
    }
  }
  std::vector<PairAnswers> result;
  for (auto& [annotators, items] : pairs) {
    result.push_back({annotators.first, annotators.second, std::move(items)});
  }
  return result;
}

ShapeBook::ShapeBook(const model::RatingsTable& table, const TaskRatings& ratings)
    : table_(table), ratings_(ratings) {
  read_labels();
  read_answers();
  read_lengths();
}

void ShapeBook::read_labels() {
  std::set<std::string> known, met;
  for (const model::LabelDefinition& label : ratings_.task.labels) {
    if (known.insert(label.name).second) labels_.push_back(label.name);
  }
  for (const model::Answer& answer : ratings_.categories) {
    for_each_label(answer, [&](const std::string& label) { met.insert(label); });
  }
  for (const std::string& label : met) {
    if (!known.contains(label)) labels_.push_back(label);
  }
}

void ShapeBook::read_answers() {
  std::map<std::string, std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < labels_.size(); ++i) numbers[labels_[i]] = i;
  for (const model::Answer& answer : ratings_.categories) {
    std::vector<Piece>& pieces = pieces_.emplace_back();
    if (const auto* units = std::get_if<std::vector<model::Unit>>(&answer)) {
      for (const model::Unit& unit : *units) {
        if (unit.end > unit.start) pieces.push_back({unit.start, unit.end, numbers[unit.label]});
      }
    }
    std::sort(pieces.begin(), pieces.end());
    std::vector<MarkedBox>& marked = boxes_.emplace_back();
    if (const auto* boxes = std::get_if<std::vector<model::Box>>(&answer)) {
      for (const model::Box& box : *boxes) {
        marked.push_back({box.x, box.y, box.width, box.height, numbers[box.label]});
      }
    }
    std::sort(marked.begin(), marked.end());
  }
}

// What lies beyond the text is a fault of the data, but it is marked all the same.
void ShapeBook::read_lengths() {
  lengths_ = ratings_.item_lengths;
  lengths_.resize(ratings_.items(), 0);
  for (std::size_t item = 0; item < ratings_.items(); ++item) {
    for (std::uint64_t i = ratings_.item_begin[item]; i < ratings_.item_begin[item + 1]; ++i) {
      for (const Piece& piece : pieces_[ratings_.values[i]]) {
        lengths_[item] = std::max(lengths_[item], piece.end);
      }
    }
  }
}

template <class LineType, class Shapes>
ShapeSample<LineType> ShapeBook::sample(const std::vector<ItemAnswers>& items,
                                        const std::vector<Shapes>& shapes) const {
  ShapeSample<LineType> sample;
  sample.labels = labels_.size();
  if (ratings_.task.type == model::TaskType::segments) sample.extent = Extent::measured;
  State annotators;
  for (const ItemAnswers& answers : items) {
    ++sample.items_rated;
    sample.ratings += answers.answers.size();
    ShapeItem<LineType> item{
        lengths_[answers.item], base::hash64(table_.items.text(answers.item)), {}};
    for (const std::uint64_t answer : answers.answers) {
      annotators.add_annotator(ratings_.annotators[answer]);
      item.lines.emplace_back(shapes[ratings_.values[answer]]);
    }
    if (item.lines.size() < 2) continue;
    std::sort(item.lines.begin(), item.lines.end(),
              [](const LineType& a, const LineType& b) { return is_before(a, b); });
    sample.items.push_back(std::move(item));
  }
  sample.annotators = annotators.annotator_count();
  return sample;
}

UnitSample ShapeBook::unit_sample(const std::vector<ItemAnswers>& items) const {
  return sample<Line>(items, pieces_);
}

BoxSample ShapeBook::box_sample(const std::vector<ItemAnswers>& items) const {
  return sample<BoxLine>(items, boxes_);
}

}  // namespace lbl::agree
