"""Columns of the atlas, set by set: what each shows, and how a value is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hevesy.facts import Shelf
from hevesy.places import national_figures

MILLION, COUNT = "million", "count"
SETS = {
    "capability": gettext_lazy("Centres and equipment"), "therapies": gettext_lazy("Therapies"),
    "cadres": gettext_lazy("Cadres"), "need": gettext_lazy("Need and means"),
}  # fmt: skip
OLD = {"spect": "who.gamma_camera.per_million", "pet": "who.pet.per_million", "linac": "who.radiotherapy.per_million"}
KINDS = {"centres": "capability", "equipment": "capability", "staff": "cadres", "giving": "therapies"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in an address, the fact it shows, its title, what is counted, and how a value is written.

    A `national` one is a count, shown for each million people or as it is; `old` is the density that WHO once
    published, shown where the country states no count and densities are asked for.
    """

    key: str
    fact: str
    title: str
    counts: str
    form: str
    national: bool = False
    old: str = ""

    def titled(self, per: str) -> str:
        """Its title, with what a value is for."""
        title = _(self.title)
        return _("%(title)s per million") % {"title": title} if self.national and per == MILLION else title


NEED = (
    Column("population", "country.population", "Population", "persons", ",.0f"),
    Column("prostate", "globocan.prostate.new_cases", "New prostate cancers a year", "GLOBOCAN 2022", ",.0f"),
    Column("gdp", "country.gdp_per_capita", "GDP per person, USD", "", ",.0f"),
    Column("out_of_pocket", "country.oop_share", "Paid out of pocket", "of all health spending", ".0%"),
)


@lru_cache(maxsize=2)
def columns(shelf: Shelf) -> dict[str, tuple[Column, ...]]:
    """The columns of each set, in the order of the manual."""
    found: dict[str, list[Column]] = {name: [] for name in SETS}
    for each in national_figures(shelf).values():
        title = "Radiotherapy units" if each.key == "linac" else each.name
        column = Column(each.key, each.fact, title, each.counts or each.unit, ",.0f", True, OLD.get(each.key, ""))
        found[KINDS[each.kind]].append(column)
    found["need"] = list(NEED)
    order = ("nuclear_medicine", "spect", "pet", "cyclotron", "generator", "therapy_room", "isolation_bed", "linac")
    found["capability"].sort(key=lambda column: order.index(column.key))
    return {name: tuple(each) for name, each in found.items()}
