// Reads labels by the rules of their task.
#include "lbl/model/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

bool is_scalar(Value value) {
  return value.is(ValueKind::string) || value.is(ValueKind::cell) || value.is(ValueKind::number) ||
         value.is(ValueKind::boolean);
}

void add_problem(Reading& reading, AnswerFault fault, Value value, std::string message) {
  reading.problems.push_back(
      {fault, value.offset(), std::string(value.text()), std::move(message)});
}

void add_wrong_type(Reading& reading, const Task& task, Value value, std::string_view expected,
                    const std::string& remedy = "") {
  add_problem(reading, AnswerFault::wrong_type, value,
              fmt::format("task {} takes {}, found {} {}{}", base::quoted(task.name), expected,
                          kind_name(value), base::escaped(value.text(), 40), remedy));
}

std::string scale_text(const Task& task) {
  if (task.min && task.max) {
    return fmt::format("{} to {}", base::number_text(*task.min), base::number_text(*task.max));
  }
  return task.min ? fmt::format("{} or more", base::number_text(*task.min))
                  : fmt::format("{} or less", base::number_text(*task.max));
}

// A step of 0.1 has no exact double, so being on it is a matter of the last digits.
bool is_on_step(double value, double origin, double step) {
  const double steps = (value - origin) / step;
  return std::fabs(steps - std::round(steps)) <= 1e-9 * std::max(1.0, std::fabs(steps));
}

std::string decimal_comma_hint(std::string_view text) {
  std::string with_point(text);
  const std::size_t comma = with_point.find(',');
  if (comma == std::string::npos) return "";
  with_point[comma] = '.';
  if (!base::parse_number(with_point)) return "";
  return fmt::format("; a decimal comma? write {}", with_point);
}

bool check_count(const Task& task, Value value, std::size_t count, Reading& reading) {
  if (task.min_count && count < *task.min_count) {
    add_problem(reading, AnswerFault::too_few_choices, value,
                fmt::format("task {} takes at least {}, found {}", base::quoted(task.name),
                            *task.min_count, count));
    return false;
  }
  if (task.max_count && count > *task.max_count) {
    add_problem(reading, AnswerFault::too_many_choices, value,
                fmt::format("task {} takes at most {}, found {}", base::quoted(task.name),
                            *task.max_count, count));
    return false;
  }
  return true;
}

std::optional<double> member_number(const Task& task, Value object, std::string_view key,
                                    Reading& reading) {
  const Value value = object.member(key);
  const std::optional<double> number = value.is(ValueKind::number) ? value.number() : std::nullopt;
  if (!number) {
    add_problem(reading, AnswerFault::wrong_type, value.missing() ? object : value,
                fmt::format("task {} needs a number \"{}\" in each element, found {}",
                            base::quoted(task.name), key, kind_name(value)));
  }
  return number;
}

bool is_all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Checks one end of a span in text: a whole number, not below zero.
bool check_offset(const Task& task, Value object, std::string_view key, double number,
                  Reading& reading) {
  const Value value = object.member(key);
  if (number < 0) {
    add_problem(reading, AnswerFault::out_of_range, value,
                fmt::format("\"{}\" is {}, but offsets count from 0", key,
                            base::escaped(value.text(), 40)));
    return false;
  }
  if (task.type == TaskType::segments) return true;
  if (number != std::floor(number)) {
    add_problem(reading, AnswerFault::wrong_type, value,
                fmt::format("\"{}\" is {}, but offsets in text are whole numbers", key,
                            base::escaped(value.text(), 40)));
    return false;
  }
  if (!is_all_digits(value.text())) {
    add_problem(reading, AnswerFault::float_offset, value,
                fmt::format("\"{}\" is written {}; write {}", key, base::escaped(value.text(), 40),
                            base::number_text(number)));
  }
  return true;
}

}  // namespace

bool is_harmless(AnswerFault fault) {
  switch (fault) {
    case AnswerFault::float_offset:
    case AnswerFault::alias_label:
    case AnswerFault::deprecated_label:
    case AnswerFault::too_few_choices:
    case AnswerFault::too_many_choices:
    case AnswerFault::repeated_choice:
      return true;
    default:
      return false;
  }
}

AnswerReader::AnswerReader(const Task& task, std::vector<std::string> missing_values)
    : task_(task), missing_values_(std::move(missing_values)) {
  for (std::uint32_t i = 0; i < task_.labels.size(); ++i) {
    const LabelDefinition& label = task_.labels[i];
    names_.push_back(label.name);
    labels_.insert_or_assign(label.name, LabelEntry{i, false});
  }
  for (std::uint32_t i = 0; i < task_.labels.size(); ++i) {
    for (const std::string& alias : task_.labels[i].aliases) {
      labels_.try_emplace(alias, LabelEntry{i, true});
    }
  }
}

