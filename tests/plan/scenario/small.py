"""Small scenarios for Jordan, to be spoiled or timed."""

from __future__ import annotations

from datetime import date

from hevesy.plan.scenario.scenario import Intervention, Scenario

JANUARY = date(2027, 1, 1)


def scenario(*acts: Intervention, **changed: object) -> Scenario:
    """Ten years in Jordan, where without a pack one centre is imagined: hypothetical:amman."""
    said = {"name": "Jordan", "country": "JOR", "start": JANUARY, "years": 10, "draws": 16, "seed": 1}
    return Scenario(**{**said, **changed}, interventions=acts, file="jordan.toml")  # type: ignore[arg-type]


def act(id: str, kind: str, begins: date = JANUARY, **said: object) -> Intervention:
    return Intervention(id, kind, begins, **said)  # type: ignore[arg-type]


def opening(**said: object) -> tuple[Intervention, ...]:
    """A second centre in Irbid with all that it needs."""
    return (
        act("licence", "site_licence", centre="irbid_centre"),
        act("permit", "source_import_permit", centre="irbid_centre"),
        act("team", "train_staff", centre="irbid_centre"),
        act("open", "open_centre", centre="irbid_centre", **{"town": "Irbid", **said}),
    )
