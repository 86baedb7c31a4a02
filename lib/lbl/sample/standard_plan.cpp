// The master tables of the standard are diagonals: each step to a larger sample is a step to a
// stricter limit with the same numbers. So a table is one line of numbers, indexed by the sum of
// the row (letter) and the column (limit).
#include "lbl/sample/standard_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace lbl::sample {

namespace {

constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQR";

// Table I: the first lot size of each row, and the letters of the levels S-1 to III.
struct LotRow {
  std::uint64_t from;
  std::string_view letters;
};
constexpr std::array<LotRow, 15> kLots = {{{2, "AAAAAAB"},
                                           {9, "AAAAABC"},
                                           {16, "AABBBCD"},
                                           {26, "ABBCCDE"},
                                           {51, "BBCCCEF"},
                                           {91, "BBCDDFG"},
                                           {151, "BCDEEGH"},
                                           {281, "BCDEFHJ"},
                                           {501, "CCEFGJK"},
                                           {1201, "CDEGHKL"},
                                           {3201, "CDFGJLM"},
                                           {10001, "CDFHKMN"},
                                           {35001, "DEGJLNP"},
                                           {150001, "DEGJMPQ"},
                                           {500001, "DEHKNQR"}}};

constexpr std::array<std::uint64_t, 16> kSizes = {2,  3,   5,   8,   13,  20,  32,   50,
                                                  80, 125, 200, 315, 500, 800, 1250, 2000};
constexpr std::array<std::uint64_t, 16> kReducedSizes = {2,  2,  2,  3,   5,   8,   13,  20,
                                                         32, 50, 80, 125, 200, 315, 500, 800};

struct Numbers {
  std::uint64_t accept, reject;
};

// A table: the diagonal on which no defect is accepted, and the numbers from the second diagonal
// after the two arrows on.
struct Table {
  std::size_t zero;        // row + column of the plan that accepts 0
  std::size_t first_zero;  // first row that has it
  const Numbers* numbers;  // of diagonals zero + 3, zero + 4, ...
  std::size_t count;
  const std::array<std::uint64_t, 16>* sizes;
};

constexpr std::array<Numbers, 10> kNormal = {
    {{1, 2}, {2, 3}, {3, 4}, {5, 6}, {7, 8}, {10, 11}, {14, 15}, {21, 22}, {30, 31}, {44, 45}}};
constexpr std::array<Numbers, 9> kTightened = {
    {{1, 2}, {2, 3}, {3, 4}, {5, 6}, {8, 9}, {12, 13}, {18, 19}, {27, 28}, {41, 42}}};
constexpr std::array<Numbers, 10> kReduced = {
    {{0, 2}, {1, 3}, {1, 4}, {2, 5}, {3, 6}, {5, 8}, {7, 10}, {10, 13}, {14, 17}, {21, 24}}};
// Reduced inspection of the two smallest letters has numbers of its own.
constexpr std::array<Numbers, 9> kReducedA = {
    {{1, 2}, {2, 3}, {3, 4}, {5, 6}, {7, 8}, {10, 11}, {14, 15}, {21, 22}, {30, 31}}};
constexpr std::array<Numbers, 10> kReducedB = {
    {{0, 2}, {1, 3}, {2, 4}, {3, 5}, {5, 6}, {7, 8}, {10, 11}, {14, 15}, {21, 22}, {30, 31}}};

// Letters from F on have no plan for the two largest numbers: their limits are for small samples.
constexpr std::size_t kLastLargeRow = 4;
constexpr std::size_t kLargeFrom = 8;  // index into the numbers

Table table_of(Inspection inspection) {
  switch (inspection) {
    case Inspection::tightened:
      return {15, 1, kTightened.data(), kTightened.size(), &kSizes};
    case Inspection::reduced:
      return {14, 0, kReduced.data(), kReduced.size(), &kReducedSizes};
    case Inspection::normal:
      break;
  }
  return {14, 0, kNormal.data(), kNormal.size(), &kSizes};
}

// What stands in a cell: numbers, or an arrow to the row above or below.
enum class Cell : std::uint8_t { numbers, up, down };

class MasterTable {
 public:
  explicit MasterTable(Inspection inspection)
      : inspection_(inspection), table_(table_of(inspection)) {}

