"""What a centre's year says as a pack: facts, counts and waits that lie over the country's own, with their source."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from hevesy.errors import FolderInUse
from hevesy.facts import Shelf
from hevesy.facts.pack_check import check_pack
from hevesy.plan.calibrate import DOSES_A_WEEK, CentreYear, Observed

SOURCE = "record"
FACTS = ("fact", "place", "value", "low", "high", "unit", "dist", "state", "source", "kind", "note")
TREATMENTS = (
    "iso3", "centre", "therapy", "year", "patients", "administrations", "courses", "state", "source", "kind",
)  # fmt: skip
WAITS = ("iso3", "centre", "therapy", "year", "median_weeks", "waiting_now", "state", "source", "kind")
TOLD = {"state": "reported", "source": SOURCE, "kind": "computed"}


def write_pack(found: CentreYear, counts: Path, shelf: Shelf, out: Path) -> list[Path]:
    """Write the pack into the new folder `out` and check it against the shelf that it will lie over.

    Raises FolderInUse where something is in the folder, and BadPack where a row of it cannot hold there.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FolderInUse(folder=out)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in contents(found, counts, shelf).items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    try:
        check_pack(out, shelf)
    except Exception:
        for path in out.iterdir():
            path.unlink()
        out.rmdir()
        raise
    return sorted(out.iterdir())


def contents(found: CentreYear, counts: Path, shelf: Shelf) -> dict[str, str]:
    """The files of the pack, by name; `observed.json` holds all that was observed, also what states no fact."""
    whose = f"{found.country}/{found.centre}" if found.centre else found.country
    digest = hashlib.sha256(counts.read_bytes()).hexdigest()
    title = f"What a centre of {whose} observed, {found.period}"
    source = {
        "key": SOURCE, "citation": f"The centre's own record: counts and times without persons, {found.period}.",
        "locator": f"{counts.name}, SHA-256 {digest}",
    }  # fmt: skip
    files = {
        "pack.toml": f'name = "observed-{whose.lower().replace("/", "-")}"\ntitle = "{title}"\nlicence = ""\n',
        "facts.csv": _csv(FACTS, (_fact(each, shelf) for each in found.facts)),
        "sources.csv": _csv(tuple(source), [source]),
        "observed.json": json.dumps(as_json(found), ensure_ascii=False, indent=1) + "\n",
    }
    for name, columns, rows in (("treatments", TREATMENTS, found.treatments), ("waits", WAITS, found.waits)):
        if rows:
            files[f"{name}.csv"] = _csv(columns, ({**row, **TOLD} for row in rows))
    return files


def _fact(each: Observed, shelf: Shelf) -> Mapping[str, object]:
    value = each.found
    return {
        "fact": each.fact, "place": each.place, "value": f"{value.value:.5g}", "low": f"{value.low:.5g}",
        "high": f"{value.high:.5g}", "unit": next((row.unit for row in shelf.rows(each.fact) if row.unit), ""),
        "dist": "gamma" if each.unit in (DOSES_A_WEEK, "min") else "beta", **TOLD,
        "note": f"{each.name}, of {each.of:g}",
    }  # fmt: skip


def as_json(found: CentreYear) -> dict[str, object]:
    """Everything that was observed, as JSON."""
    return {
        "country": found.country, "centre": found.centre, "period": found.period,
        "observed": [
            {
                "what": each.name, "therapies": list(each.therapies), "value": each.found.value,
                "low": each.found.low, "high": each.found.high, "unit": each.unit, "of": each.of, "fact": each.fact,
                "place": each.place, "not_used_because": each.why_not,
            }
            for each in found.observed
        ],
    }  # fmt: skip


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
