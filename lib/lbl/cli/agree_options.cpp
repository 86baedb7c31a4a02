// Describes, checks and resolves the options of lbl-agree.
#include "lbl/cli/agree_options.hpp"

#include <fmt/format.h>

#include <memory>
#include <string_view>

#include "lbl/agree/request.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/label_files.hpp"
#include "lbl/cli/option_values.hpp"
#include "lbl/cli/read_item_weights.hpp"
#include "lbl/cli/state_files.hpp"

namespace lbl::cli {

namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

/// "nominal, ordinal, ...": the names of a table, for --help.
template <class Names>
std::string names_of(const Names& entries) {
  std::vector<std::string> names;
  for (const auto& entry : entries) names.emplace_back(entry.name);
  return base::join(names, ", ");
}

void describe_figures(App& app, AgreeOptions& options) {
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
  app.unsigned_integer("--bootstrap", options.figures.bootstrap, "N",
                       "also intervals from N resampled batches");
  app.fold();
  app.input_file("--expected", options.expected, "FILE",
                 "known shares of the labels, for chance: label and share");
  add_item_weights_option(app, options.item_weights);
  app.number("--level", options.figures.level, "P", "confidence level of intervals");
  app.unsigned_integer("--population", options.figures.population, "N",
                       "items that the batch was drawn from");
  app.unsigned_integer("--gamma-samples", options.figures.chance.samples, "N",
                       "random continua an item that gamma is held against");
  app.text("--resample", options.resample, "item|annotator|FIELD", "what --bootstrap draws");
}

void describe_questions(App& app, AgreeOptions& options) {
  app.section("Gold and models");
  add_gold_options(app, options.gold);
  app.text("--alt-test", options.alt_test, "MODEL",
           "may this annotator, a model, stand in for the people?");
  app.fold();
  app.number("--alt-epsilon", options.alt_epsilon, "E",
             "share of items by which a model may be worse, for its price");
  app.section("Parts");
  app.list("--by", options.by, "FIELD,...", "each slice of these fields; a:b crosses two");
  add_time_options(app, options.time);
  app.list("--per", options.per, "PART,...",
           "also each label, pair, item, all annotators but one (annotator), all labels but one "
           "(left-out-label)");
  app.text("--compare", options.compare, "FIELD=A,B",
           "how two groups or rounds differ, with a paired test");
  app.choice("--emit", options.emit, {"items", "annotators", "pairs"},
             "write JSON lines of these, not the report");
  app.fold();
  app.number("--plan-width", options.figures.plan_width, "W",
             "items and answers needed for intervals this wide");
  app.flag("--grouped", options.grouped,
           "the records of an item stand together: memory stays small");
  add_save_state(app, options.save_state);
}

void check_parts(AgreeOptions& options) {
  agree::Breakdown& per = options.figures.per;
  for (const std::string& part : options.per) {
    if (part == "label") {
      per.label = true;
    } else if (part == "pair") {
      per.pair = true;
    } else if (part == "annotator") {
      per.annotator = true;
    } else if (part == "left-out-label") {
      per.left_out_label = true;
    } else if (part == "item") {
      per.item = true;
    } else {
      refuse(fmt::format(
          "--per: there is no part {}{}", base::quoted(part),
          base::did_you_mean(part, {"label", "pair", "item", "annotator", "left-out-label"})));
    }
  }
  if (options.emit == "pairs") per.pair = true;
}

/// Weights are for the figures of the whole and of slices; elsewhere they would go unheard.
void check_item_weights(const AgreeOptions& options) {
  if (options.item_weights.empty()) return;
  const agree::Options& figures = options.figures;
  for (const auto& [name, given] :
       {std::pair("--per", !options.per.empty()), std::pair("--bootstrap", figures.bootstrap > 0),
        std::pair("--compare", !options.compare.empty()),
        std::pair("--plan-width", figures.plan_width.has_value()),
        std::pair("--alt-test", !options.alt_test.empty()),
        std::pair("--population", figures.population.has_value()),
        std::pair("--emit", !options.emit.empty()), std::pair("gold", options.gold.given())}) {
    if (!given) continue;
    refuse(fmt::format("--item-weights: {} takes items as all alike; run it without the weights",
                       name));
  }
  if (!options.save_state.empty()) {
    refuse("--item-weights: a state has no figures; name the weights at lbl-agree merge");
  }
}

/// What wants to see each item, or more of it than how it was answered.
void check_grouped(AgreeOptions& options) {
  if (!options.grouped) return;
  const agree::Options& figures = options.figures;
  for (const auto& [name, given] :
       {std::pair("--emit", !options.emit.empty()), std::pair("--per item", figures.per.item),
        std::pair("gold", options.gold.given()), std::pair("--time", !options.time.field.empty()),
        std::pair("--compare", !options.compare.empty()),
        std::pair("--alt-test", !options.alt_test.empty()),
        std::pair("--plan-width", figures.plan_width.has_value()),
        std::pair("--item-weights", !options.item_weights.empty())}) {
    if (!given) continue;
    refuse(
        fmt::format("--grouped: {} needs every item, and items are forgotten; leave out "
                    "--grouped",
                    name));
  }
  if (options.ratings.repeats == "first" || options.ratings.repeats == "last") {
    refuse(
        fmt::format("--grouped: --repeats {} needs the time of every answer; leave out "
                    "--grouped",
                    options.ratings.repeats));
  }
  options.ratings.lengths = model::Lengths::ignored;
}

void check_gold_names(const AgreeOptions& options) {
  if (options.gold.given()) return;
  for (const std::string& name : options.figures.coefficients) {
    const agree::Coefficient* coefficient = agree::coefficient_by_name(name);
    if (coefficient == nullptr || coefficient->family != agree::Family::gold) continue;
    refuse(fmt::format("--coef {}: name the gold with --gold, --gold-field or --gold-annotator",
                       name));
  }
}

/// FIELD=A,B in its three parts; "\," is a comma in a value.
struct CompareWords {
  std::string field, first, second;
};

CompareWords compare_words(const std::string& text) {
  CompareWords words;
  const std::size_t equals = text.find('=');
  std::vector<std::string> values(1);
  for (std::size_t i = equals == std::string::npos ? text.size() : equals + 1; i < text.size();
       ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',') {
      values.back() += text[++i];
    } else if (text[i] == ',') {
      values.emplace_back();
    } else {
      values.back() += text[i];
    }
  }
  if (equals == std::string::npos || equals == 0 || values.size() != 2 || values[0].empty() ||
      values[1].empty() || values[0] == values[1]) {
    refuse(fmt::format("--compare: {} is not FIELD=A,B with two different values",
                       base::quoted(text)));
  }
  return {text.substr(0, equals), values[0], values[1]};
}

}  // namespace

