// A guideline as the page that annotators read.
#pragma once

#include <ostream>
#include <string>

namespace lbl::report {

/// `guideline` is a checked guideline as JSON, whole (GuidelineResult::resolved). What to decide,
/// each label with its definition and right and wrong examples, edge cases, and the rules in words;
/// what is for programs (fields, gates) stays out.
void write_guideline_html(const std::string& guideline, std::ostream& out);
void write_guideline_markdown(const std::string& guideline, std::ostream& out);

}  // namespace lbl::report
