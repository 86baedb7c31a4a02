// A draw as bytes: everything a later merge needs, and nothing that it can compute again.
#include <algorithm>

#include "lbl/base/codec.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/sample/draw_state.hpp"

namespace lbl::sample {

namespace {

[[noreturn]] void refuse_damaged() {
  throw base::Error(base::ErrorKind::input, "the state of the draw does not fit together");
}

}  // namespace

void Draw::State::encode_items(base::Encoder& out) const {
  std::vector<std::uint64_t> flat;
  flat.reserve(items.size() * (1 + plan->words));
  items.for_each([&](std::uint64_t key, const std::uint64_t* words) {
    flat.push_back(key);
    flat.insert(flat.end(), words, words + plan->words);
  });
  out.numbers(flat);
}

void Draw::State::decode_items(base::Decoder& in, std::uint32_t first_file) {
  const std::vector<std::uint64_t> flat = in.numbers<std::uint64_t>();
  const std::size_t stride = 1 + plan->words;
  if (flat.size() % stride != 0) refuse_damaged();
  for (std::size_t at = 0; at < flat.size(); at += stride) {
    if (flat[at] == 0) refuse_damaged();
    std::uint64_t* words = items.insert(flat[at]).words;
    std::copy_n(flat.begin() + static_cast<std::ptrdiff_t>(at + 1), plan->words, words);
    if (plan->stratum_word && words[*plan->stratum_word] >> 32 >= strata.size()) refuse_damaged();
    if (plan->ordinal_word) words[*plan->ordinal_word] += first_ordinal(first_file);
  }
}

void Draw::State::encode(base::Encoder& out) const {
  const auto& p = population;
  out.numbers<std::uint64_t>(
      {p.units, p.items, p.records, p.excluded_records, p.without_item, p.size_zero, last_line});
  out.numbers<std::uint8_t>({excluded_seen.begin(), excluded_seen.end()});
  std::vector<std::string> codes;
  for (std::uint32_t i = 0; i < strata.size(); ++i) codes.emplace_back(strata.text(i));
  out.texts(codes);
  out.numbers(units);
  out.count(files.size());
  for (const FileLines& lines : files) {
    out.count(lines.file);
    out.count(lines.before);
  }
  encode_items(out);
  candidates.encode(out);
}

void Draw::State::decode(base::Decoder& in, std::uint32_t first_file) {
  const std::vector<std::uint64_t> counts = in.numbers<std::uint64_t>();
  if (counts.size() != 7) refuse_damaged();
  const std::vector<std::uint8_t> seen = in.numbers<std::uint8_t>();
  if (seen.size() != excluded_seen.size()) refuse_damaged();
  excluded_seen.assign(seen.begin(), seen.end());
  for (const std::string& code : in.texts()) add_stratum(code);
  std::vector<std::uint64_t> sizes = in.numbers<std::uint64_t>();
  if (sizes.size() != units.size()) refuse_damaged();
  units = std::move(sizes);
  const std::size_t file_count = in.size();
  for (std::size_t i = 0; i < file_count; ++i) {
    const auto file = static_cast<std::uint32_t>(in.count());
    files.push_back({file + first_file, in.count()});
  }
  decode_items(in, first_file);
  candidates.decode(in, first_file, [this](std::uint64_t key) { return plan->rank(key); });
  population = {};
  population.units = counts[0];
  population.items = counts[1];
  population.records = counts[2];
  population.excluded_records = counts[3];
  population.without_item = counts[4];
  population.size_zero = counts[5];
  last_line = counts[6];
}

// Grouped input knows an item in two parts only when both may still be drawn.
void Draw::State::check_apart(const State& other) {
  const bool whole_clusters = spec.design == Design::cluster && !spec.two_stage();
  if (plan->remembers_items() || !plan->tells_items_apart() || whole_clusters) return;
  other.candidates.for_each([&](const Candidate& unit) {
    if (!candidates.find(unit.key, unit.id())) return;
    throw base::Error(
        base::ErrorKind::input,
        "item " + base::quoted(unit.id()) +
            " is in two of the states, but with --grouped its records stand together");
  });
}

void Candidates::encode(base::Encoder& out) const {
  std::vector<RecordOut> records;
  out.count(strata_.size());
  for (const Stratum& stratum : strata_) {
    out.real(stratum.bound);
    out.count(stratum.members.size());
    for (const Candidate& member : stratum.members) {
      out.count(member.key);
      out.text(member.id());
      out.real(member.size);
      records.clear();
      append_records(member, records);
      out.count(records.size());
      for (const RecordOut& record : records) {
        out.count(record.ordinal);
        out.text(record.bytes);
      }
    }
  }
}

void Candidates::decode(base::Decoder& in, std::uint32_t first_file,
                        const std::function<double(std::uint64_t key)>& rank) {
  const std::size_t count = in.size();
  if (count != strata_.size()) refuse_damaged();
  for (std::uint32_t stratum = 0; stratum < count; ++stratum) {
    strata_[stratum].bound = in.real();
    const std::size_t members = in.size();
    for (std::size_t i = 0; i < members; ++i) {
      const std::uint64_t key = in.count();
      const std::string_view id = in.text();
      const double size = in.real();
      const std::size_t records = in.size();
      if (records == 0) refuse_damaged();
      Candidate* unit = find(key, id);
      for (std::size_t k = 0; k < records; ++k) {
        const std::uint64_t ordinal = in.count() + first_ordinal(first_file);
        const RecordText record{ordinal, in.text(), {}};
        if (unit) {
          add_record(*unit, record);
        } else {
          unit = &add(stratum, rank(key), key, id, record);
        }
      }
      unit->size = size;
    }
  }
}

void Draw::encode(base::Encoder& out) const {
  for (const Draw& part : state_->parts) part.encode(out);
  if (state_->parts.empty()) state_->encode(out);
}

void Draw::decode(base::Decoder& in, std::uint32_t first_file) {
  for (Draw& part : state_->parts) part.decode(in, first_file);
  if (state_->parts.empty()) state_->decode(in, first_file);
}

}  // namespace lbl::sample
