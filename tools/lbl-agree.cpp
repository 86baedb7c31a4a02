// lbl-agree: do the annotators agree, and is the evidence enough?
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/details.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/crossings.hpp"
#include "lbl/cli/output_stream.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/run.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/report/agree_report.hpp"

namespace {

using namespace lbl;

struct AgreeOptions {
  cli::CommonOptions common;
  cli::RatingsOptions ratings;
  agree::Options figures;
  std::string missing = "items";
  std::vector<std::string> by, per;
  std::string emit;
};

constexpr std::uint64_t kMostSamples = 10000;
constexpr std::size_t kMostDisputed = 30;

/// "nominal, ordinal, ...": the names of a table, for --help.
template <class Names>
std::string names_of(const Names& entries) {
  std::vector<std::string> names;
  for (const auto& entry : entries) names.emplace_back(entry.name);
  return base::join(names, ", ");
}

void describe_options(cli::App& app, AgreeOptions& options) {
  app.section("Figures");
  app.list(
      "--coef", options.figures.coefficients, "NAME,...",
      "coefficients, else those that fit the task; all, or of " + names_of(agree::coefficients()));
  app.list("--metric", options.figures.metrics, "NAME,...",
           "distance for krippendorff_alpha: " + names_of(agree::metrics()));
  app.list("--weights", options.figures.weights, "NAME,...",
           "weighting for the others: " + names_of(agree::weightings()));
  app.choice("--missing", options.missing, {"items", "ratings", "pairs", "listwise"},
             "how items with missing answers count");
  app.number("--level", options.figures.level, "P", "confidence level of intervals");
  app.unsigned_integer("--population", options.figures.population, "N",
                       "items that the batch was drawn from");
  app.unsigned_integer("--gamma-samples", options.figures.chance.samples, "N",
                       "random continua an item that gamma is held against");
  app.section("Parts");
  app.list("--by", options.by, "FIELD,...", "each slice of these fields; a:b crosses two");
  app.list("--per", options.per, "label,pair", "also each label or each pair of annotators");
  app.choice("--emit", options.emit, {"items"}, "write one JSON line an item, not the report");
  app.section("Tasks");
  cli::add_ratings_options(app, options.ratings);
  app.common(options.common, {"text", "json", "csv", "md", "html"});
  std::vector<cli::GateName> gates;
  for (report::SummaryName& name : report::agree_summary_names()) {
    gates.push_back({std::move(name.name), std::move(name.meaning)});
  }
  app.gate_names(std::move(gates));
  app.examples({"lbl-agree answers.jsonl",
                "lbl-agree --by source --gate 'krippendorff_alpha.ci.low >= 0.667' answers.csv",
                "lbl-agree -g guide.json --emit items answers.jsonl > items.jsonl"});
}

void check_options(AgreeOptions& options) {
  const auto refuse = [](const std::string& message) {
    throw base::Error(base::ErrorKind::usage, message);
  };
  if (!(options.figures.level > 0 && options.figures.level < 1)) {
    refuse(fmt::format("--level: {} is not between 0 and 1", options.figures.level));
  }
  for (const std::string& part : options.per) {
    if (part == "label") {
      options.figures.per.label = true;
    } else if (part == "pair") {
      options.figures.per.pair = true;
    } else {
      refuse(fmt::format("--per: there is no part {}{}", base::quoted(part),
                         base::did_you_mean(part, {"label", "pair"})));
    }
  }
  if (options.figures.chance.samples == 0 || options.figures.chance.samples > kMostSamples) {
    refuse(fmt::format("--gamma-samples: {} is not between 1 and {}",
                       options.figures.chance.samples, kMostSamples));
  }
  options.ratings.lengths = model::Lengths::kept;
  options.figures.missing = *agree::missing_by_name(options.missing);
  agree::check_names(options.figures);
}

int run_agree(int argc, char** argv) {
  AgreeOptions options;
  cli::App app("lbl-agree", "Do the annotators agree, and is the evidence enough?");
  describe_options(app, options);
  if (const std::optional<int> done = app.parse(argc, argv)) return *done;
  check_options(options);

  const auto main_output = options.emit.empty() ? cli::MainOutput::report : cli::MainOutput::data;
  cli::Session session(app, options.common, main_output);
  cli::Crossings crossings = cli::crossings(session.guideline(), options.by);
  options.figures.by = crossings.entries;
  options.figures.threads = session.threads();
  options.figures.chance.seed = options.common.seed;
  const cli::RatingsInput input =
      cli::read_ratings(session, options.ratings, std::move(crossings.columns));
  const agree::Result result = agree::agreement(input.table, options.figures);

  report::describe(result, options.figures, session.envelope());
  if (!options.emit.empty()) {
    cli::OutputStream out(session.output());
    report::write_item_lines(input.table, options.figures, out);
    out.flush();
  }
  return session.finish(
      {{"text", [&](const report::Envelope& envelope, report::Style style,
                    std::ostream& out) { report::write_agree_text(result, envelope, style, out); }},
       {"json", [&](const report::Envelope& envelope, report::Style,
                    std::ostream& out) { report::write_agree_json(result, envelope, out); }},
       {"csv", [&](const report::Envelope&, report::Style,
                   std::ostream& out) { report::write_agree_csv(result, out); }},
       {"html",
        [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_agree_html(
              result, agree::details(input.table, options.figures, kMostDisputed), envelope, out);
        }},
       {"md", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_agree_markdown(result, envelope, out);
        }}});
}

}  // namespace

int main(int argc, char** argv) {
  return cli::run("lbl-agree", argc, argv, run_agree);
}
