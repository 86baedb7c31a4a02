// What a state must remember of the command line, and how merge takes it up again.
#include "lbl/cli/state_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

// Options that name outputs, or say how to read and tell, but change no figure.
constexpr std::array<std::string_view, 14> kNotRemembered = {
    "--save-state", "--output", "--report", "--to",      "--from", "--on-error",  "--threads",
    "--progress",   "--color",  "--quiet",  "--verbose", "--emit", "--log-level", "--gate"};

// In the order of their names, so that the order on the command line does not matter; repeats of a
// list keep theirs.
std::vector<std::string> remembered(const App& app) {
  std::vector<GivenOption> options = app.given_options();
  std::stable_sort(options.begin(), options.end(), [](const GivenOption& a, const GivenOption& b) {
    return a.long_name < b.long_name;
  });
  std::vector<std::string> words;
  for (const GivenOption& option : options) {
    const auto* const found =
        std::find(kNotRemembered.begin(), kNotRemembered.end(), option.long_name);
    if (found != kNotRemembered.end()) continue;
    words.push_back(option.value.empty() ? option.long_name
                                         : option.long_name + "=" + option.value);
  }
  return words;
}

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw base::Error(base::ErrorKind::input, base::escaped(file, 400) + ": " + why);
}

std::string shown(const std::vector<std::string>& words) {
  return words.empty() ? "no options" : base::escaped(base::join(words, " "), 200);
}

void check_alike(const io::SavedState& state, const io::SavedState& first, const std::string& file,
                 const std::string& first_file) {
  if (state.arguments != first.arguments) {
    refuse(file, fmt::format("saved with {}, but {} with {}; states that are merged need the same "
                             "options",
                             shown(state.arguments), base::escaped(first_file, 400),
                             shown(first.arguments)));
  }
  if (state.guideline != first.guideline) {
    refuse(file,
           fmt::format("saved with another guideline than {}", base::escaped(first_file, 400)));
  }
}

std::vector<io::SavedState> read_all(const App& app, const std::vector<std::string>& files) {
  std::vector<io::SavedState> states;
  for (const std::string& file : files) {
    for (io::SavedState& state : io::read_states(file)) {
      if (state.program != app.program()) {
        refuse(file, fmt::format("a state of {}, not of {}", base::escaped(state.program),
                                 app.program()));
      }
      if (!states.empty()) check_alike(state, states.front(), file, files.front());
      states.push_back(std::move(state));
    }
  }
  return states;
}

}  // namespace

void add_save_state(App& app, std::string& file) {
  if (app.verb() == "merge") return;
  app.text("--save-state", file, "FILE", "write what these records add up to, for merge");
}

void save_state(Session& session, const App& app, const std::string& file, std::string payload) {
  io::SavedState state;
  state.program = app.program();
  state.arguments = remembered(app);
  state.guideline = session.envelope().guideline_xxh3;
  state.payload = std::move(payload);
  state.content = session.content();
  if (!session.options().reports.empty()) {
    throw base::Error(base::ErrorKind::usage,
                      "--report: a state is a part and has no figures; merge reports on the whole");
  }
  if (file == "-") {
    io::write_state(state, io::StateForm::line, session.output());
  } else {
    io::write_state(state, io::StateForm::binary, session.also_write(file));
  }
}

std::optional<int> parse_merge(App& app, CommonOptions& options, int argc, char** argv,
                               std::vector<io::SavedState>& states) {
  if (const std::optional<int> done = app.parse(argc, argv)) return done;
  const std::vector<std::string> files =
      options.files.empty() ? std::vector<std::string>{"-"} : options.files;
  states = read_all(app, files);
  std::vector<std::string> words = {app.program()};
  words.insert(words.end(), states.front().arguments.begin(), states.front().arguments.end());
  words.insert(words.end(), argv + std::min(argc, 1), argv + argc);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  return app.parse(static_cast<int>(pointers.size()), pointers.data());
}

void take_up(Session& session, const std::vector<io::SavedState>& states) {
  const model::Guideline* guideline = session.guideline();
  const std::string digest = guideline == nullptr ? "" : guideline->digest;
  if (digest != states.front().guideline) {
    throw base::Error(base::ErrorKind::input,
                      "the states were saved with another guideline than -g names now");
  }
  base::ContentDigest content;
  for (const io::SavedState& state : states) content.add(state.content);
  session.hold_content(content);
}

}  // namespace lbl::cli
