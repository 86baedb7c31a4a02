// Records on disk that wait for the end of the batch.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lbl/cli/spool.hpp"

namespace lbl::cli {

/// A record as it will go out.
struct WaitingRecord {
  std::uint64_t item = 0;  ///< a hash of its item
  std::string_view bytes, line_end;
};

/// A temporary file of records.
class RecordSpool {
 public:
  void add(const WaitingRecord& record);
  /// Calls body for all of them, in their order.
  void for_each(const std::function<void(const WaitingRecord&)>& body);

 private:
  Spool spool_;
};

}  // namespace lbl::cli
