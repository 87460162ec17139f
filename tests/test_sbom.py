"""The bill of materials lists exactly what the lock pins, with its hashes and a licence for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tools import sbom

LOCK = sbom.LOCK.read_text("utf-8")
TOLD: dict[str, Any] = json.loads(sbom.FILE.read_text("utf-8"))


def test_it_lists_exactly_the_lock() -> None:
    lines = [line for line in LOCK.splitlines() if "==" in line and not line.startswith(("#", " "))]
    pinned = {tuple(line.split(" ")[0].split("==")) for line in lines}
    assert {(each["name"], each["version"]) for each in TOLD["components"]} == pinned and len(pinned) > 40
    assert sum(len(each["hashes"]) for each in TOLD["components"]) == LOCK.count("--hash=sha256:")


def test_each_has_a_licence_and_an_address_that_every_tool_knows() -> None:
    for each in TOLD["components"]:
        assert each["licenses"], each["name"]
        assert each["purl"] == f"pkg:pypi/{sbom._plain(each['name'])}@{each['version']}"


def test_what_needs_what_is_said() -> None:
    needs = {each["ref"]: each.get("dependsOn", []) for each in TOLD["dependencies"]}
    django = next(each["purl"] for each in TOLD["components"] if each["name"] == "django")
    assert django in needs["hevesy"] and any(each.startswith("pkg:pypi/sqlparse@") for each in needs[django])


def test_the_file_is_fresh_and_bears_no_time() -> None:
    """Written anew from the same lock it is the same, to the letter."""
    assert sbom.written(LOCK) == Path(sbom.FILE).read_text("utf-8")
    assert "timestamp" not in TOLD["metadata"] and TOLD["specVersion"] == "1.6"


@pytest.mark.parametrize("change", ["numpy", "django"])
def test_another_lock_gives_another_bill(change: str) -> None:
    line = next(line for line in LOCK.splitlines() if line.startswith(f"{change}=="))
    other = LOCK.replace(line, line.replace("==", "==99."))
    told = json.loads(sbom.written(other))
    assert next(each["version"] for each in told["components"] if each["name"] == change).startswith("99.")
    assert told["serialNumber"] != TOLD["serialNumber"]
