// Reads a guideline: loads what it extends, reads its parts, holds them against each other.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "lbl/model/guideline_parts.hpp"

namespace lbl::model {

namespace {

constexpr std::size_t kLongestChain = 16;

// A guideline file and those it extends: the file itself first, its farthest base last.
struct Chain {
  std::vector<GuidelineSource> sources;
  std::vector<JsonDocument> documents;
  std::vector<JsonFault> faults;  // of `extends`
};

void add_chain_fault(Chain& chain, Value at, std::string message) {
  JsonFault fault{chain.documents.back().place(at), std::move(message)};
  fault.place.source = chain.documents.size() - 1;
  chain.faults.push_back(std::move(fault));
}

bool is_in_chain(const Chain& chain, const GuidelineSource& source) {
  return std::any_of(chain.sources.begin(), chain.sources.end(), [&](const GuidelineSource& other) {
    return other.file == source.file || other.bytes == source.bytes;
  });
}

// What the last document of the chain extends; none when it extends nothing that can be read.
std::optional<GuidelineSource> next_in_chain(Chain& chain, const GuidelineFinder& find) {
  const Value extends = chain.documents.back().root().member("extends");
  if (extends.missing()) return std::nullopt;
  if (!extends.is(ValueKind::string) || base::is_blank(extends.text())) {
    add_chain_fault(chain, extends, "expected the name of a guideline or a path");
    return std::nullopt;
  }
  if (chain.sources.size() == kLongestChain) {
    add_chain_fault(chain, extends,
                    fmt::format("more than {} guidelines extend each other", kLongestChain));
    return std::nullopt;
  }
  try {
    GuidelineSource source = find(std::string(extends.text()), chain.sources.back().file);
    if (!is_in_chain(chain, source)) return source;
    add_chain_fault(chain, extends,
                    fmt::format("{} extends itself in the end", base::quoted(source.file, 1000)));
  } catch (const base::Error& error) {
    add_chain_fault(chain, extends, error.what());
  }
  return std::nullopt;
}

Chain load_chain(const GuidelineSource& source, const GuidelineFinder& find) {
  Chain chain;
  for (std::optional<GuidelineSource> next = source; next; next = next_in_chain(chain, find)) {
    chain.documents.emplace_back(next->file, next->bytes);
    chain.sources.push_back(std::move(*next));
    if (!chain.documents.back().root().is(ValueKind::object)) break;
  }
  return chain;
}

bool all_are_objects(const Chain& chain) {
  return std::all_of(chain.documents.begin(), chain.documents.end(),
                     [](const JsonDocument& d) { return d.root().is(ValueKind::object); });
}

JsonDocument fold(Chain& chain) {
  JsonDocument whole = std::move(chain.documents.back());
  for (std::size_t i = chain.documents.size() - 1; i-- > 0;) {
    whole = chain.documents[i].folded_onto(whole);
  }
  return whole;
}

std::string digest_of(const Chain& chain) {
  base::Digest digest;
  for (std::size_t i = chain.sources.size(); i-- > 0;) digest.update(chain.sources[i].bytes);
  return digest.hex();
}

// All that is wrong with files that cannot be folded.
std::vector<GuidelineProblem> chain_problems(const Chain& chain) {
  GuidelineCheck check(chain.documents.front());
  for (std::size_t i = 0; i < chain.documents.size(); ++i) {
    const JsonDocument& document = chain.documents[i];
    for (JsonFault fault : document.faults()) {
      fault.place.source = i;
      check.add(std::move(fault.place), std::move(fault.message));
    }
    if (document.root().missing() || document.root().is(ValueKind::object)) continue;
    JsonPlace place = document.place(document.root());
    place.source = i;
    check.add(std::move(place), "a guideline is a JSON object");
  }
  for (const JsonFault& fault : chain.faults) check.add(fault.place, fault.message);
  return check.take();
}

std::vector<std::string> read_annotators(Value root, GuidelineCheck& check) {
  std::vector<std::string> names = check.names(root, "annotators", "annotator");
  const Value list = root.member("annotators");
  if (!list.is(ValueKind::array)) return names;
  for_each_element(list, [&](Value name) {
    if (is_name(name) && base::is_blank(name.text())) check.add(name, "an annotator has no name");
  });
  return names;
}

// Coverage that the listed annotators cannot reach.
void check_coverage(Value root, const Guideline& guideline, GuidelineCheck& check) {
  const std::size_t annotators = guideline.annotators.size();
  if (annotators == 0) return;
  const Value coverage = root.member("coverage");
  if (guideline.coverage.labels_per_item.value_or(0) > annotators) {
    check.add(coverage.member("labels_per_item"),
              fmt::format("{} labels per item from {} annotators is impossible",
                          *guideline.coverage.labels_per_item, annotators));
  }
  const double share = guideline.coverage.max_share_per_annotator.value_or(1);
  if (share > 0 && share * static_cast<double>(annotators) < 1 - 1e-9) {
    check.add(coverage.member("max_share_per_annotator"),
              fmt::format("with {} annotators somebody has a share of {} at least", annotators,
                          base::fixed(1 / static_cast<double>(annotators), 3)));
  }
}

// A label that is read as no answer.
void check_missing_values(Value root, const Guideline& guideline, GuidelineCheck& check) {
  const std::set<std::string_view> missing(guideline.missing_values.begin(),
                                           guideline.missing_values.end());
  const auto note = [&](const Task& task, const std::string& text) {
    if (!missing.contains(text)) return;
    for_each_element(root.member("missing_values"), [&](Value value) {
      if (value.text() != text) return;
      check.add(value, fmt::format("{} is a label of task {}, so it is an answer",
                                   base::quoted(text), base::quoted(task.name)));
    });
  };
  for (const Task& task : guideline.tasks) {
    for (const LabelDefinition& label : task.labels) {
      note(task, label.name);
      for (const std::string& alias : label.aliases) note(task, alias);
    }
  }
}

Guideline read_parts(Value root, GuidelineCheck& check) {
  Guideline guideline;
  check.keys(root, guideline_keys(GuidelinePart::guideline));
  for (const char* key : {"$schema", "title", "description"}) check.text(root, key);
  if (root.member("guideline").missing()) {
    check.add(root, "a guideline needs its name as \"guideline\"");
  }
  guideline.name = check.name(root, "guideline");
  guideline.version = check.name(root, "version");
  guideline.fields = read_fields(root, check);
  guideline.tasks = read_tasks(root, guideline.fields, check);
  guideline.rules = read_rules(root, guideline.tasks, check);
  guideline.slices = read_slices(root, check);
  guideline.coverage = read_coverage(root, check);
  guideline.personal_data = read_personal_data(root, check);
  guideline.gates = read_gates(root, guideline.tasks, check);
  guideline.annotators = read_annotators(root, check);
  guideline.missing_values = check.names(root, "missing_values", "value");
  check_field_uses(root, guideline, check);
  check_coverage(root, guideline, check);
  check_missing_values(root, guideline, check);
  return guideline;
}

}  // namespace

GuidelineResult read_guideline(const GuidelineSource& source, const GuidelineFinder& find) {
  Chain chain = load_chain(source, find);
  GuidelineResult result;
  // Without its base a guideline cannot be judged: what it lacks may be inherited.
  if (!chain.faults.empty() || !all_are_objects(chain)) {
    result.problems = chain_problems(chain);
    return result;
  }
  const JsonDocument whole = fold(chain);
  GuidelineCheck check(whole);
  for (const JsonFault& fault : whole.faults()) check.add(fault.place, fault.message);
  result.guideline = read_parts(whole.root(), check);
  result.guideline.digest = digest_of(chain);
  result.problems = check.take();
  const JsonDocument without_extends = JsonDocument("", R"({"extends": null})");
  const bool extends = !whole.root().member("extends").missing();
  result.resolved =
      pretty_json(extends ? without_extends.folded_onto(whole).root() : whole.root()) + "\n";
  return result;
}

}  // namespace lbl::model
