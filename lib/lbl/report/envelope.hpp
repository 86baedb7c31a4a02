// The JSON envelope that all reports share (DESIGN.md section 3).
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "lbl/report/summary.hpp"
#include "lbl/stats/estimate.hpp"

namespace lbl::report {

/// One input as the envelope tells it.
struct InputEntry {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  std::string xxh3;
};

/// What every report says besides its own figures.
struct Envelope {
  std::string program;  ///< "lbl-agree"
  std::vector<InputEntry> inputs;
  std::string guideline_name, guideline_version, guideline_xxh3;  ///< empty name: no guideline
  std::vector<std::pair<std::string, std::string>> options;  ///< name, JSON text; only what changes a figure
  Summary summary;
  std::vector<GateResult> gates;
};

/// The envelope as JSON, keys in the order of DESIGN.md; a program adds its own members after it.
nlohmann::ordered_json to_json(const Envelope& envelope);

/// {"value", "se", "ci", "status", "reason"}.
nlohmann::ordered_json to_json(const stats::Estimate& estimate);

/// The report as text: two-space indentation, numbers that read back to the same double, a final
/// newline. Invalid UTF-8 cannot occur: readers refuse it.
std::string dump(const nlohmann::ordered_json& report);

}  // namespace lbl::report
