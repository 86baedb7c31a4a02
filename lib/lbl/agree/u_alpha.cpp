// The u-alpha family: coincidences by the length on which two annotators meet.
#include <algorithm>

#include "lbl/agree/shape_coefficient.hpp"

namespace lbl::agree {

namespace {

using Stretches = std::vector<Stretch>;

/// Calls visit(a, b, length) for every two stretches of two lines that meet.
template <class Visit>
void for_each_meeting(const Stretches& first, const Stretches& second, Visit&& visit) {
  std::size_t j = 0;
  for (std::size_t i = 0; i < first.size() && j < second.size();) {
    const double begin = std::max(first[i].start, second[j].start);
    const double end = std::min(first[i].end, second[j].end);
    if (end > begin) visit(i, j, end - begin);
    if (first[i].end < second[j].end) {
      ++i;
    } else {
      ++j;
    }
  }
}

std::vector<Stretches> stretches_of(const ShapeItem<Line>& item, Stretcher& stretcher) {
  std::vector<Stretches> lines;
  for (const Line line : item.lines) lines.push_back(stretcher.stretches(line, item.length));
  return lines;
}

enum class Labels : std::uint8_t { apart, together };

std::uint32_t code_as(Labels labels, std::uint32_t code) {
  return labels == Labels::together ? std::min(code, 1U) : code;
}

/// Amounts of all stretches, gaps included. A unit is paired with every other unit, but not with
/// itself; a gap has no units, so each of its characters stands alone (2016, eq. 4).
std::vector<LabelAmount> unit_amounts(const std::vector<Stretches>& lines, Labels labels,
                                      Extent extent) {
  std::vector<LabelAmount> amounts;
  const double weight = 1 / (static_cast<double>(lines.size()) - 1);
  const double step = extent == Extent::counted ? 1 : 0;
  for (const Stretches& line : lines) {
    const std::size_t first = amounts.size();
    for (const Stretch& stretch : line) {
      const double length = stretch.length();
      amounts.push_back(
          {code_as(labels, stretch.code), length, 0, length * (stretch.code == 0 ? step : length)});
    }
    for (const Stretches& other : lines) {
      if (&other == &line) continue;
      for_each_meeting(line, other, [&](std::size_t i, std::size_t j, double length) {
        if (code_as(labels, line[i].code) == code_as(labels, other[j].code)) return;
        amounts[first + i].disagreement += weight * length;
      });
    }
  }
  return amounts;
}

/// Amounts where both of two annotators marked something (2016, eq. 10).
std::vector<LabelAmount> marked_amounts(const std::vector<Stretches>& lines) {
  std::vector<LabelAmount> amounts;
  const double weight = 1 / (static_cast<double>(lines.size()) - 1);
  std::vector<double> met;
  for (const Stretches& line : lines) {
    const std::size_t first = amounts.size();
    for (const Stretch& stretch : line) amounts.push_back({stretch.code, 0, 0, 0});
    for (const Stretches& other : lines) {
      if (&other == &line) continue;
      met.assign(line.size(), 0);
      for_each_meeting(line, other, [&](std::size_t i, std::size_t j, double length) {
        if (line[i].code == 0 || other[j].code == 0) return;
        met[i] += length;
        amounts[first + i].amount += weight * length;
        if (line[i].code != other[j].code) amounts[first + i].disagreement += weight * length;
      });
      for (std::size_t i = 0; i < line.size(); ++i) {
        amounts[first + i].own += weight * met[i] * met[i];
      }
    }
  }
  return amounts;
}

/// Amounts in which every character stands alone.
std::vector<LabelAmount> token_amounts(const std::vector<Stretches>& lines, Extent extent) {
  std::vector<LabelAmount> amounts = unit_amounts(lines, Labels::apart, extent);
  for (LabelAmount& amount : amounts) {
    amount.own = extent == Extent::counted ? amount.amount : 0;
  }
  return amounts;
}

/// All items cut into stretches, and the number of codes.
struct Cut {
  std::vector<std::vector<Stretches>> items;
  std::size_t codes = 0;
};

Cut cut(const UnitSample& sample) {
  Cut result;
  Stretcher stretcher(sample.labels);
  for (const ShapeItem<Line>& item : sample.items) {
    result.items.push_back(stretches_of(item, stretcher));
  }
  result.codes = stretcher.codes();
  return result;
}

template <class Amounts>
NominalScore nominal(const Cut& cut, Amounts&& amounts) {
  NominalScore score(cut.codes);
  for (const std::vector<Stretches>& lines : cut.items) score.add(amounts(lines));
  return score;
}

/// One score of all labels, or one of each.
std::vector<ShapeScore> scores_of(const NominalScore& nominal, const char* whole, const char* one,
                                  std::size_t labels, ShapeDetail detail) {
  if (detail == ShapeDetail::whole) return {{whole, {}, nominal.score()}};
  std::vector<ShapeScore> scores;
  for (std::uint32_t label = 0; label < labels; ++label) {
    scores.push_back({one, label, nominal.score_of(label + 1)});
  }
  return scores;
}

}  // namespace

std::vector<ShapeScore> u_alpha(const UnitSample& sample, const ShapeAsk& ask) {
  const Cut items = cut(sample);
  const NominalScore marked = nominal(items, marked_amounts);
  std::vector<ShapeScore> coded = scores_of(marked, "cu", "ku", sample.labels, ask.detail);
  if (ask.detail == ShapeDetail::labels) return coded;
  const auto units = [&](Labels labels) {
    return nominal(items,
                   [&](const std::vector<Stretches>& lines) {
                     return unit_amounts(lines, labels, sample.extent);
                   })
        .score();
  };
  return {{"u", {}, units(Labels::apart)},
          {"binary", {}, units(Labels::together)},
          std::move(coded.front())};
}

std::vector<ShapeScore> token_alpha(const UnitSample& sample, const ShapeAsk& ask) {
  const NominalScore score = nominal(cut(sample), [&](const std::vector<Stretches>& lines) {
    return token_amounts(lines, sample.extent);
  });
  return scores_of(score, "", "", sample.labels, ask.detail);
}

// An item counts by its length, however many answered it: shares are means over annotators.
std::vector<ShapeScore> token_kappa(const UnitSample& sample, const ShapeAsk& ask) {
  const NominalScore score = nominal(cut(sample), [&](const std::vector<Stretches>& lines) {
    std::vector<LabelAmount> amounts = token_amounts(lines, sample.extent);
    for (LabelAmount& amount : amounts) {
      amount.amount /= static_cast<double>(lines.size());
      amount.disagreement /= static_cast<double>(lines.size());
      amount.own = 0;
    }
    return amounts;
  });
  return scores_of(score, "", "", sample.labels, ask.detail);
}

}  // namespace lbl::agree
