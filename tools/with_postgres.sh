#!/usr/bin/env bash
# Run a command with DATABASE_URL of a PostgreSQL of its own, in a folder that is gone afterwards.
# Usage: tools/with_postgres.sh command...      Ends with a sentence, and status 0, where there is no PostgreSQL.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v pg_ctl || echo /nowhere/pg_ctl)")
if [ ! -x "$bin/pg_ctl" ]; then
    echo "0 passed, all skipped: no PostgreSQL server is installed here (Debian: apt-get install postgresql)."
    exit 0
fi
folder=$(mktemp -d)
port=${HEVESY_POSTGRES_PORT:-54329}
as=()
if [ "$(id -u)" = 0 ]; then  # the server refuses to run as root
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi
stop() {
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
"${as[@]}" "$bin/initdb" -D "$folder/data" -U hevesy --auth=trust --encoding=UTF8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-h 127.0.0.1 -p $port -k $folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null
"${as[@]}" "$bin/createdb" -h 127.0.0.1 -p "$port" -U hevesy hevesy
DATABASE_URL="postgresql://hevesy@127.0.0.1:$port/hevesy" "$@"
