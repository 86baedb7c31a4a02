# Turns the examples of a document into golden cases: every fenced block that holds "$ command" lines.
# What follows a command is its output (both streams); "> " goes on with the command. Variables: out
# (folder for the cases), name (of the document). Each block starts in a copy of samples/.

function flush_command() {
  if (command != "") script = script "$ { " command "\n$ } 2>&1 || true\n"
  command = ""
}

/^```/ {
  inside = !inside
  if (inside) {
    script = output = command = ""
    begun = NR
  } else if (script command != "") {
    flush_command()
    file = out "/" name "_line_" begun ".case"
    printf "# The example at line %d of %s gives what the document says.\n", begun, name > file
    printf "$ cp -r \"$SOURCE\"/samples/. .\n%s", script > file
    if (output != "") printf "== stdout\n%s", output > file
    close(file)
  }
  next
}

!inside { next }

/^\$ / {
  flush_command()
  command = substr($0, 3)
  typing = 1
  next
}

/^> / && typing {
  command = command "\n$ " substr($0, 3)
  next
}

script command != "" {
  typing = 0
  output = output ($0 ~ /^\\*==/ ? "\\" : "") $0 "\n"
}
