"""Ask radioactivedecay, in high precision, what every chain becomes; the tests compare with its answers.

    python tools/ask_radioactivedecay.py

Writes tests/reference/chains_by_radioactivedecay.csv. It takes minutes, which is why the answers are kept.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from hevesy.physics import library

ANSWERS = Path(__file__).parent.parent / "tests/reference/chains_by_radioactivedecay.csv"
HALF_LIVES = (0.001, 0.5, 12.0)  # of the parent
START_BQ = 1e6


def main() -> None:
    import radioactivedecay as rd  # type: ignore[import-untyped]

    with ANSWERS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["parent", "seconds", "member", "activity_bq", "decays"])
        for name, found in library().items():
            if found.stable:
                continue
            inventory = rd.InventoryHP({name: START_BQ}, "Bq")
            for count in HALF_LIVES:
                seconds = float(f"{found.half_life_s * count:.6g}")
                activities = inventory.decay(seconds, "s").activities("Bq")
                decays = inventory.cumulative_decays(seconds, "s")
                for member, activity in activities.items():
                    if member in decays:
                        writer.writerow([name, seconds, member, float(activity), float(decays[member])])
            print(name, file=sys.stderr)


if __name__ == "__main__":
    main()
