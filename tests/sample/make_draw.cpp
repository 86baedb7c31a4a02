// Feeds JSON lines to draws.
#include "sample/make_draw.hpp"

#include <algorithm>
#include <list>

#include "lbl/base/codec.hpp"
#include "model/json_value.hpp"

namespace lbl::test {

namespace {

// Gives the lines [begin, end) to `draw` as the records of one file.
void feed(sample::Draw& draw, const model::FieldPlan& plan, const std::vector<std::string>& lines,
          std::size_t begin, std::size_t end, std::uint32_t file, std::size_t chunk_size) {
  for (std::size_t at = begin; at < end; at += chunk_size) {
    std::list<JsonRecord> owners;
    sample::DrawChunk chunk = draw.chunk();
    for (std::size_t i = at; i < std::min(end, at + chunk_size); ++i) {
      owners.emplace_back(lines[i], plan, i - begin + 1);
      model::Record record = owners.back().record();
      record.place.file = file;
      record.place.record = i - begin + 1;
      record.line_end = "\n";
      chunk.add(record);
    }
    draw.absorb(chunk);
  }
}

Sample copied(const sample::DrawResult& result, unsigned readings) {
  Sample sample;
  for (const auto& record : result.records) sample.lines.emplace_back(record.bytes);
  for (const auto& unit : result.units) {
    sample.units.push_back({std::string(unit.id), unit.probability});
  }
  sample.population = result.population;
  sample.strata = result.strata;
  sample.requested = result.requested;
  sample.take_all = result.take_all;
  sample.drawn_again = result.drawn_again;
  sample.readings = readings;
  return sample;
}

}  // namespace

std::vector<std::string> Sample::ids() const {
  std::vector<std::string> ids;
  for (const SampledUnit& unit : units) ids.push_back(unit.id);
  return ids;
}

std::vector<std::string> item_lines(std::size_t count, std::size_t first) {
  std::vector<std::string> lines;
  for (std::size_t i = first; i < first + count; ++i) {
    lines.push_back("{\"item\": \"i" + std::to_string(i) + "\"}");
  }
  return lines;
}

Sample draw_from(const std::vector<std::string>& lines, const sample::DrawSpec& spec,
                 Feeding feeding, const std::shared_ptr<const sample::DrawFrame>& frame) {
  std::vector<model::FieldPlan> plans(feeding.parts);
  std::vector<sample::Draw> draws;
  for (model::FieldPlan& plan : plans) draws.emplace_back(spec, frame, plan);
  const auto feed_part = [&](std::size_t part, sample::Draw& draw) {
    feed(draw, plans[0], lines, lines.size() * part / feeding.parts,
         lines.size() * (part + 1) / feeding.parts, static_cast<std::uint32_t>(part),
         feeding.chunk);
  };
  for (std::size_t part = 0; part < feeding.parts; ++part) feed_part(part, draws[part]);
  for (std::size_t part = 1; part < feeding.parts; ++part) draws[0].merge(draws[part]);
  unsigned readings = 1;
  for (; draws[0].settle(); ++readings) {
    for (std::size_t part = 0; part < feeding.parts; ++part) feed_part(part, draws[0]);
  }
  return copied(draws[0].result(), readings);
}

std::vector<std::string> states_of(const std::vector<std::string>& lines, sample::DrawSpec spec,
                                   std::size_t parts,
                                   const std::shared_ptr<const sample::DrawFrame>& frame) {
  spec.keeping = sample::Keeping::shard;
  std::vector<std::string> states;
  for (std::size_t part = 0; part < parts; ++part) {
    model::FieldPlan plan;
    sample::Draw draw(spec, frame, plan);
    feed(draw, plan, lines, lines.size() * part / parts, lines.size() * (part + 1) / parts, 0, 7);
    base::Encoder out;
    draw.encode(out);
    states.push_back(out.take());
  }
  return states;
}

Sample draw_from_states(const std::vector<std::string>& states, sample::DrawSpec spec,
                        std::size_t turn, const std::shared_ptr<const sample::DrawFrame>& frame) {
  spec.keeping = sample::Keeping::shard;
  std::vector<sample::Draw> draws;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::size_t part = (i + turn) % states.size();
    model::FieldPlan plan;
    draws.emplace_back(spec, frame, plan);
    base::Decoder in(states[part]);
    draws.back().decode(in, static_cast<std::uint32_t>(part));
    in.finish();
    if (i > 0) draws.front().merge(draws.back());
  }
  const bool again = draws.front().settle();
  return copied(draws.front().result(), again ? 2 : 1);
}

}  // namespace lbl::test
