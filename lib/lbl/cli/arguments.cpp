// The rules of getopt_long, without its abbreviations.
#include "lbl/cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

[[noreturn]] void usage_error(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

class ArgumentReader {
 public:
  ArgumentReader(const std::vector<std::string>& arguments, const std::vector<OptionName>& known)
      : arguments_(arguments), known_(known) {}

  Arguments read() {
    while (next_ < arguments_.size()) {
      const std::string& argument = arguments_[next_++];
      if (argument == "--") {
        found_.files.insert(found_.files.end(), arguments_.begin() + static_cast<long>(next_),
                            arguments_.end());
        break;
      }
      if (argument.starts_with("--")) {
        read_long(argument);
      } else if (argument.size() > 1 && argument[0] == '-') {
        read_cluster(argument);
      } else {
        found_.files.push_back(argument);
      }
    }
    return std::move(found_);
  }

 private:
  const OptionName* find(std::string_view name) const {
    if (!name.starts_with('-')) return nullptr;
    const auto at = std::find_if(known_.begin(), known_.end(), [&](const OptionName& option) {
      return option.long_name == name || option.short_name == name;
    });
    return at == known_.end() ? nullptr : &*at;
  }

  [[noreturn]] void unknown(const std::string& name) const {
    std::vector<std::string> names;
    for (const OptionName& option : known_) {
      // Letters are all alike; only a word has a nearest one.
      if (name.size() > 2 && option.long_name.size() > 2) names.push_back(option.long_name);
    }
    usage_error(fmt::format("unknown option {}{}", base::quoted(name), nearest_long(name, names)));
  }

  // A beginning of one name means that name; else the nearest by spelling.
  static std::string nearest_long(const std::string& name, const std::vector<std::string>& names) {
    std::vector<std::string> longer;
    std::copy_if(
        names.begin(), names.end(), std::back_inserter(longer),
        [&](const std::string& known) { return name.size() > 3 && known.starts_with(name); });
    if (longer.size() == 1) return fmt::format(" (did you mean \"{}\"?)", longer.front());
    return base::did_you_mean(name, names);
  }

  void read_long(const std::string& argument) {
    const std::size_t equals = argument.find('=');
    const OptionName* option = find(argument.substr(0, equals));
    if (option == nullptr) unknown(argument.substr(0, equals));
    if (equals == std::string::npos) {
      add(*option, argument);
    } else if (option->takes_value) {
      found_.options.push_back({option->long_name, argument.substr(equals + 1)});
      add_second(*option);
    } else {
      usage_error(fmt::format("{} takes no value, but {} was given", option->long_name,
                              base::quoted(argument.substr(equals + 1))));
    }
  }

  void read_cluster(const std::string& argument) {
    for (std::size_t i = 1; i < argument.size(); ++i) {
      const std::string name = {'-', argument[i]};
      const OptionName* option = find(name);
      if (option == nullptr) unknown(i == 1 ? argument : name);
      if (option->takes_value && i + 1 < argument.size()) {
        found_.options.push_back({option->long_name, argument.substr(i + 1)});
        return;
      }
      add(*option, name);
    }
  }

  // An option without a value in its own argument; `as_written` is for messages.
  void add(const OptionName& option, const std::string& as_written) {
    if (!option.takes_value) {
      found_.options.push_back({option.long_name, ""});
      return;
    }
    if (next_ == arguments_.size()) usage_error(fmt::format("{} needs a value", as_written));
    const std::string& value = arguments_[next_];
    if (value == "--" || find(value.substr(0, value.find('='))) != nullptr) {
      usage_error(
          fmt::format("{0} needs a value, but the option {1} follows (for the value {1} itself "
                      "write {2}={1})",
                      as_written, base::escaped(value), option.long_name));
    }
    found_.options.push_back({option.long_name, value});
    ++next_;
    add_second(option);
  }

  // The second word of a pair, unless the first holds both.
  void add_second(const OptionName& option) {
    std::string& value = found_.options.back().value;
    if (!option.takes_pair || value.find(',') != std::string::npos) return;
    if (next_ == arguments_.size() || find(arguments_[next_]) != nullptr) {
      usage_error(fmt::format("{} needs two values, but only {} follows", option.long_name,
                              base::quoted(value)));
    }
    value += "," + arguments_[next_++];
  }

  const std::vector<std::string>& arguments_;
  const std::vector<OptionName>& known_;
  std::size_t next_ = 0;
  Arguments found_;
};

}  // namespace

Arguments read_arguments(const std::vector<std::string>& arguments,
                         const std::vector<OptionName>& known) {
  return ArgumentReader(arguments, known).read();
}

}  // namespace lbl::cli
