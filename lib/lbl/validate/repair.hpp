// Mends records: what --fix and --redact change on the way out.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/model/edit.hpp"
#include "lbl/model/record.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/pii.hpp"
#include "lbl/validate/setup.hpp"

namespace lbl::validate {

/// What a label of a task should be spelled like.
class LabelMender {
 public:
  LabelMender(const TaskSetup& task, const Setup& setup);

  struct Mended {
    std::string text;
    /// Why: each rule that the label broke, with what is wrong with it.
    std::vector<std::pair<const Rule*, std::string>> reasons;
  };
  /// `label` mended as far as rules that are on complain of it; no reasons when there is nothing.
  const Mended& mend(std::string_view label);

 private:
  Mended work_out(std::string_view label) const;

  const Setup& setup_;
  std::unordered_map<std::string, std::string> names_;  ///< names and aliases, to names
  base::Dictionary known_;
  std::deque<Mended> mended_;  ///< by number in known_
  Mended unremembered_;
};

/// Mends one record after another, on one thread.
///
/// --fix: aliases become names, labels are trimmed and composed (NFC), repeated choices go. Each
/// only where its rule is on. --redact: personal data becomes "[email-bcdefghijklmnopa]". What is
/// mended is told as a note of the rule that complains of it. Places in a mended record are those
/// of the record as it was read. Mending what was mended changes nothing.
class Repairer {
 public:
  explicit Repairer(const Setup& setup);
  ~Repairer();
  Repairer(const Repairer&) = delete;
  Repairer& operator=(const Repairer&) = delete;

  /// `record` as it is once mended; `record` itself when edits() is empty. Valid until the next
  /// call; new texts go to `texts`, which must outlive what is made of the record.
  const model::Record& repaired(const model::Record& record, Drafts& drafts,
                                std::deque<std::string>& texts);
  /// What the last record needs.
  const std::vector<model::Edit>& edits() const { return edits_; }

 private:
  struct Cell;
  struct Replacement {
    std::size_t begin = 0, end = 0;  ///< bytes of the text
    std::string bytes;
  };

  void mend_answer(std::size_t number);
  void mend_label(model::Value label, LabelMender& mender);
  void mend_list(model::Value list, LabelMender& mender, model::TaskType type);
  void mend_cell_list(model::Value cell, LabelMender& mender, model::TaskType type);
  void tell(const Rule& rule, model::Value at, std::string message, std::string found,
            std::string hint);

  void redact();
  void redact_under(model::Value value);
  void redact_text(model::Value value);
  void shift_spans(model::Value text, const std::string& new_text,
                   const std::vector<Replacement>& replacements);

  std::size_t number_of(model::Value value) const;
  bool is_in_cell(model::Value container) const;
  Cell* cell_of(model::Value value);
  bool is_new(model::Value value) const;
  void set(model::Value value, std::string text);
  void set_pieces(model::Value value, std::string text,
                  const std::vector<Replacement>& replacements);
  void remove(model::Value element, model::Value before, model::Value list);
  void close_cells();
  const model::Record& rebuilt();
  void rebuild_nodes();

  const Setup& setup_;
  std::vector<std::map<model::TaskType, LabelMender>> menders_;  ///< a task, a type
  PiiKinds pii_kinds_;
  std::vector<PiiMatch> matches_;

  const model::Record* record_ = nullptr;
  Drafts* drafts_ = nullptr;
  std::deque<std::string>* texts_ = nullptr;
  std::vector<model::Edit> edits_;
  std::vector<std::pair<std::size_t, std::string_view>> new_texts_;  ///< by node
  std::vector<std::pair<std::size_t, std::size_t>> removed_;  ///< element, the list it was in
  std::vector<model::Value> lists_;                           ///< with something new in them
  std::vector<std::unique_ptr<Cell>> cells_;                  ///< of a table, with JSON in them
  std::vector<model::Node> nodes_;
  std::vector<std::uint32_t> field_nodes_;
  model::Record mended_;
};

}  // namespace lbl::validate
