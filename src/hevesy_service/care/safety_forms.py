"""Forms of safety reports: a reaction as it is judged, a defect as it was seen, and to whom it was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SERIOUS = [
    ("death", _("it led to death")), ("life_threatening", _("it threatened life")),
    ("hospital", _("it needed or prolonged a stay in hospital")),
    ("disabling", _("it left a lasting or significant disability")),
    ("congenital", _("an anomaly or defect at birth")), ("important", _("otherwise medically important")),
]  # fmt: skip
EXPECTED = [
    ("", _("nobody has looked: counts as unexpected")),
    ("no", _("no: not in the product information, or not so grave there")),
    ("yes", _("yes: the product information names it so")),
]
OUTCOMES = [
    ("", "–"), ("recovered", _("recovered")), ("recovering", _("recovering")), ("not_recovered", _("not recovered")),
    ("sequelae", _("recovered with lasting effects")), ("fatal", _("fatal")), ("unknown", _("unknown")),
]  # fmt: skip
QUALIFICATIONS = [
    ("", "–"), ("Physician", _("physician")), ("Pharmacist", _("pharmacist")),
    ("Other health professional", _("other health professional")),
]  # fmt: skip
SEXES = [("", "–"), ("male", _("male")), ("female", _("female"))]
TRIED = [("", "–"), ("yes", _("yes")), ("no", _("no"))]
SEEN = [
    ("package", _("package or papers")), ("label", _("label or certificate")), ("appearance", _("colour or particles")),
    ("activity", _("activity")), ("purity", _("purity")), ("sterility", _("sterility or endotoxin")),
    ("container", _("vial or stopper")), ("other", _("something else")),
]  # fmt: skip


def _long(label: Any, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))


def _day(label: Any, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class ReactionForm(forms.Form):
    """A reaction as a person judges it; what the record knows already is not asked again."""

    aware = _day(_("Day on which the centre knew"))
    serious = forms.MultipleChoiceField(
        label=_("Serious, because"), choices=SERIOUS, required=False, widget=forms.CheckboxSelectMultiple
    )
    expected = forms.ChoiceField(label=_("Expected"), choices=EXPECTED, required=False)
    onset = _day(_("Began on"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    indication = forms.CharField(label=_("Indication"), max_length=300, required=False)
    action = forms.CharField(label=_("What was done with the medicine"), max_length=300, required=False)
    rechallenge = forms.ChoiceField(label=_("Came back when it was given again"), choices=TRIED, required=False)
    qualification = forms.ChoiceField(label=_("Profession of who reports"), choices=QUALIFICATIONS, required=False)
    narrative = _long(_("What happened, without names"))
    key = forms.UUIDField(widget=forms.HiddenInput)


class DefectForm(forms.Form):
    """What was seen of a lot."""

    aware = _day(_("Day on which the centre knew"))
    seen = forms.MultipleChoiceField(label=_("What is wrong"), choices=SEEN, widget=forms.CheckboxSelectMultiple)
    narrative = _long(_("What was seen, without names"), required=True)
    bars = forms.BooleanField(label=_("Bar every vial of this lot now"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


class SentForm(forms.Form):
    """To whom a report went."""

    sent_on = _day(_("Sent on"))
    sent_to = forms.CharField(label=_("To"), max_length=200)
    sent_how = forms.CharField(label=_("How, and under which number"), max_length=200, required=False)
    sending = forms.UUIDField(widget=forms.HiddenInput)
