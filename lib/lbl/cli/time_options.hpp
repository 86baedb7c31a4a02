// --time and --window: figures by windows of time.
#pragma once

#include <cstddef>
#include <string>

#include "lbl/cli/app.hpp"
#include "lbl/model/time_windows.hpp"

namespace lbl::cli {

struct TimeOptions {
  std::string field;  ///< --time; empty: not asked for
  std::string window = "day";
};

/// Adds --time and --window to the section that is open.
void add_time_options(App& app, TimeOptions& options);

/// Throws Error (usage) for a window that is none, and for --window without --time.
void check_time_options(const App& app, const TimeOptions& options);

/// What the options ask of the column that holds the times.
model::WindowSpec window_spec(const TimeOptions& options, std::size_t column);

}  // namespace lbl::cli
