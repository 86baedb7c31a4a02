// lbl-sample estimate: what does the review say of the batch?
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/app.hpp"
#include "lbl/cli/crossings.hpp"
#include "lbl/cli/each_record.hpp"
#include "lbl/cli/option_values.hpp"
#include "lbl/cli/read_item_weights.hpp"
#include "lbl/cli/read_ratings.hpp"
#include "lbl/cli/sample_verbs.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/report/estimate_report.hpp"

namespace lbl::cli {

namespace {

struct EstimateOptions {
  std::vector<std::string> values, statistics, by, strata, post, rake;
  std::string denominator, cluster, weight, fpc, item_weights, interval = "auto";
  std::optional<std::uint64_t> population;
  double level = 0.95;
};

void describe(App& app, CommonOptions& common, EstimateOptions& options) {
  app.usage("--value FIELD [OPTION...] [FILE...]");
  app.section("What");
  app.repeated("--value", options.values, "FIELD",
               "field that reviewers filled, A/B for a ratio, or a condition such as 'review != "
               "label'; repeatable");
  app.list("--stat", options.statistics, "WORD,...",
           "mean, total, rate or ratio; by default what fits the values");
  app.text("--denominator", options.denominator, "FIELD", "what --stat ratio divides by");
  app.list("--by", options.by, "FIELD,...", "also by slice; a:b crosses two fields");
  app.section("How it was drawn, unless draw --add-weights wrote it into the records");
  app.text("--weight", options.weight, "FIELD", "field of the weight (1/p)");
  app.list("--strata", options.strata, "FIELD,...", "draw from each combination of these fields");
  app.text("--cluster", options.cluster, "FIELD", "draw whole clusters");
  app.text("--fpc", options.fpc, "FIELD", "field of the number of units in the stratum");
  app.unsigned_integer("--population", options.population, "N",
                       "items in all; without end if not (clusters with --cluster)");
  app.section("What is known of the batch");
  add_item_weights_option(app, options.item_weights);
  app.repeated("--post", options.post, "F=FILE", "post-stratify to the counts of field F in FILE");
  app.repeated("--rake", options.rake, "F=FILE", "rake to them; repeatable");
  app.section("Intervals");
  app.choice("--interval", options.interval,
             {"auto", "wilson", "clopper-pearson", "jeffreys", "agresti-coull", "design"},
             "of rates; auto: Wilson for a simple random sample, else by the design");
  app.number("--level", options.level, "L", "confidence; 0.95 by default");
  app.common(common, {"text", "json", "html"});
  app.gate_names(sample_gates("estimate", report::estimate_summary_names()));
  app.examples({"lbl-sample estimate --value 'review != label' review.jsonl",
                "lbl-sample estimate --value severity --stat mean --by source review.jsonl",
                "lbl-sample estimate --value label --rake lang=lang.csv review.csv"});
}

// "F=FILE".
std::pair<std::string, std::string> field_and_file(const std::string& option,
                                                   const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    refuse_value(option, fmt::format("{} is not FIELD=FILE", base::quoted(text)));
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

// The totals in a small file: the field, and its count under any of the usual names.
std::map<std::string, double> read_totals(Session& session, const std::string& option,
                                          const std::string& field, const std::string& file) {
  model::FieldPlan plan;
  const std::size_t value = plan.want(field);
  std::vector<std::size_t> counts;
  const std::vector<std::string> names = {"N", "n", "Freq", "freq", "count", "total", "population"};
  for (const std::string& name : names) counts.push_back(plan.want(name));
  std::map<std::string, double> totals;
  EachRecord consumer([&](const model::Record& record) {
    const auto fail = [&](const std::string& message) {
      throw base::Error(base::ErrorKind::input,
                        fmt::format("{}:{}: {}", base::escaped(file), record.place.line, message));
    };
    const auto text = model::slice_text(model::slice_by_field(field), record.field(value));
    std::optional<double> total;
    for (const std::size_t count : counts) {
      if (!total && !record.field(count).missing()) total = record.field(count).number();
    }
    if (!total || *total < 0) {
      fail(
          fmt::format("no count of at least 0 under any of the names {}", base::join(names, ", ")));
    }
    if (!totals.emplace(text.value_or(""), *total).second) {
      fail(fmt::format("{} is there twice", base::quoted(text.value_or("null"))));
    }
  });
  session.read_also(file, plan, {field}, consumer);
  if (totals.empty()) refuse_value(option, base::escaped(file) + " holds no total");
  return totals;
}

class EstimateRun {
 public:
  EstimateRun(Session& session, const EstimateOptions& options)
      : session_(session), options_(options) {}

  sample::EstimateResult run() {
    set_values();
    set_groups();
    set_totals();
    model::FieldPlan plan;
    sample::Reviews reviews(review_, plan);
    EachRecord consumer([&](const model::Record& record) { reviews.add(record); });
    session_.read(plan, {}, consumer);
    sample::ReviewTable table = reviews.finish();
    warn(table);
    if (!options_.item_weights.empty()) weigh(table);
    return sample::estimate(table, spec_);
  }

 private:
  void set_values() {
    if (options_.values.empty()) {
      throw base::Error(base::ErrorKind::usage, "--value FIELD is needed: what was reviewed");
    }
    for (const std::string& word : options_.statistics) {
      const std::vector<std::string> words = {"mean", "total", "rate", "ratio"};
      const auto at = std::find(words.begin(), words.end(), one_of("--stat", word, words));
      spec_.statistics.push_back(static_cast<sample::Statistic>(at - words.begin()));
    }
    review_.values = options_.values;
    review_.denominator = options_.denominator;
    const bool ratio =
        std::count(options_.statistics.begin(), options_.statistics.end(), "ratio") > 0;
    if (ratio && review_.denominator.empty()) split_ratio();
    if (!ratio && !review_.denominator.empty() && !options_.statistics.empty()) {
      refuse_value("--denominator", "belongs to --stat ratio");
    }
    spec_.has_denominator = !review_.denominator.empty();
    if (!(options_.level > 0 && options_.level < 1)) {
      refuse_value("--level", fmt::format("{} is not between 0 and 1", options_.level));
    }
    spec_.level = options_.level;
    const std::vector<std::string> intervals = {"auto",     "wilson",        "clopper-pearson",
                                                "jeffreys", "agresti-coull", "design"};
    const auto at = std::find(intervals.begin(), intervals.end(), options_.interval);
    spec_.interval = static_cast<sample::RateInterval>(at - intervals.begin());
  }

  // --value A/B.
  void split_ratio() {
    const std::string& value = review_.values.front();
    const std::size_t slash = value.find('/', 1);
    if (review_.values.size() > 1 || slash == std::string::npos || slash + 1 == value.size()) {
      throw base::Error(base::ErrorKind::usage,
                        "--stat ratio needs --value A/B, or --value A --denominator B");
    }
    review_.denominator = value.substr(slash + 1);
    review_.values = {value.substr(0, slash)};
  }

  std::size_t group(const model::SliceSpec& slice) {
    const auto known = std::find_if(review_.groups.begin(), review_.groups.end(),
                                    [&](const auto& one) { return one.name == slice.name; });
    if (known != review_.groups.end()) {
      return static_cast<std::size_t>(known - review_.groups.begin());
    }
    review_.groups.push_back(slice);
    return review_.groups.size() - 1;
  }

  void set_groups() {
    review_.item_field = session_.fields().item;
    review_.annotator_field = session_.fields().annotator;
    review_.input_names = session_.options().files;
    review_.cluster = options_.cluster;
    review_.weight = options_.weight;
    review_.fpc = options_.fpc;
    spec_.design.cluster = options_.cluster;
    spec_.design.weight = options_.weight;
    spec_.design.fpc = options_.fpc;
    spec_.design.population = options_.population;
    for (const model::SliceSpec& slice : named_slices(session_.guideline(), options_.strata)) {
      spec_.design.strata.push_back(group(slice));
    }
    const Crossings by = crossings(session_.guideline(), options_.by);
    for (const std::vector<std::size_t>& entry : by.entries) {
      std::vector<std::size_t> crossed;
      for (const std::size_t column : entry) crossed.push_back(group(by.columns[column]));
      spec_.by.push_back(std::move(crossed));
    }
  }

  void set_totals() {
    if (!options_.post.empty() && !options_.rake.empty()) {
      refuse_value("--post", "either --post or --rake, not both");
    }
    if (options_.post.size() > 1) refuse_value("--post", "one field; --rake takes several");
    const bool raking = !options_.rake.empty();
    const std::string option = raking ? "--rake" : "--post";
    for (const std::string& text : raking ? options_.rake : options_.post) {
      const auto [field, file] = field_and_file(option, text);
      const model::SliceSpec slice = named_slices(session_.guideline(), {field}).front();
      spec_.known.push_back({group(slice), file, read_totals(session_, option, field, file)});
      spec_.calibration =
          raking ? stats::Calibration::Kind::raking : stats::Calibration::Kind::post_strata;
    }
  }

  void weigh(sample::ReviewTable& table) {
    const model::ItemWeights weights = read_item_weights(session_, options_.item_weights);
    for (const std::string& item : table.items) {
      const std::optional<double> weight = weights.find(item);
      if (!weight) {
        throw base::Error(base::ErrorKind::input,
                          fmt::format("{}: item {} has no weight",
                                      base::escaped(options_.item_weights), base::quoted(item)));
      }
      table.item_weights.push_back(*weight);
    }
  }

  void warn(const sample::ReviewTable& table) {
    if (table.items_are_records) {
      session_.log().note(
          fmt::format("no record has an item id in field {}; each counts as an item",
                      base::quoted(review_.item_field)));
    }
    if (table.without_item > 0) {
      session_.log().warn(fmt::format("{} {} without an item id left out",
                                      base::with_commas(table.without_item),
                                      table.without_item == 1 ? "record" : "records"));
    }
    for (const sample::AnswerColumn& column : table.columns) {
      if (column.conflicts == 0) continue;
      session_.log().warn(
          fmt::format("{}: {} {} an item twice with different answers, which are left out",
                      base::quoted(column.name), base::with_commas(column.conflicts),
                      column.conflicts == 1 ? "reviewer answered" : "times a reviewer answered"));
    }
  }

  Session& session_;
  const EstimateOptions& options_;
  sample::ReviewSpec review_;
  sample::EstimateSpec spec_;
};

void note_options(const EstimateOptions& options, report::Envelope& envelope) {
  envelope.note("value", options.values);
  if (!options.statistics.empty()) envelope.note("stat", options.statistics);
  if (!options.denominator.empty()) envelope.note("denominator", options.denominator);
  if (!options.by.empty()) envelope.note("by", options.by);
  if (!options.strata.empty()) envelope.note("strata", options.strata);
  if (!options.cluster.empty()) envelope.note("cluster", options.cluster);
  if (!options.weight.empty()) envelope.note("weight", options.weight);
  if (!options.fpc.empty()) envelope.note("fpc", options.fpc);
  if (options.population) envelope.note("population", *options.population);
  if (!options.post.empty()) envelope.note("post", options.post);
  if (!options.rake.empty()) envelope.note("rake", options.rake);
  envelope.note("interval", options.interval);
  envelope.note("level", options.level);
}

}  // namespace

int sample_estimate(int argc, char** argv) {
  App app("lbl-sample", "What does the review say of the batch that it was drawn from?",
          "estimate");
  CommonOptions common;
  EstimateOptions options;
  describe(app, common, options);
  if (const auto code = app.parse(argc, argv)) return *code;
  Session session(app, common);
  const sample::EstimateResult result = EstimateRun(session, options).run();
  note_options(options, session.envelope());
  session.envelope().summary = report::estimate_summary(result);
  return session.finish(
      {{"text", [&](const report::Envelope&, report::Style style,
                    std::ostream& out) { report::write_estimate_text(result, style, out); }},
       {"json", [&](const report::Envelope& envelope, report::Style,
                    std::ostream& out) { report::write_estimate_json(envelope, result, out); }},
       {"html", [&](const report::Envelope& envelope, report::Style, std::ostream& out) {
          report::write_estimate_html(envelope, result, out);
        }}});
}

}  // namespace lbl::cli
