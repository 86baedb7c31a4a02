// The wrapper around CLI11: what ends up in the options, what is refused, what --help shows.
#include "lbl/cli/app.hpp"

#include <doctest/doctest.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

using namespace lbl::cli;

namespace {

// A program with one option of each kind.
struct Program {
  App app{"lbl-test", "Is this a test?"};
  CommonOptions common;
  std::vector<std::string> by, rules;
  std::optional<double> level;
  std::optional<std::uint64_t> count;
  double width = 0.5;
  std::string emit, gold;

  Program() {
    app.section("Own");
    app.list("--by", by, "FIELD,...", "slices");
    app.repeated("--rule", rules, "ID=LEVEL", "what a rule weighs");
    app.number("--level", level, "L", "level of the intervals");
    app.number("--width", width, "W", "width");
    app.unsigned_integer("-n", count, "N", "how many");
    app.choice("--emit", emit, {"items", "pairs"}, "data instead of the report");
    app.input_file("--gold", gold, "FILE", "gold answers");
    app.common(common, {"text", "json"});
    app.gate_names({{"alpha.value", "alpha"}, {"findings.rule:*", "findings of one rule"}});
    app.examples({"lbl-test batch.jsonl"});
  }

  std::optional<int> parse(std::vector<std::string> words) {
    words.insert(words.begin(), "lbl-test");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    return app.parse(static_cast<int>(argv.size()), argv.data());
  }
};

std::string message(const std::vector<std::string>& words) {
  Program program;
  try {
    program.parse(words);
  } catch (const lbl::base::Error& error) {
    CHECK(error.kind() == lbl::base::ErrorKind::usage);
    return error.what();
  }
  return "";
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a list takes one argument an occurrence, and repeats append") {
  Program program;
  CHECK_FALSE(
      program.parse({"--by", "a,b", "FILE", "--by=c", "--rule", "x,y=off", "--rule=z=note"}));
  CHECK(program.by == Words{"a", "b", "c"});
  CHECK(program.rules == Words{"x,y=off", "z=note"});
  CHECK(program.common.files == Words{"FILE"});
}

TEST_CASE("a FILE keeps its brackets, and one that looks like a number is a FILE after --") {
  Program program;
  program.parse({"[a]", "--", "-5", "--by"});
  CHECK(program.common.files == Words{"[a]", "-5", "--by"});
}

TEST_CASE("the last of a repeated scalar wins") {
  Program program;
  program.parse({"--seed=1", "--seed", "2", "-t", "json", "-ttext", "--level", "0.9", "--level=.8",
                 "-n3", "-n", "04", "--width=2", "-o", "a", "-ob"});
  CHECK(program.common.seed == 2);
  CHECK(program.common.to == "text");
  CHECK(program.level == 0.8);
  CHECK(program.count == 4);
  CHECK(program.width == 2);
  CHECK(program.common.output == "b");
}

TEST_CASE("what was not given keeps its default and is not given") {
  Program program;
  program.parse({"--seed=1", "-n1"});
  CHECK(program.app.given("--seed"));
  CHECK(program.app.given("-n"));
  CHECK_FALSE(program.app.given("--threads"));
  CHECK(program.common.to == "text");
  CHECK(program.common.on_error == "stop");
  CHECK(program.common.threads == 0);
  CHECK_FALSE(program.level);
  CHECK(program.common.files.empty());
}

TEST_CASE("-v counts") {
  Program program;
  program.parse({"-vv", "-v", "-q"});
  CHECK(program.common.verbose == 3);
  CHECK(program.common.quiet);
}

TEST_CASE("standard input named twice is refused with both places") {
  CHECK(message({"-", "a", "-"}) ==
        "standard input (\"-\") is named twice, as FILE 1 and as FILE 3");
  CHECK(message({"-g", "-", "-"}) ==
        "standard input (\"-\") is named twice, as --guideline and as FILE 1");
  CHECK(message({"-g-", "--gold=-", "a"}) ==
        "standard input (\"-\") is named twice, as --gold and as --guideline");
  CHECK(message({"--gold", "-", "a"}).empty());
}

TEST_CASE("the option that names standard input is known") {
  Program program;
  program.parse({"--gold", "-", "a"});
  CHECK(program.app.standard_input_option() == "--gold");
  Program other;
  other.parse({"-"});
  CHECK(other.app.standard_input_option().empty());
}

TEST_CASE("bad values are told with the name of their option") {
  CHECK(message({"--seed=1e3"}) == "--seed: \"1e3\" is not a whole number in decimal digits");
  CHECK(message({"-n", "x"}) == "-n: \"x\" is not a whole number in decimal digits");
  CHECK(message({"-j", "5000"}) == "--threads: 5000 is too large; at most 4096");
  CHECK(message({"--emit", "item"}) ==
        "--emit: \"item\" is not one of items, pairs (did you mean \"items\"?)");
  CHECK(message({"-g", ""}) == "--guideline: the name of the file is empty");
  CHECK(message({"--rule="}) == "--rule: the value is empty");
  CHECK(message({""}) == "the name of a FILE is empty");
}

TEST_CASE("gates are read before any file is, and their names are checked") {
  CHECK(message({"--gate", "alpha.value"}).starts_with("gate \"alpha.value\": "));
  CHECK(
      message({"--gate", "alpa.value > 0"}) ==
      "gate \"alpa.value > 0\": there is no figure \"alpa.value\" (did you mean \"alpha.value\"?)");
  CHECK(message({"--gate", "findings.rule:x == 0", "--gate", "alpha.value[by=a] > 0"}).empty());
  CHECK_FALSE(message({"--gate", "findings.rule: == 0"}).empty());
}

TEST_CASE("--help fits a screen of 80 columns and names every option") {
  Program program;
  const std::string help = program.app.help();
  CHECK(help.starts_with("Usage: lbl-test [OPTION...] [FILE...]\nIs this a test?\n\nOwn:\n"));
  for (const std::string& line : lbl::base::split(help, '\n')) CHECK(line.size() <= 80);
  CHECK(lbl::base::split(help, '\n').size() <= 40);
  for (const char* name : {"--by FIELD,...",
                           "  -n N",
                           "-g, --guideline FILE",
                           "-f, --from",
                           "-t, --to",
                           "-o, --output",
                           "--report [FORMAT:]FILE",
                           "--gate",
                           "--list-gates",
                           "--gates-only",
                           "--fail-on never|warning|error",
                           "--on-error stop|skip",
                           "--item-field",
                           "--annotator-field",
                           "--label-field",
                           "--text-field",
                           "--time-field",
                           "--seed",
                           "-j, --threads",
                           "--progress",
                           "--color",
                           "-q, --quiet",
                           "-v, --verbose",
                           "--log-level",
                           "-h, --help",
                           "--version"}) {
    CAPTURE(name);
    CHECK(help.find(name) != std::string::npos);
  }
  CHECK(help.find("input: auto (default), jsonl, json, csv, tsv") != std::string::npos);
  CHECK(help.ends_with("Examples:\n  lbl-test batch.jsonl\n"));
}

TEST_CASE("a verb counts only as the first argument, written as it is") {
  const std::vector<Verb> verbs = {{"plan", "how many", [](int, char**) { return 0; }}};
  const auto found = [&](Words words) {
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    return verb_of(verbs, static_cast<int>(argv.size()), argv.data()) == &verbs.front();
  };
  CHECK(found({"lbl-test", "plan"}));
  CHECK(found({"lbl-test", "plan", "-n", "3"}));
  CHECK_FALSE(found({"lbl-test"}));
  CHECK_FALSE(found({"lbl-test", "-q", "plan"}));
  CHECK_FALSE(found({"lbl-test", "./plan"}));
  CHECK_FALSE(found({"lbl-test", "--", "plan"}));
  CHECK_FALSE(found({"plan", "batch.jsonl"}));
}

TEST_CASE("--help lists the verbs, and that of a verb names it") {
  App program("lbl-test", "Is this a test?");
  program.verbs({{"plan", "how many", [](int, char**) { return 0; }}});
  CHECK(program.help().find("\nVerbs (lbl-test VERB --help tells more):\n  plan") !=
        std::string::npos);
  CHECK(App("lbl-test", "How many?", "plan").help().starts_with("Usage: lbl-test plan [OPTION"));
}
