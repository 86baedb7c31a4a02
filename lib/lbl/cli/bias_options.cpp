// The options of lbl-bias for its slices and figures, and what they ask for.
#include "lbl/cli/bias_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/crossings.hpp"
#include "lbl/cli/option_values.hpp"
#include "lbl/cli/read_item_weights.hpp"
#include "lbl/cli/read_target.hpp"
#include "lbl/cli/state_files.hpp"

namespace lbl::cli {

namespace {

[[noreturn]] void usage_error(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

std::vector<GateName> gate_names() {
  std::vector<GateName> gates = {
      {"disparity.max", "largest difference between slices of 30 clusters or more"},
      {"q.min", "smallest q value"},
      {"flagged", "comparisons that are more than chance"},
      {"tests", "comparisons that could be tested"},
      {"q", "q value of a slice: q[source=forum,label=hate]"},
      {"rate.*", "rate of a label in a slice: .value, .ci.low, .ci.high"},
      {"mean.*", "mean of a slice"},
      {"disagreement.*", "disagreement in a slice"},
      {"missing.*", "share of records without an answer in a slice"},
      {"difference.*", "difference of a slice from its reference"},
      {"error.*", "share of wrong answers in a slice, or their distance"},
      {"deviation.*", "mean of answer minus right answer in a slice"},
      {"fpr.*", "false positives among what should not have the label"},
      {"fnr.*", "false negatives among what should have it"},
      {"ppv.*", "share of a label's answers that are right"},
      {"npv.*", "share of the answers without a label that are right"},
      {"four_fifths.failed", "cuts with a slice below four fifths of the highest rate"},
      {"simpson.reversals", "differences that turn round under control"},
      {"target.gap.max", "largest distance of a share from its target"},
      {"annotators.flagged", "annotators that differ by more than chance"},
      {"ratio.value", "ratio of a slice to its reference"}};
  for (GateName& gate : bias_part_gates()) gates.push_back(std::move(gate));
  return gates;
}

void add_figure_options(App& app, BiasOptions& options) {
  app.section("Slices");
  app.list("--by", options.by, "FIELD,...", "each slice of these fields; a:b crosses two");
  app.fold();
  app.unsigned_integer("--max-levels", options.max_levels, "N",
                       "slices of a field and labels; the rarer slices become \"other\"");
  add_slice_options(app, options.parts.slices);
  app.section("Figures");
  app.list("--label", options.labels, "NAME,...", "only these labels; all");
  app.list("--measure", options.measures, "NAME,...",
           "rate, mean, disagreement, missing, error, deviation, fpr, fnr, ppv, npv");
  app.text("--reference", options.reference, "rest|overall|SLICE", "what a slice is compared with");
  app.choice("--cluster", options.cluster, {"auto", "item", "annotator", "none"},
             "answers that are not independent");
  app.list("--control", options.control, "FIELD,...",
           "compare slices within the values of these fields as well");
  app.fold();
  app.choice("--test", options.test, {"auto", "chi2", "fisher", "permutation"},
             "how a difference is tested");
  app.choice("--correct", options.correct, {"bh", "by", "holm", "none"},
             "how p values are corrected for their number");
  app.number("--level", options.level, "P", "confidence level of intervals");
  app.unsigned_integer("--bootstrap", options.bootstrap, "N",
                       "also intervals from N batches of items drawn again");
  add_item_weights_option(app, options.item_weights);
  app.flag("--four-fifths", options.four_fifths,
           "flag slices below four fifths of the highest rate");
}

template <class Value, std::size_t Count>
Value named(const std::string& option, const std::string& name, const Value (&values)[Count],
            std::string_view (*name_of)(Value)) {
  std::vector<std::string> known;
  for (const Value value : values) {
    if (name_of(value) == name) return value;
    known.emplace_back(name_of(value));
  }
  usage_error(fmt::format("{}: {} is none of {}{}", option, base::quoted(name),
                          base::join(known, ", "), base::did_you_mean(name, known)));
}

/// What would tell of small cells, or exactly of noisy ones, is not reported beside them.
void check_privacy(const BiasOptions& options) {
  const BiasPartOptions& parts = options.parts;
  if (!parts.privacy.min_cell && !parts.privacy.epsilon) return;
  const char* own = parts.privacy.epsilon ? "--dp-epsilon" : "--min-cell";
  for (const auto& [name, given] : {std::pair("--control", !options.control.empty()),
                                    std::pair("--bootstrap", options.bootstrap > 0),
                                    std::pair("--target", !options.target.empty()),
                                    std::pair("--annotators", options.annotators),
                                    std::pair("--discover", parts.discovery.discover),
                                    std::pair("--time", !parts.drift.time.field.empty()),
                                    std::pair("--against", !parts.drift.against.empty())}) {
    if (!given) continue;
    usage_error(
        fmt::format("{} protects the slices of --by alone, and {} tells more of the same answers; "
                    "leave {} out of the report that is shared, and run it apart without {}",
                    own, name, name, own));
  }
}

/// Weights are for the slices that are asked for; elsewhere they would go unheard.
void check_item_weights(const BiasOptions& options) {
  if (options.item_weights.empty()) return;
  const BiasPartOptions& parts = options.parts;
  const bool permutes = options.test == "permutation" || options.test == "fisher";
  const bool is_private = parts.privacy.min_cell || parts.privacy.epsilon;
  for (const auto& [name, given] : {std::pair("--control", !options.control.empty()),
                                    std::pair("--bootstrap", options.bootstrap > 0),
                                    std::pair("--target", !options.target.empty()),
                                    std::pair("--annotators", options.annotators),
                                    std::pair("--discover", parts.discovery.discover),
                                    std::pair("--time", !parts.drift.time.field.empty()),
                                    std::pair("--against", !parts.drift.against.empty()),
                                    std::pair("--test permutation or fisher", permutes),
                                    std::pair("--min-cell or --dp-epsilon", is_private)}) {
    if (!given) continue;
    usage_error(fmt::format(
        "--item-weights: {} takes items as all alike; run it without the weights", name));
  }
  if (!options.save_state.empty()) {
    usage_error("--item-weights: a state has no figures; name the weights at lbl-bias merge");
  }
}

}  // namespace

void add_bias_options(App& app, BiasOptions& options) {
  add_figure_options(app, options);
  app.section("Right answers");
  add_gold_options(app, options.gold);
  app.flag("--gold-majority", options.gold_majority,
           "what most of the others say about the item is right");
  app.section("More questions");
  app.flag("--annotators", options.annotators, "how severe each annotator is");
  app.input_file("--target", options.target, "FILE", "the shares that slices should have");
  app.text("--write-weights", options.write_weights, "FILE",
           "weights of items that bring them to the target");
  add_bias_part_options(app, options.parts);
  app.unsigned_integer("--min-answers", options.min_answers, "N",
                       "answers below which an annotator is not tested");
  add_save_state(app, options.save_state);
  app.section("Privacy");
  add_privacy_options(app, options.parts.privacy);
  app.section("Tasks");
  add_ratings_options(app, options.ratings);
  app.common(options.common, {"text", "json", "csv", "md", "html"});
  app.gate_names(gate_names());
  app.examples({"lbl-bias --by source,lang answers.jsonl",
                "lbl-bias --by source:lang --label hate --reference overall answers.csv",
                "lbl-bias -g guide.json --gate 'disparity.max <= 0.2' -t html -o bias.html "
                "answers.jsonl"});
}

std::string option_of_bias_field(const BiasOptions& options, const std::string& field) {
  const auto is_named = [&](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      const std::vector<std::string> crossed = base::split(name, ':');
      return name == field || std::find(crossed.begin(), crossed.end(), field) != crossed.end();
    });
  };
  if (is_named(options.by)) return "--by";
  if (is_named({options.parts.drift.time.field})) return "--time";
  if (is_named(options.control)) return "--control";
  return options.target.empty() ? "--by" : "--target";
}