  Cell cell(std::size_t row, std::size_t column) const {
    const std::size_t diagonal = row + column;
    if (diagonal < table_.zero) return Cell::down;
    if (diagonal == table_.zero) return row < table_.first_zero ? Cell::down : Cell::numbers;
    if (diagonal == table_.zero + 1) return row > table_.first_zero ? Cell::up : Cell::down;
    if (diagonal == table_.zero + 2) {
      // The last row points up, but where tightened inspection has the row S below it.
      const bool last = row + 1 == kLetters.size();
      return last && inspection_ != Inspection::tightened ? Cell::up : Cell::down;
    }
    const std::size_t at = diagonal - table_.zero - 3;
    if (at >= table_.count) return Cell::up;
    const std::size_t large = inspection_ == Inspection::tightened ? kLargeFrom - 1 : kLargeFrom;
    return at >= large && row > kLastLargeRow ? Cell::up : Cell::numbers;
  }

  Numbers numbers(std::size_t row, std::size_t column) const {
    const std::size_t diagonal = row + column;
    if (diagonal == table_.zero) return {0, 1};
    const std::size_t at = diagonal - table_.zero - 3;
    if (inspection_ == Inspection::reduced && row == 0) return kReducedA[at];
    if (inspection_ == Inspection::reduced && row == 1) return kReducedB[at];
    return table_.numbers[at];
  }

  std::uint64_t size(std::size_t row) const { return (*table_.sizes)[row]; }

 private:
  Inspection inspection_;
  Table table_;
};

}  // namespace

const char* inspection_name(Inspection inspection) {
  switch (inspection) {
    case Inspection::normal:
      return "normal";
    case Inspection::tightened:
      return "tightened";
    case Inspection::reduced:
      return "reduced";
  }
  return "";
}

const std::vector<std::string>& inspection_levels() {
  static const std::vector<std::string> levels = {"S-1", "S-2", "S-3", "S-4", "I", "II", "III"};
  return levels;
}

const std::vector<std::string>& acceptable_quality_limits() {
  static const std::vector<std::string> limits = {
      "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40",
      "0.65",  "1.0",   "1.5",   "2.5",   "4.0",   "6.5",  "10",   "15",   "25",
      "40",    "65",    "100",   "150",   "250",   "400",  "650",  "1000"};
  return limits;
}

std::optional<std::size_t> quality_limit(double aql) {
  const std::vector<std::string>& limits = acceptable_quality_limits();
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const double limit = std::stod(limits[i]);
    if (std::fabs(limit - aql) <= 1e-9 * limit) return i;
  }
  return std::nullopt;
}

char code_letter(std::uint64_t lot, std::size_t level) {
  const auto above =
      std::upper_bound(kLots.begin(), kLots.end(), lot,
                       [](std::uint64_t size, const LotRow& row) { return size < row.from; });
  return (above == kLots.begin() ? kLots.front() : *(above - 1)).letters[level];
}

StandardPlan standard_plan(char letter, std::size_t limit, Inspection inspection) {
  const MasterTable table(inspection);
  StandardPlan plan;
  plan.code_letter = letter;
  std::size_t row = kLetters.find(letter);
  Cell cell = table.cell(row, limit);
  while (cell != Cell::numbers) {
    if (cell == Cell::down && row + 1 == kLetters.size()) {
      plan.plan_letter = 'S';
      plan.n = 3150;
      plan.accept = 1;
      plan.reject = 2;
      return plan;
    }
    row = cell == Cell::down ? row + 1 : row - 1;
    cell = table.cell(row, limit);
  }
  const Numbers numbers = table.numbers(row, limit);
  plan.plan_letter = kLetters[row];
  plan.n = table.size(row);
  plan.accept = numbers.accept;
  plan.reject = numbers.reject;
  return plan;
}

}  // namespace lbl::sample
