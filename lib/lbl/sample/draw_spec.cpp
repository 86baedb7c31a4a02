// Names of designs, and which options need which.
#include "lbl/sample/draw_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"

namespace lbl::sample {

namespace {

constexpr auto kDesigns =
    std::to_array<std::pair<Design, std::string_view>>({{Design::srs, "srs"},
                                                        {Design::systematic, "systematic"},
                                                        {Design::stratified, "stratified"},
                                                        {Design::pps, "pps"},
                                                        {Design::poisson, "poisson"},
                                                        {Design::hash, "hash"},
                                                        {Design::cluster, "cluster"},
                                                        {Design::mix, "mix"}});

void require(bool holds, const std::string& message) {
  if (!holds) throw base::Error(base::ErrorKind::usage, message);
}

void check_amount(const DrawSpec& spec) {
  require(spec.n.has_value() != spec.rate.has_value(),
          spec.n ? "-n and --rate exclude each other" : "say how many: -n N or --rate R");
  require(!spec.n || *spec.n > 0, "-n must be at least 1");
  require(!spec.rate || (*spec.rate > 0 && *spec.rate <= 1),
          fmt::format("--rate must be above 0 and at most 1, not {}",
                      base::number_text(spec.rate.value_or(0))));
  require(spec.design != Design::hash || spec.rate.has_value(),
          "--design hash needs --rate: whether an item is in cannot depend on how many there are");
}

void check_strata(const DrawSpec& spec) {
  const bool stratified = spec.design == Design::stratified;
  require(!stratified || !spec.strata.empty(), "--design stratified needs --strata FIELD,...");
  require(stratified || spec.strata.empty(), "--strata needs --design stratified");
  require(stratified || !spec.min_per_stratum, "--min-per-stratum needs --design stratified");
  require(stratified || spec.take_all.empty(), "--take-all needs --design stratified");
  for (const TakeAll& taken : spec.take_all) {
    bool known = false;
    for (const model::SliceSpec& field : spec.strata) known = known || field.name == taken.field;
    require(known,
            fmt::format("--take-all {}={}: {} is no field of --strata", base::escaped(taken.field),
                        base::escaped(taken.value), base::quoted(taken.field)));
  }
  require(!spec.neyman() || !spec.size_field.empty() || !spec.variance_field.empty(),
          "--allocate neyman needs --size FIELD (the value whose spread within strata counts) or "
          "--variance FIELD (an item's own variance, such as its disagreement)");
  require(spec.variance_field.empty() || spec.neyman(), "--variance needs --allocate neyman");
  require(spec.variance_field.empty() || spec.size_field.empty(),
          "--size and --variance exclude each other with --allocate neyman");
}

void check_sizes(const DrawSpec& spec) {
  require(spec.design != Design::pps || !spec.size_field.empty(),
          "--design pps needs --size FIELD");
  require(spec.size_field.empty() || spec.by_size() || spec.neyman(),
          "--size needs --design pps or poisson, or --allocate neyman");
  require(spec.by_size() || !spec.size_floor,
          "--size-floor needs --size and --design pps or poisson");
  require(spec.by_size() || spec.zero_size == ZeroSize::refuse,
          "--allow-zero needs --size and --design pps or poisson");
  require(!spec.size_floor || *spec.size_floor > 0, "--size-floor must be above 0");
  require(spec.design == Design::pps || spec.pps_method == &pps_methods().front(),
          "--pps-method needs --design pps");
}

void check_clusters(const DrawSpec& spec) {
  require((spec.design == Design::cluster) == !spec.cluster_field.empty(),
          spec.cluster_field.empty() ? "--design cluster needs --cluster FIELD"
                                     : "--cluster needs --design cluster");
  require(!spec.per_cluster || spec.design == Design::cluster,
          "--per-cluster needs --design cluster");
  require(!spec.per_cluster || *spec.per_cluster > 0, "--per-cluster must be at least 1");
}

void check_panel(const DrawSpec& spec) {
  constexpr std::uint64_t kMost = 1'000'000;
  if (!spec.panel) return;
  require(spec.design == Design::srs || spec.design == Design::stratified ||
              spec.design == Design::cluster || spec.design == Design::hash,
          "--panel works with srs, stratified, cluster and hash");
  require(spec.panel->count >= 1 && spec.panel->count <= kMost,
          fmt::format("--panel must be from 1 to {}, not {}", kMost, spec.panel->count));
  require(spec.panel->turn >= 1 && spec.panel->turn <= kMost,
          fmt::format("--turn must be from 1 to {}, not {}", kMost, spec.panel->turn));
}

void check_shard(const DrawSpec& spec) {
  require(spec.keeping == Keeping::sample || !spec.walks() || spec.order == Order::shuffled,
          fmt::format("--save-state: with --order input, --design {} depends on the whole order of "
                      "the input and cannot be merged",
                      design_name(spec.design)));
}

// Components must be known, different, and share out the whole.
void check_mix(const DrawSpec& spec) {
  double sum = 0;
  for (std::size_t i = 0; i < spec.mix.size(); ++i) {
    const MixPart& part = spec.mix[i];
    require(part.share > 0 && part.share <= 1,
            fmt::format("--mix {}: the share must be above 0 and at most 1, not {}",
                        base::escaped(part.name), base::number_text(part.share)));
    for (std::size_t k = 0; k < i; ++k) {
      require(spec.mix[k].name != part.name,
              fmt::format("--mix names {} twice", base::quoted(part.name)));
    }
    sum += part.share;
  }
  require(std::fabs(sum - 1) <= 1e-9,
          fmt::format("--mix: the shares sum to {}, not to 1", base::number_text(sum)));
  require(spec.unit == Unit::item, "--mix draws items; --unit record cannot be mixed");
  require(!spec.panel, "--panel and --mix exclude each other");
  require(spec.size_field.empty() && spec.cluster_field.empty(),
          "--mix names its fields itself, as disagreement=0.5,random=0.5; leave out --size and "
          "--cluster");
}

// n shared out over the components by largest remainder.
std::vector<std::uint64_t> mixed_amounts(const DrawSpec& spec) {
  std::vector<std::uint64_t> amounts;
  std::vector<std::pair<double, std::size_t>> rests;
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < spec.mix.size(); ++i) {
    const double share = spec.mix[i].share * static_cast<double>(*spec.n);
    amounts.push_back(static_cast<std::uint64_t>(share + 1e-9));
    rests.emplace_back(static_cast<double>(amounts.back()) - share, i);
    given += amounts.back();
  }
  std::stable_sort(rests.begin(), rests.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; given < *spec.n; ++i, ++given) ++amounts[rests[i].second];
  return amounts;
}

}  // namespace