bias::BiasSpec bias_spec(const BiasOptions& options) {
  using bias::Measure;
  check_privacy(options);
  check_item_weights(options);
  bias::BiasSpec spec;
  for (const std::string& name : options.measures) {
    spec.measures.push_back(named(
        "--measure", name,
        {Measure::rate, Measure::mean, Measure::disagreement, Measure::missing, Measure::error,
         Measure::deviation, Measure::fpr, Measure::fnr, Measure::ppv, Measure::npv},
        bias::measure_name));
  }
  spec.labels = options.labels;
  if (spec.labels == std::vector<std::string>{"all"}) spec.labels.clear();
  if (options.reference == "overall") {
    spec.reference = bias::Reference::overall;
  } else if (options.reference != "rest") {
    spec.reference = bias::Reference::slice;
    spec.reference_slice = options.reference;
  }
  spec.cluster = named("--cluster", options.cluster,
                       {bias::Cluster::automatic, bias::Cluster::item, bias::Cluster::annotator,
                        bias::Cluster::none},
                       bias::cluster_name);
  spec.test =
      named("--test", options.test,
            {bias::Test::automatic, bias::Test::chi2, bias::Test::fisher, bias::Test::permutation},
            bias::test_name);
  spec.correction = *stats::correction(options.correct);
  if (!(options.level > 0 && options.level < 1)) {
    usage_error(fmt::format("--level: {} is not between 0 and 1", options.level));
  }
  if (options.max_levels == 0) usage_error("--max-levels: at least one slice must stay");
  check_replicates(options.bootstrap);
  spec.level = options.level;
  spec.bootstrap = options.bootstrap;
  spec.max_levels = options.max_levels;
  spec.four_fifths = options.four_fifths;
  spec.annotators = options.annotators;
  spec.min_answers = options.min_answers;
  if (!options.write_weights.empty() && options.target.empty()) {
    usage_error("--write-weights: weights reach the shares that --target FILE names");
  }
  spec.weigh_to_target = !options.write_weights.empty();
  spec.seed = options.common.seed;
  return spec;
}

