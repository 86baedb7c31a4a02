// pii-email and its neighbours: personal data in the texts of a record.
#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/pii.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

using model::Value;
using model::ValueKind;

const Rule& rule_for(PiiKind kind) {
  static constexpr std::array<const Rule*, kPiiKinds> kRules = {&pii_email,  &pii_phone, &pii_card,
                                                                &pii_kr_rrn, &pii_ip,    &pii_iban};
  return *kRules[static_cast<std::size_t>(kind)];
}

std::string_view name_of(PiiKind kind) {
  static constexpr std::array<std::string_view, kPiiKinds> kNames = {
      "e-mail address",         "telephone number", "card number",
      "Korean resident number", "IP address",       "bank account (IBAN)"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view ground_of(const PiiMatch& match) {
  if (match.kind == PiiKind::card) return ", with the right Luhn digit";
  if (match.kind == PiiKind::iban) return ", with the right check digits";
  if (match.kind != PiiKind::kr_rrn) return "";
  return match.has_check_digit ? ", with the right check digit"
                               : ", of the kind without check digit (since October 2020)";
}

// The byte of the record where a match begins; the start of the value when the text was escaped.
std::uint32_t place_of(const RecordView& record, Value value, const PiiMatch& match) {
  const std::string_view text = value.text();
  for (const std::uint32_t quote : {0u, 1u}) {
    const std::size_t start = std::size_t{value.offset()} + quote;
    if (start <= record.record.bytes.size() &&
        record.record.bytes.substr(start).starts_with(text)) {
      return static_cast<std::uint32_t>(start + match.begin);
    }
  }
  return value.offset();
}

void look_at(const RecordView& record, Value value, std::vector<PiiMatch>& matches,
             Drafts& drafts) {
  matches.clear();
  find_pii(value.text(), record.setup.pii_kinds(), matches);
  for (const PiiMatch& match : matches) {
    const std::string masked =
        masked_pii(match.kind, value.text().substr(match.begin, match.end - match.begin));
    const std::size_t from = base::code_points(value.text().substr(0, match.begin));
    const std::size_t before = drafts.list().size();
    drafts.add_at(rule_for(match.kind), place_of(record, value, match), "", {masked, ""});
    if (drafts.list().size() == before) continue;
    Draft& draft = drafts.list().back();
    draft.message = fmt::format("{} {} in {} at character {}{}", name_of(match.kind), masked,
                                base::escaped(draft.pointer, 60), from, ground_of(match));
  }
}

void check(const RecordView& record, Drafts& drafts) {
  const Value root = record.record.root();
  if (root.missing()) return;
  const Fields& fields = record.setup.fields();
  // Ids are how people and items are told apart in the batch; what they are is another question.
  const Value item = record.value(fields.item), annotator = record.value(fields.annotator);
  const auto is_at = [](Value field, const model::Node& node) {
    return !field.missing() && field.offset() == node.offset;
  };
  drafts.enter(root, "", Draft::kNoTask);
  std::vector<PiiMatch> matches;
  const model::Node* const first = &root.node();
  for (const model::Node& node : std::span(first, first->span)) {
    if (node.kind != ValueKind::string && node.kind != ValueKind::cell) continue;
    if (is_at(item, node) || is_at(annotator, node)) continue;
    look_at(record, Value(&node), matches, drafts);
  }
}

constexpr std::string_view kAbout =
    R"(On when the guideline's "pii" lists the kind, with its severity, or --rule turns it on. Looks at
every text of the record (also keys), not at the ids of item and annotator. Precision goes before
recall: order numbers, dates, prices and versions stay silent, and so does what is part of a longer word
or number; Hangul right beside it does not matter. Findings show the value masked, never itself.)";

}  // namespace

constinit const Rule pii_email = {
    .id = "pii-email",
    .group = Group::privacy,
    .severity = model::Severity::error,
    .summary = "a text holds an e-mail address",
    .explanation = kAbout,
    .wrong =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "메일은 a.b@example.com입니다"})",
    .right =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "사진은 icon@2x.png입니다"})",
    .check_record = check,
    .is_asked_for = true};

constinit const Rule pii_phone = {
    .id = "pii-phone",
    .group = Group::privacy,
    .severity = model::Severity::error,
    .summary = "a text holds a telephone number (Korean, or with + and a country code)",
    .explanation = kAbout,
    .wrong =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "010-1234-5678로 연락 주세요"})",
    .right =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "주문 ORD-010-1234-5678"})",
    .check_record = check,
    .is_asked_for = true};

constinit const Rule pii_card = {
    .id = "pii-card",
    .group = Group::privacy,
    .severity = model::Severity::error,
    .summary = "a text holds a payment card number (an issuer's form and the Luhn digit)",
    .explanation = kAbout,
    .wrong =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "카드 4111 1111 1111 1111"})",
    .right =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "주문 4111 1111 1111 1112"})",
    .check_record = check,
    .is_asked_for = true};

constinit const Rule pii_kr_rrn = {
    .id = "pii-kr-rrn",
    .group = Group::privacy,
    .severity = model::Severity::error,
    .summary = "a text holds a Korean resident registration number",
    .explanation =
        R"(Six digits of a date that exists, a digit of 1 to 8 for century and kind, six more with the check
digit. Numbers issued since October 2020 have none: they are told, and called so, when the date is
later than that, or a word such as "주민번호" stands before. On when the guideline's "pii" lists
"kr-rrn", or --rule turns it on. Findings show the value masked, never itself.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "주민번호 800101-1234560"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "text": "주문 240315-1234567"})",
    .check_record = check,
    .is_asked_for = true};

constinit const Rule pii_ip = {
    .id = "pii-ip",
    .group = Group::privacy,
    .severity = model::Severity::error,
    .summary = "a text holds an IP address",
    .explanation = kAbout,
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "text": "203.0.113.7에서 접속"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "text": "version 10.15.7.1"})",
    .check_record = check,
    .is_asked_for = true};

constinit const Rule pii_iban = {
    .id = "pii-iban",
    .group = Group::privacy,
    .severity = model::Severity::error,
    .summary = "a text holds a bank account number (IBAN)",
    .explanation = kAbout,
    .wrong =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "GB82 WEST 1234 5698 7654 32"})",
    .right =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "GB82 WEST 1234 5698 7654 33"})",
    .check_record = check,
    .is_asked_for = true};

}  // namespace lbl::validate::rules
