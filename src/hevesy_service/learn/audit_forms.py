"""Forms of audits and of corrective actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy.quality import Action, Step, profile_in, profiles
from hevesy.quality.action import ASSIGNED, CHECKED, DONE, EFFECTIVE, ESCALATED, NOT_EFFECTIVE, SOURCES
from hevesy.quality.audit import SELF, VISIT
from hevesy.quality.checklist import PRIORITIES
from hevesy_service.atlas.shelf import shelf
from hevesy_service.desk.dates import DayField
from hevesy_service.said import language

KINDS = {SELF: _("by the centre itself"), VISIT: _("by a visiting team")}
PRIORITY = {"critical": _("critical"), "major": _("major"), "minor": _("minor")}
SOURCE = {
    "audit": _("audit"), "incident": _("incident"), "quality_control": _("quality control"),
    "inspection": _("inspection"),
}  # fmt: skip
STEPS = {
    ASSIGNED: _("assigned"), DONE: _("done"), CHECKED: _("effect checked"), ESCALATED: _("escalated"),
}  # fmt: skip
RESULT = {EFFECTIVE: _("it helped"), NOT_EFFECTIVE: _("it did not help")}


def _text(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=2000, widget=forms.Textarea({"rows": 2}))


class BeginForm(forms.Form):
    """An audit: by which profile, of whom, when."""

    profile = forms.ChoiceField(label=_("Profile"))
    kind = forms.ChoiceField(label=_("Kind of audit"), choices=list(KINDS.items()))
    on = DayField(label=_("On"))
    team = forms.CharField(label=_("Where the team comes from"), max_length=400)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        told = (profile_in(each, shelf(), language()) for each in profiles(shelf()).values())
        known = [(each.id, f"{each.title} · {each.edition}") for each in told]
        self.fields["profile"].choices = known  # type: ignore[attr-defined]


class DiscardForm(forms.Form):
    """Why an audit was begun by mistake."""

    reason = forms.CharField(
        max_length=1000, error_messages={"required": _("Nothing was discarded: write why it was begun by mistake.")}
    )
    key = forms.UUIDField()


class OpenForm(forms.Form):
    """A finding that is to be mended; one of an audit's item names the audit."""

    source = forms.ChoiceField(label=_("Where it came from"), choices=[(each, SOURCE[each]) for each in SOURCES])
    about = forms.CharField(label=_("About"), max_length=160)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=[("", _("– choose –")), *((each, PRIORITY[each]) for each in PRIORITIES)]
    )
    finding = _text(_("What was found"))
    audit = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def found(self, today: Any) -> Action:
        """What was written, as the domain has it."""
        said = self.cleaned_data
        return Action(said["source"], said["about"], said["priority"], said["finding"], today)


class TakeUpForm(forms.Form):
    """A finding of the record that somebody takes up."""

    origin = forms.CharField(max_length=160)
    priority = forms.ChoiceField(choices=[(each, PRIORITY[each]) for each in PRIORITIES])
    key = forms.UUIDField()


class DismissForm(forms.Form):
    """A finding of the record that nobody is to take up, and why."""

    origin = forms.CharField(max_length=160)
    reason = forms.CharField(
        max_length=1000, error_messages={"required": _("Nothing was dismissed: write why nothing is to be mended.")}
    )
    key = forms.UUIDField()


class StepForm(forms.Form):
    """What happened to an action; which fields are asked follows from the step."""

    said = _text(_("What was done, or seen"))
    owner = forms.ChoiceField(label=_("Who mends it"), error_messages={
        "invalid_choice": _("Only somebody of the site who may open its actions mends one; choose one of the list."),
    })  # fmt: skip
    due = DayField(label=_("By when"))
    evidence = forms.CharField(label=_("Evidence: files, records, pages; semicolons between"), max_length=1000)
    result = forms.ChoiceField(label=_("Effect"), choices=list(RESULT.items()))
    on = DayField(label=_("On"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    ASKED: ClassVar = {
        ASSIGNED: ("said", "owner", "due", "on", "key"), DONE: ("said", "evidence", "on", "key"),
        CHECKED: ("said", "evidence", "result", "on", "key"), ESCALATED: ("said", "on", "key"),
    }  # fmt: skip

    def __init__(self, what: str, people: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.what = what
        for name in set(self.fields) - set(self.ASKED[what]):
            del self.fields[name]
        if "owner" in self.fields:
            self.fields["owner"].choices = list(people)  # type: ignore[attr-defined]
        if what == ASSIGNED:
            self.fields["said"].label = _("Cause: why it came to it")

    def found(self, by: str) -> Step:
        """What was written, as the domain has it."""
        said = self.cleaned_data
        files = tuple(part.strip() for part in said.get("evidence", "").split(";") if part.strip())
        return Step(
            self.what, said["on"], by, said["said"], said.get("owner", ""), said.get("due"), files,
            said.get("result", ""),
        )  # fmt: skip
