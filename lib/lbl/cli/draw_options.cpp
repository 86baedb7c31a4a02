// From the options to a spec.
#include "lbl/cli/draw_options.hpp"

#include "lbl/base/error.hpp"

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

sample::Design design_of(const DrawOptions& options) {
  if (!options.design.empty()) return sample::design(options.design).value();
  if (!options.strata.empty()) return sample::Design::stratified;
  if (!options.cluster.empty()) return sample::Design::cluster;
  if (!options.size.empty()) return sample::Design::pps;
  return sample::Design::srs;
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
  app.unsigned_integer("--min-per-stratum", options.min_per_stratum, "K",
                       "at least so many from each stratum that has them");
  app.text("--size", options.size, "FIELD", "draw with probability proportional to it");
  app.number("--size-floor", options.size_floor, "X", "sizes below count as X");
  app.flag("--allow-zero", options.allow_zero, "items of size 0 are never drawn, and counted");
  app.text("--cluster", options.cluster, "FIELD", "draw whole clusters");
  app.section("From what");
  app.input_file("--exclude", options.exclude, "FILE", "items in FILE are not drawn again");
  app.input_file("--scores", options.scores, "FILE",
                 "fields by item (lbl-agree --emit items) for sizes and strata");
  app.list("--task", options.tasks, "NAME,...",
           "only these tasks of the guideline, or these fields");
  app.section("What comes out");
  app.choice("--order", options.order, {"shuffled", "input"}, "order of the records");
  app.flag("--blind", options.blind, "leave out label, annotator and gold");
  app.flag("--add-weights", options.add_weights, "add a field \"sampling\" with the probability");
  app.text("--manifest", options.manifest, "FILE", "write what was drawn, from what, and how");
}

sample::DrawSpec draw_spec(const Session& session, const DrawOptions& options) {
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
  spec.size_floor = options.size_floor;
  spec.zero_size = options.allow_zero ? sample::ZeroSize::allow : sample::ZeroSize::refuse;
  spec.cluster_field = options.cluster;
  spec.input_names = session.options().files;
  if (spec.input_names.empty()) spec.input_names = {"-"};
  sample::check(spec);
  return spec;
}

}  // namespace lbl::cli
