"""Forms of the atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hevesy.errors import UnknownTown
from hevesy.facts import State
from hevesy.places import find_town, national_figures
from hevesy_service.accounts.forms import ProofForm
from hevesy_service.atlas.centres import MACHINES, MOST_MACHINES, SECTORS, SERVICES, CentreSaid
from hevesy_service.atlas.events import FIRST_YEAR, MOST, STATES, Said
from hevesy_service.atlas.models import Training
from hevesy_service.atlas.shelf import shelf
from hevesy_service.said import called, say, sentence

if TYPE_CHECKING:
    OfTraining = forms.ModelForm[Training]
else:
    OfTraining = forms.ModelForm


SERVICES_CALLED = {
    "pet": _("PET"), "spect": _("SPECT or planar imaging"), "therapy": _("radionuclide therapy"),
    "inpatient": _("beds for patients who stay"), "radiopharmacy": _("radiopharmacy"),
}  # fmt: skip


def whole_numbers(fact: str) -> bool:
    """Whether a figure counts whole things: half a post is a number of persons, half a machine is none of machines."""
    return not fact.startswith("country.staff.")


def _this_year(year: int) -> int:
    if not FIRST_YEAR <= year <= timezone.now().year:
        raise forms.ValidationError(_("A year from 1950 to this one"))
    return year


class ProposalForm(forms.Form):
    """A figure that somebody proposes: its value or state, its year, where it was read, and why now."""

    state = forms.ChoiceField(
        label=_("What stands behind it"), choices=lambda: [(str(each), say(f"state.{each}")) for each in STATES]
    )
    value = forms.FloatField(
        label=_("Number"), required=False, min_value=0, max_value=MOST, help_text=_("Leave empty where nobody knows"),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip
    year = forms.IntegerField(label=_("Year for which it holds"))
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The document, table and page; or the office that counted")
    )
    link = forms.URLField(label=_("Link, if there is one"), required=False, max_length=300, assume_scheme="https")
    reason = forms.CharField(label=_("Why it changes"), max_length=300)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, whole: bool = True, **named: Any) -> None:
        super().__init__(*args, **named)
        self._whole = whole

    def clean_year(self) -> int:
        """Not of the future."""
        return _this_year(self.cleaned_data["year"])

    def clean(self) -> dict[str, Any]:
        """Unknown is not zero: a state and its number must fit."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        state, value = said.get("state"), said.get("value")
        if "value" in self.errors or state is None:
            return said
        if state == State.MISSING and value is not None:
            self.add_error("value", _("Nobody knows it, so there is no number: clear it, or choose another state"))
        elif state == State.REPORTED_ZERO:
            said["value"] = 0.0
            if value:
                self.add_error("value", _("Reported zero is 0; choose “reported” for another number"))
        elif state in (State.REPORTED, State.PUBLIC_ONLY) and value is None:
            self.add_error("value", _("Write the number, or choose “missing” where nobody knows it"))
        elif state == State.REPORTED and value == 0:
            self.add_error("state", _("Somebody counted and there is none: choose “reported zero”"))
        if self._whole and value is not None and value != int(value):
            self.add_error("value", _("A whole number"))
        return said

    def said(self, fact: str) -> Said:
        """What was said, for the book."""
        given = self.cleaned_data
        return Said(fact, given["value"], given["state"], given["year"], given["source"], given["link"])


class CentreForm(forms.Form):
    """A centre that somebody proposes; a machine left empty was not counted, which is not zero."""

    name = forms.CharField(label=_("Name on the door"), max_length=200)
    town = forms.CharField(label=_("Town"), max_length=100)
    sector = forms.ChoiceField(
        label=_("Who runs it"), required=False, choices=[("", _("not known")), *((each, _(each)) for each in SECTORS)]
    )
    services = forms.MultipleChoiceField(
        label=_("What it offers now"), required=False, choices=[(each, SERVICES_CALLED[each]) for each in SERVICES],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    therapies = forms.MultipleChoiceField(
        label=_("Therapies it gives now"), required=False, widget=forms.CheckboxSelectMultiple
    )
    practises = forms.BooleanField(label=_("It practises today"), required=False, initial=True)
    year = forms.IntegerField(label=_("Year for which it holds"))
    source = forms.CharField(label=_("Source"), max_length=300)
    link = forms.URLField(label=_("Link, if there is one"), required=False, max_length=300, assume_scheme="https")
    reason = forms.CharField(label=_("Why it changes"), max_length=300)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, iso3: str, **named: Any) -> None:
        super().__init__(*args, **named)
        self._iso3 = iso3
        known = national_figures(shelf()).values()
        given = [(each.key, called("therapy", each.key, each.name)) for each in known if each.kind == "giving"]
        self.fields["therapies"].choices = given  # type: ignore[attr-defined]
        for name in MACHINES:
            self.fields[name] = forms.IntegerField(
                label=MACHINES_CALLED[name], required=False, min_value=0, max_value=MOST_MACHINES
            )
        first = ["name", "town", "sector", "services", "therapies", *MACHINES]
        self.order_fields(first)

    def clean_year(self) -> int:
        """Not of the future."""
        return _this_year(self.cleaned_data["year"])

    def clean_town(self) -> str:
        """The town as the list of towns calls it."""
        try:
            return find_town(self.cleaned_data["town"], shelf(), self._iso3).name
        except UnknownTown as error:
            raise forms.ValidationError(sentence(error)) from None

    def said(self, centre: str) -> CentreSaid:
        """What was said, for the book."""
        given = self.cleaned_data
        counts = {name: given[name] for name in MACHINES}
        return CentreSaid(
            centre, given["name"], given["town"], given["sector"], given["services"], given["therapies"], counts,
            given["practises"], given["year"], given["source"], given["link"],
        )  # fmt: skip


MACHINES_CALLED = {
    "spect": _("SPECT and gamma cameras"), "pet": _("PET scanners"), "cyclotron": _("Cyclotrons"),
    "generator": _("Generators"), "linac": _("Linear accelerators"), "treatment_chair": _("Treatment chairs"),
    "isolation_bed": _("Isolation beds"),
}  # fmt: skip


class DecisionForm(ProofForm):
    """What an approver decides and signs, and why; `seen` is how much of the story the page showed."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    reason = forms.CharField(label=_("Reason"), max_length=300)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)


class TrainingForm(OfTraining):
    """A training that is offered."""

    class Meta:
        model = Training
        fields: ClassVar = [
            "title", "provider", "kind", "cadre", "weeks", "places", "language", "source", "link", "year",
        ]  # fmt: skip

    link = forms.URLField(label=_("Link, if there is one"), required=False, max_length=300, assume_scheme="https")

    def clean_year(self) -> int:
        """Not of the future."""
        return _this_year(self.cleaned_data["year"])


class SheetForm(forms.Form):
    """A spreadsheet that somebody brings."""

    sheet = forms.FileField(label=_("Spreadsheet (.xlsx or .csv)"))


class PackForm(forms.Form):
    """A signed pack that somebody brings."""

    file = forms.FileField(label=_("File of national figures (.zip)"))
