# Completes options, their words and verbs of the lbl programs in bash, from what --help says.
_lbl() {
  local program=$1 word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} verb='' help words
  # A verb counts only as the first argument.
  if [ "$COMP_CWORD" -gt 1 ] && [[ ${COMP_WORDS[1]} == [a-z]* ]] && [ ! -e "${COMP_WORDS[1]}" ]; then
    verb=${COMP_WORDS[1]}
  fi
  help=$("$program" $verb --help 2> /dev/null) || return 0
  if [[ $word == -* ]]; then
    words=$(printf '%s\n' "$help" | grep -oE -e '--[a-z][a-z-]*' | sort -u)
  elif [[ $previous == --* ]]; then
    # The closed list of an option: "a (default), b, c" at the end of its lines, or "a|b|c".
    words=$(printf '%s\n' "$help" | awk -v option="$previous" '
      { found = index($0, option " ") && match($0, option " [a-z0-9]+([|][a-z0-9]+)+") }
      found {
        list = substr($0, RSTART + length(option) + 1, RLENGTH - length(option) - 1)
        gsub(/[|]/, " ", list)
        print list
      }
      $0 ~ "(^| )" option " WORD" { inside = 1; text = $0; next }
      inside && /^                /  { text = text " " $0; next }
      inside { inside = 0; show() }
      function show() {
        sub(/.*: /, "", text)
        gsub(/\(default\)|,/, " ", text)
        print text
      }
      END { if (inside) show() }')
  elif [ "$COMP_CWORD" = 1 ]; then
    words=$(printf '%s\n' "$help" | awk '/^Verbs/ { inside = 1; next } /^$/ { inside = 0 } inside && /^  [a-z]/ { print $1 }')
  fi
  # File names are completed by readline when there is nothing else (-o default).
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _lbl lbl-validate lbl-agree lbl-sample lbl-bias
