"""Forms of modules, offers, seats and timetables."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy.competence.framework import CADRES
from hevesy.errors import BadResult
from hevesy.learn.result import Result, read_result
from hevesy.learn.timetable import Group, Means, Room, Slot, Trainer
from hevesy.words import LANGUAGES
from hevesy_service.accounts.roles import role_called
from hevesy_service.desk.dates import DayField
from hevesy_service.teaching.offers import KINDS

KIND = {
    "anchor_centre": _("anchor centre"), "hub": _("hub"), "hospital": _("hospital"), "school": _("school"),
}  # fmt: skip
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
LINES = 30  # of rooms, trainers and groups


class KeyForm(forms.Form):
    """What makes sending it twice one act."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class HandInForm(KeyForm):
    """The line of a module that was played offline."""

    line = forms.CharField(
        label=_("The line of the file"), max_length=200_000, widget=forms.Textarea({"rows": 3, "dir": "ltr"})
    )

    def clean_line(self) -> Result:
        """What it says, once it can be read and is of a module that is here."""
        try:
            found = read_result(self.cleaned_data["line"])
        except BadResult:
            raise forms.ValidationError(_("This is no result of a module; hand in the whole line.")) from None
        if found.language not in LANGUAGES:
            raise forms.ValidationError(_("This is no result of a module; hand in the whole line."))
        return found


class OfferForm(KeyForm):
    """A training that is offered."""

    title = forms.CharField(label=_("What is taught"), max_length=200)
    kind = forms.ChoiceField(label=_("Where"), choices=[(each, KIND[each]) for each in KINDS])
    cadre = forms.ChoiceField(label=_("For whom"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000)
    first = DayField(label=_("From"))
    last = DayField(label=_("Until the end of"))
    tongue = forms.CharField(label=_("Language"), max_length=80)
    cost = forms.CharField(label=_("Cost for one seat"), max_length=200)
    contact = forms.CharField(
        label=_("Contact: an office, no person"), max_length=200,
        help_text=_("It stands in the book for ever, so write the address of an office."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["cadre"].choices = [(each, role_called(each)) for each in CADRES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins."""
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("It ends before it begins."))
        return said


class AskForm(KeyForm):
    """Seats that a site asks for."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000)
    note = forms.CharField(label=_("Who would come, without names, and why"), max_length=1000)


class GiveForm(KeyForm):
    """Seats that are given; none refuses."""

    asked = forms.UUIDField(widget=forms.HiddenInput)
    seats = forms.IntegerField(min_value=0, max_value=10_000)


class TimetableForm(forms.Form):
    """With what, when and to whom a curriculum is taught."""

    first = DayField(label=_("From this day on"))
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), coerce=int, choices=list(enumerate(DAYS)), widget=forms.CheckboxSelectMultiple
    )
    start = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    hours = forms.FloatField(label=_("Hours of a session"), min_value=0.5, max_value=12)
    rooms = forms.CharField(
        label=_("Rooms: one a line, as in Ward = 12 seats"), max_length=3000, widget=forms.Textarea({"rows": 3})
    )
    trainers = forms.CharField(
        label=_("Trainers: one a line, by role or initials"), max_length=3000, widget=forms.Textarea({"rows": 3})
    )
    groups = forms.CharField(
        label=_("Groups: one a line, as in First = 10 people"), max_length=3000, widget=forms.Textarea({"rows": 2})
    )

    def clean_rooms(self) -> tuple[Room, ...]:
        return tuple(Room(name, many) for name, many in _counted(self.cleaned_data["rooms"]))

    def clean_groups(self) -> tuple[Group, ...]:
        return tuple(Group(name, many) for name, many in _counted(self.cleaned_data["groups"]))

    def clean_trainers(self) -> tuple[Trainer, ...]:
        return tuple(Trainer(each) for each in _lines(self.cleaned_data["trainers"]))

    def means(self) -> Means:
        """What was written, as the domain has it."""
        said = self.cleaned_data
        start: time = said["start"]
        slots = tuple(Slot(day, start, said["hours"]) for day in said["days"])
        return Means(said["rooms"], said["trainers"], said["groups"], slots)


def _lines(text: str) -> list[str]:
    found = list(dict.fromkeys(" ".join(each.split())[:80] for each in text.splitlines() if each.strip()))
    if len(found) > LINES:
        raise forms.ValidationError(_("Write at most 30 lines."))
    return found


def _counted(text: str) -> list[tuple[str, int]]:
    """Names with a number of each."""
    found: dict[str, int] = {}
    for each in _lines(text):
        name, _equals, rest = each.partition("=")
        many = next(iter(rest.split()), "")
        if not name.strip() or not many.isdecimal() or not 0 < int(many) <= 10_000:
            raise forms.ValidationError(_("“%(line)s” is no name and number, as in Ward = 12."), params={"line": each})
        found[name.strip()] = int(many)
    return list(found.items())
