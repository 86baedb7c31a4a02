// The one wrapper around CLI11.
#include "lbl/cli/app.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/version.hpp"
#include "lbl/cli/gates.hpp"
#include "lbl/cli/help.hpp"
#include "lbl/cli/option_values.hpp"
#include "lbl/cli/print.hpp"

namespace lbl::cli {

namespace {

using Take = std::function<void(const std::vector<std::string>& values)>;

// "-o,--output" is told by its long name.
std::string long_name(const std::string& names) {
  return base::split(names, ',').back();
}

// Who asks for help gets it, whatever else is wrong.
bool asks_for_help(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--") return false;
    if (word == "-h" || word == "--help") return true;
  }
  return false;
}

}  // namespace

struct App::State {
  std::string program, verb;
  CLI::App parser;
  HelpText help;
  std::vector<OptionName> names;
  std::map<std::string, CLI::Option*> options;                     // by long name
  std::vector<std::pair<std::string, const std::string*>> inputs;  // that "-" may name
  std::vector<std::string> formats;
  std::vector<GateName> gate_names;
  CommonOptions* common = nullptr;
  std::vector<GivenOption> options_given;

  void add(const std::string& option_names, const std::string& value_name, const std::string& text,
           const Take& take, std::vector<std::string> words = {}) {
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
    help.add({name.short_name, name.long_name, value_name, text, std::move(words)});
    names.push_back(std::move(name));
  }

  std::string gate_list() const;
  void assign(const std::vector<GivenOption>& given);
  void check_standard_input() const;
  void check_common() const;
};

App::App(std::string program, std::string summary, const std::string& verb)
    : state_(std::make_unique<State>()) {
  state_->program = std::move(program);
  state_->parser.set_help_flag();
  state_->verb = verb;
  state_->help.program = verb.empty() ? state_->program : state_->program + " " + verb;
  state_->help.summary = std::move(summary);
}

App::~App() = default;

void App::usage(const std::string& line) {
  state_->help.usage = line;
}
void App::verbs(const std::vector<Verb>& verbs) {
  for (const Verb& verb : verbs) state_->help.verbs.emplace_back(verb.name, verb.summary);
}
void App::section(const std::string& title) {
  state_->help.section(title);
}
void App::fold() {
  state_->help.fold();
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
  const std::string option = long_name(names);
  state_->inputs.emplace_back(option, &target);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    if (values.back().empty()) refuse_value(option, "the name of the file is empty");
    target = values.back();
  });
}

void App::choice(const std::string& names, std::string& target,
                 const std::vector<std::string>& words, const std::string& help) {
  std::vector<std::string> told = words;
  for (std::string& word : told) word += word == target ? " (default)" : "";
  const Take take = [&target, words, option = long_name(names)](const auto& values) {
    for (const std::string& word : values) target = one_of(option, word, words);
  };
  state_->add(names, "WORD", help + ": " + base::join(told, ", "), take, words);
}

void App::list(const std::string& names, std::vector<std::string>& target,
               const std::string& value_name, const std::string& help) {
  const std::string option = long_name(names);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target.clear();
    for (const std::string& value : values) {
      const std::vector<std::string> parts = list_values(option, value);
      target.insert(target.end(), parts.begin(), parts.end());
    }
  });
}

void App::repeated(const std::string& names, std::vector<std::string>& target,
                   const std::string& value_name, const std::string& help) {
  const std::string option = long_name(names);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    for (const std::string& value : values) {
      if (value.empty()) refuse_value(option, "the value is empty");
    }
    target = values;
  });
}

void App::unsigned_integer(const std::string& names, std::uint64_t& target,
                           const std::string& value_name, const std::string& help) {
  const std::string option = long_name(names);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = whole_number(option, values.back());
  });
}

void App::unsigned_integer(const std::string& names, std::optional<std::uint64_t>& target,
                           const std::string& value_name, const std::string& help) {
  const std::string option = long_name(names);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = whole_number(option, values.back());
  });
}

void App::number(const std::string& names, std::optional<double>& target,
                 const std::string& value_name, const std::string& help) {
  const std::string option = long_name(names);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = real_number(option, values.back());
  });
}

void App::number(const std::string& names, double& target, const std::string& value_name,
                 const std::string& help) {
  const std::string option = long_name(names);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    target = real_number(option, values.back());
  });
}

