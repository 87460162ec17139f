"""What the planner's desk says of acts, resources and steps, in the language of who reads.

The book holds a step in English words, as it was written on the day; a reader sees it in their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hevesy.plan.scenario.catalogue import Entry, catalogue
from hevesy_service.atlas.shelf import shelf
from hevesy_service.said import called

ADDED = {
    "pet": gettext_lazy("PET scanners"), "spect": gettext_lazy("SPECT cameras"), "chair": gettext_lazy("Chairs"),
    "bed": gettext_lazy("Isolation beds"), "physician": gettext_lazy("Physicians"),
    "physicist": gettext_lazy("Medical physicists"), "radiopharmacist": gettext_lazy("Radiopharmacists"),
    "technologist": gettext_lazy("Technologists"), "nurse": gettext_lazy("Nurses"),
    "radiation_protection_officer": gettext_lazy("Radiation protection officers"),
    "waste": gettext_lazy("Waste store, litres"), "money": gettext_lazy("USD a year"),
    "doses": gettext_lazy("Doses a week"), "generator": gettext_lazy("Generators"),
    "cyclotron": gettext_lazy("Cyclotrons"),
}  # fmt: skip
HEADLINES = {
    "started": gettext_lazy("Start their first course"),
    "completed": gettext_lazy("Courses come to their right end, repeats included"),
    "cycles": gettext_lazy("Cycles given"), "late": gettext_lazy("Share who start after more than twelve weeks"),
    "died_waiting": gettext_lazy("Die while they wait"), "deaths": gettext_lazy("Deaths, of any cause"),
    "life_years": gettext_lazy("Life-years, discounted"), "qalys": gettext_lazy("QALYs, discounted"),
    "costs": gettext_lazy("Costs, discounted"),
}  # fmt: skip
UNITS = {
    "persons": gettext_lazy("persons"), "courses": gettext_lazy("courses"),
    "administrations": gettext_lazy("administrations"), "share": gettext_lazy("share"), "years": gettext_lazy("years"),
    "QALYs": gettext_lazy("QALYs"), "USD": gettext_lazy("USD"), "h": gettext_lazy("hours"),
}  # fmt: skip
LINES = {
    "capital": gettext_lazy("Capital of interventions"), "running": gettext_lazy("Running costs of interventions"),
    "staff": gettext_lazy("Staff of the centres"), "upkeep": gettext_lazy("Upkeep of the centres"),
    "medicines": gettext_lazy("Medicines"), "freight": gettext_lazy("Freight"),
    "administration": gettext_lazy("Administration"), "imaging": gettext_lazy("Imaging"),
    "follow_up": gettext_lazy("Follow-up"),
}  # fmt: skip
GROUPS = {
    "country": gettext_lazy("For the whole country"), "centre": gettext_lazy("At a centre"),
    "either": gettext_lazy("At a centre, or for all"),
}  # fmt: skip
EFFECTS = {
    "decided": gettext_lazy("decided"), "counted": gettext_lazy("counted"), "assumed": gettext_lazy("assumed"),
    "measured": gettext_lazy("measured"),
}  # fmt: skip


def act_called(entry: Entry) -> str:
    """What a kind of act is called."""
    return called("act", entry.id, entry.name)


def act_means(entry: Entry) -> str:
    """What a kind of act does, in a sentence."""
    return _(entry.meaning)


def headline_called(name: str, otherwise: str) -> str:
    """A headline in the language of the page."""
    return str(HEADLINES.get(name, otherwise))


def unit_called(unit: str) -> str:
    """A unit of a headline in the language of the page."""
    return str(UNITS.get(unit, unit))


def _month(said: str) -> str:
    return date_format(datetime.strptime(said, "%B %Y"), "YEAR_MONTH_FORMAT")  # noqa: DTZ007  a month has no zone


def _kind(name: str) -> str:
    return next((act_called(each) for each in catalogue(shelf()).values() if each.name == name), name)


STEPS: tuple[tuple[str, Callable[[Mapping[str, str]], str]], ...] = (
    (r"begun empty", lambda found: _("begun empty")),
    (r"begun with the stated package", lambda found: _("begun with the stated package")),
    (r"edited as text", lambda found: _("edited as text")),
    (r"added: (?P<name>.+), (?P<month>\w+ \d{4})",
     lambda found: _("added: %(name)s, %(month)s") % {"name": _kind(found["name"]), "month": _month(found["month"])}),
    (r"moved (?P<act>\S+) to (?P<month>\w+ \d{4})",
     lambda found: _("moved %(act)s to %(month)s") % {"act": found["act"], "month": _month(found["month"])}),
    (r"removed (?P<act>\S+)", lambda found: _("removed %(act)s") % found),
    (r"details of (?P<act>\S+)", lambda found: _("details of %(act)s") % found),
    (r"turned: (?P<what>.+)", lambda found: _("turned: %(what)s") % found),
    (r"back to version (?P<number>\d+)", lambda found: _("back to version %(number)s") % found),
    (r"(?P<name>.+): (?P<years>\d+) years from (?P<month>\w+ \d{4}), (?P<draws>\d+) draws",
     lambda found: _("%(name)s: years %(years)s, from %(month)s, draws %(draws)s")
     % {**found, "month": _month(found["month"])}),
)  # fmt: skip


def step_said(what: str) -> str:
    """A step of the book in the language of the page; what a person wrote stands as they wrote it."""
    for pattern, said in STEPS:
        if found := re.fullmatch(pattern, what):
            return said(found.groupdict())
    return what
