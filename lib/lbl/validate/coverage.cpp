// Counts first answers of records that stand, by item and required task.
#include "lbl/validate/coverage.hpp"

#include <fmt/format.h>

#include <string>

#include "lbl/base/text.hpp"

namespace lbl::validate {

namespace {

class Coverage : public BatchCheck {
 public:
  Coverage(const Setup& setup, std::uint64_t wanted) : setup_(setup), wanted_(wanted) {
    for (const TaskSetup& task : setup.tasks()) {
      if (task.task.required)
        number_.push_back(tasks_++);
      else
        number_.push_back(kNotCounted);
    }
  }

  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& /*findings*/) override {
    if (!row.item.is_set() || row.left_out) return;
    for (const RowAnswer& answer : answers) {
      const std::size_t task = number_[answer.task];
      if (task != kNotCounted && answer.is_first) ++counts_.at_least(row.item_id * tasks_ + task);
    }
  }

  void forget_items(const BatchNames& names, BatchFindings& findings) override {
    finish(names, findings);
    counts_ = {};
  }

  void finish(const BatchNames& names, BatchFindings& findings) override {
    for (std::uint32_t item = 0; item < names.items(); ++item) {
      for (std::size_t t = 0; t < number_.size(); ++t) {
        if (number_[t] != kNotCounted) tell(item, t, names, findings);
      }
    }
  }

 private:
  static constexpr auto kNotCounted = static_cast<std::size_t>(-1);

  void tell(std::uint32_t item, std::size_t task, const BatchNames& names,
            BatchFindings& findings) {
    const std::uint32_t count = counts_.at_least(item * tasks_ + number_[task]);
    if (count == wanted_) return;
    const Rule& rule = count < wanted_ ? rules::coverage_short : rules::coverage_over;
    const std::string id(names.item(item));
    const std::string& name = setup_.tasks()[task].task.name;
    findings.add_at_end(
        rule, names.first_place_of_item(item),
        fmt::format("item {} has {} answer{} to task {}, wanted {}", base::quoted(id), count,
                    count == 1 ? "" : "s", base::quoted(name), wanted_),
        id, "", name);
  }

  const Setup& setup_;
  std::uint64_t wanted_;
  std::size_t tasks_ = 0;            // required ones
  std::vector<std::size_t> number_;  // of each task among them
  Segmented<std::uint32_t> counts_;
};

}  // namespace

std::unique_ptr<BatchCheck> make_coverage_check(const Setup& setup) {
  const auto& wanted = setup.guideline().coverage.labels_per_item;
  return wanted ? std::make_unique<Coverage>(setup, *wanted) : nullptr;
}

}  // namespace lbl::validate
