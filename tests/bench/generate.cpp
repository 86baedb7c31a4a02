// lbl-generate: writes the data sets of the benchmarks (DESIGN.md section 7), the same bytes every
// time.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lbl::bench {
namespace {

// SplitMix64 (Steele, Lea and Flood 2014): the same numbers with every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /// A number in [0, count).
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  /// A number in [0, 1).
  double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  template <std::size_t N>
  std::string_view pick(const std::array<std::string_view, N>& words) {
    return words[below(N)];
  }

 private:
  std::uint64_t state_;
};

// Standard output in large pieces.
class Writer {
 public:
  ~Writer() { flush(); }
  template <typename... Values>
  void print(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Values>(values)...);
    if (buffer_.size() > (1u << 20)) flush();
  }

 private:
  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) != buffer_.size()) {
      std::perror("lbl-generate");
      std::exit(2);
    }
    buffer_.clear();
  }
  fmt::memory_buffer buffer_;
};

constexpr std::array<std::string_view, 3> kLabels = {"none", "offensive", "hate"};
constexpr std::array<std::string_view, 4> kSources = {"forum", "news", "video", "shop"};
constexpr std::array<std::string_view, 5> kLanguages = {"ko", "en", "ja", "de", "fr"};
constexpr std::array<std::string_view, 24> kWords = {
    "the",    "comment",  "was",  "about",  "a",      "late", "parcel", "and",
    "nobody", "answered", "for",  "three",  "weeks",  "so",   "I",      "wrote",
    "again",  "배송이",   "너무", "늦어서", "다시는", "사지", "않을",   "거예요"};

// Answers of one item agree more often than chance: most give the item's own label.
std::size_t answer(Random& random, std::uint64_t item, std::size_t labels) {
  const std::size_t own = Random(item).below(labels * 2) % labels;
  return random.share() < 0.75 ? own : random.below(labels);
}

// 1M: 234 MB, 7 fields, the slice nested.
void write_records(std::uint64_t records, Writer& out) {
  Random random(1);
  std::string text;
  for (std::uint64_t i = 0; i < records; ++i) {
    const std::uint64_t item = i / 4;
    Random of_item(item);
    text.clear();
    const std::uint64_t words = 5 + of_item.below(10);
    for (std::uint64_t w = 0; w < words; ++w) {
      if (w > 0) text += ' ';
      text += of_item.pick(kWords);
    }
    out.print(
        "{{\"item\": \"c{:07}\", \"annotator\": \"w{:03}\", \"label\": \"{}\", \"comment\": "
        "\"{}\", "
        "\"submitted_at\": \"2026-{:02}-{:02}T{:02}:{:02}:00Z\", \"seconds\": {:.1f}, "
        "\"meta\": {{\"source\": \"{}\", \"lang\": \"{}\"}}}}\n",
        item, (item * 7 + i % 4 * 61) % 250, kLabels[answer(random, item, 3)], text,
        1 + random.below(12), 1 + random.below(28), random.below(24), random.below(60),
        2 + 30 * random.share(), of_item.pick(kSources), of_item.pick(kLanguages));
  }
}

