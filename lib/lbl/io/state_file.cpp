// The envelope of a saved state: magic, version of the layout, digest, then packed content.
#include "lbl/io/state_file.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "lbl/base/base64.hpp"
#include "lbl/base/codec.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/version.hpp"
#include "lbl/io/source.hpp"

namespace lbl::io {

namespace {

constexpr std::string_view kMagic = "lblstate";
constexpr std::uint64_t kLayout = 2;
constexpr int kPackLevel = 3;

[[noreturn]] void refuse(const std::string& where, const std::string& why) {
  throw base::Error(base::ErrorKind::input, where + ": " + why);
}

std::string digest_of(std::string_view bytes) {
  base::Digest digest;
  digest.update(bytes);
  return digest.hex();
}

std::string packed(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kPackLevel);
  if (ZSTD_isError(size) != 0) {
    throw base::Error(base::ErrorKind::output, "the state cannot be packed");
  }
  out.resize(size);
  return out;
}

std::string unpacked(std::string_view bytes, std::uint64_t size) {
  const unsigned long long told = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  // No frame of zstd says more with so few bytes, so a forged size cannot ask for all memory.
  constexpr std::uint64_t kMostPerByte = std::uint64_t{1} << 17;
  if (told != size || size / kMostPerByte > bytes.size()) {
    throw base::Error(base::ErrorKind::input, "the state is damaged: its size");
  }
  std::string out(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != size) {
    throw base::Error(base::ErrorKind::input, "the state is damaged: it cannot be unpacked");
  }
  return out;
}

std::string encoded(const SavedState& state) {
  base::Encoder content;
  content.text(base::version());
  content.text(state.program);
  content.texts(state.arguments);
  content.text(state.guideline);
  content.text(state.payload);
  content.numbers(std::vector{state.content.high(), state.content.low()});
  base::Encoder envelope;
  envelope.count(kLayout);
  envelope.text(digest_of(content.bytes()));
  envelope.count(content.bytes().size());
  envelope.text(packed(content.bytes()));
  return std::string(kMagic) + envelope.bytes();
}

SavedState decoded(std::string_view bytes) {
  base::Decoder envelope(bytes.substr(kMagic.size()));
  if (const std::uint64_t layout = envelope.count(); layout != kLayout) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("the state has layout {}; this version reads {}: save it again",
                                  layout, kLayout));
  }
  const std::string digest(envelope.text());
  const std::uint64_t size = envelope.count();
  const std::string content = unpacked(envelope.text(), size);
  envelope.finish();
  if (digest_of(content) != digest) {
    throw base::Error(base::ErrorKind::input, "the state is damaged: its digest differs");
  }
  base::Decoder fields(content);
  if (const std::string_view version = fields.text(); version != base::version()) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("the state is of version {}, this is {}: save it again",
                                  base::escaped(version, 40), base::version()));
  }
  SavedState state;
  state.program = fields.text();
  state.arguments = fields.texts();
  state.guideline = fields.text();
  state.payload = fields.text();
  const auto halves = fields.numbers<std::uint64_t>();
  if (halves.size() != 2)
    throw base::Error(base::ErrorKind::input, "the state is damaged: content");
  state.content = base::ContentDigest::of(halves[0], halves[1]);
  fields.finish();
  return state;
}

std::string all_bytes(const std::string& name) {
  constexpr std::size_t kBlock = std::size_t{1} << 20;
  const std::unique_ptr<Source> source = open_source(name);
  std::string bytes;
  for (;;) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kBlock);
    const std::size_t got = source->read(bytes.data() + before, kBlock);
    bytes.resize(before + got);
    if (got == 0) return bytes;
  }
}

SavedState state_of_bytes(std::string_view bytes, const std::string& where) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    refuse(where, "not a state of lbl; --save-state writes one");
  }
  try {
    return decoded(bytes);
  } catch (const base::Error& error) {
    refuse(where, error.what());
  }
}

}  // namespace

void write_state(const SavedState& state, StateForm form, Output& output) {
  const std::string bytes = encoded(state);
  if (form == StateForm::binary) {
    output.write(bytes);
  } else {
    output.write(base::base64(bytes) + "\n");
  }
}

std::vector<SavedState> read_states(const std::string& name) {
  const std::string bytes = all_bytes(name);
  const std::string shown = base::escaped(name, 400);
  std::vector<SavedState> states;
  if (std::string_view(bytes).substr(0, kMagic.size()) == kMagic) {
    states.push_back(state_of_bytes(bytes, shown));
    return states;
  }
  std::string_view rest = bytes;
  for (std::uint64_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::string_view key;
    if (const std::size_t tab = text.rfind('\t'); tab != std::string_view::npos) {
      key = text.substr(0, tab);
      text.remove_prefix(tab + 1);
    }
    if (text.empty()) continue;
    const std::string where = fmt::format("{}:{}", shown, line);
    const std::optional<std::string> one = base::bytes_of_base64(text);
    if (!one) refuse(where, "not a state of lbl; --save-state writes one");
    states.push_back(state_of_bytes(*one, where));
    states.back().key = key;
  }
  if (states.empty()) refuse(shown, "no state in it");
  return states;
}

}  // namespace lbl::io
