// lbl-sample: which items should a person look at, and what does that look prove?
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/draw_options.hpp"
#include "lbl/cli/output_stream.hpp"
#include "lbl/cli/read_draw.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/cli/sample_verbs.hpp"
#include "lbl/cli/sample_writer.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/cli/verbs.hpp"
#include "lbl/report/sample_report.hpp"

namespace {

using namespace lbl;

std::vector<cli::Verb> verbs();

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return base::with_commas(count) + " " + (count == 1 ? one : many);
}

void warn_of_population(cli::Log& log, const sample::Population& population) {
  if (population.units == 0) log.warn("there is nothing to draw from");
  if (population.without_item > 0) {
    log.warn(counted(population.without_item, "record", "records") +
             " without an item id left out");
  }
  if (!population.excluded_not_found.empty()) {
    log.warn(fmt::format(
        "{} not in the input (the first: {})",
        counted(population.excluded_not_found.size(), "excluded item is", "excluded items are"),
        base::quoted(population.excluded_not_found.front())));
  }
  if (population.size_zero > 0) {
    log.warn(counted(population.size_zero, "item", "items") + " of size 0 cannot be drawn");
  }
}

void warn_of_sample(cli::Log& log, const sample::DrawSpec& spec, const sample::DrawResult& result) {
  const bool fixed = spec.design != sample::Design::hash && spec.design != sample::Design::poisson;
  if (fixed && result.units.size() < result.requested && result.population.units > 0) {
    log.warn(fmt::format("{} asked for, but only {} can be drawn: all are in the sample",
                         base::with_commas(result.requested),
                         base::with_commas(result.units.size())));
  }
  if (result.minimum_dropped) {
    log.warn(fmt::format("{} for {} strata: some strata have none",
                         counted(result.requested, "unit", "units"),
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
    log.warn(counted(static_cast<std::uint64_t>(lone), "stratum has", "strata have") +
             " a single drawn unit: no variance can be estimated there");
  }
}

// The fields that give an answer away.
std::vector<std::string> answer_fields(const cli::Session& session) {
  const model::FieldNames& names = session.fields();
  std::vector<std::string> fields = {names.annotator, names.gold};
  fields.push_back(names.label.empty() ? "label" : names.label);
  if (const model::Guideline* guideline = session.guideline()) {
    for (const model::Task& task : guideline->tasks) {
      fields.push_back(task.field.empty() ? task.name : task.field);
    }
  }
  return fields;
}

void describe(cli::App& app, cli::CommonOptions& common, cli::DrawOptions& options) {
  app.verbs(verbs());
  app.usage("[draw] (-n N | --rate R) [OPTION...] [FILE...]");
  cli::add_draw_options(app, options);
  app.common(common, {"text", "json"});
  app.gate_names(cli::sample_gates("draw", report::draw_summary_names()));
  app.examples({"lbl-sample -n 200 batch.jsonl > review.jsonl",
                "lbl-sample -n 200 --strata source,lang --allocate equal batch.csv",
                "lbl-sample -n 200 --size disagreement --scores items.jsonl batch.jsonl",
                "lbl-sample --design hash --rate 0.01 --add-weights *.jsonl.gz"});
}

int draw(int argc, char** argv) {
  cli::App app("lbl-sample", "Which items should a person look at, and what does that look prove?");
  cli::CommonOptions common;
  cli::DrawOptions options;
  describe(app, common, options);
  if (const auto code = app.parse(argc, argv)) return *code;

  cli::Session session(app, common, cli::MainOutput::data);
  const sample::DrawSpec spec = cli::draw_spec(session, options);
  io::Output* manifest = options.manifest.empty() ? nullptr : &session.also_write(options.manifest);
  model::FieldPlan plan;
  sample::Draw draw(spec, cli::read_draw_frame(session, options, spec), plan);
  const std::vector<cli::InputStart> starts = cli::read_draw(session, plan, draw);
  const sample::DrawResult result = draw.result();

  warn_of_population(session.log(), result.population);
  warn_of_sample(session.log(), spec, result);
  for (const std::string& sentence : report::draw_sentences(spec, result)) {
    session.log().info(sentence);
  }
  cli::SampleFormat format;
  if (options.blind) format.hidden = answer_fields(session);
  format.add_weights = options.add_weights;
  cli::write_sample(spec, result, starts, format, session.output());

  session.envelope().options = report::draw_options(spec);
  session.envelope().summary = report::draw_summary(result);
  if (manifest) {
    cli::OutputStream out(*manifest);
    report::write_manifest(session.envelope(), spec, result, out);
    out.flush();
  }
  return session.finish(
      {{"text", [&](const report::Envelope&, report::Style style,
                    std::ostream& out) { report::write_draw_text(spec, result, style, out); }},
       {"json", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_draw_json(envelope, spec, result, out);
        }}});
}

std::vector<cli::Verb> verbs() {
  return {
      {"draw", "draw a review batch with known probabilities (without a verb: this)", draw},
      {"plan", "how many must be reviewed, and what n of them prove", cli::sample_plan},
      {"estimate", "what a review says of the batch", cli::sample_estimate},
      {"accept", "may the batch go on: plans, decisions, operating curves", cli::sample_accept}};
}

}  // namespace

int main(int argc, char** argv) {
  return lbl::cli::run("lbl-sample", argc, argv, draw, verbs());
}
