// Keeps the smallest ranks by dropping the rest now and then, so that each record costs little.
#include "lbl/sample/candidates.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

namespace lbl::sample {

namespace {

constexpr std::size_t kFewIndexed = 1024;
constexpr unsigned kRecordBits = 40;  // a trillion records a file, 16 million files

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

void RecordBlock::add(std::uint64_t ordinal, std::string_view bytes, std::string_view line_end) {
  const std::uint64_t head[2] = {ordinal, bytes.size() + line_end.size()};
  char raw[sizeof head];
  std::memcpy(raw, head, sizeof head);
  block_.reserve(block_.size() + sizeof raw + head[1]);
  block_.append(raw, sizeof raw);
  block_ += bytes;
  block_ += line_end;
}

template <class Visit>
void RecordBlock::for_each(Visit&& visit) const {
  std::string_view rest = block_;
  while (!rest.empty()) {
    std::uint64_t head[2];
    std::memcpy(head, rest.data(), sizeof head);
    visit(Entry{head[0], rest.substr(sizeof head, head[1])});
    rest.remove_prefix(sizeof head + head[1]);
  }
}

std::vector<RecordBlock::Entry> RecordBlock::entries() const {
  std::vector<Entry> entries;
  for_each([&](const Entry& entry) { entries.push_back(entry); });
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.ordinal < b.ordinal; });
  return entries;
}

std::uint64_t RecordBlock::first() const {
  std::uint64_t first = ~std::uint64_t{0};
  for_each([&](const Entry& entry) { first = std::min(first, entry.ordinal); });
  return first;
}

bool drawn_before(const Candidate& a, const Candidate& b) {
  return std::tie(a.rank, a.key, a.id) < std::tie(b.rank, b.key, b.id);
}

void Candidates::ensure_strata(std::size_t count) {
  if (strata_.size() < count) strata_.resize(count);
}

const Candidate* Candidates::find(std::uint64_t key, std::string_view id) const {
  const std::uint32_t number = number_of(key, id);
  return number == base::SlotIndex::kNone ? nullptr : &pool_[number];
}

// Candidates are those of the least keys, so the low half of a key tells them apart.
std::uint32_t Candidates::number_of(std::uint64_t key, std::string_view id) const {
  if (grouping_ == Grouping::single) return base::SlotIndex::kNone;
  return index_.find(std::rotl(key, 32), [&](std::uint32_t number) {
    const Candidate& known = pool_[number];
    return known.is_kept && known.key == key && known.id == id;
  });
}

Candidate& Candidates::spare() {
  if (!spares_.empty()) {
    Candidate& candidate = *spares_.back();
    spares_.pop_back();
    return candidate;
  }
  Candidate& candidate = pool_.emplace_back();
  candidate.number = static_cast<std::uint32_t>(pool_.size() - 1);
  return candidate;
}

void Candidates::index(const Candidate& candidate) {
  ++indexed_;
  index_.find_or_add(std::rotl(candidate.key, 32), candidate.number,
                     [](std::uint32_t /*other*/) { return false; });
}

void Candidates::index_anew() {
  index_.clear();
  indexed_ = 0;
  for_each([this](const Candidate& candidate) { index(candidate); });
}

Candidate& Candidates::unit(std::uint32_t stratum, double rank, std::uint64_t key,
                            std::string_view id) {
  if (const std::uint32_t known = number_of(key, id); known != base::SlotIndex::kNone) {
    return pool_[known];
  }
  Candidate& candidate = spare();
  candidate.rank = rank;
  candidate.key = key;
  candidate.stratum = stratum;
  candidate.id = id;
  candidate.is_kept = true;
  candidate.records.clear();
  ++size_;
  if (grouping_ == Grouping::by_id) {
    if (indexed_ > 2 * size_ + kFewIndexed) index_anew();
    index(candidate);
  }
  strata_[stratum].members.push_back(&candidate);
  return candidate;
}

void Candidates::drop_where(Stratum& group, const std::function<bool(const Candidate&)>& goes) {
  std::erase_if(group.members, [&](Candidate* member) {
    if (!goes(*member)) return false;
    member->is_kept = false;
    spares_.push_back(member);
    --size_;
    return true;
  });
}

void Candidates::keep_smallest(std::uint32_t stratum, std::size_t count) {
  auto& members = strata_[stratum].members;
  if (members.size() <= count) return;
  if (count == 0) return lower_bound(stratum, 0);
  const auto last = members.begin() + static_cast<std::ptrdiff_t>(count - 1);
  std::nth_element(members.begin(), last, members.end(),
                   [](const auto& a, const auto& b) { return a->rank < b->rank; });
  lower_bound(stratum, (*last)->rank);
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
    for (const Candidate* member : other.strata_[i].members) {
      Candidate& candidate = unit(stratum, member->rank, member->key, member->id);
      candidate.size = member->size;
      candidate.records.append(member->records);
    }
    lower_bound(stratum, other.strata_[i].bound);
  }
}

std::vector<const Candidate*> Candidates::in_order(std::uint32_t stratum) const {
  std::vector<const Candidate*> order(strata_[stratum].members.begin(),
                                      strata_[stratum].members.end());
  std::sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) {
    if (drawn_before(*a, *b)) return true;
    if (drawn_before(*b, *a)) return false;
    return a->records.first() < b->records.first();
  });
  return order;
}

void Candidates::restart(const std::vector<double>& bounds) {
  for (Stratum& group : strata_) drop_where(group, [](const Candidate&) { return true; });
  index_.clear();
  indexed_ = 0;
  strata_.clear();
  strata_.resize(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) strata_[i].bound = bounds[i];
}

}  // namespace lbl::sample
