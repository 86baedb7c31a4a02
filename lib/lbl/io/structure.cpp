// simdjson 3.0 behind structure.hpp: its first stage, which finds tokens in a whole stretch of
// lines at once, and its string unescaping. The second stage (the DOM) is not used: it would drop
// what strict reading needs, the place and spelling of every token.
#include "lbl/io/structure.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace lbl::io {

namespace {

// simdjson 3.0.1 takes a low surrogate without a high one and writes the three bytes that UTF-8
// forbids for it.
bool has_surrogate(const char* text, std::size_t size) {
  const char* const stop = text + size;
  while (text < stop) {
    const void* lead = std::memchr(text, '\xED', static_cast<std::size_t>(stop - text));
    if (lead == nullptr) return false;
    text = static_cast<const char*>(lead) + 1;
    if (text < stop && static_cast<unsigned char>(*text) >= 0xA0) return true;
  }
  return false;
}

}  // namespace

struct StructuralIndex::Engine {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

  void reserve(std::size_t capacity) {
    if (parser && parser->capacity() >= capacity) return;
    // A new one rather than set_capacity(): doubled, so that growing records do not grow it often.
    constexpr std::size_t kSmallest = std::size_t{1} << 12;
    constexpr std::size_t kDepthOfUnusedStage = 1;
    const std::size_t room = std::max({kSmallest, capacity, parser ? 2 * parser->capacity() : 0});
    const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
        std::min(room, std::max<std::size_t>(capacity, simdjson::SIMDJSON_MAXSIZE_BYTES)),
        kDepthOfUnusedStage, parser);
    if (error != simdjson::SUCCESS) throw std::bad_alloc();
  }
};

StructuralIndex::StructuralIndex() : engine_(std::make_unique<Engine>()) {}
StructuralIndex::~StructuralIndex() = default;
StructuralIndex::StructuralIndex(StructuralIndex&&) noexcept = default;

bool StructuralIndex::build(std::string_view text) {
  engine_->reserve(text.size());
  size_ = 0;
  auto& parser = *engine_->parser;
  const auto error = parser.stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                   simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS) return false;
  places_ = parser.structural_indexes.get();
  size_ = parser.n_structural_indexes;
  return true;
}

std::ptrdiff_t StructuralIndex::unescape(const char* from, char* into) const {
  auto* start = reinterpret_cast<std::uint8_t*>(into);
  const std::uint8_t* end =
      engine_->parser->parse_string(reinterpret_cast<const std::uint8_t*>(from), start);
  if (end == nullptr) return -1;
  const std::ptrdiff_t size = end - start;
  return has_surrogate(into, static_cast<std::size_t>(size)) ? -1 : size;
}

bool valid_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace lbl::io
