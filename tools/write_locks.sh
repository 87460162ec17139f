#!/usr/bin/env bash
# Pin every dependency with hashes and without any download address, newest stable versions.
# Usage: tools/write_locks.sh [pip-compile]      (Python 3.11, Linux, a package index)
set -euo pipefail
cd "$(dirname "$0")/.."
compile=${1:-.venv/bin/pip-compile}
options=(--quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --annotation-style=line
         --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

names_of_group() {
    python3 - "$@" <<'PY'
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
for group in sys.argv[1:]:
    service = project["project"]["optional-dependencies"]["service"]
    lines = project["project"]["dependencies"] + service if group == "runtime" else project["dependency-groups"][group]
    print("\n".join(lines))
PY
}

write_lock() {  # name, lock that constrains it, groups...
    local name=$1 before=$2
    shift 2
    names_of_group "$@" >"$scratch/$name.in"
    "$compile" "${options[@]}" ${before:+--constraint "requirements/$before.lock"} \
        --output-file "$scratch/$name.lock" "$scratch/$name.in"
    sed -E -e 's|, *-c [^ ,]*||g; s|-c [^ ,]*, *||g; s|-r [^ ,]*|hevesy|g; s|# via +|# via |' \
        -e 's|^# The following packages are considered.*|# Needed to build, and pinned as well:|' \
        "$scratch/$name.lock" >"requirements/$name.lock"
    echo "requirements/$name.lock: $(grep -c '==' "requirements/$name.lock") wheels"
}

write_lock runtime "" runtime build
write_lock test runtime runtime build test
write_lock browser test runtime build test browser
write_lock check test runtime build test check
write_lock tools check runtime build test check tools
