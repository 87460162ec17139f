"""Operations on the atlas: countries, their figures with state, year and source, and why a figure is what it is."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Router

from hevesy.errors import MissingGroup, UnknownFact
from hevesy.facts import Fact, State
from hevesy.places import Country, all_countries, equipment_evidence, find_country
from hevesy_service.api.asking import Asked, needs
from hevesy_service.api.models import Scope
from hevesy_service.api.parts import part
from hevesy_service.api.shapes import Countries, Evidence, Limit, Offset, WhyOut
from hevesy_service.atlas.packs import shelf_now

router = Router(tags=["atlas"])
SHOWN = (
    "country.population", "who.gamma_camera.per_million", "who.pet.per_million", "who.radiotherapy.per_million",
    "globocan.prostate.new_cases", "country.gdp_per_capita", "country.oop_share",
)  # fmt: skip
Facts = Annotated[
    list[str], Query(max_length=20, description="Which figures, by name; a handful where none is named.")
]
Word = Annotated[str, Query(max_length=80)]


@router.get("/countries", response=Countries, summary="Countries", **needs("see_atlas", Scope.READ))
def countries(
    request: Asked, group: Word = "", region: Word = "", named: Word = "", fact: Facts = [],  # noqa: B006
    limit: Limit = 50, offset: Offset = 0,
) -> dict[str, Any]:  # fmt: skip
    """By name; of an income group (HIC, UMIC, LMIC, LIC), of a WHO region, or whose name has these letters."""
    wanted = named.strip().casefold()
    found = [
        each for each in sorted(all_countries(shelf_now()), key=lambda each: each.name)
        if group in ("", each.income_group) and region in ("", each.region)
        and (not wanted or wanted in each.name.casefold() or wanted == each.iso3.casefold())
    ]  # fmt: skip
    names = _known(fact)
    return part(found, offset, limit, lambda each: _country(each, names))


@router.get("/countries/{iso3}", response=Evidence, summary="A country", **needs("see_atlas", Scope.READ))
def country(request: Asked, iso3: str, fact: Facts = []) -> dict[str, Any]:  # noqa: B006
    """By its code or its name, with what is known of its equipment."""
    here = find_country(iso3, shelf_now())
    said = [each.sentence() for each in equipment_evidence(here, shelf_now())]
    return {**_country(here, _known(fact)), "equipment": said}


@router.get("/why/{fact}/{place}", response=WhyOut, summary="Why a figure", **needs("see_atlas", Scope.READ))
def why(request: Asked, fact: str, place: str) -> dict[str, Any]:
    """Every row that speaks of a figure at a place (a country's code, or `world`), the one that holds first."""
    found = shelf_now().why(fact, place)
    rows = [{**_figure(each.fact), "wins": each.wins, "because": each.because} for each in found.candidates]
    citation, locator = ("", "") if found.source is None else (found.source.citation, found.source.locator)
    return {"fact": fact, "place": place, "citation": citation, "locator": locator, "rows": rows}


def _known(names: list[str]) -> tuple[str, ...]:
    for name in names:
        if not shelf_now().rows(name):
            raise UnknownFact(fact=name, place="any place", nearest="")
    return tuple(names) or SHOWN


def _country(here: Country, names: tuple[str, ...]) -> dict[str, Any]:
    figures = [_of(name, here.iso3) for name in names]
    return {"iso3": here.iso3, "name": here.name, "income_group": here.income_group, "region": here.region,
            "figures": figures}  # fmt: skip


def _of(name: str, iso3: str) -> dict[str, Any]:
    """What is said of the country itself: what holds for its income group is no figure of an atlas."""
    try:
        found = shelf_now().find(name, iso3)
    except MissingGroup:
        found = None
    if found is not None and found.place == iso3:
        return _figure(found)
    nothing = dict.fromkeys(("text", "unit", "kind", "on", "source", "note"), "")
    return {"fact": name, "place": iso3, "value": None, "low": None, "high": None, "state": State.MISSING, **nothing}


def _figure(fact: Fact) -> dict[str, Any]:
    return {
        "fact": fact.id, "place": fact.place, "value": fact.value, "low": fact.low, "high": fact.high,
        "unit": fact.unit, "text": fact.text, "state": fact.state, "kind": str(fact.kind), "on": fact.on,
        "source": fact.source, "note": fact.note,
    }  # fmt: skip
