// chat-roles: messages whose roles are unknown or out of order, or that say nothing.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

using model::Value;
using model::ValueKind;

constexpr std::array<std::string_view, 5> kRoles = {"system", "developer", "user", "assistant",
                                                    "tool"};
constexpr std::array<std::array<std::string_view, 2>, 6> kOtherNames = {{{"human", "user"},
                                                                         {"gpt", "assistant"},
                                                                         {"bot", "assistant"},
                                                                         {"model", "assistant"},
                                                                         {"ai", "assistant"},
                                                                         {"function", "tool"}}};

std::string role_for(std::string_view name) {
  for (const auto& [other, role] : kOtherNames) {
    if (other == name) return std::string(role);
  }
  return base::nearest(name, {kRoles.begin(), kRoles.end()}).value_or("");
}

void check_role(Value message, std::size_t index, std::string_view before, Drafts& drafts) {
  const Value role = message.member("role");
  if (!role.is(ValueKind::string)) {
    drafts.add(chat_roles, message, fmt::format("message {} has no \"role\"", index + 1));
    return;
  }
  const std::string_view name = role.text();
  const auto report = [&](const std::string& text, const std::string& hint) {
    drafts.add(chat_roles, role, text, {std::string(name), hint});
  };
  if (std::find(kRoles.begin(), kRoles.end(), name) == kRoles.end()) {
    const std::string hint = role_for(name);
    report(fmt::format("message {} has the role {}{}", index + 1, base::quoted(name),
                       hint.empty() ? "" : fmt::format(" (did you mean {}?)", base::quoted(hint))),
           hint);
  } else if ((name == "system" || name == "developer") && index != 0 && before != "system" &&
             before != "developer") {
    report(fmt::format("message {} is by {}, which only opens a chat", index + 1, name), "");
  } else if ((name == "user" || name == "assistant") && name == before) {
    report(fmt::format("messages {} and {} are both by {}", index, index + 1, name), "");
  }
}

bool is_empty(Value content) {
  return content.is_no_answer() || (content.is(ValueKind::array) && content.count() == 0);
}

void check(const RecordView& record, Drafts& drafts) {
  const Field& field = record.setup.fields().messages;
  if (!field.is_set()) return;
  const Value messages = record.value(field);
  if (messages.missing() || messages.is(ValueKind::null)) return;
  drafts.enter(messages, field.pointer, Draft::kNoTask);
  if (!messages.is(ValueKind::array) || messages.count() == 0) {
    drafts.add(chat_roles, messages,
               fmt::format("{} is no array of messages", base::quoted(field.name)));
    return;
  }
  std::string_view before;
  std::size_t index = 0;
  for_each_element(messages, [&](Value message) {
    if (message.is(ValueKind::object)) {
      check_role(message, index, before, drafts);
      const Value role = message.member("role");
      before = role.is(ValueKind::string) ? role.text() : std::string_view();
      // A call of a tool is a message by the assistant without words.
      if (is_empty(message.member("content")) && message.member("tool_calls").missing()) {
        drafts.add(chat_roles, message, fmt::format("message {} says nothing", index + 1));
      }
    } else {
      drafts.add(chat_roles, message, fmt::format("message {} is no object", index + 1));
    }
    ++index;
  });
}

}  // namespace

constinit const Rule chat_roles = {
    .id = "chat-roles",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a chat has an unknown role, roles out of order or an empty message",
    .explanation =
        R"(The field that the guideline names as "messages" holds an array of {"role", "content"}. Roles are
system (or developer), user, assistant and tool; system messages come first, user and assistant take
turns, and every message says something. ShareGPT files say "human" and "gpt": rename them.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "messages": [{"role": "human", "content": "hi"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "messages": [{"role": "user", "content": "hi"}]})",
    .check_record = check};

}  // namespace lbl::validate::rules
