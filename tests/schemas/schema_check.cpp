// lbl-schema-check SCHEMA [--lines] [FILE]: holds JSON (or, with --lines, each line) against a
// schema. For golden cases: exit 0 valid, 1 not valid (with the reasons on standard output), 2
// cannot do it.
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "schemas/schema_validator.hpp"

namespace {

struct Arguments {
  std::string schema, file = "-";
  enum class Unit { document, line } unit = Unit::document;
};

Arguments arguments_of(int argc, char** argv) {
  Arguments arguments;
  int names = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--lines") {
      arguments.unit = Arguments::Unit::line;
    } else {
      (names++ == 0 ? arguments.schema : arguments.file) = word;
    }
  }
  if (names < 1 || names > 2) throw std::runtime_error("usage: SCHEMA [--lines] [FILE]");
  return arguments;
}

int check(const Arguments& arguments, std::istream& in) {
  const lbl::tests::SchemaValidator validator(arguments.schema);
  int failed = 0;
  const auto check_one = [&](const std::string& json, const std::string& place) {
    for (const std::string& problem : validator.problems(json)) {
      std::cout << place << problem << '\n';
      failed = 1;
    }
  };
  if (arguments.unit == Arguments::Unit::document) {
    check_one({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}, "");
    return failed;
  }
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    check_one(line, std::to_string(number) + ": ");
  }
  return failed;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Arguments arguments = arguments_of(argc, argv);
    if (arguments.file == "-") return check(arguments, std::cin);
    std::ifstream file(arguments.file);
    if (!file) throw std::runtime_error(arguments.file + ": cannot open");
    return check(arguments, file);
  } catch (const std::exception& error) {
    std::cerr << "lbl-schema-check: " << error.what() << '\n';
    return 2;
  }
}
