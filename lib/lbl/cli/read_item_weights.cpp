// Reads weights by item and tells what is wrong at its line.
#include "lbl/cli/read_item_weights.hpp"

#include <fmt/format.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/each_record.hpp"
#include "lbl/sample/item_list.hpp"

namespace lbl::cli {

void add_item_weights_option(App& app, std::string& file) {
  app.input_file("--item-weights", file, "FILE", "item and weight, as --write-weights writes");
}

model::ItemWeights read_item_weights(Session& session, const std::string& name) {
  model::FieldPlan plan;
  const std::size_t own = plan.want_identifier(session.fields().item);
  const std::size_t standard = plan.want_identifier("item");
  const std::size_t weight_field = plan.want("weight");
  model::ItemWeights weights;
  EachRecord consumer([&](const model::Record& record) {
    const auto refuse = [&](const std::string& what) {
      throw base::Error(base::ErrorKind::input, fmt::format("{}:{}: {}", base::escaped(name, 400),
                                                            record.place.line, what));
    };
    std::optional<std::string_view> item = sample::item_id(record.field(own));
    if (!item) item = sample::item_id(record.field(standard));
    if (!item) refuse("no item; --item-weights wants records with item and weight");
    const model::Value value = record.field(weight_field);
    const std::optional<double> weight = value.missing() ? std::nullopt : value.number();
    if (!weight || *weight < 0) {
      refuse(fmt::format("weight of item {} is {}, not a number from 0 on", base::quoted(*item),
                         value.missing() ? "missing" : base::quoted(value.text())));
    }
    if (!weights.add(*item, *weight)) {
      refuse(fmt::format("item {} has another weight above", base::quoted(*item)));
    }
  });
  session.read_also(name, plan, {}, consumer);
  if (weights.empty()) {
    throw base::Error(base::ErrorKind::input, base::escaped(name, 400) + ": no weight in it");
  }
  return weights;
}

}  // namespace lbl::cli
