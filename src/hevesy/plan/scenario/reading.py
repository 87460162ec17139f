"""Reading a scenario's TOML: what is wrong is said in one sentence with file, table and key, and nothing is used.

What can be judged from the file alone is judged here; `check` judges it against the shelf and the country's packs.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from hevesy.errors import BadScenario
from hevesy.plan.scenario.dictionary import (
    EARLIEST,
    FUNDER,
    INTERVENTION,
    LATEST,
    ONWARD,
    RANGE,
    SCENARIO,
    SHOCK,
    SHORTAGE,
    TARIFF,
    Key,
    keys,
    number_said,
)
from hevesy.plan.scenario.scenario import (
    Funder,
    Intervention,
    Onward,
    Range,
    Scenario,
    Shock,
    Shortage,
    Tariff,
)
from hevesy.tables import nearest


def read_scenario(file: Path) -> Scenario:
    """The scenario in a TOML file; raises BadScenario at the first thing that is wrong."""
    try:
        text = Path(file).read_text("utf-8-sig")
    except FileNotFoundError:
        raise _unread(file, "there is no such file", "`hevesy plan scenario new` writes one") from None
    except IsADirectoryError:
        raise _unread(file, "this is a folder", "name the .toml file in it") from None
    except UnicodeDecodeError:
        raise _unread(file, "this is not text in UTF-8", "save it as plain text, UTF-8") from None
    except OSError as error:
        raise _unread(file, f"it can't be read ({error.strerror})", "check its name and its rights") from None
    return scenario_from(text, file)


def scenario_from(text: str, file: Path | str = "") -> Scenario:
    """The scenario that a TOML text describes."""
    if not text.strip():
        raise _unread(file, "this file is empty", "`hevesy plan scenario new` writes one")
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise _unread(file, f"this is not TOML ({error})", "mend that line") from None
    return from_tables(said, file)


def from_tables(said: Mapping[str, Any], file: Path | str = "") -> Scenario:
    """The scenario that tables, as TOML or JSON gives them, describe; days may be texts such as 2027-01-01."""
    top = _Table(str(file), "", said).values(SCENARIO)
    acts, struck, short, paying, priced, sent = (
        [
            _Table(str(file), _numbered(name, number, table), table).values(name)
            for number, table in enumerate(top.pop(name), start=1)
        ]
        for name in (INTERVENTION, SHOCK, SHORTAGE, FUNDER, TARIFF, ONWARD)
    )
    top["funders"] = tuple(Funder(**values) for values in paying)
    top["tariffs"] = tuple(Tariff(**values) for values in priced)
    scenario = Scenario(
        **top,
        interventions=tuple(Intervention(**values) for values in acts),
        shocks=tuple(Shock(**values) for values in struck),
        shortages=tuple(Shortage(**values) for values in short),
        onward=tuple(_onward(values) for values in sent),
        file=str(file),
    )
    _check_ids(scenario)
    return scenario


def pack_folders(scenario: Scenario) -> tuple[Path, ...]:
    """The folders of the scenario's packs, seen from its file."""
    beside = Path(scenario.file).parent if scenario.file else Path()
    return tuple(beside / folder for folder in scenario.packs)


def _onward(values: dict[str, Any]) -> Onward:
    return Onward(values["from"], values["to"], values["share_per_week"], values["therapies"])


def _numbered(table: str, number: int, said: Any) -> str:
    id = said.get("id") if isinstance(said, dict) else None
    return f"table [[{table}]] {number}" + (f" ({id!r})" if isinstance(id, str) else "")


def _check_ids(scenario: Scenario) -> None:
    seen: dict[str, str] = {}
    named = [
        (f"[[{INTERVENTION}]] {number}", each.id) for number, each in enumerate(scenario.interventions, 1)
    ]
    named += [(f"[[{SHOCK}]] {number}", each.id) for number, each in enumerate(scenario.shocks, 1)]
    named += [(f"[[{SHORTAGE}]] {number}", each.id) for number, each in enumerate(scenario.shortages, 1)]
    named += [(f"[[{FUNDER}]] {number}", each.id) for number, each in enumerate(scenario.funders, 1)]
    named += [(f"[[{TARIFF}]] {number}", each.id) for number, each in enumerate(scenario.tariffs, 1)]
    for table, id in named:
        if id in seen:
            raise BadScenario(
                file=scenario.file or "scenario", where=f"table {table}, key 'id'",
                problem=f"{id!r} is also the id of {seen[id]}", advice="give each a name of its own",
            )  # fmt: skip
        seen[id] = table


