// What the fields of a batch hold, for drafting a guideline from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/model/record.hpp"
#include "lbl/model/value.hpp"

namespace lbl::validate {

/// How many times a label was given.
struct LabelCount {
  std::string name;
  std::uint64_t count = 0;
};

/// One top-level field over all records.
class FieldProfile {
 public:
  /// Values and labels that are told apart; a field with more of them has no closed set.
  static constexpr std::size_t kMostDistinct = 3000;

  explicit FieldProfile(std::string_view name) : name_(name) {}

  /// The value of a record of this item and annotator (numbers from 0; kNobody: none).
  void see(model::Value value, std::uint32_t item, std::uint32_t annotator);
  static constexpr std::uint32_t kNobody = 0xFFFFFFFFu;

  const std::string& name() const { return name_; }
  std::uint64_t present() const { return present_; }    ///< records with a value that is no blank
  std::size_t distinct() const { return raw_.size(); }  ///< up to kMostDistinct
  bool has_more() const { return raw_.size() == kMostDistinct; }
  /// Distinct values in the order of their appearance, as append_raw_answer() writes them.
  std::string_view raw(std::size_t number) const {
    return raw_.text(static_cast<std::uint32_t>(number));
  }
  bool is_all(model::ValueKind kind) const { return count(kind) == present_; }
  std::uint64_t count(model::ValueKind kind) const {
    return kinds_[static_cast<std::size_t>(kind)];
  }
  /// Texts, numbers and booleans; elements of lists; "label" of objects in lists. Most frequent
  /// first, then by name.
  std::vector<LabelCount> labels() const;
  std::size_t distinct_labels() const { return labels_.size(); }
  std::optional<double> smallest() const { return smallest_; }
  std::optional<double> largest() const { return largest_; }
  bool is_whole() const { return is_whole_; }
  std::uint64_t fewest() const { return fewest_; }  ///< elements of a list
  std::uint64_t most() const { return most_; }
  double mean_length() const;  ///< of texts, in bytes
  /// Code points that a share `q` of the texts do not exceed.
  std::size_t length_quantile(double q) const;
  std::uint64_t times() const { return times_; }      ///< values that are points in time
  std::uint64_t repeats() const { return repeats_; }  ///< lists in which a label stands twice
  bool overlaps() const { return overlaps_; }         ///< units of a list share a place
  bool crosses() const { return crosses_; }           ///< ... and neither lies within the other
  /// Whether records of one item, of one annotator, differ in it.
  bool varies_in_item() const { return varies_in_item_; }
  bool varies_in_annotator() const { return varies_in_annotator_; }

 private:
  void count_label(std::string_view text);
  void see_list(model::Value list);
  void see_units(model::Value list);

  std::string name_;
  std::uint64_t present_ = 0, times_ = 0, repeats_ = 0, bytes_ = 0;
  std::uint64_t kinds_[7] = {};
  base::Dictionary raw_, labels_;
  std::vector<std::uint64_t> label_counts_;
  std::map<std::size_t, std::uint64_t> lengths_;
  std::optional<double> smallest_, largest_;
  bool is_whole_ = true, overlaps_ = false, crosses_ = false;
  bool varies_in_item_ = false, varies_in_annotator_ = false;
  std::uint64_t fewest_ = UINT64_MAX, most_ = 0;
  std::vector<std::uint64_t> of_item_, of_annotator_;  ///< hash of the first value; 0: none yet
  std::string scratch_;
};

/// All fields of a batch.
class Profile {
 public:
  /// `item` and `annotator` are the names of these fields; empty: the first usual name that a
  /// record has.
  Profile(std::string item, std::string annotator);

  /// Takes a record that was read whole.
  void see(const model::Record& record);

  const std::string& item_field() const { return item_field_; }
  const std::string& annotator_field() const { return annotator_field_; }
  std::uint64_t records() const { return records_; }
  std::uint64_t items() const { return items_.size(); }
  std::uint64_t annotators() const { return annotators_.size(); }
  /// Different annotators that a usual item has (the median), and the largest share of the records
  /// that one annotator has.
  std::uint64_t answers_per_item() const;
  double largest_share() const;
  /// In the order of their first appearance.
  const std::vector<std::unique_ptr<FieldProfile>>& fields() const { return fields_; }
  const FieldProfile* field(std::string_view name) const;

 private:
  std::string item_field_, annotator_field_;
  std::uint64_t records_ = 0;
  base::Dictionary items_, annotators_, pairs_, names_;
  std::vector<std::uint64_t> by_annotator_;
  std::vector<std::uint32_t> annotators_of_item_;
  std::vector<std::unique_ptr<FieldProfile>> fields_;
};

}  // namespace lbl::validate
