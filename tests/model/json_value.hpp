// Values and records for tests, from JSON text (nlohmann instead of the reader under test).
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/fields.hpp"
#include "lbl/model/record.hpp"

namespace lbl::test {

/// Owns the nodes and texts of one JSON value. Offsets are 0: tests of places use real readers.
class JsonValue {
 public:
  explicit JsonValue(std::string_view json);
  model::Value value() const { return model::Value(nodes_.data()); }
  const std::vector<model::Node>& nodes() const { return nodes_; }

 private:
  template <class Json>
  void add(const Json& json);
  std::uint32_t add_text(std::string text, model::ValueKind kind);

  std::deque<std::string> texts_;
  std::vector<model::Node> nodes_;
};

/// A CSV cell.
class CellValue {
 public:
  explicit CellValue(std::string text)
      : text_(std::move(text)), node_{text_, 0, 1, 0, model::ValueKind::cell} {}
  CellValue(const CellValue&) = delete;
  CellValue& operator=(const CellValue&) = delete;
  model::Value value() const { return model::Value(&node_); }

 private:
  std::string text_;
  model::Node node_;
};

/// A record from a JSON object, with the fields of `plan`; place is file 0, the given line.
class JsonRecord {
 public:
  JsonRecord(std::string json, const model::FieldPlan& plan, std::uint64_t line = 1);
  JsonRecord(const JsonRecord&) = delete;
  JsonRecord& operator=(const JsonRecord&) = delete;
  const model::Record& record() const { return record_; }

 private:
  std::string json_;
  JsonValue value_;
  std::vector<std::uint32_t> fields_;
  model::Record record_;
};

}  // namespace lbl::test
