// A saved state comes back whole, and what is no state is refused with its place.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "lbl/base/error.hpp"
#include "lbl/io/state_file.hpp"

using namespace lbl;

namespace {

// A file of its own that goes with the test.
struct TemporaryFile {
  TemporaryFile()
      : name((std::filesystem::temp_directory_path() /
              ("lbl-state-test-" + std::to_string(getpid())))
                 .string()) {}
  ~TemporaryFile() { std::filesystem::remove(name); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  std::string bytes() const {
    std::ostringstream text;
    text << std::ifstream(name, std::ios::binary).rdbuf();
    return text.str();
  }
  void fill(const std::string& with) const { std::ofstream(name, std::ios::binary) << with; }

  std::string name;
};

std::string refusal(const TemporaryFile& file) {
  try {
    io::read_states(file.name);
  } catch (const base::Error& error) {
    return std::string(error.what()).substr(file.name.size());
  }
  return "";
}

void save(const io::SavedState& state, io::StateForm form, const TemporaryFile& file) {
  io::Output output(file.name);
  io::write_state(state, form, output);
  output.commit();
}

}  // namespace

TEST_CASE("a state comes back as it was saved, in both forms") {
  io::SavedState state = {
      "lbl-agree", {"--by=source", "--level=0.9"}, "abc", std::string(100000, '\0') + "end", {}};
  state.content.add("a record");
  for (const io::StateForm form : {io::StateForm::binary, io::StateForm::line}) {
    const TemporaryFile file;
    save(state, form, file);
    const std::vector<io::SavedState> back = io::read_states(file.name);
    REQUIRE(back.size() == 1);
    CHECK(back[0].program == state.program);
    CHECK(back[0].arguments == state.arguments);
    CHECK(back[0].guideline == state.guideline);
    CHECK(back[0].payload == state.payload);
    CHECK(back[0].content.hex() == state.content.hex());
  }
}

TEST_CASE("lines of states are read one by one, with or without a key before a tab") {
  const TemporaryFile file;
  save({"lbl-agree", {}, "", "one", {}}, io::StateForm::line, file);
  const std::string line = file.bytes();
  file.fill(line + "agree\tshard-7\t" + line + "\n");
  const auto states = io::read_states(file.name);
  REQUIRE(states.size() == 2);
  CHECK(states[0].key.empty());
  CHECK(states[1].key == "agree\tshard-7");
}

TEST_CASE("what is no state, is damaged or cut is refused in one line") {
  const TemporaryFile file;
  file.fill("{\"item\": 1}\n");
  CHECK(refusal(file) == ":1: not a state of lbl; --save-state writes one");
  file.fill("");
  CHECK(refusal(file) == ": no state in it");
  save({"lbl-agree", {}, "", "payload", {}}, io::StateForm::binary, file);
  const std::string whole = file.bytes();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
    file.fill(damaged);
    CHECK_MESSAGE(!refusal(file).empty(), "byte ", i);
    file.fill(whole.substr(0, i));
    CHECK_MESSAGE(!refusal(file).empty(), "cut at ", i);
  }
}
