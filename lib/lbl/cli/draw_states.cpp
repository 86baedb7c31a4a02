// Encodes what a shard read beside its draw, and puts shards into one order.
#include "lbl/cli/draw_states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <tuple>

#include "lbl/base/codec.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

struct ShardInput {
  std::string name, xxh3;
  std::uint64_t records = 0;
  InputStart start;
};

struct Shard {
  std::string_view key = {};  ///< of its line, where one line is one state
  std::vector<ShardInput> inputs;
  std::vector<std::string> excluded;
  std::string_view draw;  ///< what Draw::encode() wrote
};

Shard read_shard(const io::SavedState& state) {
  base::Decoder in(state.payload);
  Shard shard;
  shard.key = state.key;
  const std::size_t inputs = in.size();
  for (std::size_t i = 0; i < inputs; ++i) {
    ShardInput input;
    input.name = in.text();
    input.xxh3 = in.text();
    input.records = in.count();
    input.start.format = static_cast<io::Format>(in.count());
    input.start.header = in.text();
    shard.inputs.push_back(std::move(input));
  }
  shard.excluded = in.texts();
  shard.draw = in.text();
  in.finish();
  return shard;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The digits that `text` begins with, without leading zeros.
std::string_view leading_number(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size])) ++size;
  std::string_view digits = text.substr(0, size);
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

// "part-2" before "part-10": runs of digits by value, all else by bytes.
bool name_before(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      const std::string_view left = leading_number(a), right = leading_number(b);
      if (left != right) return std::pair(left.size(), left) < std::pair(right.size(), right);
      a.remove_prefix(static_cast<std::size_t>(left.end() - a.begin()));
      b.remove_prefix(static_cast<std::size_t>(right.end() - b.begin()));
      continue;
    }
    if (a.front() != b.front()) {
      return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
    }
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() < b.size();
}

bool shard_before(const Shard& a, const Shard& b) {
  if (name_before(a.key, b.key)) return true;
  if (name_before(b.key, a.key)) return false;
  return std::lexicographical_compare(
      a.inputs.begin(), a.inputs.end(), b.inputs.begin(), b.inputs.end(),
      [](const ShardInput& left, const ShardInput& right) {
        if (name_before(left.name, right.name)) return true;
        if (name_before(right.name, left.name)) return false;
        return std::tie(left.name, left.xxh3) < std::tie(right.name, right.xxh3);
      });
}

// The same records twice would count twice.
void check_different(const std::vector<Shard>& shards) {
  std::vector<const ShardInput*> inputs;
  for (const Shard& shard : shards) {
    for (const ShardInput& input : shard.inputs) {
      if (input.records > 0) inputs.push_back(&input);
    }
  }
  const auto key = [](const ShardInput* input) { return std::tie(input->xxh3, input->name); };
  std::sort(inputs.begin(), inputs.end(),
            [&](const ShardInput* a, const ShardInput* b) { return key(a) < key(b); });
  const auto twice = std::adjacent_find(
      inputs.begin(), inputs.end(),
      [&](const ShardInput* a, const ShardInput* b) { return key(a) == key(b); });
  if (twice == inputs.end()) return;
  throw base::Error(base::ErrorKind::input,
                    fmt::format("the records of {} are in two of the states; name each state once",
                                base::escaped((*twice)->name)));
}

}  // namespace

std::string draw_payload(const std::vector<report::InputEntry>& inputs,
                         const std::vector<InputStart>& starts, const sample::DrawFrame& frame,
                         const sample::Draw& draw) {
  base::Encoder out;
  out.count(starts.size());
  const std::size_t first = inputs.size() - starts.size();  // after --exclude and --scores
  for (std::size_t i = 0; i < starts.size(); ++i) {
    out.text(inputs[first + i].name);
    out.text(inputs[first + i].xxh3);
    out.count(inputs[first + i].records);
    out.count(static_cast<std::uint64_t>(starts[i].format));
    out.text(starts[i].header);
  }
  std::vector<std::string> excluded;
  for (std::uint32_t i = 0; i < frame.excluded.size(); ++i) {
    excluded.emplace_back(frame.excluded.id(i));
  }
  out.texts(excluded);
  base::Encoder state;
  draw.encode(state);
  out.text(state.bytes());
  return out.take();
}

MergedDraw merged_draw(const std::vector<io::SavedState>& states, sample::DrawSpec spec) {
  std::vector<Shard> shards;
  for (const io::SavedState& state : states) shards.push_back(read_shard(state));
  check_different(shards);
  std::stable_sort(shards.begin(), shards.end(), shard_before);
  auto frame = std::make_shared<sample::DrawFrame>();
  for (const std::string& id : shards.front().excluded) frame->excluded.add(id);
  std::vector<InputStart> starts;
  spec.input_names.clear();
  for (const Shard& shard : shards) {
    if (shard.excluded != shards.front().excluded) {
      throw base::Error(base::ErrorKind::input,
                        "the states were saved with other items in --exclude");
    }
    for (const ShardInput& input : shard.inputs) {
      spec.input_names.push_back(input.name);
      starts.push_back(input.start);
    }
  }
  std::vector<sample::Draw> draws;
  std::uint32_t first_file = 0;
  for (const Shard& shard : shards) {
    model::FieldPlan plan;
    draws.emplace_back(spec, frame, plan);
    base::Decoder in(shard.draw);
    draws.back().decode(in, first_file);
    in.finish();
    first_file += static_cast<std::uint32_t>(shard.inputs.size());
    if (draws.size() == 1) continue;
    draws.front().merge(draws.back());
    draws.pop_back();
  }
  draws.front().settle();
  return {std::move(draws.front()), std::move(starts)};
}

}  // namespace lbl::cli
