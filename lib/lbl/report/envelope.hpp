// The JSON envelope that all reports share (DESIGN.md section 3).
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lbl/report/summary.hpp"
#include "lbl/stats/estimate.hpp"
#include "lbl/stats/resampling.hpp"

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
  /// Digest of the records of the batch, as hexadecimal; empty: none were read, or none may be
  /// told.
  std::string content;
  std::string guideline_name, guideline_version, guideline_xxh3;  ///< empty name: no guideline
  std::vector<std::pair<std::string, std::string>>
      options;  ///< name, JSON text; only what changes a figure
  Summary summary;
  std::vector<GateResult> gates;

  /// Notes an option that can change a figure (a thread count or a file name cannot).
  void note(const std::string& name, const std::string& text);
  void note(const std::string& name, const char* text);
  void note(const std::string& name, double number);
  void note(const std::string& name, std::uint64_t number);
  void note(const std::string& name, const std::vector<std::string>& texts);
};

/// The envelope as JSON, keys in the order of DESIGN.md; a program adds its own members after it.
/// After "summary" stands "summary_notes" when there is something to note: by key, the selectors of
/// an entry whose key does not tell them, and the reason for no or an unreliable value.
nlohmann::ordered_json to_json(const Envelope& envelope);

/// {"value", "se", "ci", "status", "reason"}.
nlohmann::ordered_json to_json(const stats::Estimate& estimate);

/// {"resample", "replicates", "undefined", "se", "percentile", "bca"}.
nlohmann::ordered_json to_json(const stats::BootstrapFigure& bootstrap);

/// What a saved report says that gates need.
struct SavedReport {
  std::string program;
  std::string version;
  Summary summary;
  std::vector<model::Gate> gates;  ///< those that it was checked by, each once
};

/// Reads a report's JSON back. `name` is for messages. Throws Error (input) for what is no report
/// of lbl, with what is wrong.
SavedReport read_report(const std::string& name, std::string_view json);

/// The report as text: two-space indentation, numbers that read back to the same double, a final
/// newline. Invalid UTF-8 cannot occur: readers refuse it.
std::string dump(const nlohmann::ordered_json& report);

}  // namespace lbl::report
