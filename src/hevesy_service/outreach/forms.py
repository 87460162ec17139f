"""Forms of texts for patients and of outreach events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hevesy.products.leaflet import CONSENT, FACT_SHEET, LEAFLET
from hevesy.words import LANGUAGES
from hevesy_service.care.forms import therapy_choices
from hevesy_service.desk.dates import DayField

KINDS = {LEAFLET: _("leaflet"), CONSENT: _("consent text"), FACT_SHEET: _("fact sheet against fear")}
TONGUES = dict(zip(LANGUAGES, (_("English"), _("Arabic"), _("Chinese"), _("French"), _("Russian"), _("Spanish")),
                   strict=True))  # fmt: skip
TAUGHT = "referrers"
EVENTS = {
    TAUGHT: _("teaching of referrers"), "community": _("meeting of a community"), "patients": _("meeting of patients"),
    "screening": _("day of screening"), "media": _("newspaper, radio or film"), "other": _("something else"),
}  # fmt: skip


class LeafletForm(forms.Form):
    """A text, or a new version of it."""

    code = forms.SlugField(label=_("Short name, by which the record knows it"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    therapy = forms.ChoiceField(label=_("Therapy"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(TONGUES.items()))
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea({"rows": 18}),
        help_text=_("A line that begins with # is a heading, one that begins with - is of a list."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["therapy"].choices = [("", _("each")), *therapy_choices()]  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """A clinician stands for a text until a day."""

    until = DayField(label=_("To be read again by"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, today: date, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.today = today

    def clean_until(self) -> date:
        """A day to come."""
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_now("This day is not after today."))
        return until


class EventForm(forms.Form):
    """An event that was held; whom of the referrers it taught is asked so that their referrals can be looked at."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(EVENTS.items()))
    on = DayField(label=_("On"))
    place = forms.CharField(label=_("Place"), max_length=200)
    audience = forms.CharField(label=_("For whom"), max_length=200)
    reached = forms.IntegerField(label=_("How many people it reached"), required=False, min_value=0, max_value=10**8,
                                 help_text=_("Leave it empty where nobody counted."))  # fmt: skip
    topic = forms.CharField(label=_("What about"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    referrers = forms.MultipleChoiceField(
        label=_("Which referrers were taught"), required=False, widget=forms.CheckboxSelectMultiple
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, people: Iterable[tuple[str, str]], today: date, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.today = today
        known = list(people)
        self.fields["referrers"].choices = known  # type: ignore[attr-defined]
        if not known:
            del self.fields["referrers"]

    def clean_on(self) -> date:
        """A day that has been."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_now("This has not happened yet."))
        return on
