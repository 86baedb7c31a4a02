// Small files of labels, read as records so that CSV, TSV, JSON and JSON Lines all do.
#include "lbl/cli/label_files.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

/// A record: its label, and its fields that are numbers.
struct LabelRow {
  std::string label;
  std::map<std::string, double> numbers;
  std::uint64_t line = 0;
};

class RowWorker : public io::ChunkWorker {
 public:
  void on_record(const model::Record& record) override {
    LabelRow& row = rows.emplace_back();
    row.line = record.place.line;
    const model::Value label = record.field(0);
    if (!label.is_no_answer()) row.label = label.text();
    if (!record.root().is(model::ValueKind::object)) return;
    model::for_each_member(record.root(), [&](model::Value key, model::Value value) {
      if (const auto number = value.number()) row.numbers.emplace(key.text(), *number);
    });
  }
  void on_malformed(const model::Malformed&) override {}  // the reader stops there

  std::vector<LabelRow> rows;
};

class RowConsumer : public io::Consumer {
 public:
  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    return std::make_unique<RowWorker>();
  }
  void absorb(std::unique_ptr<io::ChunkWorker> worker) override {
    for (LabelRow& row : static_cast<RowWorker&>(*worker).rows) rows.push_back(std::move(row));
  }

  std::vector<LabelRow> rows;
};

[[noreturn]] void refuse(const std::string& name, const LabelRow& row, const std::string& what) {
  throw base::Error(base::ErrorKind::input,
                    fmt::format("{}:{}: {}", base::escaped(name), row.line, what));
}

std::vector<LabelRow> read_rows(Session& session, const std::string& name) {
  model::FieldPlan plan;
  plan.want("label");
  plan.whole_record = true;
  RowConsumer consumer;
  session.read_also(name, plan, {"label"}, consumer);
  for (const LabelRow& row : consumer.rows) {
    if (row.label.empty()) refuse(name, row, "a record without a label; each needs one");
  }
  if (consumer.rows.empty()) {
    throw base::Error(base::ErrorKind::input, base::escaped(name) + ": no label in it");
  }
  return std::move(consumer.rows);
}

}  // namespace

agree::LabelMatrix read_label_matrix(Session& session, const std::string& name) {
  const std::vector<LabelRow> rows = read_rows(session, name);
  agree::LabelMatrix matrix;
  for (const LabelRow& row : rows) matrix.labels.push_back(row.label);
  for (const LabelRow& row : rows) {
    for (const std::string& other : matrix.labels) {
      const auto found = row.numbers.find(other);
      if (found == row.numbers.end()) {
        refuse(name, row,
               fmt::format("label {} has no number for {}; a distance matrix has a row "
                           "and a column of each label",
                           base::quoted(row.label), base::quoted(other)));
      }
      if (!(found->second >= 0)) {
        refuse(name, row,
               fmt::format("the distance of {} from {} is {}, below 0", base::quoted(row.label),
                           base::quoted(other), found->second));
      }
      matrix.distances.push_back(found->second);
    }
  }
  for (std::size_t a = 0; a < rows.size(); ++a) {
    if (matrix.between(a, a) != 0) {
      refuse(name, rows[a],
             fmt::format("the distance of {} from itself is {}, not 0", base::quoted(rows[a].label),
                         matrix.between(a, a)));
    }
    for (std::size_t b = 0; b < a; ++b) {
      if (matrix.between(a, b) == matrix.between(b, a)) continue;
      refuse(
          name, rows[a],
          fmt::format("the distance of {} from {} is {}, and back {}", base::quoted(rows[a].label),
                      base::quoted(rows[b].label), matrix.between(a, b), matrix.between(b, a)));
    }
  }
  return matrix;
}

agree::LabelShares read_label_shares(Session& session, const std::string& name) {
  agree::LabelShares shares;
  double sum = 0;
  for (const LabelRow& row : read_rows(session, name)) {
    const auto found = row.numbers.find("share");
    if (found == row.numbers.end() || !(found->second >= 0)) {
      refuse(name, row,
             fmt::format("label {} needs a share of 0 or more", base::quoted(row.label)));
    }
    if (!shares.emplace(row.label, found->second).second) {
      refuse(name, row, fmt::format("label {} stands twice", base::quoted(row.label)));
    }
    sum += found->second;
  }
  constexpr double kRounding = 1e-6;
  if (std::fabs(sum - 1) > kRounding) {
    throw base::Error(base::ErrorKind::input, fmt::format("{}: the shares add up to {}, not to 1",
                                                          base::escaped(name), sum));
  }
  for (auto& [label, share] : shares) share /= sum;
  return shares;
}

}  // namespace lbl::cli
