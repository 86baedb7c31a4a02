// From the options of accept to a plan.
#include "lbl/cli/accept_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/each_record.hpp"
#include "lbl/cli/option_values.hpp"

namespace lbl::cli {

namespace {

using sample::LotPlan;
using sample::PlanKind;

double rate_of(const std::string& option, double value) {
  if (!(value > 0 && value < 1)) {
    refuse_value(option, fmt::format("{} is not between 0 and 1", value));
  }
  return value;
}

LotPlan standard_lot_plan(const AcceptOptions& options, const std::vector<sample::PastLot>* past) {
  LotPlan plan;
  plan.kind = PlanKind::standard;
  const auto& levels = sample::inspection_levels();
  plan.level = static_cast<std::size_t>(
      std::find(levels.begin(), levels.end(), options.inspection_level) - levels.begin());
  const auto limit = sample::quality_limit(*options.aql);
  if (!limit) {
    refuse_value("--aql",
                 fmt::format("{} is not a limit of the standard, in defects per 100 items: {}",
                             base::number_text(*options.aql),
                             base::join(sample::acceptable_quality_limits(), ", ")));
  }
  plan.limit = *limit;
  for (const auto one : {sample::Inspection::tightened, sample::Inspection::reduced}) {
    if (options.inspection == inspection_name(one)) plan.inspection = one;
  }
  if (past != nullptr) {
    plan.switching = sample::switched(*past, *options.lot, plan.level, plan.limit);
    plan.inspection = plan.switching->inspection;
  }
  plan.standard = sample::standard_plan(sample::code_letter(*options.lot, plan.level), plan.limit,
                                        plan.inspection);
  plan.n = plan.standard->n;
  plan.accept = plan.standard->accept;
  plan.reject = plan.standard->reject;
  return plan;
}

LotPlan single_plan(const AcceptOptions& options) {
  if (options.single.size() != 2) refuse_value("--single", "two numbers are needed: n,c");
  LotPlan plan;
  plan.kind = PlanKind::single;
  plan.n = whole_number("--single", options.single[0]);
  plan.accept = whole_number("--single", options.single[1]);
  plan.reject = plan.accept + 1;
  if (plan.n == 0) refuse_value("--single", "0 items prove nothing");
  if (plan.accept >= plan.n) {
    refuse_value("--single", fmt::format("{} items cannot hold more than {} defects, so every lot "
                                         "would be accepted",
                                         plan.n, plan.accept));
  }
  return plan;
}

LotPlan searched_plan(const AcceptOptions& options) {
  stats::RiskPoints risks;
  risks.bad_rate = rate_of("--ltpd", *options.ltpd);
  risks.consumer_risk = rate_of("--consumer-risk", options.consumer_risk);
  risks.producer_risk = rate_of("--producer-risk", options.producer_risk);
  if (options.good_rate) {
    risks.good_rate = rate_of("--good-rate", *options.good_rate);
    if (*risks.good_rate >= risks.bad_rate) {
      refuse_value("--good-rate", "is not below --ltpd, so no plan tells them apart");
    }
  }
  const auto rule = stats::plan_for(risks, options.lot);
  if (!rule) {
    refuse_value("--ltpd", "no plan keeps to these risks; ask for less, or look at every item");
  }
  LotPlan plan;
  plan.kind = PlanKind::searched;
  plan.risks = risks;
  plan.n = rule->n;
  plan.accept = rule->accept;
  plan.reject = rule->accept + 1;
  return plan;
}

LotPlan sequential_plan(const AcceptOptions& options) {
  if (options.sequential.size() != 4) {
    refuse_value("--sequential", "four numbers are needed: p0,p1,alpha,beta");
  }
  std::vector<double> numbers;
  for (const std::string& text : options.sequential) {
    numbers.push_back(rate_of("--sequential", real_number("--sequential", text)));
  }
  if (numbers[0] >= numbers[1]) {
    refuse_value("--sequential", "p0, the rate to accept, must be below p1, the rate to reject");
  }
  if (numbers[2] + numbers[3] >= 1) {
    refuse_value("--sequential", "alpha and beta must add up to less than 1");
  }
  LotPlan plan;
  plan.kind = PlanKind::sequential;
  plan.sequential = stats::sequential_test(numbers[0], numbers[1], numbers[2], numbers[3]);
  return plan;
}

// Past lots: "lot" (or "lot_size"), "defects", "decision".
std::vector<sample::PastLot> read_history(Session& session, const std::string& file) {
  model::FieldPlan plan;
  const std::size_t lot = plan.want("lot");
  const std::size_t lot_size = plan.want("lot_size");
  const std::size_t defects = plan.want("defects");
  const std::size_t decision = plan.want("decision");
  std::vector<sample::PastLot> history;
  EachRecord consumer([&](const model::Record& record) {
    const auto fail = [&](const std::string& message) {
      throw base::Error(base::ErrorKind::input,
                        fmt::format("{}:{}: {}", base::escaped(file), record.place.line, message));
    };
    const auto count = [&](std::size_t field, const char* name) -> std::optional<std::uint64_t> {
      const model::Value value = record.field(field);
      if (value.is_no_answer()) return std::nullopt;
      const auto number = base::parse_integer(value.text());
      if (!number || *number < 0) {
        fail(fmt::format("\"{}\" is {}, not a whole number of at least 0", name,
                         base::quoted(value.text())));
      }
      return static_cast<std::uint64_t>(*number);
    };
    sample::PastLot past;
    past.lot = count(lot, "lot");
    if (!past.lot) past.lot = count(lot_size, "lot_size");
    past.defects = count(defects, "defects");
    const model::Value word = record.field(decision);
    if (!word.is_no_answer()) {
      if (word.text() == "continue") return;  // never decided
      past.accepted = word.text() == "accept" || word.text() == "accepted";
      if (!*past.accepted && word.text() != "reject" && word.text() != "rejected") {
        fail(fmt::format("\"decision\" is {}, neither accept nor reject",
                         base::quoted(word.text())));
      }
    }
    if (!past.defects && !past.accepted) fail("a past lot needs \"defects\" or \"decision\"");
    if (past.lot && *past.lot < 2) fail("\"lot\" is below 2");
    history.push_back(past);
  });
  session.read_also(file, plan, {}, consumer);
  return history;
}

}  // namespace

void add_accept_options(App& app, AcceptOptions& options) {
  app.usage("PLAN [OPTION...] [FILE...]");
  app.section("Plan by the standard (ISO 2859-1, ANSI/ASQ Z1.4)");
  app.unsigned_integer("--lot", options.lot, "N", "items in the lot");
  app.number("--aql", options.aql, "A", "acceptable quality limit, defects per 100 items");
  app.choice("--inspection-level", options.inspection_level, sample::inspection_levels(),
             "how much is looked at");
  app.choice("--inspection", options.inspection, {"normal", "tightened", "reduced", "auto"},
             "severity; auto: by --history");
  app.input_file("--history", options.history, "FILE", "past lots: lot, defects, decision");
  app.section("Or a plan of your own");
  app.list("--single", options.single, "N,C", "look at N, accept with C defects or fewer");
  app.number("--ltpd", options.ltpd, "P", "find the least plan that hardly accepts a rate of P");
  app.number("--consumer-risk", options.consumer_risk, "R", "how hardly; 0.1 by default");
  app.number("--good-rate", options.good_rate, "P", "and that hardly rejects a rate of P");
  app.number("--producer-risk", options.producer_risk, "R", "how hardly; 0.05 by default");
  app.list("--sequential", options.sequential, "P0,P1,A,B",
           "Wald's test of P0 against P1, told after each review");
  app.section("Decision, when FILE (or -) is named");
  app.text("--defect", options.defect, "EXPR",
           "field or condition that makes an item defective; \"defect\" by default");
  app.choice("--on-continue", options.on_continue, {"0", "1"}, "exit code when nothing is decided");
}

void check_accept_options(const App& app, const AcceptOptions& options) {
  const int kinds = (options.aql ? 1 : 0) + (options.single.empty() ? 0 : 1) +
                    (options.ltpd ? 1 : 0) + (options.sequential.empty() ? 0 : 1);
  if (kinds != 1) {
    throw base::Error(base::ErrorKind::usage,
                      kinds == 0 ? "which plan: --lot N --aql A, --single N,C, --ltpd P or "
                                   "--sequential P0,P1,A,B"
                                 : "--aql, --single, --ltpd and --sequential are plans of their "
                                   "own; name one");
  }
  if (options.aql && !options.lot) refuse_value("--aql", "needs the size of the lot: --lot N");
  if (!options.aql) {
    for (const char* option : {"--inspection-level", "--inspection", "--history"}) {
      if (app.given(option)) refuse_value(option, "belongs to the standard: --lot N --aql A");
    }
  }
  if (!options.ltpd) {
    for (const char* option : {"--consumer-risk", "--good-rate", "--producer-risk"}) {
      if (app.given(option)) refuse_value(option, "belongs to --ltpd P");
    }
  }
  if (options.inspection == "auto" && options.history.empty()) {
    refuse_value("--inspection", "auto goes by the lots before: --history FILE");
  }
  if (!options.history.empty() && app.given("--inspection") && options.inspection != "auto") {
    refuse_value("--history", "decides the inspection, so --inspection can only be auto");
  }
  if (options.lot && *options.lot < (options.aql ? 2U : 1U)) {
    refuse_value("--lot", options.aql ? "the standard begins at lots of 2 items"
                                      : "a lot of 0 items has nothing to judge");
  }
  constexpr std::uint64_t kMost = 0xFFFFFFFFu;
  if (options.lot.value_or(1) > kMost) {
    refuse_value("--lot", "more than 4,294,967,295 items; leave it out, it makes no difference");
  }
}

LotPlan lot_plan(Session& session, const AcceptOptions& options) {
  LotPlan plan;
  if (options.aql) {
    std::vector<sample::PastLot> history;
    if (!options.history.empty()) history = read_history(session, options.history);
    plan = standard_lot_plan(options, options.history.empty() ? nullptr : &history);
  } else if (!options.single.empty()) {
    plan = single_plan(options);
  } else {
    plan = options.ltpd ? searched_plan(options) : sequential_plan(options);
  }
  plan.lot = options.lot;
  return plan;
}

void note_accept_options(const AcceptOptions& options, report::Envelope& envelope) {
  if (options.lot) envelope.note("lot", *options.lot);
  if (options.aql) {
    envelope.note("aql", *options.aql);
    envelope.note("inspection_level", options.inspection_level);
    envelope.note("inspection", options.history.empty() ? options.inspection : "auto");
  }
  if (!options.single.empty()) envelope.note("single", options.single);
  if (!options.sequential.empty()) envelope.note("sequential", options.sequential);
  if (options.ltpd) {
    envelope.note("ltpd", *options.ltpd);
    envelope.note("consumer_risk", options.consumer_risk);
    if (options.good_rate) envelope.note("good_rate", *options.good_rate);
    if (options.good_rate) envelope.note("producer_risk", options.producer_risk);
  }
  envelope.note("defect", options.defect);
}

}  // namespace lbl::cli
