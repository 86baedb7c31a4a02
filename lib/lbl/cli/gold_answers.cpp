// Reads gold into a ratings table and keeps what rules need of it.
#include "lbl/cli/gold_answers.hpp"

#include <algorithm>

#include "lbl/cli/read_gold.hpp"
#include "lbl/validate/answer_hash.hpp"

namespace lbl::cli {

validate::GoldAnswers read_gold_answers(Session& session, const std::string& name,
                                        const validate::Setup& setup) {
  const model::Guideline& guideline = setup.guideline();
  model::RatingsSpec spec;
  spec.fields = guideline.fields;
  spec.tasks = guideline.tasks;
  spec.missing_values = guideline.missing_values;
  spec.infer_type = std::any_of(spec.tasks.begin(), spec.tasks.end(),
                                [](const model::Task& task) { return task.type_was_inferred; });
  const model::RatingsTable table = read_gold_file(session, name, std::move(spec));
  validate::GoldAnswers gold;
  for (std::size_t t = 0; t < table.tasks.size(); ++t) {
    const model::TaskRatings& task = table.tasks[t];
    for (std::size_t item = 0; item < task.items(); ++item) {
      const std::uint64_t begin = task.item_begin[item];
      if (begin == task.item_begin[item + 1]) continue;
      gold.add(
          table.items.text(static_cast<std::uint32_t>(item)), t,
          validate::answer_hash(task.categories[task.values[static_cast<std::size_t>(begin)]]));
    }
  }
  return gold;
}

}  // namespace lbl::cli
