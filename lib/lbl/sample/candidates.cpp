// Keeps the smallest ranks by dropping the rest now and then, so that each record costs little.
#include "lbl/sample/candidates.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace lbl::sample {

namespace {

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

std::vector<RecordBlock::Entry> RecordBlock::entries() const {
  std::vector<Entry> entries;
  std::string_view rest = block_;
  while (!rest.empty()) {
    std::uint64_t head[2];
    std::memcpy(head, rest.data(), sizeof head);
    entries.push_back({head[0], rest.substr(sizeof head, head[1])});
    rest.remove_prefix(sizeof head + head[1]);
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.ordinal < b.ordinal; });
  return entries;
}

bool drawn_before(const Candidate& a, const Candidate& b) {
  return std::tie(a.rank, a.key, a.id) < std::tie(b.rank, b.key, b.id);
}

void Candidates::ensure_strata(std::size_t count) {
  if (strata_.size() < count) strata_.resize(count);
}

Candidate* Candidates::find(std::uint64_t key, std::string_view id) const {
  if (grouping_ == Grouping::single) return nullptr;
  const auto [first, last] = by_key_.equal_range(key);
  for (auto at = first; at != last; ++at) {
    if (at->second->id == id) return at->second;
  }
  return nullptr;
}

Candidate& Candidates::unit(std::uint32_t stratum, double rank, std::uint64_t key,
                            std::string_view id) {
  if (Candidate* known = find(key, id)) return *known;
  auto candidate = std::make_unique<Candidate>();
  candidate->rank = rank;
  candidate->key = key;
  candidate->stratum = stratum;
  candidate->id = id;
  Candidate& added = *candidate;
  if (grouping_ == Grouping::by_id) by_key_.emplace(key, &added);
  strata_[stratum].members.push_back(std::move(candidate));
  ++size_;
  return added;
}

void Candidates::drop(std::unique_ptr<Candidate>& candidate) {
  const auto [first, last] = by_key_.equal_range(candidate->key);
  for (auto at = first; at != last; ++at) {
    if (at->second == candidate.get()) {
      by_key_.erase(at);
      break;
    }
  }
  candidate.reset();
  --size_;
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
  for (auto& member : group.members) {
    if (member->rank > group.bound) drop(member);
  }
  std::erase(group.members, nullptr);
}

void Candidates::retain(const std::function<bool(const Candidate&)>& stays) {
  for (Stratum& group : strata_) {
    for (auto& member : group.members) {
      if (!stays(*member)) drop(member);
    }
    std::erase(group.members, nullptr);
  }
}

void Candidates::merge(const Candidates& other, const std::vector<std::uint32_t>& numbers) {
  for (std::size_t i = 0; i < other.strata_.size(); ++i) {
    const std::uint32_t stratum = numbers[i];
    for (const auto& member : other.strata_[i].members) {
      Candidate& candidate = unit(stratum, member->rank, member->key, member->id);
      candidate.size = member->size;
      candidate.records.append(member->records);
    }
    lower_bound(stratum, other.strata_[i].bound);
  }
}

std::vector<const Candidate*> Candidates::in_order(std::uint32_t stratum) const {
  std::vector<const Candidate*> order;
  for (const auto& member : strata_[stratum].members) order.push_back(member.get());
  std::sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) {
    if (drawn_before(*a, *b)) return true;
    if (drawn_before(*b, *a)) return false;
    return a->records.entries().front().ordinal < b->records.entries().front().ordinal;
  });
  return order;
}

void Candidates::restart(const std::vector<double>& bounds) {
  by_key_.clear();
  strata_.clear();
  strata_.resize(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) strata_[i].bound = bounds[i];
  size_ = 0;
}

}  // namespace lbl::sample
