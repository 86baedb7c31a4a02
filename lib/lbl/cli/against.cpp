// Tells guidelines from batches, and reads either.
#include "lbl/cli/against.hpp"

#include <filesystem>

#include "lbl/cli/guideline_files.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/validate/checker.hpp"

namespace lbl::cli {

namespace {

// A guideline is small; what is larger is a batch, and is not read whole.
constexpr std::uintmax_t kLargestGuideline = std::uintmax_t{1} << 24;

class FormerWorker : public io::ChunkWorker {
 public:
  explicit FormerWorker(const validate::Setup& setup) : checker(setup) {}
  void on_record(const model::Record& record) override { checker.check(record); }
  void on_malformed(const model::Malformed& /*malformed*/) override {}

  validate::RecordChecker checker;
};

class FormerConsumer : public io::Consumer {
 public:
  FormerConsumer(const validate::Setup& setup, validate::AnswerIndex& index)
      : setup_(setup), index_(index) {}
  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t /*file*/) override {
    return std::make_unique<FormerWorker>(setup_);
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    index_.see(static_cast<FormerWorker&>(*worker).checker.chunk());
  }

 private:
  const validate::Setup& setup_;
  validate::AnswerIndex& index_;
};

}  // namespace

std::optional<model::Guideline> former_guideline(const std::string& name, Log& log) {
  std::error_code error;
  if (std::filesystem::exists(name, error)) {
    const bool is_small = std::filesystem::is_regular_file(name, error) &&
                          std::filesystem::file_size(name, error) <= kLargestGuideline;
    if (!is_small) return std::nullopt;
    const model::JsonDocument document(name, read_whole(name));
    const model::Value root = document.root();
    if (root.missing() || (root.member("tasks").missing() && root.member("extends").missing())) {
      return std::nullopt;
    }
  } else if (name.find_first_of("/.") != std::string::npos || name == "-") {
    return std::nullopt;
  }
  return load_guideline(name, log).guideline;
}

validate::AnswerIndex former_batch(Session& session, const std::string& name,
                                   const validate::Setup& setup, const model::FieldPlan& plan) {
  validate::AnswerIndex index;
  FormerConsumer consumer(setup, index);
  session.read_also(name, plan, setup.required_fields(), consumer);
  return index;
}

}  // namespace lbl::cli
