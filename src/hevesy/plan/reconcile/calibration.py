"""A calibration: scores that reproduce a country's counts, what they fit, and of which data they hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hevesy.errors import BadCalibration, OtherData
from hevesy.facts import Fact, Reader, Shelf
from hevesy.facts.sampling import stream
from hevesy.places import find_country
from hevesy.plan.burden import chosen
from hevesy.plan.reconcile.apart import Apart
from hevesy.plan.reconcile.fit import Band, Fitted, Moved
from hevesy.plan.reconcile.forward import Floats
from hevesy.plan.report.shape import problems
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.stated import stated_facts

FORMAT = "hevesy calibration 1"
SCHEMA_FILE = Path(__file__).with_name("calibration.schema.json")
DIGITS = 4  # of a stored score


@dataclass(frozen=True)
class Calibration:
    """Equally weighted scores by fact, shape (draws,) each, with their fit.

    `effective` of `proposed` weighted draws stand behind them. `packs` and `mark` say of which data it holds.
    """

    country: str
    year: int
    made_on: str
    burden: str
    forward: str
    seed: int
    effective: float
    proposed: int
    packs: tuple[str, ...]
    mark: str
    fit: tuple[Fitted, ...]
    moved: tuple[Moved, ...]
    notes: tuple[str, ...]
    scores: Mapping[str, Floats]
    file: str = ""
    apart: tuple[Apart, ...] = ()
    said_apart: tuple[str, ...] = ()

    @property
    def draws(self) -> int:
        return len(next(iter(self.scores.values())))

    def __str__(self) -> str:
        return (
            f"Calibrated to the country's own counts of {self.year}: {len(self.fit)} figures, "
            f"{sum(each.inside for each in self.fit)} of them within the 90 % interval afterwards "
            f"({self.effective:,.0f} effective draws)."
        )


def calibrated_reader(
    calibration: Calibration,
    shelf: Shelf,
    draws: int,
    seed: int = 1,
    stated: Mapping[str, Fact] | None = None,
) -> Reader:
    """A reader whose scores reproduce the counts; facts that the counts say nothing of are drawn as always.

    The first `draws` of the calibration's scores are used, and used again in another order where more are asked
    for. A figure that a scenario states (`stated`) is drawn anew: the counts spoke of another one.
    Raises OtherData where shelf and calibration do not belong together.
    """
    check_same_data(calibration, shelf)
    places = _places(calibration.draws, draws, seed)
    kept = [name for name in calibration.scores if name not in (stated or {})]
    scores = {name: calibration.scores[name][places] for name in kept}
    return Reader(shelf, calibration.country, draws, seed, scores=scores, stated=stated or {})


def reader_for(calibration: Calibration, scenario: Scenario, shelf: Shelf) -> Reader:
    """The calibrated reader of a scenario: its draws, seed and stated figures.

    Raises OtherData for another country, another source of burden, or other facts and counts.
    """
    iso3 = find_country(scenario.country, shelf).iso3
    burden = scenario.burden or chosen(shelf.reader(iso3))
    if (iso3, burden) != (calibration.country, calibration.burden):
        raise OtherData(
            file=calibration.file or "The calibration",
            made_of=f"for {calibration.country} with burden from {calibration.burden}",
            now=f"a scenario for {iso3} with burden from {burden}",
        )
    stated = stated_facts(scenario, shelf)
    return calibrated_reader(calibration, shelf, scenario.draws, scenario.seed, stated)


def _places(held: int, draws: int, seed: int) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Which of the held scores the draws take: all in their order, then all again in a random one."""
    again = [stream(seed, f"calibration {time}").permutation(held) for time in range(1, -(-draws // held))]
    return np.concatenate([np.arange(held), *again])[:draws].astype(np.intp)


def check_same_data(calibration: Calibration, shelf: Shelf) -> None:
    """Raise OtherData unless the facts behind the scores and the country's own tables are those of the calibration."""
    if mark_of(shelf, calibration.country, calibration.scores) != calibration.mark:
        now = own_packs(shelf)
        same = now == calibration.packs
        raise OtherData(
            file=calibration.file or "The calibration",
            made_of=f"with {_named(calibration.packs)}",
            now="another state of them or of the shelf" if same else f"a shelf with {_named(now)}",
        )


def own_packs(shelf: Shelf) -> tuple[str, ...]:
    return tuple(pack.name for pack in shelf.packs if not pack.shipped)


def _named(packs: Collection[str]) -> str:
    if not packs:
        return "no pack of a country"
    return f"the pack {next(iter(packs))}" if len(packs) == 1 else f"the packs {', '.join(packs)}"


def mark_of(shelf: Shelf, country: str, names: Collection[str]) -> str:
    """A short mark of the distributions behind the scores and of every file of the country's own packs."""
    mark = hashlib.sha256()
    for name in sorted(names):
        fact = shelf.fact(name, country)
        parts = (fact.id, fact.place, fact.value, fact.low, fact.high, fact.unit, fact.dist, fact.confirmed)
        mark.update(f"{'|'.join(map(str, parts))}\n".encode())
    for pack in shelf.packs:
        for file in sorted(pack.folder.rglob("*")) if not pack.shipped else ():
            if file.is_file():
                mark.update(f"{pack.name}/{file.relative_to(pack.folder).as_posix()}\n".encode())
                mark.update(hashlib.sha256(file.read_bytes()).digest())
    return mark.hexdigest()[:16]


# --- on disk ------------------------------------------------------------------------------------------------


def as_json(calibration: Calibration) -> dict[str, Any]:
    """The content of calibration.json."""
    held = asdict(calibration)
    del held["file"]
    held["scores"] = {name: np.round(score, DIGITS).tolist() for name, score in calibration.scores.items()}
    return {"format": FORMAT, **held, "draws": calibration.draws}


def write_calibration(calibration: Calibration, file: Path) -> None:
    """Write it whole, or leave the old one: one fact's scores on each line."""
    held = as_json(calibration)
    scores = held.pop("scores")
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(score)}" for name, score in scores.items())
    text = json.dumps(held, ensure_ascii=False, indent=1)[:-2] + ',\n "scores": {\n' + lines + "\n }\n}\n"
    draft = file.with_name(f".{file.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


def read_calibration(file: Path) -> Calibration:
    """A calibration from disk; raises BadCalibration naming what is wrong with it."""
    try:
        held = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise BadCalibration(file=file, problem="there is no such file") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadCalibration(file=file, problem=f"it can't be read as JSON ({error})") from None
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise BadCalibration(file=file, problem=f"it does not begin with the format {FORMAT!r}")
    for problem in schema_problems(held):
        raise BadCalibration(file=file, problem=problem)
    try:
        return _typed(held, file)
    except (KeyError, TypeError, ValueError) as error:
        raise BadCalibration(file=file, problem=f"something is missing or out of shape ({error})") from None


def schema_problems(held: Mapping[str, Any]) -> list[str]:
    """Where the content breaks calibration.schema.json, one sentence each."""
    return problems(held, json.loads(SCHEMA_FILE.read_text("utf-8")), "calibration")


def _typed(held: Mapping[str, Any], file: Path) -> Calibration:
    scores = {str(name): np.asarray(score, dtype=float) for name, score in held["scores"].items()}
    if not scores or len({score.shape for score in scores.values()}) != 1:
        raise ValueError("scores of different lengths")
    if not all(score.ndim == 1 and np.isfinite(score).all() for score in scores.values()):
        raise ValueError("a score that is no number")
    return Calibration(
        country=held["country"],
        year=int(held["year"]),
        made_on=held["made_on"],
        burden=held["burden"],
        forward=held["forward"],
        seed=int(held["seed"]),
        effective=float(held["effective"]),
        proposed=int(held["proposed"]),
        packs=tuple(held["packs"]),
        mark=held["mark"],
        fit=tuple(Fitted(**_with_bands(row)) for row in held["fit"]),
        moved=tuple(Moved(**_with_bands(row)) for row in held["moved"]),
        notes=tuple(held["notes"]),
        apart=tuple(Apart(**row) for row in held.get("apart", ())),
        said_apart=tuple(held.get("said_apart", ())),
        scores=scores,
        file=str(file),
    )


def _with_bands(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Band(**value) if isinstance(value, dict) else value for name, value in row.items()}