Reading AnswerReader::read(Value value) const {
  Reading reading;
  if (value.is_no_answer()) return reading;
  if (is_scalar(value) && std::find(missing_values_.begin(), missing_values_.end(), value.text()) !=
                              missing_values_.end()) {
    return reading;
  }
  switch (task_.type) {
    case TaskType::choice:
    case TaskType::pairwise:
    case TaskType::text:
      read_choice(value, reading);
      break;
    case TaskType::rating:
    case TaskType::number:
      read_number(value, reading);
      break;
    case TaskType::choices:
    case TaskType::ranking:
      read_list(value, reading);
      break;
    case TaskType::spans:
    case TaskType::segments:
      read_units(value, reading);
      break;
    case TaskType::boxes:
      read_boxes(value, reading);
      break;
  }
  const bool spoiled = std::any_of(reading.problems.begin(), reading.problems.end(),
                                   [](const AnswerProblem& p) { return !is_harmless(p.fault); });
  if (spoiled) reading.answer = std::monostate();
  return reading;
}

std::optional<std::string> AnswerReader::label_name(Value value, Reading& reading) const {
  if (!is_scalar(value)) {
    add_wrong_type(reading, task_, value, "a label");
    return std::nullopt;
  }
  std::string text(value.text());
  if (labels_.empty()) return text;
  const auto found = labels_.find(text);
  if (found == labels_.end()) {
    add_problem(reading, AnswerFault::unknown_label, value,
                fmt::format("label {} is not in task {}{}", base::quoted(text),
                            base::quoted(task_.name), base::did_you_mean(text, names_)));
    return std::nullopt;
  }
  const LabelDefinition& label = task_.labels[found->second.label];
  if (found->second.alias) {
    add_problem(reading, AnswerFault::alias_label, value,
                fmt::format("{} is an alias of {}", base::quoted(text), base::quoted(label.name)));
  }
  if (label.deprecated) {
    const std::string since =
        label.deprecated_since.empty() ? "" : " since version " + label.deprecated_since;
    add_problem(reading, AnswerFault::deprecated_label, value,
                fmt::format("label {} is deprecated{}", base::quoted(label.name), since));
  }
  return label.name;
}

void AnswerReader::read_choice(Value value, Reading& reading) const {
  if (value.is(ValueKind::array) && value.count() == 1 && is_scalar(value.first())) {
    add_wrong_type(reading, task_, value, "one label",
                   fmt::format("; write {}", base::quoted(value.first().text(), 40)));
  } else if (!is_scalar(value)) {
    add_wrong_type(reading, task_, value, task_.type == TaskType::text ? "a text" : "one label");
  } else if (task_.type == TaskType::text) {
    reading.answer = std::string(value.text());
  } else if (std::optional<std::string> name = label_name(value, reading)) {
    reading.answer = std::move(*name);
  }
}

void AnswerReader::read_list(Value value, Reading& reading) const {
  std::vector<std::string> names;
  std::vector<Node> cell_parts;
  const auto take = [&](Value element) {
    std::optional<std::string> name = label_name(element, reading);
    if (!name) return;
    if (std::find(names.begin(), names.end(), *name) == names.end()) {
      names.push_back(std::move(*name));
      return;
    }
    const bool ranking = task_.type == TaskType::ranking;
    add_problem(reading, ranking ? AnswerFault::ranking_repeats : AnswerFault::repeated_choice,
                element, fmt::format("{} stands twice in the list", base::quoted(*name)));
  };
  if (value.is(ValueKind::array)) {
    for_each_element(value, take);
  } else if (value.is(ValueKind::cell)) {
    // In CSV the parts of a list are joined by "|".
    std::string_view rest = value.text();
    for (std::size_t bar = 0; bar != std::string_view::npos;) {
      bar = rest.find('|');
      const Node part{rest.substr(0, bar), value.offset(), 1, 0, ValueKind::cell};
      take(Value(&part));
      if (bar != std::string_view::npos) rest.remove_prefix(bar + 1);
    }
  } else {
    add_wrong_type(
        reading, task_, value, "an array of labels",
        is_scalar(value) ? fmt::format("; write [{}]", base::quoted(value.text(), 40)) : "");
    return;
  }
  check_count(task_, value, names.size(), reading);
  if (task_.type == TaskType::choices) std::sort(names.begin(), names.end());
  reading.answer = std::move(names);
}

