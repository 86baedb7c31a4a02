// The stream buffer over io::Output.
#include "lbl/cli/output_stream.hpp"

#include <streambuf>
#include <string>

namespace lbl::cli {

class OutputStream::Buffer : public std::streambuf {
 public:
  explicit Buffer(io::Output& output) : output_(output), bytes_(std::size_t{1} << 16, '\0') {
    reset();
  }

 protected:
  int_type overflow(int_type byte) override {
    sync();
    if (!traits_type::eq_int_type(byte, traits_type::eof())) sputc(traits_type::to_char_type(byte));
    return traits_type::not_eof(byte);
  }

  int sync() override {
    output_.write({pbase(), static_cast<std::size_t>(pptr() - pbase())});
    reset();
    return 0;
  }

 private:
  void reset() { setp(bytes_.data(), bytes_.data() + bytes_.size()); }

  io::Output& output_;
  std::string bytes_;
};

OutputStream::OutputStream(io::Output& output)
    : std::ostream(nullptr), buffer_(std::make_unique<Buffer>(output)) {
  rdbuf(buffer_.get());
  exceptions(std::ios::badbit);  // makes the stream rethrow what the buffer throws
}

OutputStream::~OutputStream() = default;

}  // namespace lbl::cli