void describe_agree_options(App& app, AgreeOptions& options) {
  describe_figures(app, options);
  describe_questions(app, options);
  app.section("Tasks");
  add_ratings_options(app, options.ratings);
}

void check_agree_options(const App& app, AgreeOptions& options) {
  agree::Options& figures = options.figures;
  if (!(figures.level > 0 && figures.level < 1)) {
    refuse(fmt::format("--level: {} is not between 0 and 1", figures.level));
  }
  if (figures.plan_width && !(*figures.plan_width > 0 && *figures.plan_width < 2)) {
    refuse(fmt::format("--plan-width: {} is not between 0 and 2", *figures.plan_width));
  }
  check_replicates(figures.bootstrap);
  if (options.resample != "item" && figures.bootstrap == 0) {
    refuse("--resample tells what --bootstrap N draws, and --bootstrap is missing");
  }
  if (!(options.alt_epsilon >= 0 && options.alt_epsilon < 1)) {
    refuse(fmt::format("--alt-epsilon: {} is not between 0 and 1", options.alt_epsilon));
  }
  if (!options.save_state.empty() && !options.emit.empty()) {
    refuse("--emit: a state is a part and has no figures; merge writes those of the whole");
  }
  for (std::string& metric : figures.metrics) {
    const std::string_view prefix = "matrix:";
    if (metric == "matrix") refuse("--metric matrix: name its file, matrix:FILE");
    if (metric.rfind(prefix, 0) != 0) continue;
    options.matrix = metric.substr(prefix.size());
    metric = "matrix";
  }
  constexpr std::uint64_t kMostSamples = 10000;
  if (figures.chance.samples == 0 || figures.chance.samples > kMostSamples) {
    refuse(fmt::format("--gamma-samples: {} is not between 1 and {}", figures.chance.samples,
                       kMostSamples));
  }
  options.ratings.lengths = model::Lengths::kept;
  figures.chance.seed = options.common.seed;
  options.ratings.option_of_field = [&options](const std::string& field) {
    if (field == options.time.field) return "--time";
    if (options.compare.starts_with(field + "=")) return "--compare";
    return field == options.resample ? "--resample" : "--by";
  };
  check_parts(options);
  check_time_options(app, options.time);
  check_gold_names(options);
  check_item_weights(options);
  check_grouped(options);
  if (!options.compare.empty()) compare_words(options.compare);
  if (!options.alt_test.empty()) {
    figures.alt_test = {options.alt_test, options.alt_epsilon, figures.level};
  }
  figures.seed = options.common.seed;
  figures.missing = *agree::missing_by_name(options.missing);
  agree::check_names(figures);
}

