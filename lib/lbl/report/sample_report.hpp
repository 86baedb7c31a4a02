// A draw as a report: JSON, text, summary figures, and the "sampling" member of drawn records.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"
#include "lbl/sample/draw_result.hpp"
#include "lbl/sample/draw_spec.hpp"

namespace lbl::report {

/// What the spec says that changes the sample, as the envelope's options.
std::vector<std::pair<std::string, std::string>> draw_options(const sample::DrawSpec& spec);

/// The summary of a draw: draw.n, draw.N, draw.records, draw.short, draw.margin, ...
Summary draw_summary(const sample::DrawResult& result);

/// The names of its figures and what they mean, for --list-gates.
std::vector<std::pair<std::string, std::string>> draw_summary_names();

/// {"report", ..., "draw": {...}}.
void write_draw_json(const Envelope& envelope, const sample::DrawSpec& spec,
                     const sample::DrawResult& result, std::ostream& out);

/// The same with "items", the drawn units in their order with their probabilities: all that is
/// needed to repeat the draw, or to know later what it was.
void write_manifest(const Envelope& envelope, const sample::DrawSpec& spec,
                    const sample::DrawResult& result, std::ostream& out);

/// What is drawn: "item", "record" or "cluster".
std::string_view drawn_unit(const sample::DrawSpec& spec);

/// What was drawn from what and what it can prove, a sentence each.
std::vector<std::string> draw_sentences(const sample::DrawSpec& spec,
                                        const sample::DrawResult& result);

/// The same as text, with a table of the strata.
void write_draw_text(const sample::DrawSpec& spec, const sample::DrawResult& result, Style style,
                     std::ostream& out);

/// The strata of a stratified draw, the first `most` of them.
Table strata_table(const sample::DrawSpec& spec, const sample::DrawResult& result,
                   std::size_t most);

/// The same as one HTML file: sentences, strata, components, what the draw was made of.
void write_draw_html(const Envelope& envelope, const sample::DrawSpec& spec,
                     const sample::DrawResult& result, std::ostream& out);

/// The "sampling" member of a unit's records (CONVENTIONS 14): {"design", "p", "weight", "stratum",
/// "cluster", "N", "n", "seed"}, where N and n are those of its stratum.
std::string sampling_json(const sample::DrawSpec& spec, const sample::DrawResult& result,
                          const sample::DrawnUnit& unit);

}  // namespace lbl::report
