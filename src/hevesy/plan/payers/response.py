"""The share of patients who respond, by therapy, and as what a trial counted a response."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hevesy.errors import BadScenario
from hevesy.facts import Reader
from hevesy.plan.centre.figure import Figure, known
from hevesy.plan.scenario.scenario import Scenario, Tariff
from hevesy.plan.scenario.stated import own_name

TABLE = Path(__file__).with_name("response.csv")
STATED = "as the scenario says"
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Response:
    """What counts as a response, and the fact (percent of patients) that says how often."""

    fact: str
    what: str


@cache
def responses() -> dict[str, Response]:
    """By therapy; one that is missing has no response on the shelf."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["therapy"]: Response(row["fact"], row["what"]) for row in csv.DictReader(stream)}


def response_of(tariff: Tariff, therapy: str, reader: Reader) -> tuple[Figure, str]:
    """The share who respond, and as what; one where nothing is paid on response."""
    if tariff.at_once is None:
        return Figure(1.0), ""
    if tariff.responds is not None:
        return known(reader, own_name(tariff, "responds")), STATED
    found = responses()[therapy]
    share = known(reader, found.fact)
    return Figure(share.value / PERCENT, share.facts), found.what


def check_responses(scenario: Scenario, therapies: tuple[str, ...]) -> None:
    """Raises BadScenario where a tariff pays on response for a therapy of which nobody knows how many respond."""
    for number, tariff in enumerate(scenario.tariffs, start=1):
        if tariff.at_once is None or tariff.responds is not None:
            continue
        for therapy in tariff.therapies or therapies:
            if therapy not in responses():
                raise BadScenario(
                    file=scenario.file or "scenario", where=f"table [[tariff]] {number} ({tariff.id!r}), key 'at_once'",
                    problem=f"nobody has stated how many patients respond to {therapy}",
                    advice="write responds = the share, or name therapies for which a trial says it",
                )  # fmt: skip
