// lbl-sample plan: how many must be reviewed, and what does that prove?
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/draw_options.hpp"
#include "lbl/cli/option_values.hpp"
#include "lbl/cli/read_draw.hpp"
#include "lbl/cli/sample_verbs.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/report/plan_report.hpp"

namespace lbl::cli {

namespace {

using sample::PlanQuestion;

struct PlanOptions {
  std::optional<double> margin, detect, power, factor;
  double expect = 0.5, level = 0.95;
  std::optional<std::uint64_t> population, n, min_per_stratum;
  std::optional<std::pair<double, double>> compare;
  std::vector<std::string> strata;
  std::string allocate = "proportional";
};

void describe(App& app, CommonOptions& common, PlanOptions& options) {
  app.usage("QUESTION [OPTION...] [FILE...]");
  app.section("The question");
  app.number("--margin", options.margin, "M",
             "how many for a margin of error of M (0.05: 5 points)");
  app.number("--detect", options.detect, "P", "how many to see a defect if a share of P has one");
  app.number_pair("--compare", options.compare, "P1 P2",
                  "how many in each of two groups to tell these rates apart; with --margin or "
                  "--factor to know their difference or ratio");
  app.unsigned_integer("-n,--number", options.n, "N", "the reverse: what do N items prove");
  app.section("What is known");
  app.number("--expect", options.expect, "P", "the rate that is expected; 0.5, the worst case");
  app.unsigned_integer("--population", options.population, "N", "items in all; without end if not");
  app.number("--level", options.level, "L", "confidence; 0.95 by default");
  app.number("--power", options.power, "W", "power of --compare; 0.8 by default");
  app.number("--factor", options.factor, "F", "--compare: the ratio is known within a factor of F");
  app.section("With FILE, whose items are the population");
  app.list("--strata", options.strata, "FIELD,...", "plan for each combination of these fields");
  app.choice("--allocate", options.allocate, {"equal", "proportional", "sqrt"},
             "how n is shared out over strata");
  app.unsigned_integer("--min-per-stratum", options.min_per_stratum, "K",
                       "at least so many from each stratum that has them");
  app.common(common, {"text", "json", "html"});
  app.gate_names(sample_gates("plan", report::plan_summary_names()));
  app.examples({"lbl-sample plan --margin 0.03 --expect 0.1 --population 12000",
                "lbl-sample plan --detect 0.01 --population 5000",
                "lbl-sample plan --compare 0.10 0.15 --power 0.9",
                "lbl-sample plan -n 200 --strata source batch.jsonl"});
}

PlanQuestion question_of(const PlanOptions& options) {
  const int asked = (options.margin && !options.compare ? 1 : 0) + (options.detect ? 1 : 0) +
                    (options.compare ? 1 : 0) + (options.n && !options.compare ? 1 : 0);
  if (asked != 1) {
    throw base::Error(base::ErrorKind::usage,
                      asked == 0 ? "ask one of --margin M, --detect P, --compare P1 P2, -n N"
                                 : "--margin, --detect, --compare and -n are questions of their "
                                   "own; ask one at a time");
  }
  if (!options.compare) {
    for (const auto& [given, option] : {std::pair{options.power.has_value(), "--power"},
                                        {options.factor.has_value(), "--factor"}}) {
      if (given) refuse_value(option, "belongs to --compare P1 P2");
    }
    if (options.margin) return PlanQuestion::margin;
    return options.detect ? PlanQuestion::detect : PlanQuestion::given_n;
  }
  const int ways = (options.margin ? 1 : 0) + (options.power ? 1 : 0) + (options.factor ? 1 : 0) +
                   (options.n ? 1 : 0);
  if (ways > 1)
    refuse_value("--compare", "only one of --power, --margin, --factor and -n goes with it");
  if (options.margin) return PlanQuestion::difference;
  if (options.factor) return PlanQuestion::ratio;
  return options.n ? PlanQuestion::given_groups : PlanQuestion::power;
}

sample::SizePlanSpec spec_of(const PlanOptions& options) {
  sample::SizePlanSpec spec;
  spec.question = question_of(options);
  spec.margin = options.margin.value_or(0);
  spec.expect = options.expect;
  spec.detect = options.detect.value_or(0);
  spec.level = options.level;
  spec.n = options.n.value_or(0);
  if (options.compare) std::tie(spec.p1, spec.p2) = *options.compare;
  spec.power = options.power.value_or(0.8);
  spec.factor = options.factor.value_or(2);
  spec.population = options.population;
  spec.allocate = stats::allocation_rule(options.allocate).value();
  spec.min_per_stratum = options.min_per_stratum;
  return spec;
}

// Counts the items of the FILEs, per stratum, as a draw would.
void read_population(Session& session, const PlanOptions& options, sample::SizePlanSpec& spec) {
  if (options.population) refuse_value("--population", "FILE tells how many items there are");
  DrawOptions draw_options;
  draw_options.n = 1;
  draw_options.strata = options.strata;
  const sample::DrawSpec draw = draw_spec(session, draw_options);
  model::FieldPlan fields;
  sample::Draw counting(draw, std::make_shared<sample::DrawFrame>(), fields);
  read_draw(session, fields, counting);
  const sample::DrawResult result = counting.result();
  if (result.population.units == 0) {
    throw base::Error(base::ErrorKind::input, "there is no item to plan for");
  }
  spec.population = result.population.units;
  if (options.strata.empty()) return;
  spec.fields = draw.strata;
  for (const sample::StratumDraw& stratum : result.strata) {
    spec.strata.push_back({stratum.values, stratum.population});
  }
}

void note_options(const sample::SizePlanSpec& spec, report::Envelope& envelope) {
  envelope.note("question", plan_question_name(spec.question));
  envelope.note("level", spec.level);
  if (!compares(spec.question)) envelope.note("expect", spec.expect);
}

}  // namespace

int sample_plan(int argc, char** argv) {
  App app("lbl-sample", "How many items must be reviewed, and what do n of them prove?", "plan");
  CommonOptions common;
  PlanOptions options;
  describe(app, common, options);
  if (const auto code = app.parse(argc, argv)) return *code;
  sample::SizePlanSpec spec = spec_of(options);
  check(spec);
  if (common.files.empty() && !options.strata.empty()) {
    refuse_value("--strata", "name the FILE whose items are to be planned for");
  }
  if (!common.files.empty() && compares(spec.question)) {
    refuse_value("--compare", "reads no FILE, but " + base::quoted(common.files[0]) + " is named");
  }
  Session session(app, common);
  if (!common.files.empty()) read_population(session, options, spec);
  if (spec.question == PlanQuestion::given_n && spec.population && spec.n > *spec.population) {
    session.log().warn("more asked for than there are: all " + base::with_commas(*spec.population) +
                       " are taken");
  }
  const sample::SizePlan plan = size_plan(spec);
  note_options(spec, session.envelope());
  session.envelope().summary = report::plan_summary(plan);
  return session.finish(
      {{"text", [&](const report::Envelope&, report::Style style,
                    std::ostream& out) { report::write_plan_text(spec, plan, style, out); }},
       {"json", [&](const report::Envelope& envelope, report::Style,
                    std::ostream& out) { report::write_plan_json(envelope, spec, plan, out); }},
       {"html", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_plan_html(envelope, spec, plan, out);
        }}});
}

}  // namespace lbl::cli
