// Any bytes as a guideline and, after a NUL byte, as what it extends: problems or a guideline that
// reads back as itself, never a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lbl/model/guideline.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lbl::model;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t border = input.find('\0');
  const std::string_view base =
      border == std::string_view::npos ? std::string_view() : input.substr(border + 1);
  const auto find = [&](const std::string& name, const std::string&) {
    return GuidelineSource{name, std::string(base)};
  };
  const GuidelineResult result =
      read_guideline({"fuzz", std::string(input.substr(0, border))}, find);
  for (const GuidelineProblem& problem : result.problems) {
    if (to_text(problem).empty() || problem.line == 0 || problem.column == 0) std::abort();
  }
  if (!result.problems.empty()) return 0;
  const GuidelineResult again = read_guideline({"again", result.resolved}, find);
  if (!again.problems.empty() || again.resolved != result.resolved) std::abort();
  return 0;
}
