"""The published JSON schema of a scenario, made from the same dictionary that drives the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hevesy.plan.scenario.dictionary import RANGE, SCENARIO, Key, keys

FILE = Path(__file__).with_name("scenario.schema.json")
DAY = r"^20\d\d-\d\d-\d\d$"


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a scenario's tables; a day is a text such as 2027-01-01."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hevesy scenario",
        "description": "A country, a span of years, a start and what is done; TOML on disk.",
        **_object(SCENARIO),
    }


def _object(table: str, bounds: Key | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key.name: _property(key, bounds) for key in keys(table)},
        "required": [key.name for key in keys(table) if key.required],
        "additionalProperties": False,
    }


def _property(key: Key, bounds: Key | None) -> dict[str, Any]:
    unit = f" [{key.unit}]" if key.unit else ""
    found = {"description": f"{key.meaning}{unit}", **_form(key, bounds)}
    if key.default:
        found["default"] = float(key.default) if key.kind in ("whole", "number") else key.default
        if key.kind == "whole":
            found["default"] = int(found["default"])
    return found


def _form(key: Key, bounds: Key | None) -> dict[str, Any]:
    if key.kind == "text":
        return {"type": "string", **({"pattern": key.pattern} if key.pattern else {})}
    if key.kind == "choice":
        return {"type": "string", "enum": list(key.choices)}
    if key.kind == "texts":
        return {"type": "array", "uniqueItems": True, "items": {"type": "string", "pattern": key.pattern}}
    if key.kind == "flag":
        return {"type": "boolean"}
    if key.kind == "date":
        return {"type": "string", "format": "date", "pattern": DAY}
    if key.kind in ("whole", "number"):
        return _number(key, bounds)
    if key.kind == "tables":
        return {"type": "array", "items": _object(key.name)}
    if key.kind == "range":
        return {"anyOf": [_bounded("number", key), _object(RANGE, key)]}
    return {"type": "object", "additionalProperties": _of_each(key)}


def _of_each(key: Key) -> dict[str, Any]:
    """The form of each value of a table whose keys are names."""
    if key.kind == "ranges":
        return {"anyOf": [_bounded("number", key), _object(RANGE, key)]}
    return _bounded("integer" if key.kind == "wholes" else "number", key)


def _number(key: Key, bounds: Key | None) -> dict[str, Any]:
    return _bounded("integer" if key.kind == "whole" else "number", bounds or key)


def _bounded(type: str, key: Key) -> dict[str, Any]:
    low = {} if key.low is None else {"minimum": _plain(key.low)}
    high = {} if key.high is None else {"maximum": _plain(key.high)}
    return {"type": type, **low, **high}


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value
