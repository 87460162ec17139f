"""What things of a plan are called in a language: therapies, interventions, places, indicators, prices."""

from __future__ import annotations

from hevesy.plan.document.indicators import Indicator
from hevesy.plan.document.material import Material, Price, Said
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.scenario.scenario import Intervention
from hevesy.plan.scenario.timeline import Scheduled

HYPOTHETICAL = "hypothetical"
SHOWN_BY_NAME = ("en",)  # languages in which a fact may be called by its English words


def therapy_named(id: str, found: Material, tongue: Tongue) -> str:
    """What a therapy is called; most names are the same in every language."""
    known = {row["therapy"]: row["name"] for row in found.nothing["therapies"]}
    return tongue.name("therapy", id, known.get(id, ""))


def act_named(row: Scheduled, tongue: Tongue) -> str:
    return tongue.name("act", row.intervention.kind, row.entry.name)


def acts_of(found: Material, ids: tuple[str, ...], tongue: Tongue) -> list[str]:
    """Interventions of the scenario by name, each once; with their place where there is one."""
    said = []
    for id in ids:
        row = found.row(id)
        place = row.intervention.centre
        said.append(
            f"{act_named(row, tongue)} ({centre_named(place, found, tongue)})"
            if place
            else act_named(row, tongue)
        )
    return list(dict.fromkeys(said))


def centre_named(id: str | None, found: Material, tongue: Tongue) -> str:
    """A centre: by the name on its door, by its town where it is imagined, or the whole country."""
    if not id:
        return tongue.say("word.country")
    kind, _, town = id.partition(":")
    if kind == HYPOTHETICAL and town:
        return tongue.say("word.hypothetical", town=town.replace("_", " ").title())
    towns = {each.centre: each.town for each in found.scenario.interventions if each.centre and each.town}
    if id in towns:
        return towns[id]
    known = {row["centre"]: row["name"] for row in found.package["centres"]}
    return str(known.get(id, id.replace("_", " ")))


def valued(each: Indicator, tongue: Tongue, spread: Said | None = None) -> str:
    """An indicator's value (or another of the same form) with its range, as one reads it."""
    given = each.spread if spread is None else spread
    value = given.get("value")
    if value is None:
        return tongue.unknown()
    if each.form == "share":
        return tongue.shares(given)
    if each.form == "of":
        return tongue.say("unit.of", number=tongue.whole(value), of=tongue.whole(each.of))
    if each.form == "whole":
        return tongue.whole(value)
    return tongue.counted(given) if each.unit == "persons" else tongue.interval(given)


def indicator_named(each: Indicator, tongue: Tongue) -> str:
    if each.name:
        return tongue.say(f"indicator.{each.id}", cadre=tongue.name("cadre", each.name))
    return tongue.say(f"indicator.{each.id}")


def source_said(each: Indicator) -> str:
    """The key of a source; the chapter of sources cites it."""
    return "—" if each.source in ("", "plan") else each.source


def kind_said(kind: str, tongue: Tongue) -> str:
    return tongue.say(f"kind.{kind}") if kind else "—"


def price_said(price: Price, tongue: Tongue) -> str:
    """Capital, then the cost of a year."""
    return f"{tongue.interval(price.capital)}; {tongue.interval(price.running)}"


def when_said(row: Scheduled, found: Material, tongue: Tongue) -> str:
    """The day of readiness with the earliest and the latest one."""
    early, day, late = (
        tongue.date(found.timeline.day(week)) for week in (row.ready_low, row.ready, row.ready_high)
    )
    return day if early == late else f"{day} ({early} – {late})"


def owner_said(each: Intervention, found: Material, tongue: Tongue) -> str:
    """Who answers for an intervention: whom the scenario names, else the role that the packs propose."""
    return each.owner or proposed("intervention", each.kind, found, tongue)


def funder_said(each: Intervention, tongue: Tongue) -> str:
    return each.funder or tongue.say("word.to_be_named")


def proposed(of: str, id: str, found: Material, tongue: Tongue) -> str:
    """The role that table owners.csv proposes as owner of an indicator, a challenge, a risk or an intervention."""
    role = found.owners.get((of, id))
    if role is None:
        return tongue.say("word.to_be_named")
    return tongue.say("word.proposed", role=tongue.name("role", role))


def measure_said(unit: str, tongue: Tongue) -> str:
    """The unit of a fact; what is a symbol in every language stays one.

    >>> from hevesy.plan.document.tongue import tongue
    >>> measure_said("fraction", tongue("fr")), measure_said("km/h", tongue("fr"))
    ('part', 'km/h')
    """
    return tongue.phrases.get(f"measure.{unit}") or tongue.code(unit)
