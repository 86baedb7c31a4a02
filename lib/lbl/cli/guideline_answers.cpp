// Lists, checks and prints guidelines.
#include "lbl/cli/guideline_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/report/guideline_page.hpp"

namespace lbl::cli {

std::string guideline_list() {
  std::string out;
  for (const std::string& name : library_guidelines()) {
    const model::GuidelineSource source = find_guideline(name);
    const model::JsonDocument document(source.file, source.bytes);
    const auto member = [&](const char* key) {
      const model::Value value = document.root() ? document.root().member(key) : model::Value();
      return value ? std::string(value.text()) : std::string();
    };
    out += fmt::format("{:<20} {:<8} {}\n", name, member("version"), member("title"));
  }
  return out;
}

std::string guideline_verdict(const CommonOptions& options, Log& log) {
  const model::Guideline guideline = load_guideline(options.guideline, log).guideline;
  return fmt::format("{}: guideline {} {} has no problems; {} task{}\n",
                     base::escaped(options.guideline), base::quoted(guideline.name),
                     guideline.version, guideline.tasks.size(),
                     guideline.tasks.size() == 1 ? "" : "s");
}

std::string printed_guideline(const CommonOptions& options, Log& log) {
  const std::string json = load_guideline(options.guideline, log).resolved;
  if (options.to == "text" || options.to == "json") return json + "\n";
  std::ostringstream page;
  if (options.to == "html") {
    report::write_guideline_html(json, page);
  } else if (options.to == "md") {
    report::write_guideline_markdown(json, page);
  } else {
    throw base::Error(base::ErrorKind::usage,
                      "--print-guideline writes json, md or html, not " + options.to);
  }
  return page.str();
}

}  // namespace lbl::cli
