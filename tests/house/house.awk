# Reads every source file once and tells what breaks the rules of the house (DESIGN.md section 5).
# Called by house.sh, which sets root. Prints "RULE FILE:LINE: what" for each breach.

function breach(rule, what) {
  printf "%s %s:%d: %s\n", rule, file, FNR, what
}

# " a b c " for what a room may include; every room may include itself.
function allow(room, rooms) {
  allowed[room] = " " room " " rooms " "
}

# Headers that match the pattern belong to the rooms. The first match counts.
function home(pattern, rooms) {
  pattern_of[++patterns] = pattern
  home_of[patterns] = " " rooms " "
}

BEGIN {
  allow("base", "")
  allow("stats", "base")
  allow("model", "base")
  allow("io", "model base")
  questions = "validate agree sample bias"
  split(questions, list, " ")
  for (i in list) allow(list[i], "model stats base")
  allow("report", questions " model stats base")
  allow("cli", "io report " questions " model stats base")
  allow("tools", "cli io report " questions " model stats base")

  home("^fmt/", "base model stats io " questions " report cli tools")
  home("^xxhash[.]h$", "base")
  home("^(tbb|oneapi)/", "base")
  home("^utf8proc[.]h$", "base")
  home("^sodium[.]h$", "base")
  home("^nlohmann/", "model report io:locat")
  home("^simdjson[.]h$", "io")
  home("^csv[.]h$", "io")
  home("^z(lib|std)[.]h$", "io")
  home("^boost/", "stats")
  home("^valijson/", "validate")
  home("^pcre2[.]h$", "validate")
  home("^CLI/", "cli")
  home("^spdlog/", "cli")
  home("^(unistd|fcntl|signal|poll|dirent|termios)[.]h$", "io cli")
  home("^sys/", "io cli tools:large_memory")
  home("^malloc[.]h$", "tools:large_memory")
  home("^fnmatch[.]h$", "model")
}

# What only the whole of a file shows (mawk has no ENDFILE).
function finish() {
  if (library && code && !has_namespace) print "namespace " file ":1: no namespace lbl::" room
  if (library && file ~ /[.]hpp$/ && !has_once) print "once " file ":1: no #pragma once"
}

FNR == 1 {
  if (NR > 1) finish()
  file = substr(FILENAME, length(root) + 2)
  code = file ~ /[.](cpp|hpp)$/
  parts = split(file, part, "/")
  library = part[1] == "lib"
  room = library ? part[3] : part[1]
  ruled = library || room == "tools"
  has_namespace = has_once = 0
  purpose = 1
  if ($0 ~ /^#!/) purpose = 2
}

FNR == purpose {
  mark = code ? "^// [^ ]" : "^# [^ ]"
  if (file ~ /[.](scd|md|json)$/) mark = ""
  if (mark != "" && $0 !~ mark) breach("purpose", "the first line does not say what the file is for")
}

{
  if ($0 ~ /TO[D]O|FIX[M]E/) breach("unfinished", "work left undone: " $0)
  if (!code) next
  if (FNR == 601) breach("length", "longer than 600 lines")
  if ($0 ~ /^#pragma once/) has_once = 1
  # doctest multiplies by 1 + the value: for a small value a loose tolerance is none.
  if (/epsilon[(](0[.]|[0-9]e-[1-6][)])/ && !/scale[(]0[)]/)
    breach("tolerance", "a loose epsilon without .scale(0): " $0)
}

!ruled { next }

/^ *# *include/ {
  if ($0 ~ /"/) {
    target = $0
    sub(/^[^"]*"/, "", target)
    sub(/".*/, "", target)
    if (target !~ /^lbl\/[a-z]+\//) {
      breach("arrows", "\"" target "\" is not written from lib/: \"lbl/ROOM/...\"")
    } else {
      split(target, step, "/")
      if (index(allowed[room], " " step[2] " ") == 0)
        breach("arrows", room " may not include " step[2] " (" target ")")
    }
  } else {
    target = $0
    sub(/^[^<]*</, "", target)
    sub(/>.*/, "", target)
    if (target == "format" || target == "ranges")
      breach("third-party", "<" target "> is not there in g++ 12 and clang 14 alike")
    if (target ~ /[.\/]/) {
      found = 0
      for (i = 1; i <= patterns && !found; ++i) {
        if (target !~ pattern_of[i]) continue
        found = 1
        special = index(home_of[i], " " room ":") > 0
        if (special) {
          word = home_of[i]
          sub(".* " room ":", "", word)
          sub(/ .*/, "", word)
          special = index(part[parts], word) > 0
        }
        if (index(home_of[i], " " room " ") == 0 && !special)
          breach("third-party", "<" target "> does not belong to " room)
      }
      if (!found) breach("third-party", "<" target "> has no room in tests/house/house.awk")
    }
  }
  next
}

{
  line = $0
  sub(/\/\/.*/, "", line)
  if (line ~ "namespace lbl::" room) has_namespace = 1
  if (line ~ /add_(option|flag|subcommand)[^ ]*[(]/ && room != "cli")
    breach("one-wrapper", "options are added by cli::App only")
  if (room == "cli") next
  if (line ~ /(^|[^a-z_])(cout|cerr|clog)([^a-z_]|$)/ || line ~ /(^|[^a-z_])f?printf *[(]/ ||
      line ~ /(^|[^a-z_.>])(puts|putchar|perror) *[(]/ || line ~ /fmt::print *[(] *(stdout|stderr|")/)
    breach("silence", "only cli prints: " $0)
  if (line ~ /(^|[^a-z_])(exit|_exit|quick_exit|abort) *[(]/ && line !~ /[.>](exit|abort) *[(]/)
    breach("silence", "only cli ends the program: " $0)
  if (line ~ /getenv *[(]/) breach("silence", "only cli reads the environment: " $0)
}

END { finish() }
