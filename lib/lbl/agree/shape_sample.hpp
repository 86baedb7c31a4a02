// Answers that mark places - spans, segments, boxes - by item, ready for the formulas.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "lbl/agree/state.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// A marked piece of a text or a medium, [start, end), and the number of its label.
struct Piece {
  double start = 0, end = 0;
  std::uint32_t label = 0;

  double length() const { return end - start; }
  auto operator<=>(const Piece&) const = default;
};

/// A marked rectangle and the number of its label.
struct MarkedBox {
  double x = 0, y = 0, width = 0, height = 0;
  std::uint32_t label = 0;

  auto operator<=>(const MarkedBox&) const = default;
};

/// All that one annotator marked in one item, ascending.
using Line = std::span<const Piece>;
using BoxLine = std::span<const MarkedBox>;

/// Whether places are counted (characters) or measured (seconds).
enum class Extent : std::uint8_t { counted, measured };

/// One item that two annotators or more answered.
template <class LineType>
struct ShapeItem {
  double length = 0;      ///< of the text or the medium; 0 for boxes
  std::uint64_t key = 0;  ///< a hash of its id, for random numbers
  /// In the order of what they hold, so that nothing depends on who is who.
  std::vector<LineType> lines;
};

/// The answers of the whole, of a slice or of two annotators.
template <class LineType>
struct ShapeSample {
  std::vector<ShapeItem<LineType>> items;  ///< with two lines or more
  std::size_t labels = 0;                  ///< labels are 0 .. labels - 1
  Extent extent = Extent::counted;
  std::uint64_t items_rated = 0, ratings = 0, annotators = 0;
};

using UnitSample = ShapeSample<Line>;
using BoxSample = ShapeSample<BoxLine>;

/// The answers of one item that belong to a slice, by index into TaskRatings::values.
struct ItemAnswers {
  std::uint32_t item = 0;
  std::vector<std::uint64_t> answers;
};

/// A slice, or the whole, and its answers item by item.
struct SliceAnswers {
  Slice slice;
  std::vector<ItemAnswers> items;
};

/// The whole first, then the slices of each crossing.
std::vector<SliceAnswers> answers_by_slice(const model::RatingsTable& table,
                                           const model::TaskRatings& ratings,
                                           const std::vector<Crossing>& by);

/// The items that two annotators have in common.
struct PairAnswers {
  std::uint32_t first = 0, second = 0;  ///< indices into RatingsTable::annotators, first < second
  std::vector<ItemAnswers> items;
};

/// Every two annotators with an item in common, in their order.
std::vector<PairAnswers> answers_by_pair(const model::TaskRatings& ratings);

/// Calls visit(label) for every piece or box of an answer.
template <class Visit>
void for_each_label(const model::Answer& answer, Visit&& visit) {
  if (const auto* units = std::get_if<std::vector<model::Unit>>(&answer)) {
    for (const model::Unit& unit : *units) visit(unit.label);
  }
  if (const auto* boxes = std::get_if<std::vector<model::Box>>(&answer)) {
    for (const model::Box& box : *boxes) visit(box.label);
  }
}

/// The distinct answers of a task, read once.
class ShapeBook {
 public:
  /// `ratings` must outlive the book.
  ShapeBook(const model::RatingsTable& table, const model::TaskRatings& ratings);

  /// The guideline's labels in its order, then those only met in the data by their bytes.
  const std::vector<std::string>& labels() const { return labels_; }
  UnitSample unit_sample(const std::vector<ItemAnswers>& items) const;
  BoxSample box_sample(const std::vector<ItemAnswers>& items) const;

 private:
  void read_labels();
  void read_answers();
  void read_lengths();
  template <class LineType, class Shapes>
  ShapeSample<LineType> sample(const std::vector<ItemAnswers>& items,
                               const std::vector<Shapes>& shapes) const;

  const model::RatingsTable& table_;
  const model::TaskRatings& ratings_;
  std::vector<std::string> labels_;
  std::vector<std::vector<Piece>> pieces_;     ///< by category
  std::vector<std::vector<MarkedBox>> boxes_;  ///< by category
  std::vector<double> lengths_;                ///< by item
};

}  // namespace lbl::agree
