// Boxes of two annotators, matched one to one, and what the matches say.
#include <algorithm>
#include <array>

#include "lbl/agree/shape_coefficient.hpp"
#include "lbl/stats/assignment.hpp"

namespace lbl::agree {

namespace {

constexpr double kSameBox = 0.5;

double intersection_over_union(const MarkedBox& a, const MarkedBox& b) {
  const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const double shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/// Which boxes may be matched.
struct Rule {
  double least = 0;  ///< the IoU that a pair must reach
  bool same_label = false;
  std::optional<std::uint32_t> label;  ///< only boxes of that label
};

struct MatchedPair {
  std::uint32_t first, second;
  double iou;
};

std::vector<MatchedPair> matched(BoxLine a, BoxLine b, const Rule& rule) {
  std::vector<stats::MatchEdge> edges;
  std::vector<MatchedPair> pairs;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    for (std::uint32_t j = 0; j < b.size() && b[j].x < a[i].x + a[i].width; ++j) {
      if (rule.same_label && a[i].label != b[j].label) continue;
      if (rule.label && (a[i].label != *rule.label || b[j].label != *rule.label)) continue;
      const double iou = intersection_over_union(a[i], b[j]);
      if (iou > 0 && iou >= rule.least) edges.push_back({i, j, iou});
    }
  }
  if (edges.empty()) return pairs;
  for (const auto& [i, j] : stats::best_matching(a.size(), b.size(), edges).pairs) {
    pairs.push_back({i, j, intersection_over_union(a[i], b[j])});
  }
  return pairs;
}

std::size_t count_of(BoxLine line, std::optional<std::uint32_t> label) {
  if (!label) return line.size();
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [&](const MarkedBox& box) { return box.label == *label; }));
}

/// Calls visit(a, b) for every two lines of an item.
template <class Visit>
void for_each_two(const ShapeItem<BoxLine>& item, Visit&& visit) {
  for (std::size_t i = 0; i < item.lines.size(); ++i) {
    for (std::size_t j = i + 1; j < item.lines.size(); ++j) visit(item.lines[i], item.lines[j]);
  }
}

/// The labels that two lines compare, "no box" being 0, for both.
void add_compared(BoxLine a, BoxLine b, double weight, std::vector<LabelAmount>& amounts) {
  const auto compare = [&](std::uint32_t first, std::uint32_t second) {
    for (const std::uint32_t code : {first, second}) {
      // Every value stands alone: it may meet any other one but itself.
      amounts.push_back({code, weight, first == second ? 0 : weight, weight});
    }
  };
  std::vector<char> in_a(a.size(), 0), in_b(b.size(), 0);
  for (const MatchedPair& pair : matched(a, b, {kSameBox, false, {}})) {
    in_a[pair.first] = in_b[pair.second] = 1;
    compare(a[pair.first].label + 1, b[pair.second].label + 1);
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (in_a[i] == 0) compare(a[i].label + 1, 0);
  }
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (in_b[j] == 0) compare(b[j].label + 1, 0);
  }
}

Score f1(const BoxSample& sample, const std::vector<double>& thresholds,
         std::optional<std::uint32_t> label) {
  RatioScore score;
  for (const ShapeItem<BoxLine>& item : sample.items) {
    double matches = 0, boxes = 0;
    for_each_two(item, [&](BoxLine a, BoxLine b) {
      for (const double least : thresholds) {
        matches += 2 * static_cast<double>(matched(a, b, {least, true, label}).size());
        boxes += static_cast<double>(count_of(a, label) + count_of(b, label));
      }
    });
    score.add(matches, boxes);
  }
  return score.ratio();
}

}  // namespace

std::vector<ShapeScore> box_alpha(const BoxSample& sample, const ShapeAsk& ask) {
  NominalScore nominal(sample.labels + 1);
  for (const ShapeItem<BoxLine>& item : sample.items) {
    std::vector<LabelAmount> amounts;
    const double weight = 1 / (static_cast<double>(item.lines.size()) - 1);
    for_each_two(item, [&](BoxLine a, BoxLine b) { add_compared(a, b, weight, amounts); });
    nominal.add(amounts);
  }
  if (ask.detail == ShapeDetail::whole) return {{"", {}, nominal.score()}};
  std::vector<ShapeScore> scores;
  for (std::uint32_t label = 0; label < sample.labels; ++label) {
    scores.push_back({"", label, nominal.score_of(label + 1)});
  }
  return scores;
}

std::vector<ShapeScore> mean_iou(const BoxSample& sample, const ShapeAsk& ask) {
  const auto score_of = [&](std::optional<std::uint32_t> label) {
    RatioScore score;
    for (const ShapeItem<BoxLine>& item : sample.items) {
      double shared = 0, boxes = 0;
      for_each_two(item, [&](BoxLine a, BoxLine b) {
        for (const MatchedPair& pair : matched(a, b, {0, false, label})) shared += 2 * pair.iou;
        boxes += static_cast<double>(count_of(a, label) + count_of(b, label));
      });
      score.add(shared, boxes);
    }
    return score.ratio();
  };
  if (ask.detail == ShapeDetail::whole) return {{"", {}, score_of({})}};
  std::vector<ShapeScore> scores;
  for (std::uint32_t label = 0; label < sample.labels; ++label) {
    scores.push_back({"", label, score_of(label)});
  }
  return scores;
}

std::vector<ShapeScore> box_f1(const BoxSample& sample, const ShapeAsk& ask) {
  if (ask.detail == ShapeDetail::labels) {
    std::vector<ShapeScore> scores;
    for (std::uint32_t label = 0; label < sample.labels; ++label) {
      scores.push_back({"0.5", label, f1(sample, {0.5}, label)});
    }
    return scores;
  }
  std::vector<double> all;
  for (int percent = 50; percent < 100; percent += 5) all.push_back(percent / 100.0);
  return {{"0.5", {}, f1(sample, {0.5}, {})},
          {"0.75", {}, f1(sample, {0.75}, {})},
          {"0.5:0.95", {}, f1(sample, all, {})}};
}

}  // namespace lbl::agree
