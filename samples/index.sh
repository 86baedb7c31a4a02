#!/bin/sh
# The page that links the reports: what each says in its first sentences, and its gates.
# usage: index.sh OUT NAME...   NAME.txt, NAME.json and NAME.html are in OUT
set -eu
out=$1
shift

title() {
  case $1 in
    validate) echo "Does the batch follow the guideline?" ;;
    agree) echo "Do the annotators agree?" ;;
    bias) echo "Are some slices labelled differently?" ;;
    review) echo "Which items should a person look at?" ;;
    inspection) echo "Which items decide about the lot?" ;;
    estimate) echo "How much of the batch is wrong?" ;;
    accept) echo "May the batch go on?" ;;
    *) echo "$1" ;;
  esac
}

# The sentences that a text report begins with; that of lbl-validate ends with them.
words() {
  case $1 in
    validate) grep ' are valid' "$out/$1.txt" ;;
    agree) sed -n '3,/^$/p' "$out/$1.txt" ;;
    *) sed '/^$/q' "$out/$1.txt" ;;
  esac | jq -Rrs '@html'
}

cat << 'END'
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The night's reports</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.25rem; }
p { margin: 0.25rem 0; }
.failed { font-weight: bold; }
</style>
</head>
<body>
<main>
<h1>The night's reports</h1>
END
for name in "$@"; do
  printf '<section>\n<h2><a href="%s.html">%s</a></h2>\n<p>%s</p>\n' "$name" "$(title "$name")" "$(words "$name")"
  jq -r '(.gates // [])[]
    | "<p class=\"\(if .passed then "passed" else "failed" end)\">Gate \(.gate | @html): " +
      "\(.value // "undefined"), \(if .passed then "passed" else "failed" end).</p>"' "$out/$name.json"
  printf '<p><a href="%s.json">JSON</a> <a href="%s.txt">text</a></p>\n</section>\n' "$name" "$name"
done
printf '</main>\n</body>\n</html>\n'
