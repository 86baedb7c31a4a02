// The shares that slices should have, from the file that --target names.
#include "lbl/cli/read_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/io/csv_parser.hpp"
#include "lbl/model/json_document.hpp"

namespace lbl::cli {

namespace {

constexpr double kSumTolerance = 1e-6;

[[noreturn]] void fail(const std::string& place, const std::string& message) {
  throw base::Error(base::ErrorKind::input, fmt::format("{}: {}", place, message));
}

double checked_share(const std::string& place, const std::string& field, const std::string& slice,
                     std::optional<double> share, std::string_view text) {
  if (share && *share >= 0 && *share <= 1) return *share;
  fail(place, fmt::format("the share of {} in {} is {}; a share is a number from 0 to 1",
                          base::quoted(slice), base::quoted(field), base::quoted(text)));
}

void check_sums(const std::string& name, const std::vector<FieldTarget>& targets) {
  if (targets.empty()) fail(name, "the target names no field");
  for (const FieldTarget& target : targets) {
    double sum = 0;
    for (const TargetRow& row : target.rows) sum += row.share;
    if (std::fabs(sum - 1) <= kSumTolerance) continue;
    fail(name, fmt::format("the shares of {} sum to {}, not to 1", base::quoted(target.field),
                           base::number_text(sum)));
  }
}

std::vector<FieldTarget> from_json(const model::JsonDocument& document) {
  std::vector<FieldTarget> targets;
  const auto place = [&](model::Value value) {
    const model::JsonPlace at = document.place(value);
    return fmt::format("{}:{}", base::escaped(at.file), at.line);
  };
  model::for_each_member(document.root(), [&](model::Value key, model::Value slices) {
    FieldTarget& target = targets.emplace_back();
    target.field = std::string(key.text());
    if (!slices.is(model::ValueKind::object)) {
      fail(place(slices), fmt::format("{} is {}; expected an object of slices and their shares",
                                      base::quoted(target.field), model::kind_name(slices)));
    }
    model::for_each_member(slices, [&](model::Value slice, model::Value share) {
      const std::string text(slice.text());
      target.rows.push_back(
          {text.empty() ? "null" : text,
           checked_share(place(share), target.field, text, share.number(), share.text())});
    });
  });
  return targets;
}

/// Rows of CSV, one line each.
class CsvTarget {
 public:
  explicit CsvTarget(const std::string& name) : name_(base::escaped(name)), parser_(',') {}

  std::vector<FieldTarget> read(std::string_view bytes) {
    while (!bytes.empty()) {
      ++line_;
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      std::string_view row = bytes.substr(0, end);
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
      if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
      if (!row.empty()) add(row);
    }
    return std::move(targets_);
  }

 private:
  std::string place() const { return fmt::format("{}:{}", name_, line_); }

  void add(std::string_view row) {
    io::TextArena texts;
    if (const auto fault = parser_.parse(row, texts)) fail(place(), fault->message);
    std::vector<std::string> cells;
    for (const io::Cell& cell : parser_.cells()) cells.emplace_back(cell.text);
    if (columns_.empty()) {
      for (const char* wanted : {"field", "slice", "share"}) {
        const auto at = std::find(cells.begin(), cells.end(), wanted);
        if (at == cells.end()) {
          fail(place(), fmt::format("no column \"{}\"; a target is a JSON object of fields, slices "
                                    "and shares, or CSV with the columns field, slice, share",
                                    wanted));
        }
        columns_.push_back(static_cast<std::size_t>(at - cells.begin()));
      }
      width_ = cells.size();
      return;
    }
    if (cells.size() != width_) {
      fail(place(), fmt::format("{} cells; the header has {}", cells.size(), width_));
    }
    const std::string& field = cells[columns_[0]];
    const std::string& slice = cells[columns_[1]];
    const std::string& share = cells[columns_[2]];
    auto target = std::find_if(targets_.begin(), targets_.end(),
                               [&](const FieldTarget& one) { return one.field == field; });
    if (target == targets_.end()) {
      targets_.push_back({field, {}});
      target = targets_.end() - 1;
    }
    const std::string text = slice.empty() ? "null" : slice;
    for (const TargetRow& known : target->rows) {
      if (known.slice == text) {
        fail(place(),
             fmt::format("{} has a share for {} already", base::quoted(field), base::quoted(text)));
      }
    }
    target->rows.push_back(
        {text, checked_share(place(), field, text, base::parse_number(share), share)});
  }

  std::string name_;
  io::CsvParser parser_;
  std::uint64_t line_ = 0;
  std::size_t width_ = 0;
  std::vector<std::size_t> columns_;
  std::vector<FieldTarget> targets_;
};

}  // namespace

std::vector<FieldTarget> parse_target(const std::string& name, const std::string& bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool is_json = first != std::string::npos &&
                       (bytes[first] == '{' || bytes[first] == '[' || bytes[first] == '/');
  std::vector<FieldTarget> targets;
  if (is_json) {
    const model::JsonDocument document(name, bytes);
    if (!document.faults().empty()) {
      const model::JsonFault& fault = document.faults().front();
      fail(fmt::format("{}:{}", base::escaped(name), fault.place.line), fault.message);
    }
    if (!document.root().is(model::ValueKind::object)) {
      fail(base::escaped(name), "expected an object of fields, each with its slices and shares");
    }
    targets = from_json(document);
  } else {
    targets = CsvTarget(name).read(bytes);
  }
  check_sums(base::escaped(name), targets);
  return targets;
}

std::vector<FieldTarget> read_target(const std::string& name) {
  return parse_target(name, read_whole(name));
}

}  // namespace lbl::cli
