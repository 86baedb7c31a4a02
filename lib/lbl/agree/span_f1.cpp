// F1 of the spans of every two annotators, by four ideas of what a match is.
#include <algorithm>
#include <array>

#include "lbl/agree/shape_coefficient.hpp"
#include "lbl/stats/assignment.hpp"

namespace lbl::agree {

namespace {

struct Scheme {
  const char* name;
  /// What a pair of spans is worth.
  double (*worth)(const Piece& a, const Piece& b);
};

bool same_place(const Piece& a, const Piece& b) {
  return a.start == b.start && a.end == b.end;
}

bool overlap(const Piece& a, const Piece& b) {
  return a.start < b.end && b.start < a.end;
}

double strict(const Piece& a, const Piece& b) {
  return a == b ? 1 : 0;
}

double exact(const Piece& a, const Piece& b) {
  return same_place(a, b) ? 1 : 0;
}

double partial(const Piece& a, const Piece& b) {
  if (same_place(a, b)) return 1;
  return overlap(a, b) ? 0.5 : 0;
}

double type(const Piece& a, const Piece& b) {
  return overlap(a, b) && a.label == b.label ? 1 : 0;
}

constexpr std::array<Scheme, 4> kSchemes = {
    {{"exact", exact}, {"strict", strict}, {"partial", partial}, {"type", type}}};

/// The best one-to-one matching of two lines.
double matched(const std::vector<Piece>& a, const std::vector<Piece>& b, const Scheme& scheme) {
  std::vector<stats::MatchEdge> edges;
  double longest = 0;
  for (const Piece& piece : b) longest = std::max(longest, piece.length());
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    const auto first =
        std::lower_bound(b.begin(), b.end(), a[i].start - longest,
                         [](const Piece& piece, double start) { return piece.start < start; });
    for (auto at = first; at != b.end() && at->start < a[i].end; ++at) {
      const double worth = scheme.worth(a[i], *at);
      if (worth > 0) edges.push_back({i, static_cast<std::uint32_t>(at - b.begin()), worth});
    }
  }
  if (edges.empty()) return 0;
  return stats::best_matching(a.size(), b.size(), edges).gain;
}

/// The pieces that count: all, or those of one label.
std::vector<Piece> pieces_of(Line line, std::optional<std::uint32_t> label) {
  std::vector<Piece> pieces;
  for (const Piece& piece : line) {
    if (!label || piece.label == *label) pieces.push_back(piece);
  }
  return pieces;
}

Score score_of(const UnitSample& sample, const Scheme& scheme, std::optional<std::uint32_t> label) {
  RatioScore score;
  for (const ShapeItem<Line>& item : sample.items) {
    std::vector<std::vector<Piece>> lines;
    for (const Line line : item.lines) lines.push_back(pieces_of(line, label));
    double matches = 0, marked = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t j = i + 1; j < lines.size(); ++j) {
        matches += 2 * matched(lines[i], lines[j], scheme);
        marked += static_cast<double>(lines[i].size() + lines[j].size());
      }
    }
    score.add(matches, marked);
  }
  return score.ratio();
}

}  // namespace

std::vector<ShapeScore> span_f1(const UnitSample& sample, const ShapeAsk& ask) {
  std::vector<ShapeScore> scores;
  if (ask.detail == ShapeDetail::labels) {
    for (std::uint32_t label = 0; label < sample.labels; ++label) {
      scores.push_back({"exact", label, score_of(sample, kSchemes.front(), label)});
    }
    return scores;
  }
  for (const Scheme& scheme : kSchemes) {
    scores.push_back({scheme.name, {}, score_of(sample, scheme, {})});
  }
  return scores;
}

}  // namespace lbl::agree
