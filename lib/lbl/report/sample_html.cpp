// A draw as HTML: the sentences, and tables of strata, components and the draw itself.
#include <cstdint>

#include "lbl/base/text.hpp"
#include "lbl/report/html.hpp"
#include "lbl/report/sample_report.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using sample::DrawResult;
using sample::DrawSpec;

constexpr std::size_t kMostStrata = 1'000;

Table mix_table(const DrawResult& result) {
  Table table;
  table.columns = {{"component", Align::left},
                   {"share of n", Align::right},
                   {"drawn", Align::right},
                   {"certain", Align::right}};
  for (const sample::MixDraw& part : result.mix) {
    table.rows.push_back({part.name, percent_text(part.share), base::with_commas(part.drawn),
                          base::with_commas(part.take_all)});
  }
  return table;
}

Table options_table(const DrawSpec& spec) {
  Table table;
  table.columns = {{"option", Align::left}, {"value", Align::left}};
  for (const auto& [name, value] : draw_options(spec)) table.rows.push_back({name, value});
  return table;
}

Table inputs_table(const Envelope& envelope) {
  Table table;
  table.columns = {{"input", Align::left},
                   {"records", Align::right},
                   {"bytes", Align::right},
                   {"XXH3", Align::left}};
  for (const InputEntry& input : envelope.inputs) {
    table.rows.push_back(
        {input.name, base::with_commas(input.records), base::with_commas(input.bytes), input.xxh3});
  }
  return table;
}

}  // namespace

void write_draw_html(const Envelope& envelope, const DrawSpec& spec, const DrawResult& result,
                     std::ostream& out) {
  const auto body = [&](std::ostream& to) {
    if (spec.design == sample::Design::stratified) {
      to << "<section>\n<h2>Strata</h2>\n";
      write_html_table(strata_table(spec, result, kMostStrata),
                       result.strata.size() > kMostStrata
                           ? "The first 1,000 strata; the JSON report lists all"
                           : "What each stratum gave",
                       to);
      to << "</section>\n";
    }
    if (!result.mix.empty()) {
      to << "<section>\n<h2>Components</h2>\n";
      write_html_table(mix_table(result), "What each component of the mix gave", to);
      to << "</section>\n";
    }
    to << "<section>\n<h2>How it was drawn</h2>\n";
    write_html_table(options_table(spec), "Enough to draw it again from the same input", to);
    if (!envelope.inputs.empty()) write_html_table(inputs_table(envelope), "From what", to);
    to << "</section>\n";
  };
  write_sentences_html("Review batch", draw_sentences(spec, result), envelope, body, out);
}

}  // namespace lbl::report
