// The options of `lbl-sample accept`, and the plan that they ask for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/cli/app.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/report/envelope.hpp"
#include "lbl/sample/acceptance.hpp"

namespace lbl::cli {

/// Options of `lbl-sample accept` beside the common ones.
struct AcceptOptions {
  std::optional<std::uint64_t> lot;
  std::optional<double> aql;
  std::string inspection_level = "II", inspection = "normal", history;
  std::vector<std::string> single, sequential;
  std::optional<double> ltpd, good_rate;
  double consumer_risk = 0.1, producer_risk = 0.05;
  std::string defect = "defect", on_continue = "1";
};

/// Adds them to `app`, in sections.
void add_accept_options(App& app, AcceptOptions& options);

/// Throws Error (usage) unless exactly one kind of plan is asked for, with what it needs.
void check_accept_options(const App& app, const AcceptOptions& options);

/// The plan; reads --history. Throws Error (usage) for numbers outside their range.
sample::LotPlan lot_plan(Session& session, const AcceptOptions& options);

/// Notes what changes a figure.
void note_accept_options(const AcceptOptions& options, report::Envelope& envelope);

}  // namespace lbl::cli
