// Reads the file of --schema, and tells everything that is wrong with it at once.
#include "lbl/cli/schema_file.hpp"

#include <fmt/format.h>

#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/model/schema_keywords.hpp"

namespace lbl::cli {

validate::RecordSchema load_schema(const std::string& name, Log& log) {
  const model::JsonDocument document(name, read_whole(name));
  const std::vector<model::GuidelineProblem> problems = model::schema_problems(document);
  for (std::size_t i = 0; i + 1 < problems.size(); ++i) log.error(model::to_text(problems[i]));
  if (!problems.empty()) {
    throw base::Error(base::ErrorKind::input, model::to_text(problems.back()));
  }
  try {
    validate::RecordSchema schema(model::compact_json(document.root()));
    for (const std::string& format : schema.unchecked_formats()) {
      log.warn(fmt::format("{}: the format {} is not checked", base::escaped(name),
                           base::quoted(format)));
    }
    return schema;
  } catch (const base::Error& error) {
    throw base::Error(error.kind(), fmt::format("{}: {}", base::escaped(name), error.what()));
  }
}

}  // namespace lbl::cli
