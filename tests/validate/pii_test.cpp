// Personal data: what is found where, near misses that stay silent, masks and identities.
#include "lbl/validate/pii.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace lbl::validate;

namespace {

// "email:a@b.co phone:010-..." for what is found.
std::string found_in(std::string_view text, PiiKinds kinds = PiiKinds::all()) {
  std::vector<PiiMatch> matches;
  find_pii(text, kinds, matches);
  std::string out;
  for (const PiiMatch& match : matches) {
    if (!out.empty()) out += ' ';
    out += std::string(pii_kind_name(match.kind)) + ":" +
           std::string(text.substr(match.begin, match.end - match.begin));
  }
  return out;
}

struct Case {
  const char* text;
  const char* found;
};

void check_all(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(found_in(one.text) == one.found);
  }
}

void check_silent(const std::vector<const char*>& texts) {
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK(found_in(text) == "");
  }
}

}  // namespace

TEST_CASE("e-mail addresses are found beside Hangul, and file names are not") {
  check_all({{"메일 a.b@example.com 010-0000-0000", "email:a.b@example.com phone:010-0000-0000"},
             {"메일은a.b@example.com입니다", "email:a.b@example.com"},
             {"<kim_78+x@mail.example.co.kr>, 참고", "email:kim_78+x@mail.example.co.kr"},
             {"write to Kim.Lee@Example.COM.", "email:Kim.Lee@Example.COM"},
             {"a@b.co;c@d.org", "email:a@b.co email:c@d.org"},
             {"mailto:kim@example.com-", "email:kim@example.com"}});
  check_silent({"icon@2x.png", "user@host", "a@b.c", "@mention", "a @ b.com", "lodash@4.17.21",
                "git@github.com:lbl/lbl.git", "3.5@10.25", "a..b@example.com", "@@@@", "x@",
                "사용자@회사.한국"});
}

TEST_CASE("Korean telephone numbers are found in the forms they are dialled in") {
  check_all({{"010-1234-5678로 연락", "phone:010-1234-5678"},
             {"제 번호는01023456789입니다", "phone:01023456789"},
             {"010 1234 5678", "phone:010 1234 5678"},
             {"010.1234.5678", "phone:010.1234.5678"},
             {"(010-1234-5678)", "phone:010-1234-5678"},
             {"010-12345678", "phone:010-12345678"},
             {"011-234-5678", "phone:011-234-5678"},
             {"02-345-6789, 031-234-5678", "phone:02-345-6789 phone:031-234-5678"},
             {"(02) 345-6789", "phone:(02) 345-6789"},
             {"02)3456-7890", "phone:02)3456-7890"},
             {"070-1234-5678", "phone:070-1234-5678"},
             {"0507-1234-5678", "phone:0507-1234-5678"},
             {"tel:010-1234-5678 010-8765-4321", "phone:010-1234-5678 phone:010-8765-4321"},
             {"2026 010 1234 5678", "phone:010 1234 5678"}});
}

TEST_CASE("international telephone numbers need a plus and a country code") {
  check_all({{"+82-10-1234-5678", "phone:+82-10-1234-5678"},
             {"+82 (0)10-1234-5678", "phone:+82 (0)10-1234-5678"},
             {"+821012345678", "phone:+821012345678"},
             {"+82 2 345 6789", "phone:+82 2 345 6789"},
             {"+1 (415) 555-2671", "phone:+1 (415) 555-2671"},
             {"+44 20 7946 0958 now", "phone:+44 20 7946 0958"},
             {"+4930123456789", "phone:+4930123456789"},
             {"(415) 555-2671", "phone:(415) 555-2671"},
             {"call 415-555-2671.", "phone:415-555-2671"}});
}

TEST_CASE("order numbers, dates, versions, sums and scores are no telephone numbers") {
  check_silent({"order ORD-010-1234-5678",
                "#01012345678",
                "주문번호 20260317-0101234",
                "2026-03-17",
                "2026.03.17 10:15:00",
                "2026-03-17T10:15:00+09:00",
                "010-1234-567",
                "010-1234-56789",
                "010-1234-5678-9",
                "x01012345678",
                "01012345678x",
                "0101010101",
                "01010101010",
                "123-45-67890",
                "+12345678",
                "3+821012345678",
                "+100 points",
                "02 345 6789",
                "1588-1234",
                "1,010,123,456",
                "$010-1234-5678",
                "0.01012345678",
                "012-345-6789",
                "100-200-3000",
                "114-555-2671",
                "8-800-555-35-35 1",
                "+0 12 34",
                "010-1234 5678"});
}

TEST_CASE("card numbers have an issuer's form and the right last digit") {
  check_all({{"카드 4111 1111 1111 1111로 결제", "card:4111 1111 1111 1111"},
             {"4111-1111-1111-1111", "card:4111-1111-1111-1111"},
             {"4111111111111111", "card:4111111111111111"},
             {"5555555555554444", "card:5555555555554444"},
             {"3782 822463 10005", "card:3782 822463 10005"},
             {"378282246310005", "card:378282246310005"},
             {"3530111333300000", "card:3530111333300000"}});
  check_silent({"4111 1111 1111 1112", "4111111111111112", "4111-1111 1111-1111",
                "9111111111111111", "0000 0000 0000 0000", "1234567812345678", "20260317101500",
                "41111111111111111111111111", "a4111111111111111", "4111111111111111-2",
                "17737101002500000"});
}

