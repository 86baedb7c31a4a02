// twin-ids: two ids that look the same and are not.
#include <fmt/format.h>

#include <string>
#include <unordered_map>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

// Items differ by case on purpose (base64, hashes); annotators seldom do.
std::string plain_item(std::string_view id) {
  return base::nfc(base::trimmed(id));
}
std::string plain_annotator(std::string_view id) {
  return base::case_folded(base::trimmed(id));
}

// Ids that are their own plain form are found among all ids; only the others are remembered here.
class Twins {
 public:
  struct Twin {
    std::string id;
    model::Place place;
  };

  // The id that was met before and has the same plain form. `find` looks among all ids.
  template <class Find>
  std::optional<Twin> look_up(std::string_view id, const std::string& plain,
                              const model::Place& place, Find&& find) {
    if (plain != id) {
      if (std::optional<Twin> twin = find(plain)) return twin;
      const auto [entry, added] = others_.emplace(plain, Twin{std::string(id), place});
      if (!added && entry->second.id != id) return entry->second;
      return std::nullopt;
    }
    const auto entry = others_.find(plain);
    return entry == others_.end() ? std::nullopt : std::optional(entry->second);
  }

  bool empty() const { return others_.empty(); }

 private:
  std::unordered_map<std::string, Twin> others_;
};

bool may_differ(std::string_view id) {
  return !base::is_ascii(id) || id.front() <= ' ' || id.back() <= ' ';
}

class TwinIds : public BatchCheck {
 public:
  void see(Row& row, std::span<const RowAnswer> /*answers*/, const BatchNames& names,
           BatchFindings& findings) override {
    const Fields& fields = findings.setup().fields();
    // An id of a greater number comes later: its own row tells.
    const bool has_all_items = findings.setup().extras().grouping == Grouping::any;
    if (has_all_items && row.is_new_item && (!items_.empty() || may_differ(row.item.text))) {
      const auto twin = items_.look_up(row.item.text, plain_item(row.item.text), row.place,
                                       [&](const std::string& plain) -> std::optional<Twins::Twin> {
                                         const auto id = names.find_item(plain);
                                         if (!id || *id > row.item_id) return std::nullopt;
                                         return Twins::Twin{plain, names.first_place_of_item(*id)};
                                       });
      if (twin) report("item", row, row.item, fields.item, *twin, findings);
    }
    if (row.is_new_annotator) {
      const auto twin =
          annotators_.look_up(row.annotator.text, plain_annotator(row.annotator.text), row.place,
                              [&](const std::string& plain) -> std::optional<Twins::Twin> {
                                const auto id = names.find_annotator(plain);
                                if (!id || *id > row.annotator_id) return std::nullopt;
                                return Twins::Twin{plain, names.first_place_of_annotator(*id)};
                              });
      if (twin) report("annotator", row, row.annotator, fields.annotator, *twin, findings);
    }
  }

 private:
  static void report(std::string_view what, const Row& row, const RowText& text, const Field& field,
                     const Twins::Twin& twin, BatchFindings& findings) {
    std::string how = "case";
    if (base::trimmed(text.text) == base::trimmed(twin.id)) {
      how = "white space";
    } else if (base::nfc(text.text) == base::nfc(twin.id)) {
      how = "Unicode normal form";
    }
    findings.add(twin_ids, row, text, field,
                 fmt::format("{} {} differs from {} on line {} in {} only", what,
                             base::quoted(text.text), base::quoted(twin.id), twin.place.line, how),
                 {std::string(text.text), twin.id}, twin.place);
  }

  Twins items_, annotators_;
};

std::unique_ptr<BatchCheck> make(const Setup& /*setup*/) {
  return std::make_unique<TwinIds>();
}

}  // namespace

constinit const Rule twin_ids = {
    .id = "twin-ids",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "two ids differ in white space, Unicode form or (annotators) case only",
    .explanation =
        R"(Ids are compared exactly, so "Kim" and "kim" are two annotators and would be counted as two
opinions; a file name from macOS (NFD) and the same from Linux (NFC) are two items. Item ids that
differ in case alone are taken as meant. The finding names the first of the two.)",
    .wrong = R"({"item": "a", "annotator": "Kim", "label": "pos"}
{"item": "a", "annotator": "kim", "label": "pos"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "lee", "label": "pos"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
