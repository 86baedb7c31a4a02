// A small machine of three states.
#include "lbl/sample/switching.hpp"

#include <algorithm>
#include <deque>

namespace lbl::sample {

namespace {

class Switching {
 public:
  Switching(std::uint64_t lot, std::size_t level, std::size_t limit)
      : lot_(lot), level_(level), limit_(limit) {}

  void add(const PastLot& past) {
    const char letter = code_letter(past.lot.value_or(lot_), level_);
    const StandardPlan plan = standard_plan(letter, limit_, state_.inspection);
    const bool accepted = past.accepted.value_or(past.defects.value_or(0) < plan.reject);
    ++state_.lots;
    if (!accepted) ++state_.rejected;
    switch (state_.inspection) {
      case Inspection::normal:
        return on_normal(past, letter, plan, accepted);
      case Inspection::tightened:
        return on_tightened(accepted);
      case Inspection::reduced:
        return on_reduced(past, plan, accepted);
    }
  }

  const SwitchingState& state() const { return state_; }

 private:
  void go(Inspection inspection, const char* reason) {
    state_.inspection = inspection;
    state_.reason = reason;
    state_.score = 0;
    last_.clear();
    run_ = rejected_on_tightened_ = 0;
  }

  void on_normal(const PastLot& past, char letter, const StandardPlan& plan, bool accepted) {
    constexpr std::size_t kWindow = 5;
    constexpr std::uint64_t kReducedScore = 30;
    last_.push_back(accepted);
    if (last_.size() > kWindow) last_.pop_front();
    if (std::count(last_.begin(), last_.end(), false) >= 2) {
      return go(Inspection::tightened, "two of five consecutive lots were rejected");
    }
    state_.score =
        adds_to_score(past, letter, plan, accepted) ? state_.score + (plan.accept >= 2 ? 3 : 2) : 0;
    if (state_.score >= kReducedScore) {
      go(Inspection::reduced, "the switching score reached 30");
    }
  }

  bool adds_to_score(const PastLot& past, char letter, const StandardPlan& plan,
                     bool accepted) const {
    if (!accepted) return false;
    if (plan.accept < 2) return true;
    if (!past.defects || limit_ == 0) return false;
    return *past.defects <= standard_plan(letter, limit_ - 1, Inspection::normal).accept;
  }

  void on_tightened(bool accepted) {
    constexpr std::uint64_t kGood = 5;
    constexpr std::uint64_t kBad = 5;
    run_ = accepted ? run_ + 1 : 0;
    if (!accepted) ++rejected_on_tightened_;
    state_.discontinue = rejected_on_tightened_ >= kBad;
    if (run_ >= kGood) go(Inspection::normal, "five lots in a row were accepted");
  }

  void on_reduced(const PastLot& past, const StandardPlan& plan, bool accepted) {
    if (!accepted) return go(Inspection::normal, "a lot was rejected on reduced inspection");
    if (past.defects.value_or(0) > plan.accept) {
      go(Inspection::normal, "a lot had more defects than reduced inspection accepts");
    }
  }

  std::uint64_t lot_;
  std::size_t level_, limit_;
  SwitchingState state_;
  std::deque<bool> last_;  // on normal inspection: accepted
  std::uint64_t run_ = 0;
  std::uint64_t rejected_on_tightened_ = 0;
};

}  // namespace

SwitchingState switched(const std::vector<PastLot>& history, std::uint64_t lot, std::size_t level,
                        std::size_t limit) {
  Switching machine(lot, level, limit);
  for (const PastLot& past : history) machine.add(past);
  return machine.state();
}

}  // namespace lbl::sample
