// An std::ostream over io::Output, whose write errors come out as they were thrown.
#pragma once

#include <memory>
#include <ostream>

#include "lbl/io/output.hpp"

namespace lbl::cli {

/// Collects what is written and passes it on in large pieces; flush() passes on the rest.
class OutputStream : public std::ostream {
 public:
  explicit OutputStream(io::Output& output);
  ~OutputStream() override;

 private:
  class Buffer;
  std::unique_ptr<Buffer> buffer_;
};

}  // namespace lbl::cli
