// A temporary file for input that can be read only once.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace lbl::cli {

/// A file in the folder for temporary files that has no name there, so it is gone with the program
/// however that ends.
class Spool {
 public:
  /// Throws Error (output) when it cannot be made.
  Spool();
  ~Spool();
  Spool(Spool&&) noexcept;

  /// Throws Error (output), as when the disk is full.
  void write(std::string_view bytes);
  void flush();
  /// A name by which this process can read it from the start.
  std::string path() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::cli
