// Answers as they come in, dictionary-encoded but not yet grouped or understood.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/base/codec.hpp"
#include "lbl/base/dictionary.hpp"
#include "lbl/model/record.hpp"

namespace lbl::model {

/// Which items a table takes for one.
enum class Alike : std::uint8_t {
  none,           ///< each item is itself
  by_annotators,  ///< the same annotators gave the same answers
  by_answers,     ///< the same answers, whoever gave them, as soon as there are three annotators
};

/// One row a record (in wide form one an annotator column). A chunk has one of these over its own
/// memory, a builder one that owns its bytes; appending the first to the second is all that
/// building is.
struct RawTable {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  /// A field encoded by itself: distinct texts and one number a row.
  struct Column {
    base::Dictionary values;
    std::vector<std::uint32_t> rows;  ///< kNone: missing
  };
  /// The answers to one task, with the place where each distinct one was first met.
  struct Answers : Column {
    std::vector<Place> first_places;
    /// By item, as far as known: the length of its text or medium, the longest of its records.
    std::vector<double> item_lengths;

    void note_length(std::uint32_t item, double length);
    /// The numbers here of another's answers, added when new, with their first places.
    std::vector<std::uint32_t> add_texts(const Answers& other);
  };

  RawTable(std::size_t tasks, std::size_t column_count, base::Storage storage);

  /// In a chunk, and where items are counted, a list: an item may stand twice.
  base::Dictionary items;
  base::Dictionary annotators;
  std::vector<std::uint32_t> row_items, row_annotators;
  std::vector<Column> columns;
  std::vector<Answers> answers;  ///< per task
  Alike alike = Alike::none;
  /// Per item, how many items of the batch it stands for; empty where each is itself.
  std::vector<std::uint64_t> item_copies;
  std::uint64_t records = 0, without_item = 0, without_annotator = 0;

  /// The numbers here of another's texts, by their numbers there.
  struct Numbers {
    std::vector<std::uint32_t> annotators;
    std::vector<std::vector<std::uint32_t>> columns, answers;
  };

  void append(const RawTable& other);
  /// Adds the texts of annotators, columns and answers and the counts of another, without its rows
  /// and items.
  Numbers add_texts(const RawTable& other);
  void encode(base::Encoder& to) const;
  /// Fills an empty table, over the decoder's bytes when its storage is `view`. Throws Error
  /// (input) for what is damaged or has another number of tasks or columns.
  void decode(base::Decoder& from);
  void clear();
};

}  // namespace lbl::model
