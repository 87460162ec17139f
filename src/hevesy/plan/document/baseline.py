"""A plan's figures on the day it was written, numbered and sealed, so that next year's stand beside them.

The hash is over the figures alone, without the day: the same plan written twice keeps its number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from hevesy import __version__
from hevesy.errors import BadBaseline
from hevesy.plan.document.indicators import Indicator
from hevesy.plan.scenario.scenario import Scenario

SCHEMA = "hevesy.plan.baseline/1"
NAMED = re.compile(r"baseline-(\d+)\.json")


@dataclass(frozen=True)
class Baseline:
    """A numbered baseline with its indicators by key; `seal` is the hash of its contents."""

    number: int
    made_on: str
    contents: Mapping[str, Any]
    seal: str

    @property
    def file_name(self) -> str:
        return f"baseline-{self.number}.json"

    def indicator(self, key: str) -> Indicator | None:
        """The indicator as it stood; None where it was not followed then."""
        said = self.contents["indicators"].get(key)
        return None if said is None else Indicator(**said)

    def text(self) -> str:
        """The file's text."""
        said = {
            "schema": SCHEMA,
            "number": self.number,
            "made_on": self.made_on,
            "seal": self.seal,
            **self.contents,
        }
        return json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def frozen(
    scenario: Scenario,
    every: Mapping[str, Indicator],
    made_on: date,
    folder: Path,
    before: Baseline | None = None,
) -> Baseline:
    """The baseline of these figures: the one in the folder that says the same, else one with the next number."""
    contents = {
        "country": scenario.country,
        "scenario": scenario.name,
        "hevesy_version": __version__,
        "seed": scenario.seed,
        "draws": scenario.draws,
        "indicators": {key: each.plain() for key, each in every.items()},
    }
    contents = json.loads(json.dumps(contents))  # as it will be read back
    seal = seal_of(contents)
    known = [read_baseline(path) for path in numbered(folder)]
    for each in known:
        if each.seal == seal:
            return each
    last = max([*(each.number for each in known), before.number if before else 0])
    return Baseline(last + 1, made_on.isoformat(), contents, seal)


def numbered(folder: Path) -> list[Path]:
    """The baselines in a folder, by number."""
    found = [path for path in folder.glob("baseline-*.json") if NAMED.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(path.stem.partition("-")[2]))


def seal_of(contents: Mapping[str, Any]) -> str:
    """The hash of a baseline's contents (SHA-256), however its file is laid out."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_baseline(file: Path) -> Baseline:
    """The baseline in a file; raises BadBaseline where it is none, or its figures are not those it was sealed with."""

    def bad(where: str, problem: str, advice: str) -> BadBaseline:
        return BadBaseline(file=file, where=where, problem=problem, advice=advice)

    again = "name a file that it wrote, or leave --baseline out"
    try:
        said = json.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise bad("the whole file", "there is no such file", again) from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise bad("the whole file", f"this is not a baseline ({error})", again) from None
    if not isinstance(said, dict) or said.get("schema") != SCHEMA:
        raise bad("key 'schema'", f"this is not {SCHEMA}", again)
    missing = [key for key in ("number", "made_on", "seal", "country", "indicators") if key not in said]
    if missing:
        raise bad(f"key {missing[0]!r}", "it is missing", again)
    contents = {
        key: value for key, value in said.items() if key not in ("schema", "number", "made_on", "seal")
    }
    if seal_of(contents) != said["seal"]:
        raise bad(
            "key 'seal'", "the figures are not those that it was sealed with", "bring back the file as it was"
        )
    _check_indicators(contents, bad, again)
    return Baseline(said["number"], said["made_on"], contents, said["seal"])


def check_same_country(base: Baseline, file: Path, country: str) -> None:
    """Raise BadBaseline where an earlier baseline is of another country."""
    if base.contents["country"] != country:
        raise BadBaseline(
            file=file, where="key 'country'", problem=f"it is of {base.contents['country']}, the scenario of {country}",
            advice="name one of the same country",
        )  # fmt: skip


def _check_indicators(contents: Mapping[str, Any], bad: Any, again: str) -> None:
    known = {each.name for each in fields(Indicator)}
    for key, said in contents["indicators"].items():
        if not isinstance(said, dict) or set(said) != known:
            raise bad(f"indicator {key!r}", "it is not laid out as this version of Hevesy does", again)
