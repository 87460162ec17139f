"""The centres, regions and payers of a country that a scenario may name, and the names they go by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hevesy.facts import Reader, Shelf
from hevesy.places import Centre, Country, Node, centres, settlement, towns
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.sites import images, imagined_in, treats
from hevesy.products import therapies

IMAGINED = "hypothetical:"
ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class KnownCentre:
    """A centre that is there before the scenario begins; `centre` is None for an imagined one.

    `licensed` and `staffed` say whether the pack shows that it may give, and has people for, radionuclide therapy.
    """

    id: str
    name: str
    town: str
    latitude: float
    longitude: float
    landmass: str
    imagined: bool
    images: bool
    treats: bool
    licensed: bool
    staffed: bool
    centre: Centre | None


@dataclass(frozen=True, slots=True)
class Region:
    """A province by the name of its largest town; `towns` are the ids of its towns, the largest first."""

    id: str
    name: str
    towns: tuple[str, ...]


def slug(name: str) -> str:
    """A name as an id: small letters and digits, words joined by an underscore.

    >>> slug("N’Djamena"), slug("As Salţ"), slug("São Paulo")
    ('n_djamena', 'as_salt', 'sao_paulo')
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
    joined = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    return joined or "_".join(f"{ord(letter):x}" for letter in name)


def imagined_ids(names: Iterable[str]) -> tuple[str, ...]:
    """The ids of imagined centres from the names of their towns; a name that comes again gets a number.

    >>> imagined_ids(["Amman", "San Juan", "San Juan"])
    ('hypothetical:amman', 'hypothetical:san_juan', 'hypothetical:san_juan_2')
    """
    return tuple(f"{IMAGINED}{name}" for name in _numbered(slug(name) for name in names))


def _numbered(names: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}_{seen[name]}"


def known_centres(country: Country, reader: Reader) -> tuple[KnownCentre, ...]:
    """The centres of the country's packs and, where none of them treats, the imagined ones, the largest town first."""
    own = centres(country.iso3, reader.shelf)
    staffed = _staffed(country.iso3, reader.shelf)
    found = [_known(centre, centre.id in staffed) for centre in own]
    if any(centre.treats for centre in found):
        return tuple(found)
    lived = settlement(country, reader.shelf)
    nodes = imagined_in(lived, reader) if lived.nodes else ()
    imagined = [
        _imagined(id, node) for id, node in zip(imagined_ids(n.name for n in nodes), nodes, strict=True)
    ]
    return (*found, *imagined)


def _imagined(id: str, node: Node) -> KnownCentre:
    return KnownCentre(
        id=id,
        name=f"{node.name} (hypothetical)",
        town=node.name,
        latitude=node.latitude,
        longitude=node.longitude,
        landmass=node.landmass,
        imagined=True,
        images=True,
        treats=True,
        licensed=True,
        staffed=True,
        centre=None,
    )


def _known(centre: Centre, staffed: bool) -> KnownCentre:
    gives = treats(centre)
    return KnownCentre(
        id=centre.id,
        name=centre.name,
        town=centre.town,
        latitude=centre.latitude,
        longitude=centre.longitude,
        landmass=centre.landmass,
        imagined=False,
        images=images(centre),
        treats=gives,
        licensed=gives or bool(centre.therapies),
        staffed=staffed or gives,
        centre=centre,
    )


def _staffed(iso3: str, shelf: Shelf) -> set[str]:
    """Centres at which the pack counts a physician trained for therapy, or, where nobody said, any physician."""
    found = set()
    for row in shelf.table("staff", iso3):
        counted = row.get("trained_for_therapy") or row.get("count") or "0"
        if row.get("cadre") == "physician" and row.get("centre") and counted.strip() not in ("", "0"):
            found.add(row["centre"])
    return found


def regions(country: Country, shelf: Shelf) -> tuple[Region, ...]:
    """The provinces that table towns.csv names, each called after its largest town, the most populous first."""
    grouped: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for town in towns(country.iso3, shelf):
        names.setdefault(town.admin1, town.name)
        grouped.setdefault(town.admin1, []).append(town.id)
    ids = _numbered(slug(name) for name in names.values())
    return tuple(
        Region(id, names[province], tuple(grouped[province])) for id, province in zip(ids, names, strict=True)
    )


def schemes(country: Country, shelf: Shelf) -> tuple[str, ...]:
    """The payer schemes that the country's packs name, in the order of their names."""
    taken = {scheme for centre in centres(country.iso3, shelf) for scheme in centre.schemes}
    listed = {row["scheme"] for row in shelf.table("schemes", country.iso3) if row.get("scheme")}
    return tuple(sorted(taken | listed))


def followed(scenario: Scenario, shelf: Shelf) -> tuple[str, ...]:
    """The therapies that a scenario follows: those it names, else every first choice."""
    return scenario.therapies or tuple(each.id for each in therapies(shelf) if each.first_choice)