// 1M: 104 MB, one record an item.
void write_draw(std::uint64_t records, Writer& out) {
  Random random(2);
  for (std::uint64_t i = 0; i < records; ++i) {
    out.print(
        "{{\"item\": \"c{:07}\", \"label\": \"{}\", \"source\": \"{}\", \"lang\": \"{}\", "
        "\"disagreement\": {:.4f}, \"room\": {}}}\n",
        i, kLabels[random.below(3)], random.pick(kSources), random.pick(kLanguages), random.share(),
        random.below(1'000));
  }
}

struct Crowd {
  std::uint64_t items;
  std::uint64_t annotators;
  std::uint64_t answers;  // of an item
};

void write_answer(Random& random, const Crowd& crowd, std::uint64_t item, std::uint64_t turn,
                  Writer& out) {
  // Distinct annotators an item: steps of a stride that has no factor in common with their number.
  const std::uint64_t annotator = (Random(item).below(crowd.annotators) + turn) % crowd.annotators;
  out.print("i{},{},{}\n", item, annotator, static_cast<char>('a' + answer(random, item, 5)));
}

// The answers of an item stand together.
void write_grouped(const Crowd& crowd, Writer& out) {
  Random random(3);
  out.print("item,annotator,label\n");
  for (std::uint64_t item = 0; item < crowd.items; ++item) {
    for (std::uint64_t turn = 0; turn < crowd.answers; ++turn) {
      write_answer(random, crowd, item, turn, out);
    }
  }
}

// Rows in a random order, as they come from several annotators at work.
void write_crowd(const Crowd& crowd, Writer& out) {
  Random random(3);
  std::vector<std::uint64_t> rows(crowd.items * crowd.answers);
  for (std::uint64_t i = 0; i < rows.size(); ++i) rows[i] = i;
  for (std::uint64_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.below(i)]);
  out.print("item,annotator,label\n");
  for (const std::uint64_t row : rows) {
    write_answer(random, crowd, row / crowd.answers, row % crowd.answers, out);
  }
}

// Real values, three an item.
void write_numbers(std::uint64_t items, Writer& out) {
  Random random(4);
  out.print("item,annotator,label\n");
  for (std::uint64_t item = 0; item < items; ++item) {
    const double own = 100 * Random(item).share();
    for (int annotator = 0; annotator < 3; ++annotator) {
      out.print("{},{},{:.6f}\n", item, annotator, own + 10 * random.share());
    }
  }
}

// 1M: 87 MB, eight slice fields, an answer and its gold label.
void write_slices(std::uint64_t rows, Writer& out) {
  Random random(5);
  out.print("item,annotator,label,gold,source,lang,gender,age,region,device,topic,length\n");
  static constexpr std::array<std::string_view, 3> kGenders = {"female", "male", ""};
  static constexpr std::array<std::string_view, 4> kAges = {"18-29", "30-44", "45-59", "60+"};
  static constexpr std::array<std::string_view, 6> kRegions = {"Seoul", "Busan", "Incheon",
                                                               "Daegu", "Jeju",  "Gwangju"};
  static constexpr std::array<std::string_view, 3> kDevices = {"phone", "desktop", "tablet"};
  static constexpr std::array<std::string_view, 8> kTopics = {
      "politics", "sports", "games", "music", "travel", "food", "health", "school"};
  static constexpr std::array<std::string_view, 3> kLengths = {"short", "middle", "long"};
  for (std::uint64_t i = 0; i < rows; ++i) {
    const std::uint64_t item = i / 3;
    Random of_item(item);
    const std::string_view gold = of_item.pick(kLabels);
    const std::string_view label = random.share() < 0.8 ? gold : random.pick(kLabels);
    out.print("comment{:07},annotator-{:03},{},{},{},{},{},{},{},{},{},{}\n", item,
              random.below(300), label, gold, of_item.pick(kSources), of_item.pick(kLanguages),
              random.pick(kGenders), random.pick(kAges), random.pick(kRegions),
              random.pick(kDevices), of_item.pick(kTopics), of_item.pick(kLengths));
  }
}

// Every data set by its name; `n` is the number of records, rows or items of the full size.
const std::map<std::string, std::function<void(std::uint64_t n, Writer& out)>>& sets() {
  static const std::map<std::string, std::function<void(std::uint64_t, Writer&)>> all = {
      {"records.jsonl", write_records},
      {"draw.jsonl", write_draw},
      {"slices.csv", write_slices},
      {"crowd.csv",
       [](auto n, auto& out) {
         write_crowd({n, 10, 4}, out);
       }},
      {"grouped.csv",
       [](auto n, auto& out) {
         write_grouped({n, 10, 4}, out);
       }},
      {"annotators-2k.csv",
       [](auto n, auto& out) {
         write_crowd({n / 10, 2'000, 5}, out);
       }},
      {"annotators-10k.csv",
       [](auto n, auto& out) {
         write_crowd({n, 10'000, 5}, out);
       }},
      {"numbers.csv", [](auto n, auto& out) { write_numbers(n / 10, out); }},
  };
  return all;
}

int run(const std::vector<std::string>& words) {
  const auto found = words.empty() ? sets().end() : sets().find(words[0]);
  const std::uint64_t n =
      words.size() > 1 ? std::strtoull(words[1].c_str(), nullptr, 10) : 1'000'000;
  if (found == sets().end() || words.size() > 2 || n < 10) {
    std::fputs("usage: lbl-generate SET [N]   N from 10, 1000000 by default; SET is one of\n",
               stderr);
    for (const auto& [name, writer] : sets()) fmt::print(stderr, "  {}\n", name);
    return 2;
  }
  Writer out;
  found->second(n, out);
  return 0;
}

}  // namespace
}  // namespace lbl::bench

int main(int argc, char** argv) {
  return lbl::bench::run(std::vector<std::string>(argv + 1, argv + argc));
}
