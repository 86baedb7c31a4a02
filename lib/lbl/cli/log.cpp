// The logger behind a program's messages.
#include "lbl/cli/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include "lbl/cli/app.hpp"
#include "lbl/cli/terminal.hpp"

namespace lbl::cli {

namespace {

spdlog::level::level_enum level_of(const CommonOptions& options) {
  if (!options.log_level.empty()) return spdlog::level::from_str(options.log_level);
  if (options.quiet) return spdlog::level::err;
  if (options.verbose == 0) return spdlog::level::warn;
  return options.verbose == 1 ? spdlog::level::info : spdlog::level::debug;
}

}  // namespace

struct Log::State {
  std::shared_ptr<spdlog::sinks::stderr_color_sink_st> sink;
  spdlog::logger logger;
};

Log::Log(const std::string& program, const CommonOptions& options) {
  const auto mode = use_color(options.color, Stream::error) ? spdlog::color_mode::always
                                                            : spdlog::color_mode::never;
  auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_st>(mode);
  state_ = std::make_unique<State>(State{sink, spdlog::logger(program, sink)});
  state_->logger.set_pattern("%n: %^%v%$");
  state_->logger.set_level(level_of(options));
}

Log::~Log() = default;
Log::Log(Log&&) noexcept = default;

void Log::error(const std::string& message) {
  state_->logger.log(spdlog::level::err, spdlog::string_view_t(message));
}
void Log::warn(const std::string& message) {
  state_->logger.log(spdlog::level::warn, spdlog::string_view_t("warning: " + message));
}
void Log::note(const std::string& message) {
  state_->logger.log(spdlog::level::warn, spdlog::string_view_t(message));
}
void Log::info(const std::string& message) {
  state_->logger.log(spdlog::level::info, spdlog::string_view_t(message));
}
void Log::debug(const std::string& message) {
  state_->logger.log(spdlog::level::debug, spdlog::string_view_t(message));
}

}  // namespace lbl::cli
