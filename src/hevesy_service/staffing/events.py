"""What the book says of figures of other centres: given as a table, each centre of it whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid5

from hevesy.competence.centres import OF_CADRES, OF_THERAPIES, CentreFigures, centre_figures
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.staffing.models import FigureRow

GIVEN = "figures_of_centres_given"


def give_figures(site: Site, centres: Iterable[CentreFigures], by: str, key: str) -> Event:
    """Figures of centres of the site's country; what stood of each of these centres is replaced."""
    said = {
        each.name: {what: dict(getattr(each, what)) for what in (*OF_CADRES, *OF_THERAPIES) if getattr(each, what)}
        for each in centres
    }
    return append(Entry(site, f"figures/{site.code}", GIVEN, by, key, {"centres": said}))


def figures_given(country: str) -> list[CentreFigures]:
    """The centres of a country of which a site gave figures; of one that two sites gave, what was given last."""
    found: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    rows = FigureRow.objects.filter(site__country=country).order_by("written", "pk")
    for site, centre, what, about, number in rows.values_list("site_id", "centre", "what", "about", "number"):
        said = found.setdefault(centre, {})
        if str(site) not in said:
            said.clear()
        said.setdefault(str(site), {}).setdefault(what, {})[about] = number
    return [centre_figures(name, said) for name in sorted(found) for said in found[name].values()]


@projection(GIVEN)
def _given(event: Event, body: dict[str, Any]) -> None:
    FigureRow.objects.filter(site_id=event.site_id, centre__in=list(body["centres"])).delete()
    FigureRow.objects.bulk_create(
        FigureRow(
            pk=uuid5(event.pk, f"{centre}/{what}/{about}"), site_id=event.site_id, centre=centre, what=what,
            about=about, number=number, by=event.by, written=event.at_server,
        )
        for centre, said in body["centres"].items() for what, numbers in said.items()
        for about, number in numbers.items()
    )  # fmt: skip


@told_by_the_book
def _no_figures() -> None:
    FigureRow.objects.all().delete()
