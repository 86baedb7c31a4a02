// Keeps the smallest ranks by dropping the rest now and then, so that each record costs little.
#include "lbl/sample/candidates.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace lbl::sample {

namespace {

constexpr unsigned kRecordBits = 40;  // a trillion records a file, 16 million files

// Candidates are those of the least keys, so the low half of a key tells them apart.
std::uint64_t index_hash(std::uint64_t key) {
  return std::rotl(key, 32);
}

}  // namespace

std::uint64_t ordinal(const model::Place& place) {
  return (std::uint64_t{place.file} << kRecordBits) | place.record;
}

std::uint64_t first_ordinal(std::uint32_t file) {
  return std::uint64_t{file} << kRecordBits;
}

std::uint32_t file_of(std::uint64_t ordinal) {
  return static_cast<std::uint32_t>(ordinal >> kRecordBits);
}

std::uint64_t Candidate::first() const {
  std::uint64_t first = records->ordinal;
  for (const KeptRecord* record = records->next; record; record = record->next) {
    first = std::min(first, record->ordinal);
  }
  return first;
}

void append_records(const Candidate& unit, std::vector<RecordOut>& records) {
  const auto before = static_cast<std::ptrdiff_t>(records.size());
  for (const KeptRecord* record = unit.records; record; record = record->next) {
    records.push_back({record->ordinal, record->bytes()});
  }
  std::sort(records.begin() + before, records.end(),
            [](const RecordOut& a, const RecordOut& b) { return a.ordinal < b.ordinal; });
}

bool drawn_before(const Candidate& a, const Candidate& b) {
  if (a.rank != b.rank) return a.rank < b.rank;
  if (a.key != b.key) return a.key < b.key;
  return a.id() < b.id();
}

void Candidates::ensure_strata(std::size_t count) {
  if (strata_.size() < count) strata_.resize(count);
}

Candidate* Candidates::find(std::uint64_t key, std::string_view id) {
  if (grouping_ == Grouping::single) return nullptr;
  if (!is_indexed_) index_all();
  const auto at = [this](std::uint32_t number) -> Candidate& {
    return strata_[locations_[number].stratum].members[locations_[number].member];
  };
  const std::uint32_t number = index_.find(index_hash(key), [&](std::uint32_t known) {
    return at(known).key == key && at(known).id() == id;
  });
  return number == base::SlotIndex::kNone ? nullptr : &at(number);
}

void Candidates::index(Location location) {
  const std::uint64_t key = strata_[location.stratum].members[location.member].key;
  index_.find_or_add(index_hash(key), static_cast<std::uint32_t>(locations_.size()),
                     [](std::uint32_t /*other*/) { return false; });
  locations_.push_back(location);
}

void Candidates::index_all() {
  index_.clear();
  locations_.clear();
  for (std::uint32_t i = 0; i < strata_.size(); ++i) {
    for (std::uint32_t k = 0; k < strata_[i].members.size(); ++k) index({i, k});
  }
  is_indexed_ = true;
}

Candidate& Candidates::add(std::uint32_t stratum, double rank, std::uint64_t key,
                           std::string_view id, const RecordText& record) {
  // The id of a record of text stands in it, as a rule, and is then not kept twice.
  const std::less_equal<> not_after;
  const char* const end = record.bytes.data() + record.bytes.size();
  const bool is_inside =
      not_after(record.bytes.data(), id.data()) && not_after(id.data() + id.size(), end);
  Candidate unit;
  unit.rank = rank;
  unit.key = key;
  unit.records = store_.add(record, is_inside ? std::string_view{} : id);
  unit.id_begin =
      is_inside ? static_cast<std::uint32_t>(id.data() - record.bytes.data()) : unit.records->size;
  unit.id_size = static_cast<std::uint32_t>(id.size());
  auto& members = strata_[stratum].members;
  members.push_back(unit);
  ++size_;
  if (is_indexed_) index({stratum, static_cast<std::uint32_t>(members.size() - 1)});
  return members.back();
}

// After the first, which holds the id.
void Candidates::add_record(Candidate& unit, const RecordText& record) {
  KeptRecord* const added = store_.add(record);
  added->next = unit.records->next;
  unit.records->next = added;
}

template <class Goes>
void Candidates::drop_where(Stratum& group, Goes&& goes) {
  const auto rest =
      std::remove_if(group.members.begin(), group.members.end(), [&](const Candidate& member) {
        if (!goes(member)) return false;
        store_.take_back(member.records);
        return true;
      });
  if (rest == group.members.end()) return;
  size_ -= static_cast<std::size_t>(group.members.end() - rest);
  group.members.erase(rest, group.members.end());
  is_indexed_ = false;
}

void Candidates::keep_smallest(std::uint32_t stratum, std::size_t count) {
  auto& members = strata_[stratum].members;
  if (members.size() <= count) return;
  if (count == 0) return lower_bound(stratum, 0);
  const auto last = members.begin() + static_cast<std::ptrdiff_t>(count - 1);
  std::nth_element(members.begin(), last, members.end(),
                   [](const auto& a, const auto& b) { return a.rank < b.rank; });
  lower_bound(stratum, last->rank);
}

void Candidates::lower_bound(std::uint32_t stratum, double rank) {
  Stratum& group = strata_[stratum];
  group.bound = std::min(group.bound, rank);
  drop_where(group, [&](const Candidate& candidate) { return candidate.rank > group.bound; });
}

void Candidates::retain(const std::function<bool(const Candidate&)>& stays) {
  for (Stratum& group : strata_) {
    drop_where(group, [&](const Candidate& candidate) { return !stays(candidate); });
  }
}

void Candidates::merge(const Candidates& other, const std::vector<std::uint32_t>& numbers) {
  for (std::size_t i = 0; i < other.strata_.size(); ++i) {
    const std::uint32_t stratum = numbers[i];
    for (const Candidate& member : other.strata_[i].members) {
      Candidate* unit = find(member.key, member.id());
      for (const KeptRecord* kept = member.records; kept; kept = kept->next) {
        const RecordText record{kept->ordinal, kept->bytes(), {}};
        if (unit) {
          add_record(*unit, record);
        } else {
          unit = &add(stratum, member.rank, member.key, member.id(), record);
        }
      }
      unit->size = member.size;
    }
  }
  // Not before: what is dropped makes the index anew.
  for (std::size_t i = 0; i < other.strata_.size(); ++i) {
    lower_bound(numbers[i], other.strata_[i].bound);
  }
}

std::vector<const Candidate*> Candidates::in_order(std::uint32_t stratum) const {
  std::vector<const Candidate*> order;
  order.reserve(strata_[stratum].members.size());
  for (const Candidate& member : strata_[stratum].members) order.push_back(&member);
  std::sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) {
    if (drawn_before(*a, *b)) return true;
    if (drawn_before(*b, *a)) return false;
    return a->first() < b->first();
  });
  return order;
}

void Candidates::restart(const std::vector<double>& bounds) {
  for (Stratum& group : strata_) drop_where(group, [](const Candidate&) { return true; });
  strata_.clear();
  strata_.resize(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) strata_[i].bound = bounds[i];
}

}  // namespace lbl::sample
