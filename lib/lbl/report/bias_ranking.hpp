// The sentences of lbl-bias and how much each of them matters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/stats/estimate.hpp"

namespace lbl::report {

/// What a finding is about. Shares of answers come before figures on a scale of their own, and both
/// before sentences that only say what was looked at.
enum class Scale : std::uint8_t { share, figure, none };

struct BiasFinding {
  std::string text;
  Scale scale = Scale::none;
  double size = 0;       ///< what the difference surely is at least
  bool reliable = true;  ///< of enough clusters
};

/// A difference of more than chance with an interval: its size is the end that is nearer to 0; a
/// Scale::none when the interval holds 0.
BiasFinding finding(std::string text, bias::Measure measure, const stats::Estimate& difference);

/// A difference without an interval, that is more than chance by `p`: its normal interval.
BiasFinding finding(std::string text, bias::Measure measure, double difference, double p,
                    double level);

/// The `count` findings that matter most, the most important first; then the others in their order.
std::vector<std::string> ranked(std::vector<BiasFinding> findings, std::size_t count);

}  // namespace lbl::report