TEST_CASE("resident numbers have a date, a kind and the check digit, or may have none") {
  // 800101-123456?: 8*2+0*3+0*4+1*5+0*6+1*7+1*8+2*9+3*2+4*3+5*4+6*5 = 122; 11 - 122 % 11 = 10 -> 0.
  check_all({{"주민번호 800101-1234560 입니다", "kr-rrn:800101-1234560"},
             {"8001011234560", "kr-rrn:8001011234560"},
             {"201105-3234568", "kr-rrn:201105-3234568"},
             {"주민등록번호: 800101-1234567", "kr-rrn:800101-1234567"}});
  check_silent({"800101-1234567", "801301-1234560", "800230-1234560", "800101-9234560",
                "240315-1234567", "2403151234567", "x800101-1234560", "800101-12345600",
                "8801234567893", "9788936434267", "1773710100000"});
  std::vector<PiiMatch> matches;
  find_pii("800101-1234560 201105-3234568", PiiKinds::all(), matches);
  REQUIRE(matches.size() == 2);
  CHECK(matches[0].has_check_digit);
  CHECK_FALSE(matches[1].has_check_digit);
}

TEST_CASE("IP addresses are found, versions and addresses of nobody are not") {
  check_all({{"from 203.0.113.7에서", "ip:203.0.113.7"},
             {"server 192.168.0.15:8080", "ip:192.168.0.15"},
             {"2001:db8::8a2e:370:7334", "ip:2001:db8::8a2e:370:7334"},
             {"[fe80::1ff:fe23:4567:890a]", "ip:fe80::1ff:fe23:4567:890a"},
             {"at 2001:0db8:0000:0000:0000:ff00:0042:8329.",
              "ip:2001:0db8:0000:0000:0000:ff00:0042:8329"}});
  check_silent({"1.2.3.4", "version 10.15.7.1", "v10.15.7.1", "버전 10.15.7.1", "127.0.0.1",
                "0.0.0.0", "256.1.1.1", "10.0.19041.1", "1.10.20.30.40", "03.17.20.26", "::1",
                "12:30:45", "aa:bb:cc:dd:ee:ff", "std::string", "Cafe::Bar", "10.1.2"});
}

TEST_CASE("IBANs have their country's length and the right digits") {
  check_all({{"GB82 WEST 1234 5698 7654 32", "iban:GB82 WEST 1234 5698 7654 32"},
             {"DE89370400440532013000로", "iban:DE89370400440532013000"}});
  check_silent({"GB82 WEST 1234 5698 7654 33", "DE8937040044053201300", "XX89370400440532013000",
                "DE893704004405320130001", "ABC12"});
}

TEST_CASE("only the kinds that are asked for are found") {
  PiiKinds phones;
  phones.add(PiiKind::phone);
  CHECK(found_in("a@example.com 010-1234-5678 203.0.113.7", phones) == "phone:010-1234-5678");
  CHECK(found_in("a@example.com", PiiKinds()) == "");
}

TEST_CASE("a mask shows no more than what tells two pieces apart for their owner") {
  CHECK(masked_pii(PiiKind::email, "a.b@example.co.kr") == "a***@e***.kr");
  CHECK(masked_pii(PiiKind::phone, "010-1234-5678") == "010-****-**78");
  CHECK(masked_pii(PiiKind::card, "4111 1111 1111 1234") == "**** **** **** 1234");
  CHECK(masked_pii(PiiKind::kr_rrn, "800101-1234560") == "80****-*******");
  CHECK(masked_pii(PiiKind::ip, "203.0.113.7") == "203.*.***.*");
  CHECK(masked_pii(PiiKind::iban, "GB82 WEST 1234 5698 7654 32") == "GB** **** **** **** **** 32");
}

TEST_CASE("what is quoted from a record has its personal data hidden, byte for byte as long") {
  std::string line = R"({"text": "전화\n010-1234-5678, a@example.com 3개", "n": 3})";
  hide_pii(line, PiiKinds::all());
  CHECK(line == R"({"text": "전화\n***-****-****, *@*******.*** 3개", "n": 3})");
  // In a table a backslash is only itself.
  line = R"(see \93.184.216.34)";
  hide_pii(line, PiiKinds::all());
  CHECK(line == R"(see \**.***.***.**)");
  line = R"({"text": "전화\n***-****-****, *@*******.*** 3개", "n": 3})";
  hide_pii(line, PiiKinds());
  CHECK(line.size() ==
        std::string(R"({"text": "전화\n010-1234-5678, a@example.com 3개", "n": 3})").size());
}

TEST_CASE("one number has one identity however it is written") {
  for (const char* text : {"010-1234-5678", "01012345678", "+82 10 1234 5678",
                           "+82 (0)10-1234-5678", "010.1234.5678"}) {
    CHECK(pii_identity(PiiKind::phone, text) == "01012345678");
  }
  CHECK(pii_identity(PiiKind::phone, "+1 (415) 555-2671") == "+14155552671");
  CHECK(pii_identity(PiiKind::email, "Kim@Example.com") == "kim@example.com");
  CHECK(pii_identity(PiiKind::kr_rrn, "800101-1234560") == "8001011234560");
  CHECK(pii_identity(PiiKind::iban, "GB82 WEST 1234") == "gb82west1234");
}

TEST_CASE("any bytes are walked over without harm, matches are apart and in order") {
  std::string text;
  std::uint64_t state = 1;
  const std::string_view alphabet = "01234567890123456789 --..@+()aA:가각";
  for (int round = 0; round < 3000; ++round) {
    text.clear();
    for (int i = 0; i < 40; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      text += alphabet[(state >> 33) % alphabet.size()];
    }
    std::vector<PiiMatch> matches;
    find_pii(text, PiiKinds::all(), matches);
    std::size_t before = 0;
    for (const PiiMatch& match : matches) {
      CHECK(match.begin >= before);
      CHECK(match.end > match.begin);
      CHECK(match.end <= text.size());
      CHECK_FALSE(
          masked_pii(match.kind, text.substr(match.begin, match.end - match.begin)).empty());
      before = match.end;
    }
  }
}
