// A consumer without pools and outputs.
#include "validate/check_text.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "lbl/base/error.hpp"
#include "lbl/validate/checker.hpp"

namespace lbl::tests {

using validate::Finding;

namespace {

class Worker : public io::ChunkWorker {
 public:
  explicit Worker(const validate::Setup& setup) : checker(setup) {}
  void on_record(const model::Record& record) override { checker.check(record); }
  void on_malformed(const model::Malformed& malformed) override { checker.take(malformed); }
  validate::RecordChecker checker;
};

class Consumer : public io::Consumer {
 public:
  Consumer(const validate::Setup& with, validate::Result& into)
      : setup(with), batch(with), result(into) {}
  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    return std::make_unique<Worker>(setup);
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    validate::Chunk& chunk = static_cast<Worker&>(*worker).checker.chunk();
    batch.absorb(chunk);
    for (Finding& finding : chunk.findings) result.take(std::move(finding));
  }
  void on_header_remark(std::uint32_t file, std::uint64_t line,
                        const model::Remark& remark) override {
    Finding finding;
    finding.rule = &setup.rule_for(remark.rule);
    finding.severity = setup.severities().of(*finding.rule);
    finding.place = {file, line, 0};
    finding.line = line;
    result.take(std::move(finding));
  }

  const validate::Setup& setup;
  validate::Batch batch;
  validate::Result& result;
};

}  // namespace

model::Guideline guideline_of(const std::string& json) {
  const auto no_base = [](const std::string& name, const std::string&) -> model::GuidelineSource {
    throw base::Error(base::ErrorKind::input, "no guideline " + name);
  };
  const model::GuidelineResult read = model::read_guideline({"guide.json", json}, no_base);
  for (const model::GuidelineProblem& problem : read.problems) FAIL(model::to_text(problem));
  return read.guideline;
}

model::Guideline untyped_guideline() {
  model::Guideline guideline;
  model::Task& task = guideline.tasks.emplace_back();
  task.name = task.field = "label";
  task.type_was_inferred = true;
  return guideline;
}

validate::Result check_file(const std::string& file, const model::Guideline& guideline,
                            const io::ReadOptions& options) {
  validate::Result result(0);
  model::FieldPlan plan;
  const validate::Setup setup(guideline, validate::Severities(), plan);
  Consumer consumer(setup, result);
  io::ReadOptions read = options;
  read.on_error = io::OnError::skip;
  io::read_records({file}, plan, setup.required_fields(), read, consumer);
  consumer.batch.finish([&](Finding&& finding) { result.take(std::move(finding)); });
  result.counts = consumer.batch.counts();
  return result;
}

validate::Result check_text(const std::string& bytes, const model::Guideline& guideline,
                            const io::ReadOptions& options) {
  std::string name = (std::filesystem::temp_directory_path() / "lbl-check-XXXXXX").string();
  const int descriptor = mkstemp(name.data());
  REQUIRE(descriptor >= 0);
  close(descriptor);
  struct Remover {
    const std::string& name;
    ~Remover() { std::filesystem::remove(name); }
  } remover{name};
  std::ofstream(name, std::ios::binary) << bytes;
  return check_file(name, guideline, options);
}

}  // namespace lbl::tests
