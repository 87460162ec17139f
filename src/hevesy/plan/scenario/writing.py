"""Writing a scenario as TOML that reads back equal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from hevesy.plan.scenario.dictionary import (
    FUNDER,
    INTERVENTION,
    ONWARD,
    SCENARIO,
    SHOCK,
    SHORTAGE,
    TARIFF,
    Key,
    keys,
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

Tabled = Scenario | Intervention | Shock | Shortage | Funder | Tariff | Onward
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def scenario_text(scenario: Scenario, remarks: Mapping[str, str] = MappingProxyType({})) -> str:
    """The scenario as the text of a TOML file; what is as by default is left out.

    `remarks` are comments: '' stands at the top, an intervention's id above its table.
    """
    lines = [*_comment(remarks.get("", "")), *_lines(SCENARIO, scenario, top=True)]
    for each in scenario.interventions:
        lines += ["", *_comment(remarks.get(each.id, "")), "[[intervention]]", *_lines(INTERVENTION, each)]
    for struck in scenario.shocks:
        lines += ["", *_comment(remarks.get(struck.id, "")), "[[shock]]", *_lines(SHOCK, struck)]
    for short in scenario.shortages:
        lines += ["", *_comment(remarks.get(short.id, "")), "[[shortage]]", *_lines(SHORTAGE, short)]
    for paying in scenario.funders:
        lines += ["", *_comment(remarks.get(paying.id, "")), "[[funder]]", *_lines(FUNDER, paying)]
    for priced in scenario.tariffs:
        lines += ["", *_comment(remarks.get(priced.id, "")), "[[tariff]]", *_lines(TARIFF, priced)]
    for sent in scenario.onward:
        lines += ["", "[[onward]]", *_lines(ONWARD, sent)]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.splitlines()]


def _lines(table: str, values: Tabled, top: bool = False) -> Iterator[str]:
    """The lines of one table; at the top, tables by name come last, as TOML wants it."""
    later: list[str] = []
    for key in keys(table):
        if key.kind == "tables":
            continue
        value = _of(values, key)
        if _as_default(value, key):
            continue
        if top and isinstance(value, Mapping):
            later += [
                "",
                f"[{key.name}]",
                *(f"{_key(name)} = {_value(item)}" for name, item in value.items()),
            ]
        else:
            yield f"{key.name} = {_value(value)}"
    yield from later


def _of(values: Tabled, key: Key) -> Any:
    name = f"{key.name}_centre" if isinstance(values, Onward) and key.name in ("from", "to") else key.name
    return getattr(values, name)


def _as_default(value: Any, key: Key) -> bool:
    if key.required:
        return False
    by_default = bool(key.table in (FUNDER, TARIFF) and key.default) and value == type(value)(key.default)
    return by_default or value is None or value == "" or (not isinstance(value, int) and not value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_quoted(item) for item in value)}]"
    if isinstance(value, Range):
        bounds = (f"{name} = {_value(getattr(value, name))}" for name in ("expected", "low", "high"))
        return f"{{ {', '.join(bounds)}, kind = {_quoted(value.kind)} }}"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(name)} = {_value(item)}' for name, item in value.items())} }}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)
