// The report of lbl-bias in all its formats.
#pragma once

#include <ostream>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/parts.hpp"
#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

/// The figures that gates use: `disparity.max` (CONVENTIONS.md 20; with field and label for each
/// cut), `q.min`, `flagged`, `tests`, and for each slice `MEASURE.value`, its `ci.low` and
/// `ci.high`, `difference.*`, `ratio.value` and `q`, with label and slice fields as selectors; of
/// discovery `discovered`, how many slices are more than chance.
Summary bias_summary(const bias::BiasResult& result, const bias::BiasParts& parts = {});

/// The envelope with "tasks", "slices", "disparities" and "notes" (schemas/lbl-bias.schema.json).
void write_bias_json(const Envelope& envelope, const bias::BiasResult& result, std::ostream& out,
                     const bias::BiasParts& parts = {});

/// The findings in words, then a table for each cut and label; at most 80 columns.
void write_bias_text(const Envelope& envelope, const bias::BiasResult& result, Style style,
                     std::ostream& out, const bias::BiasParts& parts = {});

/// The same in Markdown.
void write_bias_markdown(const Envelope& envelope, const bias::BiasResult& result,
                         std::ostream& out, const bias::BiasParts& parts = {});

/// One row for each entry of "slices", then for each slice found.
void write_bias_csv(const bias::BiasResult& result, std::ostream& out,
                    const bias::BiasParts& parts = {});

/// One file without outside references: findings, forest plots, tables.
void write_bias_html(const Envelope& envelope, const bias::BiasResult& result, std::ostream& out,
                     const bias::BiasParts& parts = {});

}  // namespace lbl::report
