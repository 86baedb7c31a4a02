// A JSON Schema as a tree of checks, made once and walked beside each value.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lbl/model/value.hpp"
#include "lbl/validate/record_schema.hpp"

namespace lbl::validate {

/// Takes failures; one that only wants to know whether there is any builds no messages.
class FailureSink {
 public:
  enum class Wanted { whether, first, all };
  explicit FailureSink(Wanted wanted) : wanted_(wanted) {}

  /// make() returns the SchemaFailure; not called when nobody reads it.
  template <class Make>
  void fail(Make&& make) {
    failed_ = true;
    if (wanted_ == Wanted::whether || (wanted_ == Wanted::first && !failures_.empty())) return;
    failures_.push_back(make());
  }
  bool failed() const { return failed_; }
  /// Nothing more is asked.
  bool is_done() const { return failed_ && wanted_ != Wanted::all; }
  std::vector<SchemaFailure>& failures() { return failures_; }

 private:
  Wanted wanted_;
  bool failed_ = false;
  std::vector<SchemaFailure> failures_;
};

/// true accepts everything, false nothing; otherwise every check must pass.
struct CompiledSchema {
  bool refuses_all = false;
  std::vector<std::function<void(model::Value, FailureSink&)>> checks;
};

void run_schema(const CompiledSchema& schema, model::Value value, FailureSink& sink);
bool fits_schema(const CompiledSchema& schema, model::Value value);

/// All schemas of a document, compiled; a schema that several references name is compiled once.
/// Values of the schema live as long as its document.
class SchemaProgram {
 public:
  /// Throws Error (input) for a bad pattern, a reference that names nothing, and schemas that refer
  /// to each other without ever looking at a smaller value.
  explicit SchemaProgram(model::Value root);

  const CompiledSchema& root() const { return *root_; }
  /// Formats in the schema that are not checked.
  const std::vector<std::string>& unchecked() const { return unchecked_; }

 private:
  friend class SchemaCompiler;
  const CompiledSchema* compiled(model::Value json);
  void refuse_circles() const;

  model::Value document_;
  std::map<const model::Node*, std::unique_ptr<CompiledSchema>> schemas_;
  /// From a schema to those that look at the same value.
  std::multimap<const model::Node*, const model::Node*> in_place_;
  std::vector<std::string> unchecked_;
  const CompiledSchema* root_ = nullptr;
};

}  // namespace lbl::validate
