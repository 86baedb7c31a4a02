// Counts, majority, disagreement and entropy of one item after another.
#include "lbl/agree/items.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/agree/request.hpp"
#include "lbl/agree/sample.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/agree/shape_coefficient.hpp"
#include "lbl/agree/shape_figures.hpp"
#include "lbl/agree/shape_sample.hpp"

namespace lbl::agree {

stats::DistanceKernel item_kernel(const model::TaskRatings& ratings, const Scale& scale,
                                  const Options& options) {
  Options alpha;
  alpha.coefficients = {"krippendorff_alpha"};
  alpha.metrics = options.metrics;
  const Request request = requests_for(alpha, ratings, scale, 0).front();
  std::vector<std::uint64_t> answers(scale.size(), 0);
  if (request.distance->by_rank()) {
    for (const std::uint32_t value : ratings.values) ++answers[scale.code(value)];
  }
  return scale.kernel(*request.distance, answers);
}

namespace {

void count_labels(const Scale& scale, const std::vector<std::uint32_t>& codes, ItemFigures& item) {
  item.labels.clear();
  for (const std::uint32_t code : codes) {
    const std::uint32_t category = scale.category(code);
    if (item.labels.empty() || item.labels.back().first != category) {
      item.labels.emplace_back(category, 0);
    }
    ++item.labels.back().second;
  }
  std::sort(item.labels.begin(), item.labels.end());
}

std::optional<std::uint32_t> majority_of(const ItemFigures& item) {
  std::optional<std::uint32_t> majority;
  std::uint64_t most = 0;
  for (const auto& [category, answers] : item.labels) {
    if (answers == most) majority.reset();
    if (answers > most) {
      most = answers;
      majority = category;
    }
  }
  return majority;
}

double entropy_of(const ItemFigures& item) {
  double entropy = 0;
  for (const auto& [category, answers] : item.labels) {
    const double share = static_cast<double>(answers) / static_cast<double>(item.answers);
    if (share < 1) entropy -= share * std::log2(share);
  }
  return entropy;
}

/// 1 less the mean of two ideas of F1 between every two annotators, so that what overlaps with the
/// same label is half a disagreement: of spans "strict" and "type", of boxes with an IoU of 0.75
/// and of 0.5. 0 when nobody marked anything.
double place_disagreement(const ShapeBook& book, const model::TaskRatings& ratings,
                          std::uint32_t item) {
  ItemAnswers answers{item, {}};
  for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
    answers.answers.push_back(i);
  }
  const bool boxes = ratings.task.type == model::TaskType::boxes;
  const std::vector<ShapeScore> scores =
      boxes ? box_f1(book.box_sample({answers}), {}) : span_f1(book.unit_sample({answers}), {});
  double sum = 0;
  for (const ShapeScore& score : scores) {
    const bool counts = boxes ? score.metric == "0.5" || score.metric == "0.75"
                              : score.metric == "strict" || score.metric == "type";
    if (counts) sum += 1 - score.score.value.value_or(1);
  }
  return sum / 2;
}

}  // namespace

void for_each_item(const model::RatingsTable& table, const model::TaskRatings& ratings,
                   const Options& options, const std::function<void(const ItemFigures&)>& visit) {
  const Scale scale(ratings, options.labels);
  const stats::DistanceKernel kernel = item_kernel(ratings, scale, options);
  ItemFigures item;
  std::vector<std::uint32_t> codes;
  std::optional<ShapeBook> places;
  if (marks_places(ratings.task.type)) places.emplace(table, ratings);
  for (item.item = 0; item.item < table.items.size(); ++item.item) {
    codes.clear();
    for (std::uint64_t i = ratings.item_begin[item.item]; i < ratings.item_begin[item.item + 1];
         ++i) {
      codes.push_back(scale.code(ratings.values[i]));
    }
    std::sort(codes.begin(), codes.end());
    item.answers = codes.size();
    count_labels(scale, codes, item);
    item.majority = majority_of(item);
    item.disagreement.reset();
    item.entropy.reset();
    if (!codes.empty()) item.entropy = entropy_of(item);
    if (codes.size() > 1) {
      item.disagreement =
          places ? place_disagreement(*places, ratings, item.item) : mean_distance(kernel, codes);
    }
    visit(item);
  }
}

void add_item_entries(const model::RatingsTable& table, const model::TaskRatings& ratings,
                      const Options& options, Result& result) {
  const auto first = static_cast<std::ptrdiff_t>(result.items.size());
  for_each_item(table, ratings, options, [&](const ItemFigures& item) {
    ItemEntry& entry = result.items.emplace_back();
    entry.task = ratings.task.name;
    entry.item = table.items.text(item.item);
    entry.answers = item.answers;
    for (const auto& [category, answers] : item.labels) {
      entry.labels.emplace_back(ratings.category_names[category], answers);
    }
    if (item.majority) entry.majority = ratings.category_names[*item.majority];
    entry.disagreement = item.disagreement;
    entry.entropy = item.entropy;
  });
  std::sort(result.items.begin() + first, result.items.end(),
            [](const ItemEntry& a, const ItemEntry& b) {
              if (a.disagreement != b.disagreement) return a.disagreement > b.disagreement;
              return a.answers != b.answers ? a.answers > b.answers : a.item < b.item;
            });
}

}  // namespace lbl::agree
