"""Rerun what docs/evidence.csv claims, and write down what came out.

Each row is a sentence the project promised: id, sentence, command, figure, date, status. A row with a command is
met when the command exits 0 and missed otherwise; its figure is the last line the command printed. A row
without a command is not built (or was judged by a person, who wrote its status, figure and date).

    python tools/evidence.py               reruns all rows that have a command
    python tools/evidence.py bench-help    reruns the rows whose id begins so
    python tools/evidence.py --list        prints the rows, and what is still missing
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
TABLE = CLONE / "docs" / "evidence.csv"
HEADER = ("id", "sentence", "command", "figure", "date", "status")
SECONDS_ALLOWED = 600


def read() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(rows: list[dict[str, str]]) -> None:
    scratch = TABLE.with_suffix(".new")
    with scratch.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    scratch.replace(TABLE)


def figure_of(printed: str) -> str:
    """The last line that says something; how long pytest took is not part of a figure."""
    lines = [line.strip(" =") for line in printed.splitlines() if line.strip(" =")]
    last = re.sub(r" in [\d.]+s( \([\d:]+\))?$", "", lines[-1]) if lines else "printed nothing"
    return last[:160]


def rerun(row: dict[str, str]) -> None:
    """Run the row's command and write figure, date and status into the row."""
    bin_folder = Path(sys.executable).parent
    surroundings = {
        **os.environ,
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "PYTEST_ADDOPTS": "--durations=0 -q",
    }
    try:
        done = subprocess.run(
            ["bash", "-c", row["command"]],
            cwd=CLONE,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=SECONDS_ALLOWED,
            check=False,
        )
        row["status"] = "met" if done.returncode == 0 else "missed"
        row["figure"] = figure_of(done.stdout or done.stderr)
    except subprocess.TimeoutExpired:
        row["status"], row["figure"] = "missed", f"took more than {SECONDS_ALLOWED} s"
    row["date"] = datetime.now(UTC).date().isoformat()


def main() -> int:
    rows = read()
    chosen = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    for row in rows:
        if (
            row["command"]
            and "--list" not in sys.argv
            and (not chosen or row["id"].startswith(tuple(chosen)))
        ):
            rerun(row)
            write(rows)
        print(f"{row['status']:9} {row['id']:22} {row['figure'] or row['sentence'][:80]}")
    counts = {
        status: sum(row["status"] == status for row in rows) for status in ("met", "missed", "not built")
    }
    print(", ".join(f"{count} {status}" for status, count in counts.items()))
    return 1 if counts["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
