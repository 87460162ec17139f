"""Forms of the planner's desk."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy.errors import UnknownCountry
from hevesy.places import find_country
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.scenario import Intervention
from hevesy.products import therapies
from hevesy.supply import producers
from hevesy_service.accounts.forms import ProofForm
from hevesy_service.atlas.shelf import shelf
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.plans.saying import ADDED
from hevesy_service.said import called, sentence

DAY = forms.DateInput(attrs={"type": "date"})
LANGUAGES = [
    ("en", "English"), ("ar", "العربية"), ("zh", "中文"), ("fr", "Français"), ("ru", "Русский"), ("es", "Español"),
]  # fmt: skip


FEWEST = {"reconcile": 64, "centre": 16}  # draws
WEEKS = 8  # that a plant stands still where nobody says
CENTRES, CYCLES = 2, 300  # to open; of a centre in a year
SERVICES = "lu177_psma617,lu177_dotatate,i131_dtc"


@cache
def plants() -> list[tuple[str, str]]:
    """Reactors and makers that run, by id and name."""
    return [(each.id, each.name) for each in sorted(producers(shelf()), key=lambda each: each.name) if each.running]


class Keyed(forms.Form):
    """A form that is one act: `key` makes it once, `seen` is the version that was on the page."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewPlanForm(forms.Form):
    """A country, and how to begin."""

    country = forms.CharField(label=_("Country"), max_length=80, help_text=_("Its name, or its code, such as JOR"))
    begin = forms.ChoiceField(
        label=_("Begin with"),
        choices=[("package", _("a package to change: a second centre, chairs, training")),
                 ("empty", _("nothing done"))],
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_country(self) -> str:
        """The code of the country."""
        try:
            return find_country(self.cleaned_data["country"], shelf()).iso3
        except UnknownCountry as error:
            raise forms.ValidationError(sentence(error)) from None


class AddForm(Keyed):
    """An act to add."""

    kind = forms.CharField(max_length=60)
    begins = forms.DateField(label=_("Work begins on"), widget=DAY)
    centre = forms.CharField(max_length=120, required=False)
    town = forms.CharField(label=_("Town, where it opens a centre"), max_length=120, required=False)


class MoveForm(Keyed):
    """An act on another day."""

    act = forms.CharField(max_length=120)
    begins = forms.DateField(widget=DAY)


class RemoveForm(Keyed):
    """An act to take away."""

    act = forms.CharField(max_length=120)


class DetailForm(Keyed):
    """What one act adds, for whom, and who answers for it; fields that its kind does not use are not there."""

    def __init__(self, act: Intervention, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._act = act
        entry = catalogue(shelf())[act.kind]
        for name, each in entry.adds.items() if "adds" in entry.uses else ():
            self.fields[f"adds_{name}"] = forms.FloatField(
                label=ADDED.get(name, name), required=False, min_value=0, max_value=each.most,
                initial=act.adds.get(name), help_text=_("%(usual)g where nothing is written") % {"usual": each.usual},
            )  # fmt: skip
        if "therapies" in entry.uses:
            self.fields["therapies"] = forms.MultipleChoiceField(
                label=_("Therapies"), required=False, initial=act.therapies, help_text=_("All where none is chosen"),
                widget=forms.CheckboxSelectMultiple,
                choices=[(each.id, called("therapy", each.id, each.name)) for each in therapies(shelf())],
            )  # fmt: skip
        for name, label in (("owner", _("Who answers for it")), ("funder", _("Who pays")), ("note", _("Note"))):
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=300, initial=getattr(act, name)
            )

    def said(self) -> dict[str, object]:
        """The fields of the act, as they are to be."""
        given = self.cleaned_data
        found: dict[str, object] = {name: given[name] for name in ("owner", "funder", "note")}
        adds = {name[5:]: value for name, value in given.items() if name.startswith("adds_") and value is not None}
        found["adds"] = adds
        if "therapies" in given:
            found["therapies"] = tuple(given["therapies"])
        return found


class FrameForm(Keyed):
    """The plan's name, span and draws."""

    name = forms.CharField(label=_("Name"), max_length=200)
    start = forms.DateField(label=_("Begins on"), widget=DAY)
    years = forms.IntegerField(label=_("Years"), min_value=1, max_value=25)
    draws = forms.IntegerField(
        label=_("Draws"), min_value=2, max_value=4096, help_text=_("More draws, steadier figures, longer waits")
    )


class TextForm(Keyed):
    """The plan as text."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}), max_length=200_000)


class FreezeForm(ProofForm, Keyed):
    """Why a baseline is frozen; who freezes it signs it."""

    reason = forms.CharField(label=_("For whom, or why"), max_length=300)


class JobForm(forms.Form):
    """What to compute, and with how many draws."""

    kind = forms.ChoiceField(choices=[(each.id, each.title) for each in KINDS.values()])
    draws = forms.IntegerField(min_value=2, max_value=4096, required=False)
    other = forms.UUIDField(required=False)
    plant = forms.ChoiceField(choices=lambda: plants(), required=False)
    weeks = forms.IntegerField(min_value=1, max_value=104, required=False)
    language = forms.ChoiceField(choices=LANGUAGES, required=False)
    centres = forms.IntegerField(min_value=1, max_value=50, required=False)
    cycles = forms.IntegerField(min_value=1, max_value=20_000, required=False)
    uncalibrated = forms.BooleanField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def options(self, country: str) -> list[str]:
        """Options for the command: numbers and words that were chosen, each an argument of its own."""
        said: dict[str, Any] = self.cleaned_data
        kind = KINDS[said["kind"]]
        found = [country] if kind.of_country and kind.id != "centre" else []
        fewest = FEWEST.get(kind.id, 2)  # that the command itself takes
        found += ["--draws", str(max(fewest, said["draws"] or kind.draws))]
        return found + {
            "drill": ["--outage", f"{said['plant'] or plants()[0][0]}:{said['weeks'] or WEEKS}w"],
            "document": ["--lang", said["language"] or "en"],
            "placement": ["--open", str(said["centres"] or CENTRES)],
            "centre": ["--country", country, "--services", SERVICES, "--cycles", str(said["cycles"] or CYCLES)],
        }.get(kind.id, [])