void App::number_pair(const std::string& names, std::optional<std::pair<double, double>>& target,
                      const std::string& value_name, const std::string& help) {
  const std::string option = long_name(names);
  state_->add(names, value_name, help, [&target, option](const auto& values) {
    const std::vector<std::string> parts = list_values(option, values.back());
    if (parts.size() != 2) {
      refuse_value(option, fmt::format("two numbers are needed, not {}", parts.size()));
    }
    target = {real_number(option, parts[0]), real_number(option, parts[1])};
  });
  state_->names.back().takes_pair = true;
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
  section("Common options (lbl(7) tells more)");
  input_file("-g,--guideline", options.guideline, "FILE",
             "guideline: a file, or a name of the library");
  choice("-f,--from", options.from, {"auto", "jsonl", "json", "csv", "tsv"}, "input");
  choice("-t,--to", options.to, formats, "report");
  text("-o,--output", options.output, "FILE", "write there instead of to standard output");
  repeated("--report", options.reports, "[FORMAT:]FILE",
           "the report to a file as well; JSON by default");
  repeated("--gate", options.gates, "'NAME OP N'",
           "exit 1 unless it holds, as 'findings.error == 0'");
  fold();
  flag("--list-gates", options.list_gates, "print the names that gates may use");
  input_file("--gates-only", options.gates_only, "REPORT.json", "check a saved report again");
  choice("--fail-on", options.fail_on, {"never", "warning", "error"}, "findings that make exit 1");
  choice("--on-error", options.on_error, {"stop", "skip"}, "what to do about a malformed record");
  text("--item-field", options.item_field, "NAME", "field that holds the item");
  text("--annotator-field", options.annotator_field, "NAME", "field that holds the annotator");
  text("--label-field", options.label_field, "NAME", "field that holds the label");
  text("--text-field", options.text_field, "NAME", "field that holds the text");
  text("--time-field", options.time_field, "NAME", "field that holds the time");
  unsigned_integer("--seed", options.seed, "N", "seed of all randomness");
  unsigned_integer("-j,--threads", options.threads, "N", "threads; all cores by default");
  choice("--progress", options.progress, {"auto", "always", "never"}, "progress on standard error");
  choice("--color", options.color, {"auto", "always", "never"}, "colour in text");
  flag("-q,--quiet", options.quiet, "errors only");
  counter("-v,--verbose", options.verbose, "say more");
  choice("--log-level", options.log_level, {"off", "error", "warning", "info", "debug"},
         "messages");
  state.help.add({"-h", "--help", "", "", {}});
  state.help.add({"", "--version", "", "", {}});
}

std::optional<int> App::parse(int argc, char** argv) {
  State& state = *state_;
  const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (asks_for_help(words)) {
    print(help());
    return kDone;
  }
  std::vector<OptionName> known = state.names;
  known.push_back({"-h", "--help", false});
  known.push_back({"", "--version", false});
  const Arguments arguments = read_arguments(words, known);
  for (const GivenOption& option : arguments.options) {
    if (option.long_name != "--help" && option.long_name != "--version") continue;
    const std::string version = fmt::format("{} {}\n", state.program, base::version());
    print(option.long_name == "--help" ? help() : version);
    return kDone;
  }
  state.options_given = arguments.options;
  state.assign(arguments.options);
  state.common->files = arguments.files;
  if (state.common->list_gates) {
    print(state.gate_list());
    return kDone;
  }
  state.check_standard_input();
  state.check_common();
  if (!state.common->gates_only.empty()) return check_saved_report(*this, *state.common);
  return std::nullopt;
}

std::string App::State::gate_list() const {
  std::size_t width = 0;
  for (const GateName& gate : gate_names) width = std::max(width, gate.name.size());
  std::string out;
  for (const GateName& gate : gate_names) {
    if (gate.of_other_verb) continue;
    out += fmt::format("{:<{}}  {}\n", gate.name, width, gate.meaning);
  }
  return out;
}

// Every option comes with exactly one value, so CLI11 has nothing left to guess.
void App::State::assign(const std::vector<GivenOption>& given) {
  std::vector<std::string> words;
  for (const GivenOption& option : given) {
    words.push_back(option.long_name);
    words.push_back(option.value);
  }
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  parser.parse(std::move(words));
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
    refuse_value("--threads",
                 fmt::format("{} is too large; at most {}", common->threads, kMostThreads));
  }
  for (const std::string& file : common->files) {
    if (file.empty()) throw base::Error(base::ErrorKind::usage, "the name of a FILE is empty");
  }
  gates_for(program, nullptr, common->gates, gate_names);
  if (!common->gates_only.empty() && !common->files.empty()) {
    refuse_value("--gates-only",
                 "reads no records, but FILE " + base::quoted(common->files[0]) + " is named");
  }
}

bool App::given(const std::string& long_name) const {
  return state_->options.at(long_name)->count() > 0;
}

const std::vector<GivenOption>& App::given_options() const {
  return state_->options_given;
}

std::string App::standard_input_option() const {
  for (const auto& [option, target] : state_->inputs) {
    if (*target == "-") return option;
  }
  return "";
}

const std::string& App::program() const {
  return state_->program;
}
const std::string& App::verb() const {
  return state_->verb;
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
