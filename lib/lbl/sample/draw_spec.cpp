// Names of designs, and which options need which.
#include "lbl/sample/draw_spec.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::sample {

namespace {

constexpr std::array<std::pair<Design, std::string_view>, 7> kDesigns{
    {{Design::srs, "srs"},
     {Design::systematic, "systematic"},
     {Design::stratified, "stratified"},
     {Design::pps, "pps"},
     {Design::poisson, "poisson"},
     {Design::hash, "hash"},
     {Design::cluster, "cluster"}}};

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

void check_fields(const DrawSpec& spec) {
  const bool stratified = spec.design == Design::stratified;
  require(!stratified || !spec.strata.empty(), "--design stratified needs --strata FIELD,...");
  require(stratified || spec.strata.empty(), "--strata needs --design stratified");
  require(stratified || !spec.min_per_stratum, "--min-per-stratum needs --design stratified");
  require(spec.design != Design::pps || !spec.size_field.empty(),
          "--design pps needs --size FIELD");
  require(!spec.neyman() || !spec.size_field.empty(),
          "--allocate neyman needs --size FIELD, the value whose spread within strata counts");
  require(spec.size_field.empty() || spec.by_size() || spec.neyman(),
          "--size needs --design pps or poisson, or --allocate neyman");
  require(spec.by_size() || !spec.size_floor,
          "--size-floor needs --size and --design pps or poisson");
  require(spec.by_size() || spec.zero_size == ZeroSize::refuse,
          "--allow-zero needs --size and --design pps or poisson");
  require(!spec.size_floor || *spec.size_floor > 0, "--size-floor must be above 0");
  require((spec.design == Design::cluster) == !spec.cluster_field.empty(),
          spec.cluster_field.empty() ? "--design cluster needs --cluster FIELD"
                                     : "--cluster needs --design cluster");
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
  switch (design) {
    case Design::srs:
    case Design::cluster:
      return rate.has_value();
    case Design::stratified:
      return rate || allocate != stats::AllocationRule::equal;
    case Design::hash:
      return false;
    case Design::poisson:
      return by_size();
    case Design::pps:
    case Design::systematic:
      return true;
  }
  return true;
}

void check(const DrawSpec& spec) {
  check_amount(spec);
  check_fields(spec);
  require(spec.unit == Unit::item ||
              (spec.design != Design::cluster && spec.design != Design::systematic &&
               !spec.by_size() && !spec.neyman()),
          "--unit record works with srs, stratified, poisson and hash, without sizes");
}

}  // namespace lbl::sample
