// Typed access to the members of a guideline's objects; notes what is wrong at its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/guideline.hpp"
#include "lbl/model/json_document.hpp"

namespace lbl::model {

/// Collects the problems of one document. The members are read leniently: what is wrong is noted
/// and read as if it were missing, so that everything wrong is found in one go.
class GuidelineCheck {
 public:
  explicit GuidelineCheck(const JsonDocument& document) : document_(document) {}

  void add(Value at, std::string message);
  void add(JsonPlace place, std::string message);
  std::size_t count() const { return found_.size(); }
  /// All problems, in the order of the file.
  std::vector<GuidelineProblem> take();

  /// Notes "expected ..., found ..." unless `value` is of `kind`.
  bool expect(Value value, ValueKind kind, std::string_view what);
  void expected(Value value, std::string_view what);
  /// Notes every key of `object` that is not in `allowed`, with the nearest one.
  void keys(Value object, const std::vector<std::string>& allowed);

  /// The member `key` of `object`: "" or none when it is missing or, after a note, of another kind.
  std::string text(Value object, std::string_view key);
  /// As text, but a blank one is noted too.
  std::string name(Value object, std::string_view key);
  std::optional<bool> flag(Value object, std::string_view key);
  std::optional<double> number(Value object, std::string_view key);
  /// A whole number, 0 or more.
  std::optional<std::uint64_t> count(Value object, std::string_view key);
  /// An array or object; missing when it is not one.
  Value array(Value object, std::string_view key);
  Value object(Value parent, std::string_view key);
  /// The number of the word in `words`; a note with the nearest word for any other.
  std::optional<std::size_t> word(Value object, std::string_view key,
                                  const std::vector<std::string>& words);
  std::optional<std::size_t> word(Value value, const std::vector<std::string>& words);
  std::optional<Severity> severity(Value object);
  /// Strings and numbers (as they are spelled); one that stands twice is noted.
  std::vector<std::string> names(Value object, std::string_view key, std::string_view what);

 private:
  struct Found {
    std::size_t source = 0;
    std::uint64_t offset = 0;
    GuidelineProblem problem;
  };

  const JsonDocument& document_;
  std::vector<Found> found_;
};

/// A scalar that may name something: a string, a number or a boolean.
bool is_name(Value value);

/// "a, b or c".
std::string one_of(const std::vector<std::string>& words);

}  // namespace lbl::model
