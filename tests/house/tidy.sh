#!/bin/sh
# Runs clang-tidy over lib and tools, or over FILE...: prints what it finds; exit code 1 if anything.
# usage: tidy.sh [FILE...]
# Most of its time goes into the headers that every file includes, so files are looked at in batches:
# each batch is one translation unit of files of one room that give no name of their own twice. Only
# where a batch has a finding (or does not compile) are its files looked at one by one; that decides.
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cat > "$work/tidy" << END
#!/bin/sh
exec clang-tidy-14 --quiet --config-file="$root/.clang-tidy" "\$@" -- -std=c++20 -Wall -Wextra -I"$root/lib" \\
  -DFMT_SHARED -DSPDLOG_SHARED_LIB -DSPDLOG_COMPILED_LIB -DSPDLOG_FMT_EXTERNAL \\
  -DBOOST_MATH_PROMOTE_DOUBLE_POLICY=false '-DLBL_VERSION=""' '-DLBL_SCHEMAS_SOURCE=""'
END
cat > "$work/batch" << END
#!/bin/sh
# One batch: quiet when it is clean, else the findings of each of its files.
if "$work/tidy" --checks=-bugprone-suspicious-include "\$1" > "\$1.log" 2>&1; then exit 0; fi
code=0
for file in \$(sed -n 's/^#include "\\(.*\\)"/\\1/p' "\$1"); do
  "$work/tidy" "\$file" > "\$1.log" 2>&1 || { cat "\$1.log"; code=1; }
done
if [ \$code = 0 ]; then echo "\$1" >> "$work/split"; fi
exit \$code
END
chmod +x "$work/tidy" "$work/batch"

if [ $# = 0 ]; then
  find lib tools -name '*.cpp' | LC_ALL=C sort > "$work/files"
else
  printf '%s\n' "$@" > "$work/files"
fi
# A name at the start of a line that is no member of another file's: functions, types, constants.
# shellcheck disable=SC2016
xargs awk -v root="$root" -v work="$work" '
  function place(    b, n, fits) {
    for (b = 1; b <= batches[room]; ++b) {
      fits = size[room, b] < 12
      for (n in names) if (fits && ((room, b, n) in taken)) fits = 0
      if (fits) break
    }
    if (b > batches[room]) batches[room] = b
    ++size[room, b]
    for (n in names) taken[room, b, n] = 1
    print "#include \"" root "/" file "\"" > (work "/batch-" room "-" b ".cpp")
  }
  FNR == 1 {
    if (NR > 1) place()
    split("", names)
    file = FILENAME
    split(file, part, "/")
    room = part[1] == "lib" ? part[3] : "tools" NR
  }
  /^(namespace|using namespace|extern|return|case)/ { next }
  { sub(/^\[\[[a-z_]+\]\] /, "") }
  /^constexpr / { # one line may name several
    rest = $0
    while (match(rest, /[A-Za-z_0-9]+(\[\])? = /)) {
      name = substr(rest, RSTART, RLENGTH)
      gsub(/[^A-Za-z_0-9]/, "", name)
      names[name] = 1
      rest = substr(rest, RSTART + RLENGTH)
    }
    next
  }
  /^(struct|class|enum|using|union|template)/ || /^[A-Za-z].*[({=;]$/ || /^[A-Za-z][A-Za-z0-9_:<>,*& ]*[({=]/ {
    line = $0
    sub(/ = .*/, "", line)
    sub(/[({].*/, "", line)
    if (line ~ /::~?[A-Za-z_]+$/) next # a member
    sub(/( final)?( : .*)? *$/, "", line)
    if (match(line, /[A-Za-z_0-9]+(\[\])?;?$/)) {
      name = substr(line, RSTART, RLENGTH)
      gsub(/[^A-Za-z_0-9]/, "", name)
      names[name] = 1
    }
  }
  END { place() }' < "$work/files"
code=0
find "$work" -name 'batch-*.cpp' -print | LC_ALL=C sort | xargs -n 1 -P "$(nproc)" "$work/batch" || code=1
if [ -f "$work/split" ]; then echo "looked at one by one: $(wc -l < "$work/split") batches"; fi
[ $code = 0 ]
