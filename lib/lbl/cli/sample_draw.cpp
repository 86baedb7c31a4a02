// From a command line to a sample, or to the state of a shard; and from states to the sample.
#include "lbl/cli/sample_draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/answer_fields.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/draw_options.hpp"
#include "lbl/cli/draw_states.hpp"
#include "lbl/cli/output_stream.hpp"
#include "lbl/cli/read_draw.hpp"
#include "lbl/cli/sample_verbs.hpp"
#include "lbl/cli/sample_writer.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/cli/state_files.hpp"
#include "lbl/report/sample_report.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::cli {

namespace {

constexpr const char* kQuestion =
    "Which items should a person look at, and what does that look prove?";

void warn_of_population(Log& log, const sample::Population& population) {
  if (population.units == 0) log.warn("there is nothing to draw from");
  if (population.without_item > 0) {
    log.warn(report::counted(population.without_item, "record", "records") +
             " without an item id left out");
  }
  if (!population.excluded_not_found.empty()) {
    log.warn(fmt::format("{} not in the input (the first: {})",
                         report::counted(population.excluded_not_found.size(), "excluded item is",
                                         "excluded items are"),
                         base::quoted(population.excluded_not_found.front())));
  }
  if (population.size_zero > 0) {
    log.warn(report::counted(population.size_zero, "item", "items") + " of size 0 cannot be drawn");
  }
}

void warn_of_sample(Log& log, const sample::DrawSpec& spec, const sample::DrawResult& result) {
  const bool fixed = spec.design != sample::Design::hash &&
                     spec.design != sample::Design::poisson && spec.design != sample::Design::mix;
  const std::uint64_t drawn = spec.two_stage() ? result.strata.front().drawn : result.units.size();
  if (fixed && drawn < result.requested && result.population.units > 0) {
    log.warn(fmt::format("{} asked for, but only {} can be drawn: all are in the sample",
                         base::with_commas(result.requested), base::with_commas(drawn)));
  }
  if (result.minimum_dropped) {
    log.warn(fmt::format("{} for {} strata: some strata have none",
                         report::counted(result.requested, "unit", "units"),
                         base::with_commas(result.strata.size())));
  }
  if (result.proportional_instead) {
    log.warn("no stratum has any spread in " + base::quoted(spec.size_field) +
             ": allocated in proportion to size");
  }
  const auto lone = std::count_if(result.strata.begin(), result.strata.end(),
                                  [](const sample::StratumDraw& stratum) {
                                    return stratum.drawn == 1 && stratum.population > 1;
                                  });
  if (spec.design == sample::Design::stratified && lone > 0) {
    log.warn(report::counted(static_cast<std::uint64_t>(lone), "stratum has", "strata have") +
             " a single drawn unit: no variance can be estimated there");
  }
}

void describe(App& app, CommonOptions& common, DrawOptions& options) {
  add_draw_options(app, options);
  app.common(common, {"text", "json", "html"});
  app.gate_names(sample_gates("draw", report::draw_summary_names()));
}

// Writes the sample and everything that is told of it.
int finish_draw(Session& session, const DrawOptions& options, const sample::Draw& draw,
                const std::vector<InputStart>& starts) {
  const sample::DrawSpec& spec = draw.spec();
  io::Output* manifest = options.manifest.empty() ? nullptr : &session.also_write(options.manifest);
  const sample::DrawResult result = draw.result();
  warn_of_population(session.log(), result.population);
  warn_of_sample(session.log(), spec, result);
  for (const std::string& sentence : report::draw_sentences(spec, result)) {
    session.log().info(sentence);
  }
  SampleFormat format;
  if (options.blind) format.hidden = answer_fields(session);
  format.add_weights = options.add_weights;
  write_sample(spec, result, starts, format, session.output());

  session.envelope().options = report::draw_options(spec);
  session.envelope().summary = report::draw_summary(result);
  if (manifest) {
    OutputStream out(*manifest);
    report::write_manifest(session.envelope(), spec, result, out);
    out.flush();
  }
  return session.finish(
      {{"text", [&](const report::Envelope&, report::Style style,
                    std::ostream& out) { report::write_draw_text(spec, result, style, out); }},
       {"json", [&](const report::Envelope& envelope, report::Style,
                    std::ostream& out) { report::write_draw_json(envelope, spec, result, out); }},
       {"html", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_draw_html(envelope, spec, result, out);
        }}});
}

}  // namespace

int sample_draw(int argc, char** argv, const std::vector<Verb>& verbs) {
  App app("lbl-sample", kQuestion);
  CommonOptions common;
  DrawOptions options;
  app.verbs(verbs);
  app.usage("[draw] (-n N | --rate R) [OPTION...] [FILE...]");
  describe(app, common, options);
  app.examples({"lbl-sample -n 200 batch.jsonl > review.jsonl",
                "lbl-sample -n 200 --strata source,lang --allocate equal batch.csv",
                "lbl-sample -n 200 --size disagreement --scores items.jsonl batch.jsonl",
                "lbl-sample --design hash --rate 0.01 --add-weights *.jsonl.gz"});
  if (const auto code = app.parse(argc, argv)) return *code;

  Session session(app, common, MainOutput::data);
  sample::DrawSpec spec = draw_spec(session, options);
  if (!options.save_state.empty()) {
    spec.keeping = sample::Keeping::shard;
    check(spec);
  }
  model::FieldPlan plan;
  const auto frame = read_draw_frame(session, options, spec);
  sample::Draw draw(spec, frame, plan);
  const std::vector<InputStart> starts = read_draw(session, plan, draw);
  if (options.save_state.empty()) return finish_draw(session, options, draw, starts);
  save_state(session, app, options.save_state,
             draw_payload(session.envelope().inputs, starts, *frame, draw));
  session.log().info("a shard of a draw is saved; lbl-sample merge makes the sample");
  return session.finish({});
}

int sample_merge(int argc, char** argv) {
  App app("lbl-sample", "Finishes a draw that shards began with draw --save-state.", "merge");
  CommonOptions common;
  DrawOptions options;
  app.usage("[OPTION...] [STATE...]");
  describe(app, common, options);
  app.examples({"lbl-sample -n 200 --save-state a.state a.jsonl",
                "lbl-sample -n 200 --save-state b.state b.jsonl",
                "lbl-sample merge --add-weights a.state b.state > review.jsonl"});
  std::vector<io::SavedState> states;
  if (const auto code = parse_merge(app, common, argc, argv, states)) return *code;
  Session session(app, common, MainOutput::data);
  take_up(session, states);
  sample::DrawSpec spec = draw_spec(session, options);
  spec.keeping = sample::Keeping::shard;
  const MergedDraw merged = merged_draw(states, std::move(spec));
  return finish_draw(session, options, merged.draw, merged.starts);
}

}  // namespace lbl::cli
