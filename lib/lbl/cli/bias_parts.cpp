// The options of lbl-bias for what it reports beside the slices asked for, and the work they ask.
#include "lbl/cli/bias_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/error.hpp"

namespace lbl::cli {
namespace {

constexpr std::uint64_t kDeepest = 5;
constexpr double kLeastSupport = 1e-5;

[[noreturn]] void usage_error(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

/// Each column that a cut names, once.
std::vector<std::size_t> columns_of(const bias::BiasSpec& spec) {
  std::vector<std::size_t> columns;
  for (const std::vector<std::size_t>& cut : spec.cuts) {
    for (const std::size_t column : cut) {
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
        columns.push_back(column);
      }
    }
  }
  return columns;
}

}  // namespace

void add_bias_part_options(App& app, BiasPartOptions& options) {
  DiscoverOptions& discovery = options.discovery;
  app.section("Slices that nobody named");
  app.flag("--discover", discovery.discover, "look at all combinations of the fields of --by");
  app.unsigned_integer("--depth", discovery.depth, "N", "fields that a combination has at most");
  app.number("--min-support", discovery.min_support, "SHARE",
             "share of the answers that a combination has at least");
  app.choice("--confirm", discovery.confirm, {"none", "split"},
             "split: look in half of the items, test in the other");
}

std::vector<GateName> bias_part_gates() {
  return {{"discovered", "discovered slices that are more than chance"}};
}

void check_bias_parts(const App& app, const BiasPartOptions& options) {
  const DiscoverOptions& discovery = options.discovery;
  if (!discovery.discover) {
    for (const char* name : {"--depth", "--min-support", "--confirm"}) {
      if (app.given(name)) usage_error(fmt::format("{} is for --discover: add it", name));
    }
  }
  if (discovery.depth == 0 || discovery.depth > kDeepest) {
    usage_error(fmt::format("--depth: {} is not between 1 and {}", discovery.depth, kDeepest));
  }
  if (!(discovery.min_support >= kLeastSupport && discovery.min_support <= 1)) {
    usage_error(fmt::format("--min-support: {} is not between {} and 1", discovery.min_support,
                            kLeastSupport));
  }
}

void note_bias_parts(const BiasPartOptions& options, report::Envelope& envelope) {
  const DiscoverOptions& discovery = options.discovery;
  if (!discovery.discover) return;
  envelope.note("depth", discovery.depth);
  envelope.note("min_support", discovery.min_support);
  envelope.note("confirm", discovery.confirm);
}

bias::BiasParts bias_parts(const BiasPartOptions& options, const model::RatingsTable& table,
                           const bias::BiasSpec& spec) {
  bias::BiasParts parts;
  const DiscoverOptions& discovery = options.discovery;
  if (discovery.discover) {
    parts.discovery =
        bias::discover(table, spec,
                       {columns_of(spec), discovery.depth, discovery.min_support,
                        discovery.confirm == "split" ? bias::Confirm::split : bias::Confirm::none});
  }
  return parts;
}

}  // namespace lbl::cli
