"""Forms of incidents: what is known of one, and the report of one that no act has opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy.run.incidents import INES, KIND, REACH, STEP, categories, first_actions
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.care.forms import MOMENT
from hevesy_service.said import say

Choices = list[tuple[str, str]]
CHOSEN = {KIND: "kind", STEP: "category", INES: "ines", REACH: "reach"}  # in which field a scheme is kept


def choices(scheme: str) -> Choices:
    """The categories of a scheme, with nothing chosen first."""
    return [("", "–"), *((each.code, say(each.word)) for each in categories(scheme, shelf()))]


def actions(kinds: Iterable[str]) -> Choices:
    """What is done first in these kinds of incident, each once."""
    found = {each.action: say(f"first_action.{each.action}") for kind in kinds for each in first_actions(kind, shelf())}
    return list(found.items())


def people_of(site: Site) -> Choices:
    """Who may see to a correction: whoever works at the site."""
    known = User.objects.filter(memberships__site=site, is_active=True).distinct().order_by("full_name")
    return [("", "–"), *((str(each.pk), str(each)) for each in known)]


def _long(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class IncidentForm(forms.Form):
    """What is known of an incident; the checklist is that of its kind."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    category = forms.ChoiceField(label=_("Step of care in which it arose"), required=False)
    ines = forms.ChoiceField(label=_("INES level"), required=False)
    reach = forms.ChoiceField(label=_("What it came to"), required=False)
    done = forms.MultipleChoiceField(
        label=_("First actions that were taken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    first_actions = _long(_("First actions"))
    cause = _long(_("Cause"))
    correction = _long(_("Corrective action"))
    owner = forms.ChoiceField(label=_("Who sees to it"), required=False)
    due = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    evidence = _long(_("Evidence that it was done"))
    closes = forms.BooleanField(label=_("Close it"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, site: Site, kinds: Iterable[str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for scheme, name in CHOSEN.items():
            self.fields[name].choices = choices(scheme)  # type: ignore[attr-defined]
        self.fields["done"].choices = actions(kinds)  # type: ignore[attr-defined]
        if not self.fields["done"].choices:  # type: ignore[attr-defined]
            del self.fields["done"]
        self.fields["owner"].choices = people_of(site)  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """An incident that somebody reports."""

    kind = forms.ChoiceField(label=_("Kind"))
    what = forms.CharField(label=_("What happened"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    at = forms.DateTimeField(
        label=_("When it happened"), input_formats=[MOMENT, f"{MOMENT}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )  # fmt: skip
    course = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = choices(KIND)  # type: ignore[attr-defined]
