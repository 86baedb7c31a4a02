// Units that may still be drawn, with their records: the smallest ranks of each stratum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

#include "lbl/base/codec.hpp"
#include "lbl/base/slot_index.hpp"
#include "lbl/model/record.hpp"
#include "lbl/sample/record_store.hpp"

namespace lbl::sample {

/// The place of a record in the whole input as one ordered number.
std::uint64_t ordinal(const model::Place& place);
/// The ordinal at which those of a file begin.
std::uint64_t first_ordinal(std::uint32_t file);
/// The file that a record with this ordinal came from.
std::uint32_t file_of(std::uint64_t ordinal);

/// A unit (item, record or cluster) and what decides whether it is drawn.
struct Candidate {
  double rank = 0;        ///< smaller is drawn first
  std::uint64_t key = 0;  ///< the seeded hash behind the rank; breaks ties
  double size = 0;
  KeptRecord* records = nullptr;  ///< in no order; never null
  std::uint32_t id_begin = 0;     ///< the id, from where the bytes of the first record begin
  std::uint32_t id_size = 0;

  std::string_view id() const { return {records->begin() + id_begin, id_size}; }
  /// The ordinal of the first of its records in the input.
  std::uint64_t first() const;
};

/// A record of a unit on its way out.
struct RecordOut {
  std::uint64_t ordinal;
  std::string_view bytes;  ///< with the line end
};
/// Puts the records of a unit at the end of `records`, in the order of the input.
void append_records(const Candidate& unit, std::vector<RecordOut>& records);

/// Whether `a` is drawn before `b`: rank, key, id, and for records the place in the input.
bool drawn_before(const Candidate& a, const Candidate& b);

/// Whether records of one id belong to one unit, or each record is a unit.
enum class Grouping : std::uint8_t { by_id, single };

/// The candidates of all strata. Every unit whose rank is at most its stratum's bound is here with
/// all records seen so far, so a bound may fall but never rise.
class Candidates {
 public:
  explicit Candidates(Grouping grouping) : grouping_(grouping) {}

  /// Makes room for strata [0, count).
  void ensure_strata(std::size_t count);
  /// Whether a unit of this rank may still be drawn.
  bool wants(std::uint32_t stratum, double rank) const { return rank <= strata_[stratum].bound; }
  /// The candidate of that id; null when it is not there (or records are units). Pointers are
  /// valid until the next change.
  Candidate* find(std::uint64_t key, std::string_view id);
  /// A candidate that was not there, with its first record.
  Candidate& add(std::uint32_t stratum, double rank, std::uint64_t key, std::string_view id,
                 const RecordText& record);
  /// One record more of a candidate.
  void add_record(Candidate& unit, const RecordText& record);

  /// Drops all but the `count` smallest ranks of a stratum (and those equal to the last of them).
  void keep_smallest(std::uint32_t stratum, std::size_t count);
  /// Drops all above `rank`.
  void lower_bound(std::uint32_t stratum, double rank);
  /// Drops all that `stays` is false for.
  void retain(const std::function<bool(const Candidate&)>& stays);
  /// Forgets all candidates; every stratum is given the bound in `bounds`.
  void restart(const std::vector<double>& bounds);

  /// Adds those of another input; its stratum i is stratum numbers[i] here.
  void merge(const Candidates& other, const std::vector<std::uint32_t>& numbers);

  /// Calls `body` for every candidate.
  void for_each(const std::function<void(const Candidate&)>& body) const {
    for (const Stratum& stratum : strata_) {
      for (const Candidate& member : stratum.members) body(member);
    }
  }
  void encode(base::Encoder& out) const;
  /// Reads what encode() wrote, into as many strata; files are numbered on from `first_file`.
  void decode(base::Decoder& in, std::uint32_t first_file,
              const std::function<double(std::uint64_t key)>& rank);

  /// Candidates of all strata.
  std::size_t size() const { return size_; }
  /// Candidates of a stratum.
  std::size_t size(std::uint32_t stratum) const { return strata_[stratum].members.size(); }
  /// Bytes of memory that their records take.
  std::size_t record_bytes() const { return store_.lent(); }
  /// The candidates of a stratum in the order in which they are drawn.
  std::vector<const Candidate*> in_order(std::uint32_t stratum) const;

 private:
  struct Stratum {
    double bound = std::numeric_limits<double>::infinity();
    std::vector<Candidate> members;
  };
  struct Location {
    std::uint32_t stratum, member;
  };
  void index(Location location);
  void index_all();
  template <class Goes>
  void drop_where(Stratum& group, Goes&& goes);

  Grouping grouping_;
  std::size_t size_ = 0;
  std::vector<Stratum> strata_;
  RecordStore store_;
  // Where candidates are by their keys, made when first asked for, and anew after some were
  // dropped: input with one record an item never asks.
  bool is_indexed_ = false;
  base::SlotIndex index_;
  std::vector<Location> locations_;
};

}  // namespace lbl::sample
