"""Forms of what comes before a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hevesy.errors import UnknownCountry
from hevesy.places import centres, find_country
from hevesy.plan.centre.asked import MOST_CYCLES
from hevesy.products import therapies
from hevesy_service.atlas.events import FIRST_YEAR, STATES
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.atlas.shelf import shelf
from hevesy_service.mission.counts import TREATED, WAITED, Row
from hevesy_service.said import called, say, sentence

COUNT_LABELS = {
    "courses": _("Courses begun"), "patients": _("Patients treated"), "administrations": _("Doses given"),
    "foreigners": _("Of the patients, from other countries"), "sent_abroad": _("Residents sent abroad for it"),
    "waiting_now": _("Waiting at the end of the year"), "median_weeks": _("Weeks waited, median"),
}  # fmt: skip


def therapy_names() -> list[tuple[str, str]]:
    """Therapies by id and name."""
    return [(each.id, called("therapy", each.id, each.name)) for each in therapies(shelf())]


def centre_names(iso3: str) -> list[tuple[str, str]]:
    """The centres of a country that were accepted, by id and name."""
    return [(each.id, each.name) for each in centres(iso3, shelf_now())]


class SendForm(forms.Form):
    """A reason and a key: one act."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


class DecideForm(forms.Form):
    """What another person decides of a form that was handed in, and why."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    reason = forms.CharField(label=_("Reason"), max_length=300)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)


class FileForm(forms.Form):
    """A filled file."""

    file = forms.FileField(label=_("File"))


class CountForm(forms.Form):
    """What was counted of one therapy in a year, in the whole country or at a centre."""

    therapy = forms.ChoiceField(label=_("Therapy"), choices=therapy_names)
    centre = forms.ChoiceField(label=_("Where"), required=False)
    state = forms.ChoiceField(
        label=_("What stands behind it"),
        choices=lambda: [(str(each), say(f"state.{each}")) for each in STATES if each != "missing"],
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The document, table and page; or the office that counted")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, iso3: str, **named: Any) -> None:
        super().__init__(*args, **named)
        choices = [("", _now("the whole country")), *centre_names(iso3)]
        self.fields["centre"].choices = choices  # type: ignore[attr-defined]
        for name in (*TREATED, *WAITED):
            self.fields[name] = forms.FloatField(
                label=COUNT_LABELS[name], required=False, min_value=0, max_value=10_000_000,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )  # fmt: skip
        self.order_fields(["therapy", "centre", *TREATED, *WAITED, "state", "source", "note"])

    def clean(self) -> dict[str, Any]:
        """Something must have been counted."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and all(said[name] is None for name in (*TREATED, *WAITED)):
            raise forms.ValidationError(_("Write at least one number; an empty box means that nobody counted."))
        return said

    def row(self) -> Row:
        """The row for the book."""
        said = self.cleaned_data
        return {name: said[name] for name in ("therapy", "centre", *TREATED, *WAITED, "state", "source", "note")}


class YearForm(forms.Form):
    """A year that was counted."""

    year = forms.IntegerField(label=_("Year counted"), min_value=FIRST_YEAR)

    def __init__(self, this_year: int, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._this_year = this_year

    def clean_year(self) -> int:
        """Not of the future."""
        year: int = self.cleaned_data["year"]
        if year > self._this_year:
            raise forms.ValidationError(_("A year from 1950 to this one"))
        return year


class CountryForm(forms.Form):
    """A country to brief on."""

    country = forms.CharField(label=_("Country"), max_length=80, help_text=_("Its name, or its code, such as JOR"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_country(self) -> str:
        """The code of the country."""
        try:
            return find_country(self.cleaned_data["country"], shelf()).iso3
        except UnknownCountry as error:
            raise forms.ValidationError(sentence(error)) from None


class CentreSizeForm(CountryForm):
    """A centre to size: cycles a year of each therapy, what is there, how patients are seen first."""

    site = forms.ChoiceField(
        label=_("Where it is built"),
        choices=[("new", _("a bare site")), ("department", _("a department that does nuclear medicine already"))],
    )
    imaging = forms.ChoiceField(
        label=_("How patients are seen before therapy"),
        choices=[("pet", _("its own PET/CT")), ("spect", _("its own SPECT/CT")), ("elsewhere", _("elsewhere"))],
    )
    in_house = forms.BooleanField(label=_("Medicines are labelled here"), required=False)
    tariff = forms.FloatField(
        label=_("What a cycle brings, USD"), required=False, min_value=0, max_value=10_000_000,
        help_text=_("Empty: what the unit costs add up to"),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for id, name in therapy_names():
            self.fields[f"cycles_{id}"] = forms.FloatField(
                label=name, required=False, min_value=0, max_value=MOST_CYCLES,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def cycles(self) -> dict[str, float]:
        """Cycles a year by therapy, of those that it gives."""
        return {
            name.removeprefix("cycles_"): value for name, value in self.cleaned_data.items()
            if name.startswith("cycles_") and value
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """It gives something, and no more than a centre can."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        whole = sum(self.cycles().values())
        if not self.errors and not 0 < whole <= MOST_CYCLES:
            raise forms.ValidationError(_("Write the cycles a year of at least one therapy; 20,000 in all at most."))
        return said

    def options(self) -> list[str]:
        """Options of the command, each an argument of its own."""
        said = self.cleaned_data
        services = ",".join(f"{name}={value:g}" for name, value in self.cycles().items())
        found = ["--country", said["country"], "--services", services, "--site", said["site"], "--imaging",
                 said["imaging"], "--draws", "256"]  # fmt: skip
        found += ["--in-house"] if said["in_house"] else []
        return found + (["--tariff", f"{said['tariff']:g}"] if said["tariff"] is not None else [])
