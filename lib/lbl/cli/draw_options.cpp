// From the options to a spec.
#include "lbl/cli/draw_options.hpp"

#include <fmt/format.h>

#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/option_values.hpp"
#include "lbl/cli/state_files.hpp"

namespace lbl::cli {

namespace {

// The guideline's slice of that name, else the field.
model::SliceSpec stratum_field(const model::Guideline* guideline, const std::string& name) {
  if (guideline) {
    for (const model::SliceSpec& slice : guideline->slices) {
      if (slice.name == name) return slice;
    }
  }
  return model::slice_by_field(name);
}

std::vector<std::string> pps_method_names() {
  std::vector<std::string> names;
  for (const sample::PpsMethod& method : sample::pps_methods()) names.emplace_back(method.name);
  return names;
}

sample::Design design_of(const DrawOptions& options) {
  if (!options.mix.empty()) return sample::Design::mix;
  if (!options.design.empty()) return sample::design(options.design).value();
  if (!options.strata.empty()) return sample::Design::stratified;
  if (!options.cluster.empty()) return sample::Design::cluster;
  if (!options.size.empty()) return sample::Design::pps;
  return sample::Design::srs;
}

// What the spec cannot tell any more.
void check_choices(const DrawOptions& options) {
  const auto refuse = [](const char* message) {
    throw base::Error(base::ErrorKind::usage, message);
  };
  if (!options.mix.empty() && !options.design.empty()) {
    refuse("--mix names its designs itself; leave out --design");
  }
  if (options.turn && !options.panel) refuse("--turn needs --panel K");
  if (options.shuffle && options.order == "input") {
    refuse("--shuffle and --order input exclude each other");
  }
}

// The two sides of "NAME=VALUE", cut at the last "=" so that a field may hold one.
std::pair<std::string, std::string> split_at_equals(const char* option, const std::string& text,
                                                    const char* shape) {
  const std::size_t at = text.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("{}: {} is not {}", option, base::quoted(text), shape));
  }
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

void add_draw_options(App& app, DrawOptions& options) {
  app.section("How many");
  app.unsigned_integer("-n,--number", options.n, "N", "items (records, clusters) to draw");
  app.number("--rate", options.rate, "R", "share of them instead, above 0 and at most 1");
  app.choice("--unit", options.unit, {"item", "record"},
             "what is drawn: items with all their records, or single records");
  app.section("Design");
  app.choice("--design", options.design,
             {"srs", "systematic", "stratified", "pps", "poisson", "hash", "cluster"},
             "how they are chosen; srs, or what the options below imply");
  app.list("--strata", options.strata, "FIELD,...", "draw from each combination of these fields");
  app.choice("--allocate", options.allocate, {"equal", "proportional", "neyman", "sqrt"},
             "how n is shared out over strata");
  app.text("--size", options.size, "FIELD", "draw with probability proportional to it");
  app.text("--cluster", options.cluster, "FIELD", "draw whole clusters");
  app.list("--mix", options.mix, "FIELD=SHARE,...",
           "several designs in one, as disagreement=0.5,random=0.5");
  app.unsigned_integer("--panel", options.panel, "K",
                       "a panel in K parts, of which each turn renews one");
  app.fold();
  app.unsigned_integer("--turn", options.turn, "T", "which turn of --panel, from 1");
  app.text("--variance", options.variance, "FIELD",
           "an item's own variance for --allocate neyman, as its disagreement");
  app.unsigned_integer("--min-per-stratum", options.min_per_stratum, "K",
                       "at least so many from each stratum that has them");
  app.list("--take-all", options.take_all, "FIELD=VALUE,...", "strata that are taken whole");
  app.number("--size-floor", options.size_floor, "X", "sizes below count as X");
  app.flag("--allow-zero", options.allow_zero, "items of size 0 are never drawn, and counted");
  app.choice("--pps-method", options.pps_method, pps_method_names(),
             "how sizes become a sample; both keep the probabilities exactly");
  app.unsigned_integer("--per-cluster", options.per_cluster, "K",
                       "two stages: only K items of each drawn cluster");
  app.section("From what");
  app.input_file("--exclude", options.exclude, "FILE", "items in FILE are not drawn again");
  app.input_file("--scores", options.scores, "FILE",
                 "fields by item (lbl-agree --emit items) for sizes and strata");
  app.list("--task", options.tasks, "NAME,...",
           "only these tasks of the guideline, or these fields");
  app.flag("--grouped", options.grouped,
           "the records of an item stand together: memory for the sample only");
  app.section("What comes out");
  app.flag("--blind", options.blind, "leave out label, annotator and gold");
  app.flag("--add-weights", options.add_weights, "add a field \"sampling\" with the probability");
  app.text("--manifest", options.manifest, "FILE", "write what was drawn, from what, and how");
  app.fold();
  app.choice("--order", options.order, {"shuffled", "input"}, "order of the records");
  app.flag("--shuffle", options.shuffle, "the same as --order shuffled");
  add_save_state(app, options.save_state);
}

sample::DrawSpec draw_spec(const Session& session, const DrawOptions& options) {
  check_choices(options);
  sample::DrawSpec spec;
  spec.design = design_of(options);
  spec.unit = options.unit == "record" ? sample::Unit::record : sample::Unit::item;
  spec.n = options.n;
  spec.rate = options.rate;
  spec.seed = session.options().seed;
  spec.order = options.order == "input" ? sample::Order::input : sample::Order::shuffled;
  spec.item_field = session.fields().item;
  for (const std::string& name : options.strata) {
    spec.strata.push_back(stratum_field(session.guideline(), name));
  }
  spec.allocate = stats::allocation_rule(options.allocate).value();
  spec.min_per_stratum = options.min_per_stratum;
  spec.size_field = options.size;
  spec.variance_field = options.variance;
  // What lbl-agree says of an item is the best guess at its variance there is.
  if (spec.neyman() && spec.size_field.empty() && spec.variance_field.empty() &&
      !options.scores.empty()) {
    spec.variance_field = "disagreement";
  }
  for (const std::string& text : options.take_all) {
    auto [field, value] = split_at_equals("--take-all", text, "FIELD=VALUE");
    spec.take_all.push_back({std::move(field), std::move(value)});
  }
  for (const std::string& text : options.mix) {
    auto [name, share] = split_at_equals("--mix", text, "FIELD=SHARE");
    spec.mix.push_back({std::move(name), real_number("--mix", share)});
  }
  spec.pps_method = sample::pps_method(options.pps_method);
  spec.per_cluster = options.per_cluster;
  if (options.panel) spec.panel = sample::Panel{*options.panel, options.turn.value_or(1)};
  if (options.grouped) spec.layout = sample::Layout::grouped;
  spec.size_floor = options.size_floor;
  spec.zero_size = options.allow_zero ? sample::ZeroSize::allow : sample::ZeroSize::refuse;
  spec.cluster_field = options.cluster;
  spec.input_names = session.options().files;
  if (spec.input_names.empty()) spec.input_names = {"-"};
  sample::check(spec);
  return spec;
}

}  // namespace lbl::cli
