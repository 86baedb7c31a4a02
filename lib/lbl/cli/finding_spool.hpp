// Findings on disk, so that memory does not grow with their number.
#pragma once

#include "lbl/cli/spool.hpp"
#include "lbl/validate/result.hpp"

namespace lbl::cli {

/// Writes findings to a temporary file and reads them back; the file is made when the first one
/// comes.
class FindingSpool : public validate::FindingStore {
 public:
  void add(const validate::Finding& finding) override;
  void for_each(const std::function<void(const validate::Finding&)>& body) const override;

 private:
  mutable std::optional<Spool> spool_;
  std::string bytes_;
};

}  // namespace lbl::cli
