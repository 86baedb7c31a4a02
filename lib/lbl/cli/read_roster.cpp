// One record an annotator, from JSON Lines or CSV.
#include "lbl/cli/read_roster.hpp"

#include <fmt/format.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/each_record.hpp"

namespace lbl::cli {

model::Roster read_roster(Session& session, const std::string& name) {
  model::FieldPlan plan;
  plan.whole_record = true;
  model::Roster roster(session.fields().annotator);
  EachRecord consumer([&](const model::Record& record) {
    const std::string wrong = roster.add(record);
    if (wrong.empty()) return;
    throw base::Error(base::ErrorKind::input,
                      fmt::format("{}:{}: {}", base::escaped(name), record.place.line, wrong));
  });
  session.read_also(name, plan, {}, consumer);
  if (roster.empty()) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("--roster {}: there is no annotator in it", base::escaped(name)));
  }
  return roster;
}

}  // namespace lbl::cli