std::string_view design_name(Design design) {
  for (const auto& [known, name] : kDesigns) {
    if (known == design) return name;
  }
  return "";
}

std::optional<Design> design(std::string_view name) {
  for (const auto& [known, known_name] : kDesigns) {
    if (known_name == name) return known;
  }
  return std::nullopt;
}

bool DrawSpec::may_read_twice() const {
  if (keeping == Keeping::shard) return false;
  switch (design) {
    case Design::srs:
      return rate.has_value();
    case Design::cluster:
      return rate.has_value() || per_cluster.has_value();
    case Design::stratified:
      return rate || allocate != stats::AllocationRule::equal;
    case Design::hash:
      return false;
    case Design::poisson:
      return by_size();
    case Design::pps:
    case Design::systematic:
      return true;
    case Design::mix: {
      const std::vector<DrawSpec> parts = mixed_specs(*this);
      return std::any_of(parts.begin(), parts.end(),
                         [](const DrawSpec& part) { return part.may_read_twice(); });
    }
  }
  return true;
}

std::vector<DrawSpec> mixed_specs(const DrawSpec& spec) {
  check_mix(spec);
  std::vector<std::uint64_t> amounts;
  if (spec.n) amounts = mixed_amounts(spec);
  std::vector<DrawSpec> parts;
  for (std::size_t i = 0; i < spec.mix.size(); ++i) {
    const std::string& name = spec.mix[i].name;
    DrawSpec part = spec;
    part.mix.clear();
    part.seed = base::hash64("mix " + name, spec.seed);
    if (spec.n) part.n = amounts[i];
    if (spec.rate) part.rate = *spec.rate * spec.mix[i].share;
    const std::optional<Design> known = name == "random" ? Design::srs : sample::design(name);
    require(known != Design::pps && known != Design::cluster && known != Design::mix,
            fmt::format("--mix {}: name a field to draw in proportion to, or random, stratified, "
                        "systematic, poisson or hash",
                        base::escaped(name)));
    part.design = known.value_or(Design::pps);
    if (known == Design::stratified) part.layout = Layout::any;  // to find an item's stratum again
    if (!known) part.size_field = name;
    if (known) part.size_floor.reset();
    if (known) part.zero_size = ZeroSize::refuse;
    if (part.design != Design::stratified) {
      part.strata.clear();
      part.min_per_stratum.reset();
      part.take_all.clear();
      part.variance_field.clear();
    }
    if (part.design != Design::pps) part.pps_method = &pps_methods().front();
    require(!part.n || *part.n > 0,
            fmt::format("--mix {}={}: nothing of -n {} is left for it", base::escaped(name),
                        base::number_text(spec.mix[i].share), spec.n.value_or(0)));
    check(part);
    parts.push_back(std::move(part));
  }
  return parts;
}

void check(const DrawSpec& spec) {
  check_amount(spec);
  if (spec.design == Design::mix) {
    mixed_specs(spec);
    return;
  }
  check_strata(spec);
  check_sizes(spec);
  check_clusters(spec);
  check_panel(spec);
  check_shard(spec);
  require(spec.unit == Unit::item ||
              (spec.design != Design::cluster && spec.design != Design::systematic &&
               !spec.by_size() && !spec.neyman()),
          "--unit record works with srs, stratified, poisson and hash, without sizes");
}

}  // namespace lbl::sample