std::vector<std::string> bias_fields(const BiasOptions& options,
                                     const model::Guideline* guideline) {
  std::vector<std::string> fields = options.by;
  if (fields.empty() && guideline != nullptr) {
    for (const model::SliceSpec& slice : guideline->slices) fields.push_back(slice.name);
  }
  if (fields.empty() && options.target.empty() && !options.annotators) {
    usage_error(
        "no fields to cut by: name them with --by FIELD,... or as \"slices\" in a guideline");
  }
  return fields;
}

std::vector<model::SliceSpec> bias_columns(const BiasOptions& options, const Session& session,
                                           const std::vector<std::string>& fields,
                                           bias::BiasSpec& spec) {
  std::vector<FieldTarget> targets;
  if (!options.target.empty()) targets = read_target(options.target);
  // Whatever is crossed shares its columns with the rest, so all names go through one list.
  std::vector<std::string> names = fields;
  for (const FieldTarget& target : targets) names.push_back(target.field);
  for (const std::string& field : options.control) names.push_back(field);
  const Crossings all = crossings(session.guideline(), names);
  const auto columns_of = [&](const std::string& name) {
    std::vector<std::size_t> columns;
    const Crossings own = crossings(session.guideline(), {name});
    for (const std::size_t column : own.entries.front()) {
      const std::string& wanted = own.columns[column].name;
      const auto at = std::find_if(all.columns.begin(), all.columns.end(),
                                   [&](const auto& known) { return known.name == wanted; });
      columns.push_back(static_cast<std::size_t>(at - all.columns.begin()));
    }
    return columns;
  };
  for (const std::string& name : fields) {
    std::vector<std::size_t> cut = columns_of(name);
    if (std::find(spec.cuts.begin(), spec.cuts.end(), cut) == spec.cuts.end()) {
      spec.cuts.push_back(std::move(cut));
    }
  }
  for (const FieldTarget& target : targets) {
    bias::WantedShares& wanted = spec.targets.emplace_back();
    wanted.columns = columns_of(target.field);
    for (const TargetRow& row : target.rows) wanted.shares.push_back({row.slice, row.share});
  }
  for (const std::string& name : options.control) {
    for (const std::size_t column : columns_of(name)) {
      if (std::find(spec.control.begin(), spec.control.end(), column) == spec.control.end()) {
        spec.control.push_back(column);
      }
    }
  }
  return all.columns;
}

std::vector<double> bias_item_weights(Session& session, const BiasOptions& options,
                                      const model::RatingsTable& table) {
  if (options.item_weights.empty()) return {};
  return read_item_weights(session, options.item_weights).weights_of(table.items);
}

void note_bias_options(const BiasOptions& options, const std::vector<std::string>& fields,
                       report::Envelope& envelope) {
  envelope.note("by", fields);
  if (!options.labels.empty()) envelope.note("label", options.labels);
  if (!options.measures.empty()) envelope.note("measure", options.measures);
  envelope.note("reference", options.reference);
  envelope.note("cluster", options.cluster);
  envelope.note("test", options.test);
  envelope.note("correct", options.correct);
  envelope.note("level", options.level);
  envelope.note("max_levels", options.max_levels);
  if (options.bootstrap > 0) envelope.note("bootstrap", options.bootstrap);
  if (!options.control.empty()) envelope.note("control", options.control);
  if (options.annotators) envelope.note("min_answers", options.min_answers);
  if (!options.item_weights.empty()) envelope.note("item_weights", "file");
  if (options.four_fifths) envelope.note("four_fifths", 0.8);
  if (options.gold_majority) envelope.note("gold", "majority of the others");
  if (!options.gold.file.empty()) envelope.note("gold", "file");
  if (!options.gold.field.empty()) envelope.note("gold_field", options.gold.field);
  if (!options.gold.annotator.empty()) envelope.note("gold_annotator", options.gold.annotator);
  envelope.note("seed", options.common.seed);
}

}  // namespace lbl::cli
