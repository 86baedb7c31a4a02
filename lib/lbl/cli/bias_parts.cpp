// The options of lbl-bias for what it reports beside the slices asked for, and the work they ask.
#include "lbl/cli/bias_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/secure_random.hpp"
#include "lbl/base/text.hpp"
#include "lbl/bias/number_bins.hpp"
#include "lbl/cli/crossings.hpp"
#include "lbl/cli/read_roster.hpp"
#include "lbl/io/stored_file.hpp"

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

std::string key_of(const std::string& name) {
  io::StoredFile file(name);
  std::string key;
  char buffer[4096];
  while (const std::size_t count = file.read(buffer, sizeof(buffer))) key.append(buffer, count);
  return key;
}

void check_privacy(const App& app, const BiasPartOptions& options) {
  const PrivacyOptions& privacy = options.privacy;
  if (!privacy.epsilon) {
    for (const char* name : {"--dp-unit", "--dp-max-contrib", "--dp-key-file"}) {
      if (app.given(name)) usage_error(fmt::format("{} is for --dp-epsilon: add it", name));
    }
  } else if (!(*privacy.epsilon > 0 && *privacy.epsilon <= 100)) {
    usage_error(fmt::format("--dp-epsilon: {} is not above 0 and at most 100", *privacy.epsilon));
  }
  if (privacy.max_contrib == 0 || privacy.max_contrib > 1000) {
    usage_error(fmt::format("--dp-max-contrib: {} is not between 1 and 1000", privacy.max_contrib));
  }
  if (privacy.min_cell && *privacy.min_cell == 0) usage_error("--min-cell: at least 1");
  if (privacy.min_cell && privacy.epsilon) {
    usage_error("--min-cell suppresses and --dp-epsilon adds noise: take one of them");
  }
}

/// The former batch, read as the new one: by its tasks, whose types are known by now.
model::RatingsTable former_batch(Session& session, const std::string& name,
                                 const RatingsOptions& ratings, PartColumns& columns,
                                 const model::RatingsTable& table) {
  model::RatingsSpec spec = ratings_spec(session, ratings, columns.read());
  for (std::size_t i = 0; i < spec.tasks.size() && i < table.tasks.size(); ++i) {
    if (!spec.tasks[i].type_was_inferred) continue;
    const std::string field = spec.tasks[i].field;
    spec.tasks[i] = table.tasks[i].task;
    spec.tasks[i].field = field;
  }
  spec.infer_type = false;
  model::RatingsTable old = read_ratings_file(session, name, std::move(spec));
  columns.join(old);
  return old;
}

}  // namespace

void add_slice_options(App& app, SliceOptions& options) {
  app.list("--bins", options.bins, "FIELD=N|FIELD=EDGE:EDGE,...",
           "cut the numbers of a field into N bins of as many answers, or at edges");
  app.input_file("--roster", options.roster, "FILE", "fields of the annotators, joined by name");
}

void add_bias_part_options(App& app, BiasPartOptions& options) {
  DiscoverOptions& discovery = options.discovery;
  app.flag("--discover", discovery.discover, "look at all combinations of the fields of --by");
  add_time_options(app, options.drift.time);
  app.input_file("--against", options.drift.against, "OLD", "compare with this former batch");
  app.fold();
  app.unsigned_integer("--depth", discovery.depth, "N", "fields that a combination has at most");
  app.number("--min-support", discovery.min_support, "SHARE",
             "share of the answers that a combination has at least");
  app.choice("--confirm", discovery.confirm, {"none", "split"},
             "split: look in half of the items, test in the other");
}

void add_privacy_options(App& app, PrivacyOptions& options) {
  app.unsigned_integer("--min-cell", options.min_cell, "K",
                       "suppress cells below K answers, and what would tell them");
  app.number("--dp-epsilon", options.epsilon, "E", "add noise: differential privacy");
  app.fold();
  app.choice("--dp-unit", options.unit, {"item", "annotator", "record"}, "whose presence it hides");
  app.unsigned_integer("--dp-max-contrib", options.max_contrib, "N",
                       "answers that count of a unit (default 4)");
  app.input_file("--dp-key-file", options.key_file, "FILE",
                 "noise from this key, for tests: no privacy");
}

std::vector<GateName> bias_part_gates() {
  return {{"discovered", "discovered slices that are more than chance"},
          {"psi.max", "largest PSI of a window beside the first, of --against or of --target"},
          {"drift.changes", "figures that change over time by more than chance"},
          {"drift.annotators", "changes of one annotator alone"}};
}