void AnswerReader::read_number(Value value, Reading& reading) const {
  const std::optional<double> number = value.number();
  if (!number) {
    const bool quoted_number = value.is(ValueKind::string) && base::parse_number(value.text());
    add_wrong_type(reading, task_, value, "a number",
                   quoted_number ? "; write it without quotes" : decimal_comma_hint(value.text()));
    return;
  }
  if ((task_.min && *number < *task_.min) || (task_.max && *number > *task_.max)) {
    add_problem(
        reading, AnswerFault::out_of_range, value,
        fmt::format("{} is outside the scale of task {} ({})", base::escaped(value.text(), 40),
                    base::quoted(task_.name), scale_text(task_)));
  } else if (task_.step && !is_on_step(*number, task_.min.value_or(0), *task_.step)) {
    add_problem(reading, AnswerFault::off_step, value,
                fmt::format("{} is not on a step of {} from {} in task {}",
                            base::escaped(value.text(), 40), base::number_text(*task_.step),
                            base::number_text(task_.min.value_or(0)), base::quoted(task_.name)));
  }
  reading.answer = *number + 0.0;  // -0 is 0
}

void AnswerReader::read_units(Value value, Reading& reading) const {
  if (!value.is(ValueKind::array)) {
    add_wrong_type(reading, task_, value, "an array of {\"start\", \"end\", \"label\"}");
    return;
  }
  std::vector<Unit> units;
  for_each_element(value, [&](Value element) {
    if (!element.is(ValueKind::object)) {
      add_wrong_type(reading, task_, element, "objects with \"start\", \"end\" and \"label\"");
      return;
    }
    const std::optional<double> start = member_number(task_, element, "start", reading);
    const std::optional<double> end = member_number(task_, element, "end", reading);
    const Value label = element.member("label");
    std::optional<std::string> name = std::string();
    if (!label.is_no_answer() || task_.has_label_set()) {
      name = label_name(label.missing() ? element : label, reading);
    }
    if (!start || !end || !name) return;
    const bool start_ok = check_offset(task_, element, "start", *start, reading);
    const bool end_ok = check_offset(task_, element, "end", *end, reading);
    if (!start_ok || !end_ok) return;
    if (*end <= *start) {
      add_problem(reading, AnswerFault::span_empty, element,
                  fmt::format("{}-{} is {}; \"end\" is the place after the last one",
                              base::number_text(*start), base::number_text(*end),
                              *end < *start ? "reversed" : "empty"));
      return;
    }
    units.push_back({*start, *end, std::move(*name)});
  });
  check_count(task_, value, value.count(), reading);
  std::sort(units.begin(), units.end());
  reading.answer = std::move(units);
}

void AnswerReader::read_boxes(Value value, Reading& reading) const {
  if (!value.is(ValueKind::array)) {
    add_wrong_type(reading, task_, value,
                   "an array of {\"x\", \"y\", \"width\", \"height\", \"label\"}");
    return;
  }
  std::vector<Box> boxes;
  for_each_element(value, [&](Value element) {
    if (!element.is(ValueKind::object)) {
      add_wrong_type(reading, task_, element, "objects with \"x\", \"y\", \"width\", \"height\"");
      return;
    }
    const std::optional<double> x = member_number(task_, element, "x", reading);
    const std::optional<double> y = member_number(task_, element, "y", reading);
    const std::optional<double> width = member_number(task_, element, "width", reading);
    const std::optional<double> height = member_number(task_, element, "height", reading);
    const Value label = element.member("label");
    std::optional<std::string> name = std::string();
    if (!label.is_no_answer() || task_.has_label_set()) {
      name = label_name(label.missing() ? element : label, reading);
    }
    if (!x || !y || !width || !height || !name) return;
    if (*width <= 0 || *height <= 0) {
      add_problem(reading, AnswerFault::box_degenerate, element,
                  fmt::format("the box is {} x {} pixels; both must be above 0",
                              base::number_text(*width), base::number_text(*height)));
      return;
    }
    boxes.push_back({*x, *y, *width, *height, std::move(*name)});
  });
  check_count(task_, value, value.count(), reading);
  std::sort(boxes.begin(), boxes.end());
  reading.answer = std::move(boxes);
}

std::string answer_text(const Answer& answer) {
  if (const auto* text = std::get_if<std::string>(&answer)) return *text;
  if (const auto* number = std::get_if<double>(&answer)) return base::number_text(*number);
  std::vector<std::string> parts;
  if (const auto* names = std::get_if<std::vector<std::string>>(&answer)) {
    return base::join(*names, "|");
  }
  if (const auto* units = std::get_if<std::vector<Unit>>(&answer)) {
    for (const Unit& unit : *units) {
      parts.push_back(fmt::format("{}-{}:{}", base::number_text(unit.start),
                                  base::number_text(unit.end), unit.label));
    }
  } else if (const auto* boxes = std::get_if<std::vector<Box>>(&answer)) {
    for (const Box& box : *boxes) {
      parts.push_back(fmt::format("{},{},{},{}:{}", base::number_text(box.x),
                                  base::number_text(box.y), base::number_text(box.width),
                                  base::number_text(box.height), box.label));
    }
  }
  return base::join(parts, "; ");
}

}  // namespace lbl::model
