"""Whether a plan has the shape that plan.json promises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hevesy.errors import PlanOutOfShape

SCHEMA_FILE = Path(__file__).parent.parent / "country_plan.schema.json"

CHAPTERS = {  # parts of a plan that have a schema of their own, because commands write them alone too
    "fives": SCHEMA_FILE.parent / "fives" / "fives.schema.json",
    "workforce": SCHEMA_FILE.parent / "workforce" / "workforce.schema.json",
}
_PYTHON = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def schema(file: Path = SCHEMA_FILE) -> dict[str, Any]:
    """The published JSON schema of plan.json, or another one."""
    body: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return body


def check_shape(plan: Mapping[str, Any]) -> None:
    """Raise PlanOutOfShape naming the first place where the plan breaks its schema."""
    parts = {name: file for name, file in CHAPTERS.items() if plan.get(name) is not None}
    held = [(plan, schema(), "plan"), *((plan[name], schema(file), f"plan.{name}") for name, file in parts.items())]
    for value, whole, name in held:
        for where, problem in _problems(value, whole, whole, name):
            raise PlanOutOfShape(where=where, problem=problem)


def problems(
    plan: Mapping[str, Any], whole: Mapping[str, Any] | None = None, name: str = "plan"
) -> list[str]:
    """Every place where the plan breaks its schema, one sentence each; empty when it fits.

    `whole` is another schema to hold something else against, which is then called `name`.
    """
    whole = whole or schema()
    return [f"{where}: {problem}" for where, problem in _problems(plan, whole, whole, name)]


def _problems(
    value: Any, rule: Mapping[str, Any], whole: Mapping[str, Any], where: str
) -> Iterator[tuple[str, str]]:
    if "$ref" in rule:
        rule = whole["$defs"][rule["$ref"].rpartition("/")[2]]
    for part in rule.get("allOf", ()):
        yield from _problems(value, part, whole, where)
    if "anyOf" in rule:
        if all(any(_problems(value, option, whole, where)) for option in rule["anyOf"]):
            yield where, f"{_shown(value)} fits none of the allowed shapes"
        return
    if "type" in rule and not _is_a(value, rule["type"]):
        yield where, f"{_shown(value)} should be {_named(rule['type'])}"
        return
    yield from _broken_limits(value, rule, where)
    if isinstance(value, dict):
        for name in rule.get("required", ()):
            if name not in value:
                yield where, f"{name!r} is missing"
        for name, inner in rule.get("properties", {}).items():
            if name in value:
                yield from _problems(value[name], inner, whole, f"{where}.{name}")
    if isinstance(value, list) and "items" in rule:
        for place, item in enumerate(value):
            yield from _problems(item, rule["items"], whole, f"{where}[{place}]")


def _broken_limits(value: Any, rule: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    if "const" in rule and value != rule["const"]:
        yield where, f"{_shown(value)} should be {rule['const']!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield where, f"{_shown(value)} should be one of {', '.join(map(str, rule['enum']))}"
    if isinstance(value, str) and "pattern" in rule and not re.search(rule["pattern"], value):
        yield where, f"{_shown(value)} should match {rule['pattern']}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value != value or value in (float("inf"), float("-inf")):
            yield where, "it is not a finite number; an unknown figure is null"
        if value < rule.get("minimum", value):
            yield where, f"{value} is below {rule['minimum']}"
        if value > rule.get("maximum", value):
            yield where, f"{value} is above {rule['maximum']}"


def _is_a(value: Any, kinds: str | list[str]) -> bool:
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if isinstance(value, bool):
            if kind == "boolean":
                return True
        elif isinstance(value, _PYTHON[kind]):  # type: ignore[arg-type]
            return True
    return False


def _named(kinds: str | list[str]) -> str:
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
