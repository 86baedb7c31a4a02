// Findings as bytes: numbers as they lie in memory (only this process reads them), texts with their
// length before them.
#include "lbl/cli/finding_spool.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <type_traits>

#include "lbl/base/error.hpp"

namespace lbl::cli {

namespace {

using validate::Finding;

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class Number>
  void number(const Number& value) {
    static_assert(std::is_trivially_copyable_v<Number>);
    // NOLINTBEGIN(bugprone-sizeof-expression): the pointer itself is kept, for this process to
    // read.
    char bytes[sizeof(Number)];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof value);
    // NOLINTEND(bugprone-sizeof-expression)
  }
  void text(const std::string& value) {
    number(value.size());
    out_ += value;
  }

 private:
  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::FILE* file) : file_(file) {}

  bool at_end() {
    const int next = std::fgetc(file_);
    if (next == EOF) return true;
    std::ungetc(next, file_);
    return false;
  }
  template <class Number>
  void number(Number& value) {
    static_assert(std::is_trivially_copyable_v<Number>);
    read(&value, sizeof value);  // NOLINT(bugprone-sizeof-expression): as above
  }
  void text(std::string& value) {
    std::size_t size = 0;
    number(size);
    value.resize(size);
    read(value.data(), size);
  }

 private:
  void read(void* to, std::size_t size) {
    if (std::fread(to, 1, size, file_) != size) {
      throw base::Error(base::ErrorKind::output, "cannot read a temporary file of findings back");
    }
  }
  std::FILE* file_;
};

// The parts of a finding, for writing and reading alike.
template <class Parts, class Part>
void for_each_part(Parts& parts, Part& finding) {
  parts.number(finding.rule);
  parts.number(finding.severity);
  parts.number(finding.standing);
  parts.number(finding.place);
  parts.number(finding.line);
  parts.number(finding.column);
  for (auto* text :
       {&finding.guideline_rule, &finding.pointer, &finding.task, &finding.item, &finding.annotator,
        &finding.message, &finding.found, &finding.hint, &finding.excerpt.text}) {
    parts.text(*text);
  }
  parts.number(finding.related);
  parts.number(finding.excerpt.begin);
  parts.number(finding.excerpt.end);
  parts.number(finding.excerpt.character);
  parts.number(finding.excerpt.is_cut_before);
  parts.number(finding.excerpt.is_cut_after);
}

}  // namespace

void FindingSpool::add(const Finding& finding) {
  if (!spool_) spool_.emplace();
  bytes_.clear();
  Writer writer(bytes_);
  for_each_part(writer, finding);
  spool_->write(bytes_);
}

void FindingSpool::for_each(const std::function<void(const Finding&)>& body) const {
  if (!spool_) return;
  spool_->flush();
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(spool_->path().c_str(), "rb"));
  if (!file) {
    throw base::Error(base::ErrorKind::output,
                      std::string("cannot open a temporary file again: ") + std::strerror(errno));
  }
  Reader reader(file.get());
  Finding finding;
  while (!reader.at_end()) {
    for_each_part(reader, finding);
    body(finding);
  }
}

}  // namespace lbl::cli
