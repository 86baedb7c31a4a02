// How the verbs of lbl-sample speak: counts, rates, sentences, the frame of their HTML.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/report/envelope.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

/// "1 item", "1,200 items".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

/// A rate in percent: "12.5%", "50%", "0.12%".
std::string percent_text(double rate);

/// A rate's distance in percentage points: "2.5 points".
std::string points_text(double distance);

/// "95%", "99.9%".
std::string level_text(double level);

/// The first sentence by itself and in bold, the others as a paragraph, within 80 columns.
void write_sentences(const std::vector<std::string>& sentences, Style style, std::ostream& out);

/// An HTML report: the sentences, what became of the gates, and what `body` writes.
void write_sentences_html(std::string_view title, const std::vector<std::string>& sentences,
                          const Envelope& envelope, const std::function<void(std::ostream&)>& body,
                          std::ostream& out);

}  // namespace lbl::report