void read_label_knowledge(Session& session, AgreeOptions& options) {
  agree::LabelKnowledge& labels = options.figures.labels;
  if (!options.matrix.empty()) {
    labels.matrix =
        std::make_shared<const agree::LabelMatrix>(read_label_matrix(session, options.matrix));
  }
  if (!options.expected.empty()) {
    labels.expected =
        std::make_shared<const agree::LabelShares>(read_label_shares(session, options.expected));
  }
}

void read_agree_weights(Session& session, const model::RatingsTable& table, AgreeOptions& options) {
  if (options.item_weights.empty()) return;
  options.figures.item_weights =
      read_item_weights(session, options.item_weights).weights_of(table.items);
}

void cut_times(Session& session, model::RatingsTable& table, const AgreeOptions& options) {
  if (!options.time_column) return;
  const model::TimeWindows windows =
      model::replace_times_by_windows(table, window_spec(options.time, *options.time_column));
  if (!windows.unreadable.empty()) session.log().warn(windows.unreadable);
  session.envelope().note("time", options.time.field);
  session.envelope().note("window", options.time.window);
}

void choose_alike(AgreeOptions& options, const model::Guideline* guideline) {
  if (!options.grouped) return;
  std::vector<model::Task> tasks = pick_tasks(guideline, options.ratings.tasks);
  const std::optional<model::TaskType> type = model::task_type(options.ratings.type);
  for (model::Task& task : tasks) task.type = type.value_or(task.type);
  const bool types_are_known = guideline != nullptr || type.has_value();
  options.ratings.alike = agree::needs_annotators(options.figures, tasks, types_are_known)
                              ? model::Alike::by_annotators
                              : model::Alike::by_answers;
}

void add_agree_columns(AgreeOptions& options, const model::Guideline* guideline,
                       std::vector<model::SliceSpec>& columns) {
  agree::Options& figures = options.figures;
  const auto column = [&](const std::string& field) {
    columns.push_back(named_slices(guideline, {field}).front());
    return columns.size() - 1;
  };
  if (options.resample == "annotator") {
    figures.resample = agree::Resample::annotators;
  } else if (options.resample != "item") {
    figures.resample = agree::Resample::column;
    figures.resample_column = column(options.resample);
  }
  if (!options.time.field.empty()) {
    options.time_column = columns.size();
    columns.push_back(model::slice_by_field(options.time.field));
    figures.by.push_back({*options.time_column});
    figures.time = options.time_column;
  }
  if (options.compare.empty()) return;
  const CompareWords words = compare_words(options.compare);
  figures.comparison = agree::ComparisonSpec{column(words.field), words.first, words.second};
}

}  // namespace lbl::cli
