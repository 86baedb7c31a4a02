// The one wrapper around CLI11.
#include "lbl/cli/app.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <functional>
#include <map>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/version.hpp"
#include "lbl/cli/arguments.hpp"
#include "lbl/cli/help.hpp"
#include "lbl/model/gate.hpp"

namespace lbl::cli {

namespace {

using Take = std::function<void(const std::vector<std::string>& values)>;

[[noreturn]] void refuse(const std::string& option, const std::string& message) {
  throw base::Error(base::ErrorKind::usage, option + ": " + message);
}

std::uint64_t whole_number(const std::string& option, const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    refuse(option, base::quoted(text) + " is too large; at most 18446744073709551615");
  }
  if (error != std::errc() || end != text.data() + text.size()) {
    refuse(option, base::quoted(text) + " is not a whole number in decimal digits");
  }
  return value;
}

double real_number(const std::string& option, const std::string& text) {
  // People write .5; JSON does not.
  const bool bare = text.starts_with('.');
  const std::optional<double> value = base::parse_number(bare ? "0" + text : text);
  if (!value) refuse(option, base::quoted(text) + " is not a number");
  return *value;
}

// "\," is a comma inside a value.
void append_list(const std::string& option, const std::string& text,
                 std::vector<std::string>& target) {
  std::vector<std::string> values(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',') {
      values.back() += text[++i];
    } else if (text[i] == ',') {
      values.emplace_back();
    } else {
      values.back() += text[i];
    }
  }
  for (std::string& value : values) {
    if (value.empty()) refuse(option, "empty name in the list " + base::quoted(text));
    target.push_back(std::move(value));
  }
}

}  // namespace

struct App::State {
  std::string program;
  CLI::App parser;
  HelpText help;
  std::vector<OptionName> names;
  std::map<std::string, CLI::Option*> options;                     // by long name
  std::vector<std::pair<std::string, const std::string*>> inputs;  // that "-" may name
  std::vector<std::string> formats;
  std::vector<GateName> gate_names;
  CommonOptions* common = nullptr;

  void add(const std::string& option_names, const std::string& value_name, const std::string& text,
           Take take) {
    const std::vector<std::string> parts = base::split(option_names, ',');
    OptionName name;
    name.long_name = parts.back();
    if (parts.size() > 1) name.short_name = parts.front();
    name.takes_value = !value_name.empty();
    CLI::Option* option = parser.add_option(option_names, [take](const CLI::results_t& values) {
      take(values);
      return true;
    });
    option->expected(1)->allow_extra_args(false)->take_all();
    options[name.long_name] = option;
    help.add({name.short_name, name.long_name, value_name, text});
    names.push_back(std::move(name));
  }

  void check_standard_input() const;
  void check_common() const;
  void check_gate(const std::string& text) const;
};

App::App(std::string program, std::string summary) : state_(std::make_unique<State>()) {
  state_->program = std::move(program);
  state_->parser.set_help_flag();
  state_->help.program = state_->program;
  state_->help.summary = std::move(summary);
}

App::~App() = default;

void App::usage(const std::string& line) {
  state_->help.usage = line;
}
void App::section(const std::string& title) {
  state_->help.section(title);
}
void App::folded(const std::string& help) {
  state_->help.folded(help);
}

void App::flag(const std::string& names, bool& target, const std::string& help) {
  state_->add(names, "", help, [&target](const auto&) { target = true; });
}

void App::counter(const std::string& names, int& target, const std::string& help) {
  state_->add(names, "", help,
              [&target](const auto& values) { target = static_cast<int>(values.size()); });
}

void App::text(const std::string& names, std::string& target, const std::string& value_name,
               const std::string& help) {
  state_->add(names, value_name, help, [&target](const auto& values) { target = values.back(); });
}

void App::input_file(const std::string& names, std::string& target, const std::string& value_name,
                     const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->inputs.emplace_back(option, &target);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    if (values.back().empty()) refuse(option, "the name of the file is empty");
    target = values.back();
  });
}

void App::choice(const std::string& names, std::string& target,
                 const std::vector<std::string>& words, const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->add(names, base::join(words, "|"), help, [&target, words, option](const auto& values) {
    const std::string& word = values.back();
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      refuse(option, fmt::format("{} is not one of {}{}", base::quoted(word),
                                 base::join(words, ", "), base::did_you_mean(word, words)));
    }
    target = word;
  });
}

void App::list(const std::string& names, std::vector<std::string>& target,
               const std::string& value_name, const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target.clear();
    for (const std::string& value : values) append_list(option, value, target);
  });
}

void App::repeated(const std::string& names, std::vector<std::string>& target,
                   const std::string& value_name, const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    for (const std::string& value : values) {
      if (value.empty()) refuse(option, "the value is empty");
    }
    target = values;
  });
}

void App::unsigned_integer(const std::string& names, std::uint64_t& target,
                           const std::string& value_name, const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = whole_number(option, values.back());
  });
}

void App::unsigned_integer(const std::string& names, std::optional<std::uint64_t>& target,
                           const std::string& value_name, const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = whole_number(option, values.back());
  });
}

void App::number(const std::string& names, std::optional<double>& target,
                 const std::string& value_name, const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = real_number(option, values.back());
  });
}

