// Writing: a file appears only when it is complete; pipes and devices are written straight.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace lbl::io {

/// An output that is complete or absent. A regular file is written beside itself and renamed by
/// commit() (symlinks followed, mode kept); "-" is standard output; devices and pipes are written
/// straight. Destroyed without commit(), a regular file is left as it was and the temporary file is
/// removed. Write errors throw Error (output) with the name and the system's reason.
class Output {
 public:
  /// Opens at once, so that a read-only folder is told before the work.
  explicit Output(const std::string& name);
  ~Output();
  Output(Output&&) noexcept;
  Output& operator=(Output&&) noexcept;

  void write(std::string_view bytes);
  /// Passes on what is buffered, for a reader who waits for it.
  void flush();
  /// Writes out what is buffered and closes the file, so that whatever can go wrong has gone wrong
  /// before the first of several outputs is put in place. Nothing may be written after it.
  void finish();
  /// Finishes if need be, and puts the file in place.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Removes temporary files of outputs that are not committed; safe in a signal handler.
void abandon_outputs() noexcept;

/// Thrown when the reader of our pipe has gone (EPIPE): a quiet end, not an error.
struct ClosedPipe {};

}  // namespace lbl::io
