// What --blind leaves out, and what tasks to do must not show.
#include "lbl/cli/answer_fields.hpp"

namespace lbl::cli {

std::vector<std::string> answer_fields(const Session& session) {
  const model::FieldNames& names = session.fields();
  std::vector<std::string> fields = {names.annotator, names.gold};
  fields.push_back(names.label.empty() ? "label" : names.label);
  if (const model::Guideline* guideline = session.guideline()) {
    for (const model::Task& task : guideline->tasks) {
      fields.push_back(task.field.empty() ? task.name : task.field);
    }
  }
  return fields;
}

}  // namespace lbl::cli
