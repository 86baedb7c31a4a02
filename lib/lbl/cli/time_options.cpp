// Describes and reads --time and --window.
#include "lbl/cli/time_options.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

void add_time_options(App& app, TimeOptions& options) {
  app.text("--time", options.field, "FIELD", "follow every figure over this time");
  app.text("--window", options.window, "day|week|N", "step of time, or so many answers");
}

void check_time_options(const App& app, const TimeOptions& options) {
  if (options.field.empty() && app.given("--window")) {
    throw base::Error(base::ErrorKind::usage, "--window is for --time: add it");
  }
  window_spec(options, 0);
}

model::WindowSpec window_spec(const TimeOptions& options, std::size_t column) {
  if (options.window == "day") return {column, model::WindowKind::day, 0};
  if (options.window == "week") return {column, model::WindowKind::week, 0};
  const std::optional<std::int64_t> answers = base::parse_integer(options.window);
  if (!answers || *answers < 1) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("--window: {} is none of day, week and a number of answers",
                                  base::quoted(options.window)));
  }
  return {column, model::WindowKind::answers, static_cast<std::uint64_t>(*answers)};
}

}  // namespace lbl::cli
