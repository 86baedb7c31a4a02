# Sourced by samples/quickstart.sh and tests/run.sh: the Debian 12 packages, and how to get the missing ones.
# shellcheck disable=SC2034  # the lists are for those who source this

# What building the programs needs.
build_packages="g++ cmake ninja-build pkg-config scdoc libcli11-dev nlohmann-json3-dev libboost-dev \
libcsv-dev libspdlog-dev libfmt-dev libsimdjson-dev libvalijson-dev libutf8proc-dev libtbb-dev \
libxxhash-dev libzstd-dev zlib1g-dev libsodium-dev libpcre2-dev"
# What building and running the tests needs beside them.
test_packages="doctest-dev librapidcheck-dev json-schema-test-suite make jq zstd \
miller sqlite3 pv strace parallel slurmctld slurmd slurm-client munge"
# What --sanitize, --tidy and --fuzz need beside them.
clang_packages="clang-14 libclang-rt-14-dev"
tidy_packages="clang-14 clang-tidy-14 clang-format-14"

# Prints those of the packages in $* that are not installed.
missing_packages() {
  for package in "$@"; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    if [ "$status" != installed ]; then printf ' %s' "$package"; fi
  done
}

# Installs those of $* that are missing and says so; asks apt for nothing when nothing is.
install_missing() {
  missing=$(missing_packages "$@")
  if [ -z "$missing" ]; then
    echo "packages: all $# are there"
    return 0
  fi
  if [ "$(id -u)" != 0 ]; then
    echo "Missing packages. As root, run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends$missing" >&2
    exit 2
  fi
  echo "packages: installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get update
  # The word splitting is meant.
  # shellcheck disable=SC2086
  quietly apt-get install --yes --no-install-recommends $missing
}

# Runs a command; shows what it said only when it failed.
quietly() {
  log=$(mktemp)
  if "$@" > "$log" 2>&1 < /dev/null; then
    rm -f "$log"
  else
    code=$?
    cat "$log" >&2
    rm -f "$log"
    echo "failed: $*" >&2
    exit "$code"
  fi
}
