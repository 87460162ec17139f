"""The whole plan as one plain value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hevesy import __version__
from hevesy.plan.answers import evidence, own, people, places
from hevesy.plan.answers.challenges import challenges
from hevesy.plan.burden import speakers
from hevesy.plan.country import Picture

SCHEMA = "hevesy.plan.country/1"


def plan_of(picture: Picture, engine: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The plan as plan.json holds it (schema country_plan.schema.json); null is unknown, never zero.

    `engine` is what the weekly engine says, as `answers.ahead` puts it, where it was run.
    """
    engine = engine or {}
    importance = picture.importance()
    plan: dict[str, Any] = {
        "schema": SCHEMA,
        "made_on": picture.made_on.isoformat(),
        "hevesy_version": __version__,
        "country": _country(picture),
        "confirmation": evidence.confirmed(picture, importance),
        "burden": evidence.burden_said(picture),
        "needs": people.needs(picture),
        "access": places.access(picture),
        "cascades": people.cascades(picture),
        "five_a": people.five_a(picture) if picture.courses else [],
        **{name: engine.get(name) for name in ("ahead", "fives", "workforce")},
        "journeys": places.journeys(picture),
        "policy": evidence.policies(picture),
        "centres_listed": own.centres_listed(picture),
        "challenges": challenges(picture),
        "importance": evidence.importance_rows(importance),
        "variance_by_kind": evidence.by_kind(importance),
        "notes": notes(picture),
    }
    plan["facts"] = evidence.facts_used(picture)
    plan["sources"] = evidence.sources_cited(_keys(plan), picture.shelf)
    return plan


def _country(picture: Picture) -> dict[str, Any]:
    here = picture.country
    counted = picture.shelf.find("country.population", here.iso3)
    return {
        "iso3": here.iso3,
        "name": here.name,
        "income_group": here.income_group,
        "region": here.region or None,
        "population": counted.value if counted else None,
        "population_year": counted.on or None if counted else None,
    }


def notes(picture: Picture) -> list[str]:
    """What a reader must know before using any figure."""
    said = [
        "Every figure is the mean of draws from sourced facts, with a 90 % interval; "
        "a planning default is marked as an assumption.",
        "The planning defaults of access are drawn together: a country strong at one step is taken to be strong "
        "at others. They describe no country: a confirmed figure replaces each.",
    ]
    if picture.sites is None:
        return [
            f"Hardly anything is known of {picture.country.name}: nobody is counted here, "
            "so no need, access or cascade can be worked out. Enter country.population in a pack."
        ]
    if picture.sites.hypothetical:
        said.append(
            "No centre is known from a confirmed source. Travel is that to a hypothetical service, "
            f"{picture.sites.basis().removeprefix('hypothetical: ')}; "
            "what is said to be reached is what such a service could reach, not what is reached today."
        )
    said += [
        f"Pack {name!r} says nothing of {picture.country.name}: nothing of it was used."
        for name in picture.shelf.silent_packs(picture.country.iso3)
    ]
    said += [*picture.sites.settlement.notes, *_across_water(picture.sites.share_across_water)]
    said += _counted_by_others(picture)
    imputed = sorted(
        name
        for name, fact in picture.reader.used.items()
        if name.startswith("country.") and fact.state == "imputed"
    )
    if imputed:
        said.append(f"Taken from the income group because nothing is known here: {', '.join(imputed)}.")
    said.append("Counts of cancers are those of the year printed beside them; they are not moved to 2025.")
    said.append(
        "Where it is not known whether the national rule asks for a taxane first, the plan takes it that it does not."
    )
    return [*said, *_dated(picture)]


def _across_water(share: float) -> Iterator[str]:
    if share > 0:
        few = f"{share:.0%}" if share >= 0.005 else "Under 1%"
        yield (
            f"{few} of the people live across the water from the nearest therapy: "
            "a crossing by sea or air stands in their journey (assumed hours, with a wide range)."
        )


def _counted_by_others(picture: Picture) -> Iterator[str]:
    """Where the chosen source of burden is silent, who speaks instead; and where nobody does."""
    spoken: dict[str, list[str]] = {}
    speaking = speakers(picture.choice, picture.reader)
    for (site, measure), name in speaking.items():
        spoken.setdefault(name, []).append(f"{measure.replace('_', ' ')} of {site} cancer")
    others = {name: of for name, of in spoken.items() if name not in (picture.choice, "estimate")}
    for name, of in others.items():
        yield f"{picture.choice.upper()} is silent on {', '.join(of)}; {name.upper()} speaks instead."
    if "estimate" in spoken:
        yield (
            f"No source here counts {', '.join(spoken['estimate'])}: the world's rate by age stands in (imputed, wide)."
        )
    if set(speaking.values()) == {"estimate"} and picture.choice != "estimate":
        yield (
            f"Hardly anything is known here of the cancers of {picture.country.name}: need is borrowed from rates "
            "of the world, and shows no more than an order of size."
        )


def _dated(picture: Picture) -> Iterator[str]:
    """From when the classifications hold, and which figures are of different years."""
    group = picture.shelf.find("country.income_group", picture.country.iso3)
    region = picture.shelf.find("country.who_region", picture.country.iso3)
    if group is not None and region is not None:
        yield (
            f"Income group: World Bank list that holds from {group.on}{f' ({group.note})' if group.note else ''}. "
            f"WHO region: {region.text or 'none'}, as of {region.on}."
        )
    if picture.shelf.find("review.world.pet") is not None:
        yield (
            "People per scanner of the income group and of the world come from lists of different years: "
            "one does not follow from the other."
        )


def _keys(value: Any) -> set[str]:
    """Every source key that stands anywhere in the plan."""
    if isinstance(value, dict):
        own = {value["source"]} if isinstance(value.get("source"), str) else set()
        return own.union(*(_keys(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(_keys(part) for part in value))
    return set()
