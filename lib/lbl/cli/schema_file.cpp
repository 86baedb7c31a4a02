// Compiles the schema of --schema.
#include "lbl/cli/schema_file.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/schema_bundle.hpp"

namespace lbl::cli {

validate::RecordSchema load_schema(const std::string& name, Log& log) {
  std::string json = bundled_schema(name, log);
  try {
    validate::RecordSchema schema(std::move(json));
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
