// Units that may still be drawn, with their records: the smallest ranks of each stratum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/codec.hpp"
#include "lbl/base/slot_index.hpp"
#include "lbl/model/record.hpp"

namespace lbl::sample {

/// The place of a record in the whole input as one ordered number.
std::uint64_t ordinal(const model::Place& place);
/// The ordinal at which those of a file begin.
std::uint64_t first_ordinal(std::uint32_t file);
/// The file that a record with this ordinal came from.
std::uint32_t file_of(std::uint64_t ordinal);

/// The records of one unit, each with its line end, in one block of memory.
class RecordBlock {
 public:
  void add(std::uint64_t ordinal, std::string_view bytes, std::string_view line_end);
  void append(const RecordBlock& other) { block_ += other.block_; }
  bool empty() const { return block_.empty(); }
  /// Forgets the records but keeps the memory.
  void clear() { block_.clear(); }

  struct Entry {
    std::uint64_t ordinal;
    std::string_view bytes;  ///< with the line end
  };
  /// The records in the order of the input.
  std::vector<Entry> entries() const;
  /// The ordinal of the first of them.
  std::uint64_t first() const;

 private:
  template <class Visit>
  void for_each(Visit&& visit) const;

  std::string block_;  // for each record: ordinal, length, bytes
};

/// A unit (item, record or cluster) and what decides whether it is drawn.
struct Candidate {
  double rank = 0;        ///< smaller is drawn first
  std::uint64_t key = 0;  ///< the seeded hash behind the rank; breaks ties
  double size = 0;
  std::uint32_t stratum = 0;
  std::uint32_t number = 0;  ///< its place in the memory of Candidates
  bool is_kept = false;      ///< in use there
  std::string id;
  RecordBlock records;
};

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
  /// The candidate of that id; null when it is not there (or records are units).
  const Candidate* find(std::uint64_t key, std::string_view id) const;
  /// The candidate with these marks, made when it is not there yet.
  Candidate& unit(std::uint32_t stratum, double rank, std::uint64_t key, std::string_view id);

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
      for (const Candidate* member : stratum.members) body(*member);
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
  /// The candidates of a stratum in the order in which they are drawn.
  std::vector<const Candidate*> in_order(std::uint32_t stratum) const;

 private:
  struct Stratum {
    double bound = std::numeric_limits<double>::infinity();
    std::vector<Candidate*> members;
  };
  std::uint32_t number_of(std::uint64_t key, std::string_view id) const;
  Candidate& spare();
  void index(const Candidate& candidate);
  void index_anew();
  void drop_where(Stratum& group, const std::function<bool(const Candidate&)>& goes);

  Grouping grouping_;
  std::size_t size_ = 0;
  std::vector<Stratum> strata_;
  // Candidates come and go all the time: those that went lend their memory to those that come.
  std::deque<Candidate> pool_;
  std::vector<Candidate*> spares_;
  // Numbers in the pool by key. One that went stays in it, no longer in use, until it is made anew.
  base::SlotIndex index_;
  std::size_t indexed_ = 0;
};

}  // namespace lbl::sample