void App::number(const std::string& names, double& target, const std::string& value_name,
                 const std::string& help) {
  const std::string option = base::split(names, ',').back();
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = real_number(option, values.back());
  });
}

void App::gate_names(std::vector<GateName> names) {
  state_->gate_names = std::move(names);
}
void App::examples(const std::vector<std::string>& lines) {
  state_->help.examples = lines;
}

void App::common(CommonOptions& options, const std::vector<std::string>& formats) {
  State& state = *state_;
  state.common = &options;
  state.formats = formats;
  options.to = formats.front();
  section("Input");
  input_file("-g,--guideline", options.guideline, "FILE|NAME",
             "the guideline: a file, or one of the library such as sentiment");
  choice("-f,--from", options.from, {"auto", "jsonl", "json", "csv", "tsv"}, "format of the input");
  choice("--on-error", options.on_error, {"stop", "skip"}, "what to do about a malformed record");
  folded("what these fields are called in the records");
  text("--item-field", options.item_field, "NAME", "field that holds the item");
  text("--annotator-field", options.annotator_field, "NAME", "field that holds the annotator");
  text("--label-field", options.label_field, "NAME", "field that holds the label");
  text("--text-field", options.text_field, "NAME", "field that holds the text");
  text("--time-field", options.time_field, "NAME", "field that holds the time");

  section("Output and gates");
  choice("-t,--to", options.to, formats, "format of the report");
  text("-o,--output", options.output, "FILE", "write there; only when complete");
  repeated("--report", options.reports, "[FORMAT:]FILE",
           "write the report there too, as JSON or FORMAT");
  repeated("--gate", options.gates, "'NAME OP NUMBER'", "exit 1 unless this holds of the summary");
  flag("--list-gates", options.list_gates, "print the names that gates may use");
  input_file("--gates-only", options.gates_only, "REPORT.json",
             "check a saved report again, without data");
  choice("--fail-on", options.fail_on, {"never", "warning", "error"},
         "findings that make the exit code 1");

  section("Running (see lbl(7))");
  folded("");
  unsigned_integer("--seed", options.seed, "N", "seed of all randomness");
  unsigned_integer("-j,--threads", options.threads, "N", "threads; default all cores");
  choice("--progress", options.progress, {"auto", "always", "never"}, "progress on standard error");
  choice("--color", options.color, {"auto", "always", "never"}, "colour in text");
  flag("-q,--quiet", options.quiet, "errors only");
  counter("-v,--verbose", options.verbose, "say more");
  choice("--log-level", options.log_level, {"off", "error", "warning", "info", "debug"}, "");
}

std::optional<int> App::parse(int argc, char** argv) {
  State& state = *state_;
  const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  std::vector<OptionName> known = state.names;
  known.push_back({"-h", "--help", false});
  known.push_back({"", "--version", false});
  const Arguments arguments = read_arguments(words, known);

  std::vector<std::string> canonical;
  for (const GivenOption& option : arguments.options) {
    if (option.long_name == "--help") {
      fmt::print("{}", help());
      return kDone;
    }
    if (option.long_name == "--version") {
      fmt::print("{} {}\n", state.program, base::version());
      return kDone;
    }
    canonical.push_back(option.long_name);
    canonical.push_back(option.value);
  }
  std::reverse(canonical.begin(), canonical.end());  // CLI11 takes them from the back
  state.parser.parse(std::move(canonical));
  if (state.common == nullptr) return std::nullopt;
  state.common->files = arguments.files;
  if (state.common->list_gates) {
    for (const GateName& name : state.gate_names)
      fmt::print("{:<42} {}\n", name.name, name.meaning);
    return kDone;
  }
  state.check_standard_input();
  state.check_common();
  return std::nullopt;
}

// Standard input can be read once.
void App::State::check_standard_input() const {
  std::vector<std::string> places;
  for (const auto& [option, target] : inputs) {
    if (*target == "-") places.push_back(option);
  }
  for (std::size_t i = 0; i < common->files.size(); ++i) {
    if (common->files[i] == "-") places.push_back(fmt::format("FILE {}", i + 1));
  }
  if (places.size() > 1) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("standard input (\"-\") is named twice, as {} and as {}",
                                  places[0], places[1]));
  }
}

void App::State::check_common() const {
  constexpr std::uint64_t kMostThreads = 4096;
  if (common->threads > kMostThreads) {
    refuse("--threads", fmt::format("{} is too large; at most {}", common->threads, kMostThreads));
  }
  for (const std::string& file : common->files) {
    if (file.empty()) throw base::Error(base::ErrorKind::usage, "the name of a FILE is empty");
  }
  for (const std::string& gate : common->gates) check_gate(gate);
}

void App::State::check_gate(const std::string& text) const {
  model::parse_gate(text);
}

bool App::given(const std::string& long_name) const {
  return state_->options.at(long_name)->count() > 0;
}

const std::string& App::program() const {
  return state_->program;
}
const std::vector<std::string>& App::formats() const {
  return state_->formats;
}
const std::vector<GateName>& App::gate_names() const {
  return state_->gate_names;
}
std::string App::help() const {
  return state_->help.text();
}

}  // namespace lbl::cli
