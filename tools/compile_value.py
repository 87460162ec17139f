"""Compile the facts of `hevesy plan value`: hazard ratios, thresholds, and the rows that need no arithmetic.

    python tools/compile_value.py

writes src/hevesy/facts/packs/open/facts/value.csv from three tables beside this script, each row with its source:

* value_ratios.csv: hazard ratios with the interval that a trial prints, at its level (95 or 99.2 %). The shelf draws
  from 90 % intervals: low and high become ratio x exp(-+1.645 s), where s = ln(high / low) / (2 z) is the trial's
  standard error of the logarithm. Each trial also gets the score that moves its survival and its progression together.
* value_thresholds.csv: what a year of health may cost, as printed. A row with `per_usd` is in another currency and is
  turned into USD at that rate, of the year of the figure: what was read becomes something derived.
* value_rows.csv: everything else, as it stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import NormalDist

from raw import FACT_HEADER, OPEN, plain, read_rows, write_rows

HERE = Path(__file__).parent
TARGET = OPEN / "facts" / "value.csv"
TOGETHER = "value.trial_effect"
Row = dict[str, str]


def main(target: Path = TARGET) -> None:
    rows = [*read_rows(HERE / "value_rows.csv"), *_ratios(), *_thresholds()]
    write_rows(target, FACT_HEADER, sorted(rows, key=lambda row: (row["fact"], row["place"])))


def _ratios() -> Iterator[Row]:
    read = read_rows(HERE / "value_ratios.csv")
    for row in read:
        low, high = ninety(float(row["value"]), float(row["low"]), float(row["high"]), float(row["level"]))
        printed = f"{row['level']} % interval {row['low']} to {row['high']}"
        yield {
            "fact": row["fact"], "place": "world", "value": row["value"], "low": plain(low, 3),
            "high": plain(high, 3), "unit": "hazard ratio", "dist": "lognormal", "source": row["source"],
            "kind": row["kind"], "note": f"{row['note']}; the range is the 90 % interval of the {printed}",
        }  # fmt: skip
    for trial in sorted({row["fact"].split(".")[2] for row in read}):
        yield {
            "fact": f"{TOGETHER}.{trial}", "place": "world", "value": "0", "low": "-1.645", "high": "1.645",
            "unit": "standard normal score", "dist": "fixed", "state": "imputed", "source": "asm",
            "kind": "assumption",
            "note": "chance of this trial that moves its survival and its progression the same way",
        }  # fmt: skip


def ninety(ratio: float, low: float, high: float, level: float) -> tuple[float, float]:
    """The 90 % interval of a hazard ratio printed with an interval of another level."""
    error = math.log(high / low) / (2 * NormalDist().inv_cdf(0.5 + level / 200))
    reach = NormalDist().inv_cdf(0.95) * error
    return ratio * math.exp(-reach), ratio * math.exp(reach)


def _thresholds() -> Iterator[Row]:
    for row in read_rows(HERE / "value_thresholds.csv"):
        yield _in_dollars(row) if row["per_usd"] else {name: row[name] for name in FACT_HEADER}


def _in_dollars(row: Mapping[str, str]) -> Row:
    currency, per = row["unit"].split("/")
    amounts = {
        name: plain(float(row[name]) / float(row["per_usd"]), 3) if row[name] else ""
        for name in ("value", "low", "high")
    }
    ends = f" ({float(row['low']):,.0f} to {float(row['high']):,.0f})" if row["low"] else ""
    printed = f"{float(row['value']):,.0f}{ends} {currency}, at {row['per_usd']} {currency} for a USD"
    note = f"{row['note']}; printed as {printed}, a recalled rate"
    kind = "derived" if row["kind"] == "verified" else row["kind"]
    return {**{name: row[name] for name in FACT_HEADER}, **amounts, "unit": f"USD/{per}", "kind": kind, "note": note}


if __name__ == "__main__":
    main()
