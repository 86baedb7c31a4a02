// too-fast: an annotator whose answers took less time than the guideline asks for.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

// Besides the median: this share of so many answers or more below the limit.
constexpr double kLargeShare = 0.2;
constexpr std::size_t kEnoughAnswers = 20;

// Spent on answers, by one annotator: as recorded, or else the time from one answer to the next.
struct Spent {
  std::vector<float> seconds;
  std::vector<std::int64_t> times;

  // Answers of one moment were handed in together and share the time before it. The first has none.
  std::vector<float> between_answers() {
    std::sort(times.begin(), times.end());
    std::vector<float> gaps;
    for (std::size_t i = 0; i < times.size();) {
      std::size_t end = i;
      while (end < times.size() && times[end] == times[i]) ++end;
      if (i > 0) {
        const double gap = static_cast<double>(times[i] - times[i - 1]) / 1e6;
        gaps.insert(gaps.end(), end - i, static_cast<float>(gap / static_cast<double>(end - i)));
      }
      i = end;
    }
    return gaps;
  }
};

class TooFast : public BatchCheck {
 public:
  explicit TooFast(double least) : least_(least) {}

  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& /*findings*/) override {
    const bool counts = std::any_of(answers.begin(), answers.end(),
                                    [](const RowAnswer& answer) { return answer.is_first; });
    if (!row.annotator.is_set() || !counts) return;
    if (row.annotator_id >= spent_.size()) spent_.resize(row.annotator_id + 1);
    Spent& spent = spent_[row.annotator_id];
    if (row.has_seconds()) {
      spent.seconds.push_back(static_cast<float>(row.seconds));
      spent.times = {};
    } else if (row.time != Row::kNoTime && spent.seconds.empty()) {
      spent.times.push_back(row.time);
    }
  }

  void finish(const BatchNames& names, BatchFindings& findings) override {
    for (std::uint32_t id = 0; id < spent_.size(); ++id) {
      const bool recorded = !spent_[id].seconds.empty();
      std::vector<float> seconds =
          recorded ? std::move(spent_[id].seconds) : spent_[id].between_answers();
      if (!seconds.empty())
        tell(id, seconds, recorded ? "" : " by the time between answers", names, findings);
    }
  }

 private:
  void tell(std::uint32_t id, std::vector<float>& seconds, std::string_view how,
            const BatchNames& names, BatchFindings& findings) const {
    const std::size_t count = seconds.size();
    std::sort(seconds.begin(), seconds.end());
    const double median =
        (static_cast<double>(seconds[(count - 1) / 2]) + static_cast<double>(seconds[count / 2])) /
        2;
    const auto below = static_cast<std::size_t>(
        std::lower_bound(seconds.begin(), seconds.end(), static_cast<float>(least_)) -
        seconds.begin());
    const double share = static_cast<double>(below) / static_cast<double>(count);
    if (median >= least_ && (count < kEnoughAnswers || share < kLargeShare)) return;
    const std::string name(names.annotator(id));
    findings.add_at_end(
        too_fast, names.first_place_of_annotator(id),
        fmt::format("annotator {} took {} s in the middle case (median of {} answers{}); {} of "
                    "them ({} %) took less than the {} s that the guideline asks for",
                    base::quoted(name), base::fixed(median, 1), base::with_commas(count), how,
                    base::with_commas(below), base::fixed(100 * share, 1),
                    base::number_text(least_)),
        "", name);
  }

  double least_;
  std::vector<Spent> spent_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  const auto& least = setup.guideline().coverage.min_seconds_per_item;
  return least ? std::make_unique<TooFast>(*least) : nullptr;
}

}  // namespace

constinit const Rule too_fast = {
    .id = "too-fast",
    .group = Group::annotator,
    .severity = model::Severity::warning,
    .summary = "an annotator took less time for an answer than the guideline asks for",
    .explanation =
        R"("coverage": {"min_seconds_per_item": 1.5} says how long a look takes at least. The time of an
answer is the field that the guideline names as "seconds", or the time from "started" to "time", or
else the time since the same annotator's answer before ("time" alone; answers of one moment share it).
Told when the median is below the limit, or 20 % of 20 answers or more; the message has both. Times are
RFC 3339 (2026-03-17T10:15:00+09:00), dates, or Unix seconds or milliseconds.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "seconds": 0.4}
{"item": "b", "annotator": "kim", "label": "pos", "seconds": 0.6})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "seconds": 4.2}
{"item": "b", "annotator": "kim", "label": "pos", "seconds": 0.6})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
