// Sentences and frames that the verbs of lbl-sample share.
#include "lbl/report/sample_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/html.hpp"

namespace lbl::report {

namespace {

constexpr std::size_t kWidth = 80;

double rounded(double value, int digits) {
  const double power = std::pow(10, digits);
  return std::round(value * power) / power;
}

}  // namespace

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", base::with_commas(count), count == 1 ? one : many);
}

std::string percent_text(double rate) {
  const double percent = 100 * rate;
  constexpr double kFew = 1, kMost = 99;
  if (percent > 0 && percent < kFew) return fmt::format("{:.2g}%", percent);
  const bool near_all = percent > kMost && percent < 100;
  return base::number_text(rounded(percent, near_all ? 2 : 1)) + "%";
}

std::string points_text(double distance) {
  constexpr double kSmall = 0.01;
  const double points = rounded(100 * distance, distance < kSmall ? 3 : 1);
  return base::number_text(points) + (points == 1 ? " point" : " points");
}

std::string level_text(double level) {
  return fmt::format("{:.4g}%", 100 * level);
}

void write_sentences(const std::vector<std::string>& sentences, Style style, std::ostream& out) {
  if (sentences.empty()) return;
  for (const std::string& line : wrapped(sentences.front(), kWidth)) {
    out << bold(line, style) << '\n';
  }
  if (sentences.size() == 1) return;
  out << '\n';
  const std::vector<std::string> rest(sentences.begin() + 1, sentences.end());
  for (const std::string& line : wrapped(base::join(rest, " "), kWidth)) out << line << '\n';
}

void write_sentences_html(std::string_view title, const std::vector<std::string>& sentences,
                          const Envelope& envelope, const std::function<void(std::ostream&)>& body,
                          std::ostream& out) {
  begin_html(title, out);
  bool first = true;
  for (const std::string& sentence : sentences) {
    const char* tag = first ? "strong" : "span";
    out << "<p><" << tag << ">" << html_text(sentence) << "</" << tag << "></p>\n";
    first = false;
  }
  for (const GateResult& gate : envelope.gates) {
    out << "<p" << (gate.passed ? "" : " class=\"failed\"") << ">"
        << (gate.passed ? "Gate passed: " : "Gate failed: ") << html_text(to_text(gate))
        << "</p>\n";
  }
  body(out);
  end_html(out);
}

}  // namespace lbl::report