def _unread(file: Path | str, problem: str, advice: str) -> BadScenario:
    return BadScenario(file=str(file) or "scenario", where="the whole file", problem=problem, advice=advice)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file and what to call it in a sentence ('' for the top)."""

    file: str
    name: str
    said: Any

    def wrong(self, key: str, problem: str, advice: str) -> BadScenario:
        where = ", ".join(part for part in (self.name, f"key {key!r}" if key else "") if part)
        return BadScenario(file=self.file or "scenario", where=where, problem=problem, advice=advice)

    def refuse(self, key: Key | str, problem: str, advice: str) -> NoReturn:
        raise self.wrong(key if isinstance(key, str) else key.name, problem, advice)

    def values(self, table: str) -> dict[str, Any]:
        """Every key of this kind of table with its value, or its default where it was left out."""
        if not isinstance(self.said, Mapping):
            self.refuse("", f"{self.said!r} is not a table", f"write [[{table}]] above its keys")
        known = {key.name: key for key in keys(table)}
        for name in self.said:
            if name not in known:
                guess = nearest(str(name), list(known))
                advice = f"did you mean {guess!r}?" if guess else f"its keys are {', '.join(known)}"
                self.refuse(str(name), "there is no such key", advice)
        return {name: self._value(key) for name, key in known.items()}

    def _value(self, key: Key) -> Any:
        if key.name not in self.said:
            if key.required:
                self.refuse(key, f"this is missing ({key.meaning})", "add it")
            return _default(key)
        return getattr(self, f"_{key.kind}")(key, self.said[key.name])

    def _text(self, key: Key, value: Any) -> str:
        if not isinstance(value, str):
            self.refuse(key, f"{_said(value)} is not a text", "write it between quotes")
        torn = key.pattern.startswith("^") and "\n" in value  # "$" would look away from a last line break
        if torn or (key.pattern and not re.search(key.pattern, value)):
            self.refuse(key, f"{value!r} does not fit", f"write {key.meaning}")
        return value

    def _choice(self, key: Key, value: Any) -> str:
        text = self._text(key, value)
        if text not in key.choices:
            guess = nearest(text, key.choices)
            advice = f"did you mean {guess!r}?" if guess else f"choose one of {', '.join(key.choices)}"
            self.refuse(key, f"{text!r} is not one of the choices", advice)
        return text

    def _texts(self, key: Key, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            self.refuse(key, f"{_said(value)} is not a list", f'write it as {key.name} = ["first", "second"]')
        found = tuple(self._text(key, item) for item in value)
        for item in found:
            if found.count(item) > 1:
                self.refuse(key, f"{item!r} stands twice", "keep one")
        return found

    def _date(self, key: Key, value: Any) -> date:
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value
            except ValueError:
                self.refuse(key, f"{value} is no day of any calendar", "write it as 2027-01-31")
        if not isinstance(value, date) or isinstance(value, datetime):
            self.refuse(key, f"{_said(value)} is not a date", "write it as 2027-01-31, without an hour")
        if not EARLIEST <= value.year <= LATEST:
            self.refuse(key, f"{value} is outside {EARLIEST} to {LATEST}", "correct the year")
        return value

    def _flag(self, key: Key, value: Any) -> bool:
        if not isinstance(value, bool):
            self.refuse(
                key, f"{_said(value)} is neither true nor false", "write true or false, without quotes"
            )
        return value

    def _whole(self, key: Key, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(key, f"{_said(value)} is not a whole number", "write digits only, without quotes")
        self._bounded(key, value)
        return value

    def _number(self, key: Key, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, f"{_said(value)} is not a number", "write digits and a point, without quotes")
        if not math.isfinite(value):
            self.refuse(key, f"{value} is not a number one can calculate with", "write digits and a point")
        self._bounded(key, value)
        return float(value)

    def _bounded(self, key: Key, value: float) -> None:
        low, high = key.low, key.high
        if low is not None and value < low:
            problem = f"{value:g} is negative" if low == 0 else f"{value:g} is below {number_said(low)}"
            self.refuse(key, problem, f"write {number_said(low)} or more")
        if high is not None and value > high:
            self.refuse(key, f"{value:g} is above {number_said(high)}", f"write {number_said(high)} or less")

    def _range(self, key: Key, value: Any) -> Range:
        if not isinstance(value, Mapping):
            exact = self._number(key, value)
            return Range(exact, exact, exact)
        inner = _Table(self.file, f"{self.name + ', ' if self.name else ''}table {key.name!r}", value)
        said = inner.values(RANGE)
        for name in ("expected", "low", "high"):
            inner._bounded(_named(key, name), said[name])
        if not said["low"] <= said["expected"] <= said["high"]:
            problem = f"{said['low']:g}, {said['expected']:g}, {said['high']:g} do not rise"
            inner.refuse("expected", problem, "low <= expected <= high")
        return Range(**said)

    def _by_name(self, key: Key, value: Any, read: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.refuse(
                key, f"{_said(value)} is not a table", f"write [{key.name}] above one line for each name"
            )
        inner = _Table(self.file, f"{self.name + ', ' if self.name else ''}table [{key.name}]", value)
        return {str(name): getattr(inner, read)(_named(key, str(name)), item) for name, item in value.items()}

    def _numbers(self, key: Key, value: Any) -> dict[str, float]:
        return self._by_name(key, value, "_number")

    def _wholes(self, key: Key, value: Any) -> dict[str, int]:
        return self._by_name(key, value, "_whole")

    def _ranges(self, key: Key, value: Any) -> dict[str, Range]:
        return self._by_name(key, value, "_range")

    def _tables(self, key: Key, value: Any) -> list[Any]:
        if not isinstance(value, list):
            self.refuse(key, "this is not a row of tables", f"write [[{key.name}]] above each")
        return value


NUMERIC: dict[str, type] = {"whole": int, "number": float}


def _default(key: Key) -> Any:
    """What stands where a key was left out."""
    if key.kind == "texts":
        return ()
    if key.kind == "tables":
        return []
    if key.kind in ("numbers", "wholes", "ranges"):
        return {}
    if key.kind in ("range", "flag", "date"):
        return None
    if key.kind in NUMERIC and key.default:
        return NUMERIC[key.kind](key.default)
    return key.default


def _named(key: Key, name: str) -> Key:
    return Key(key.table, name, key.kind, True, key.low, key.high, (), "", "", key.unit, key.meaning)


def _said(value: Any) -> str:
    """A value of a wrong type, short enough for a sentence."""
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
