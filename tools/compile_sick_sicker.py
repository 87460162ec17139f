"""Compile the small table with which tests compare our cohort models with the DARTH tutorial's Sick-Sicker model.

    python tools/compile_sick_sicker.py FOLDER

FOLDER holds darth_sick_sicker_psa_inputs.csv and darth_sick_sicker_psa_outputs.csv: what the tutorial's R code
(github.com/DARTH-git/cohort-modeling-tutorial-intro, MIT licence) draws and answers. Every twentieth draw is kept.
Writes tests/reference/sick_sicker_draws.csv.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

TABLE = Path(__file__).parent.parent / "tests/reference/sick_sicker_draws.csv"
NAMES = ("darth_sick_sicker_psa_inputs.csv", "darth_sick_sicker_psa_outputs.csv")
EVERY = 20


def main(folder: Path) -> None:
    rows: list[list[str]] = []
    for name in NAMES:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for number, cells in enumerate(csv.reader(file)):
                if len(rows) <= number:
                    rows.append([])
                rows[number] += cells
    kept = [rows[0], *rows[1::EVERY]]
    constant = {at for at in range(len(rows[0])) if len({row[at] for row in rows[1:]}) == 1}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([cell for at, cell in enumerate(row) if at not in constant] for row in kept)
    print(f"wrote {TABLE}: {len(kept) - 1} draws")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
