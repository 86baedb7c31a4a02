// Holds JSON documents against the schemas of the project, offline.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::tests {

/// A schema under schemas/, by valijson. A schema may refer to another one beside it
/// ("report.schema.json#/definitions/estimate"): such files are bundled into its definitions first,
/// because valijson 1.0 mixes up definitions of the same name in two files.
class SchemaValidator {
 public:
  /// Throws std::exception for a file that cannot be read, is no JSON or no schema.
  explicit SchemaValidator(const std::string& schema_file);
  ~SchemaValidator();
  SchemaValidator(SchemaValidator&&) noexcept;

  /// What is wrong with a document (comments allowed), one line each, innermost first; empty: it is
  /// valid. Text that is not JSON is wrong.
  std::vector<std::string> problems(std::string_view json) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::tests
