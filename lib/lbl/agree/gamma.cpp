// Observed alignments, random continua, and the three gammas of them.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <span>

#include "lbl/agree/gamma_alignment.hpp"
#include "lbl/agree/shape_coefficient.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/random.hpp"
#include "lbl/base/threads.hpp"

namespace lbl::agree {

namespace {

/// Disagreement on labels, weighted by how well the places fit, and the weights.
struct Categories {
  double disagreement = 0, weight = 0;
};

/// What one alignment adds up to.
struct Disorder {
  double total = 0;  ///< of all unitary alignments
  double units = 0;  ///< mean number of units of a line
  bool is_proved = true;
  Categories all;
  std::map<std::uint32_t, Categories> of_label;  ///< pairs with a unit of that label
};

/// Mathet (2017), eq. 6: pairs of a unitary alignment with k units weigh 1 / (k - 1), and each by
/// how well its two places fit.
void add_categories(const std::vector<Line>& lines, const std::vector<UnitPlace>& together,
                    ShapeDetail detail, Disorder& disorder) {
  const double weight = 1 / (static_cast<double>(together.size()) - 1);
  for (std::size_t i = 0; i < together.size(); ++i) {
    for (std::size_t j = i + 1; j < together.size(); ++j) {
      const Piece& a = lines[together[i].line][together[i].place];
      const Piece& b = lines[together[j].line][together[j].place];
      const double fit = weight * std::max(0.0, 1 - positional_dissimilarity(a, b));
      const double differ = a.label == b.label ? 0 : fit;
      const auto add = [&](Categories& to) {
        to.disagreement += differ;
        to.weight += fit;
      };
      add(disorder.all);
      if (detail == ShapeDetail::whole) continue;
      add(disorder.of_label[a.label]);
      if (a.label != b.label) add(disorder.of_label[b.label]);
    }
  }
}

Disorder disorder_of(const std::vector<Line>& lines, const ShapeAsk& ask) {
  const UnitAlignment alignment = best_alignment(lines, ask.dissimilarity);
  Disorder disorder;
  disorder.total = alignment.disorder;
  disorder.is_proved = alignment.is_proved;
  for (const Line line : lines) disorder.units += static_cast<double>(line.size());
  disorder.units /= static_cast<double>(lines.size());
  for (const std::vector<UnitPlace>& together : alignment.unitary) {
    if (together.size() > 1) add_categories(lines, together, ask.detail, disorder);
  }
  return disorder;
}

/// An answer that random lines are made of.
struct Donor {
  double length;
  Line line;
};

/// All answers of the sample, in an order of their own.
std::vector<Donor> donors_of(const UnitSample& sample) {
  std::vector<Donor> donors;
  for (const ShapeItem<Line>& item : sample.items) {
    for (const Line line : item.lines) donors.push_back({item.length, line});
  }
  std::sort(donors.begin(), donors.end(), [](const Donor& a, const Donor& b) {
    if (a.length != b.length) return a.length < b.length;
    return std::lexicographical_compare(a.line.begin(), a.line.end(), b.line.begin(), b.line.end());
  });
  return donors;
}

/// The donor's units, repeated end to end, that start in [from, from + length), moved to start at
/// 0.
std::vector<Piece> read_from(const Donor& donor, double from, double length) {
  std::vector<Piece> pieces;
  if (donor.line.empty() || !(donor.length > 0)) return pieces;
  const double turns = std::ceil((from + length) / donor.length);
  for (double turn = 0; turn < turns; ++turn) {
    const double shift = turn * donor.length - from;
    for (const Piece& piece : donor.line) {
      const double start = piece.start + shift;
      if (start >= 0 && start < length) pieces.push_back({start, piece.end + shift, piece.label});
    }
  }
  std::sort(pieces.begin(), pieces.end());
  return pieces;
}

Disorder chance_disorder(const UnitSample& sample, const std::vector<Donor>& donors,
                         std::size_t index, std::uint64_t number, const ShapeAsk& ask) {
  const ShapeItem<Line>& item = sample.items[index];
  const std::array<std::uint64_t, 3> seeds = {ask.chance.seed, item.key, number};
  const auto bytes = std::as_bytes(std::span(seeds));
  base::Random random(base::hash64({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  std::vector<std::vector<Piece>> made;
  std::vector<Line> lines;
  for (std::size_t i = 0; i < item.lines.size(); ++i) {
    const Donor& donor = donors[random.below(donors.size())];
    const double from =
        sample.extent == Extent::counted && donor.length >= 1
            ? static_cast<double>(random.below(static_cast<std::uint64_t>(donor.length)))
            : random.uniform() * donor.length;
    made.push_back(read_from(donor, from, item.length));
  }
  std::sort(made.begin(), made.end());
  for (const std::vector<Piece>& line : made) lines.emplace_back(line);
  return disorder_of(lines, ask);
}

bool is_marked(const ShapeItem<Line>& item) {
  return std::any_of(item.lines.begin(), item.lines.end(),
                     [](const Line& line) { return !line.empty(); });
}

/// Alignments of the items that somebody marked something in.
struct Disorders {
  std::vector<Disorder> observed;             ///< by item
  std::vector<std::vector<Disorder>> chance;  ///< by item and random continuum
  std::uint64_t samples = 0;
  bool all_proved = true;
};

Disorders disorders_of(const UnitSample& sample, const ShapeAsk& ask) {
  const ShapeChance& chance = ask.chance;
  std::vector<std::size_t> marked;
  for (std::size_t i = 0; i < sample.items.size(); ++i) {
    if (is_marked(sample.items[i])) marked.push_back(i);
  }
  Disorders disorders;
  disorders.observed.resize(sample.items.size());
  disorders.chance.resize(sample.items.size());
  if (marked.empty()) return disorders;
  constexpr std::uint64_t kInAll = 1000;  // items up to which each gets all samples
  disorders.samples = chance.samples;
  if (marked.size() > kInAll) {
    disorders.samples =
        std::max<std::uint64_t>(1, (chance.samples * kInAll + marked.size() - 1) / marked.size());
  }
  const std::vector<Donor> donors = donors_of(sample);
  const std::uint64_t runs = disorders.samples + 1;
  for (const std::size_t i : marked) disorders.chance[i].resize(disorders.samples);
  base::parallel_for(chance.threads, marked.size() * runs, [&](std::size_t run) {
    const std::size_t item = marked[run / runs];
    const std::uint64_t number = run % runs;
    if (number == 0) {
      disorders.observed[item] = disorder_of(sample.items[item].lines, ask);
    } else {
      disorders.chance[item][number - 1] = chance_disorder(sample, donors, item, number, ask);
    }
  });
  for (std::size_t i = 0; i < sample.items.size(); ++i) {
    disorders.all_proved &= disorders.observed[i].is_proved;
    for (const Disorder& disorder : disorders.chance[i]) disorders.all_proved &= disorder.is_proved;
  }
  return disorders;
}

/// The mean over random continua of disorder a unit; random continua without a unit say nothing.
double expected_of(const std::vector<Disorder>& chance) {
  double sum = 0, count = 0;
  for (const Disorder& disorder : chance) {
    if (!(disorder.units > 0)) continue;
    sum += disorder.total / disorder.units;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}

Score combined(const Disorders& disorders) {
  RatioScore ratio;
  for (std::size_t i = 0; i < disorders.observed.size(); ++i) {
    const Disorder& observed = disorders.observed[i];
    ratio.add(observed.total, observed.units * expected_of(disorders.chance[i]));
  }
  return ratio.one_minus_ratio();
}

Categories categories_of(const Disorder& disorder, std::optional<std::uint32_t> label) {
  if (!label) return disorder.all;
  const auto found = disorder.of_label.find(*label);
  return found == disorder.of_label.end() ? Categories{} : found->second;
}

/// 1 - observed / expected disagreement on labels, each a ratio of sums over items.
Score categorical(const Disorders& disorders, std::optional<std::uint32_t> label) {
  RatioScore of_observed, of_expected;
  for (std::size_t i = 0; i < disorders.observed.size(); ++i) {
    const Categories observed = categories_of(disorders.observed[i], label);
    Categories expected;
    for (const Disorder& disorder : disorders.chance[i]) {
      const Categories one = categories_of(disorder, label);
      expected.disagreement += one.disagreement;
      expected.weight += one.weight;
    }
    of_observed.add(observed.disagreement, observed.weight);
    of_expected.add(expected.disagreement, expected.weight);
  }
  const Score share = of_observed.ratio(), chance = of_expected.ratio();
  if (!share.value || !chance.value) {
    return undefined_score("nothing-aligned", "no two units of different annotators are aligned");
  }
  if (!(*chance.value > 0)) {
    return undefined_score("one-label",
                           "all aligned units have one label, so there is no chance "
                           "to correct for");
  }
  Score score;
  score.value = 1 - *share.value / *chance.value;
  for (std::size_t i = 0; i < share.influence.size(); ++i) {
    score.influence.push_back(*share.value * chance.influence[i] / (*chance.value * *chance.value) -
                              share.influence[i] / *chance.value);
  }
  score.recount = [of_share = share.recount,
                   of_chance = chance.recount](std::span<const std::uint64_t> counts) {
    const double by_chance = of_chance(counts);
    return by_chance > 0 ? 1 - of_share(counts) / by_chance
                         : std::numeric_limits<double>::quiet_NaN();
  };
  return score;
}

}  // namespace

std::vector<ShapeScore> gamma(const UnitSample& sample, const ShapeAsk& ask) {
  const Disorders disorders = disorders_of(sample, ask);
  std::vector<ShapeScore> scores;
  if (ask.detail == ShapeDetail::labels) {
    for (std::uint32_t label = 0; label < sample.labels; ++label) {
      scores.push_back({"k", label, categorical(disorders, label)});
    }
  } else {
    scores.push_back({"combined", {}, combined(disorders)});
    scores.push_back({"cat", {}, categorical(disorders, {})});
  }
  for (ShapeScore& score : scores) {
    score.score.is_approximate = !disorders.all_proved;
    if (score.score.value) score.score.samples = disorders.samples;
  }
  return scores;
}

}  // namespace lbl::agree
