#!/bin/sh
# No record leaves the machine: the nightly job runs where there is no network interface, and strace sees
# no program of ours ask for a socket. usage: network.sh BUILD_DIR
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
programs=$(cd "$1/bin" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source-path=SCRIPTDIR/..
. "$root/tests/checks.sh"

# Each program under strace, in the place of the program.
mkdir "$work/traced" "$work/traces"
for program in "$programs"/lbl-*; do
  name=$(basename "$program")
  cat > "$work/traced/$name" << END
#!/bin/sh
exec strace -f -o "$work/traces/$name.\$\$" -e trace=%network "$program" "\$@"
END
  chmod +x "$work/traced/$name"
done
cp -R "$root/samples" "$work/samples"
rm -rf "$work/samples/out"

no_socket() {
  make -s -C "$work/samples" "PROGRAMS=$work/traced" "OUT=$work/traced-out" qa || return 1
  ls "$work/traces"
  [ "$(find "$work/traces" -type f | wc -l)" -ge 12 ] && ! grep -HE ' [a-z]+[0-9]*[(]' "$work/traces"/*
}
# The same way of looking finds a socket where there is one.
sees_a_socket() {
  strace -f -o "$work/seen" -e trace=%network bash -c 'exec 3<> /dev/udp/127.0.0.1/9' && grep 'socket(' "$work/seen"
}

if unshare --net true 2> /dev/null; then
  check "the nightly job runs without a network interface" \
    unshare --net make -s -C "$work/samples" "PROGRAMS=$programs" "OUT=$work/alone" qa
else
  skip "No right to make a network namespace here"
fi
if command -v strace > /dev/null && strace -o /dev/null true 2> /dev/null; then
  check "strace sees a socket where there is one" sees_a_socket
  check "no program asks for a socket" no_socket
else
  skip "No strace here"
fi

totals