void check_bias_parts(const App& app, const BiasPartOptions& options) {
  const DiscoverOptions& discovery = options.discovery;
  if (!discovery.discover) {
    for (const char* name : {"--depth", "--min-support", "--confirm"}) {
      if (app.given(name)) usage_error(fmt::format("{} is for --discover: add it", name));
    }
  }
  check_privacy(app, options);
  check_time_options(app, options.drift.time);
  if (discovery.depth == 0 || discovery.depth > kDeepest) {
    usage_error(fmt::format("--depth: {} is not between 1 and {}", discovery.depth, kDeepest));
  }
  if (!(discovery.min_support >= kLeastSupport && discovery.min_support <= 1)) {
    usage_error(fmt::format("--min-support: {} is not between {} and 1", discovery.min_support,
                            kLeastSupport));
  }
}

void note_bias_parts(const BiasPartOptions& options, report::Envelope& envelope) {
  if (!options.slices.bins.empty()) envelope.note("bins", options.slices.bins);
  if (!options.drift.time.field.empty()) {
    envelope.note("time", options.drift.time.field);
    envelope.note("window", options.drift.time.window);
  }
  if (options.privacy.min_cell) envelope.note("min_cell", *options.privacy.min_cell);
  if (options.privacy.epsilon) {
    envelope.note("dp_epsilon", *options.privacy.epsilon);
    envelope.note("dp_unit", options.privacy.unit);
    envelope.note("dp_max_contrib", options.privacy.max_contrib);
  }
  const DiscoverOptions& discovery = options.discovery;
  if (!discovery.discover) return;
  envelope.note("depth", discovery.depth);
  envelope.note("min_support", discovery.min_support);
  envelope.note("confirm", discovery.confirm);
}

PartColumns::PartColumns(Session& session, const BiasPartOptions& options,
                         std::vector<model::SliceSpec>& columns) {
  quantiles_ = read_bins(options.slices.bins, columns);
  if (!options.drift.time.field.empty()) {
    time_column_ = columns.size();
    columns.push_back(model::slice_by_field(options.drift.time.field));
  }
  if (!options.slices.roster.empty()) {
    roster_ = read_roster(session, options.slices.roster);
    joined_.emplace(*roster_, columns);
  }
  read_ = columns;
}

void PartColumns::join(model::RatingsTable& table) {
  if (joined_) joined_->join(table);
  edges_.resize(quantiles_.size());
  for (std::size_t column = 0; column < quantiles_.size(); ++column) {
    if (quantiles_[column] == 0) continue;
    if (edges_[column].empty()) {
      edges_[column] = bias::quantile_edges(table, column, quantiles_[column]);
    }
    bias::cut_column(edges_[column], column, table);
  }
}

bias::BiasResult protected_bias(Session& session, const PrivacyOptions& options,
                                const model::RatingsTable& table, const bias::BiasSpec& spec,
                                bias::Protection& protection) {
  if (options.epsilon) {
    const bias::PrivacyUnit unit = options.unit == "record"      ? bias::PrivacyUnit::record
                                   : options.unit == "annotator" ? bias::PrivacyUnit::annotator
                                                                 : bias::PrivacyUnit::item;
    base::SecureRandom random = options.key_file.empty()
                                    ? base::SecureRandom()
                                    : base::SecureRandom(key_of(options.key_file));
    protection.noise.emplace();
    bias::BiasResult result = bias::noisy_bias(
        table, spec, {*options.epsilon, unit, options.max_contrib}, random, *protection.noise);
    session.envelope().inputs.clear();
    session.envelope().content.clear();
    return result;
  }
  bias::BiasResult result = bias::bias(table, spec);
  if (options.min_cell) protection.suppression = bias::suppress(*options.min_cell, result);
  return result;
}

bias::BiasParts bias_parts(Session& session, const BiasPartOptions& options,
                           const RatingsOptions& ratings, PartColumns& columns,
                           const model::RatingsTable& table, const bias::BiasSpec& spec) {
  bias::BiasParts parts;
  const DiscoverOptions& discovery = options.discovery;
  if (discovery.discover) {
    parts.discovery =
        bias::discover(table, spec,
                       {columns_of(spec), discovery.depth, discovery.min_support,
                        discovery.confirm == "split" ? bias::Confirm::split : bias::Confirm::none});
  }
  if (columns.time_column()) {
    parts.drift = bias::drift(table, spec, window_spec(options.drift.time, *columns.time_column()));
  }
  if (!options.drift.against.empty()) {
    const model::RatingsTable old =
        former_batch(session, options.drift.against, ratings, columns, table);
    parts.against = bias::against(table, old, spec, columns_of(spec));
  }
  return parts;
}

}  // namespace lbl::cli
