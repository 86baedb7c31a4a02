// nlohmann's SAX interface keeps the source text of numbers and does not recurse.
#include "io/json_oracle.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace lbl::test {

namespace {

using Json = nlohmann::json;

class Writer : public nlohmann::json_sax<Json> {
 public:
  std::string out;

  bool null() override { return add("null"); }
  bool boolean(bool value) override { return add(value ? "true" : "false"); }
  // Of integers only -0 is spelled otherwise than its value, and it alone arrives here as 0. Those
  // beyond 64 bits arrive as number_float.
  bool number_integer(number_integer_t value) override {
    return add(value == 0 ? "-0" : std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override { return add(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& source) override { return add(source); }
  bool string(string_t& value) override { return add('"' + value + '"'); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open('{'); }
  bool start_array(std::size_t) override { return !levels_.empty() && open('['); }
  bool end_object() override { return close('}'); }
  bool end_array() override { return close(']'); }
  bool key(string_t& value) override {
    if (!levels_.back().insert(value).second) return false;
    separate();
    out += '"' + value + "\":";
    after_key_ = true;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  void separate() {
    if (!after_key_ && !out.empty() && out.back() != '{' && out.back() != '[') out += ',';
    after_key_ = false;
  }
  bool add(const std::string& text) {
    if (levels_.empty()) return false;
    separate();
    out += text;
    return true;
  }
  bool open(char bracket) {
    constexpr std::size_t kMostDepth = 1024;
    if (levels_.size() == kMostDepth) return false;
    separate();
    out += bracket;
    levels_.emplace_back();
    return true;
  }
  bool close(char bracket) {
    out += bracket;
    levels_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> levels_;
  bool after_key_ = false;
};

}  // namespace

std::optional<std::string> oracle(std::string_view text) {
  // nlohmann takes a NUL byte for the end of the text.
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  Writer writer;
  if (!Json::sax_parse(text.begin(), text.end(), &writer)) return std::nullopt;
  return writer.out;
}

}  // namespace lbl::test
