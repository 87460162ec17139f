"""Forms of audits and of corrective actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy.quality import Action, Answer, Checklist, Step, profile_in, profiles
from hevesy.quality.action import ASSIGNED, CHECKED, DONE, EFFECTIVE, ESCALATED, NOT_EFFECTIVE, SOURCES
from hevesy.quality.audit import NOT_APPLICABLE, SELF, VISIT
from hevesy.quality.checklist import MOST, PRIORITIES, Item
from hevesy_service.atlas.shelf import shelf
from hevesy_service.quality.audits import mark
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
SCORES = [("", "–"), *((str(each), str(each)) for each in range(MOST + 1)), (NOT_APPLICABLE, _("not applicable"))]


def _date(label: Any, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput({"type": "date"}))


def _text(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=2000, widget=forms.Textarea({"rows": 2}))


class BeginForm(forms.Form):
    """An audit: by which profile, of whom, when."""

    profile = forms.ChoiceField(label=_("Profile"))
    kind = forms.ChoiceField(label=_("Kind of audit"), choices=list(KINDS.items()))
    on = _date(_("On"))
    team = forms.CharField(label=_("Where the team comes from"), max_length=400)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        told = (profile_in(each, shelf(), language()) for each in profiles(shelf()).values())
        known = [(each.id, f"{each.title} · {each.edition}") for each in told]
        self.fields["profile"].choices = known  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """One item: its score, why it is not applicable, what was seen."""

    score = forms.ChoiceField(required=False, choices=SCORES)
    reason = forms.CharField(required=False, max_length=1000)
    comment = forms.CharField(required=False, max_length=2000)
    seen = forms.CharField(required=False, max_length=16)
    mark: str | None = None  # of what stands there now, for the page; None: what the page was sent with stays

    @property
    def seen_now(self) -> str:
        """The mark that the page carries."""
        return self.mark if self.mark is not None else str(self["seen"].value() or "")

    def clean(self) -> dict[str, Any]:
        """What is not applicable has a reason."""
        said = super().clean() or {}
        if said.get("score") == NOT_APPLICABLE and not said.get("reason", "").strip():
            self.add_error("reason", _("Say why it is not applicable."))
        return said

    def found(self, item: Item, by: str) -> Answer | None:
        """What was written; None where nothing was scored."""
        said = self.cleaned_data
        if not said["score"]:
            return None
        number = None if said["score"] == NOT_APPLICABLE else int(said["score"])
        reason = said["reason"].strip() if number is None else ""
        return Answer(number, reason, said["comment"].strip(), (), "" if number is None else item.priority, by)


    def is_changed(self) -> bool:
        """Whether something else is said of it than what stood there when the page was opened."""
        said = self.cleaned_data
        number = None if said["score"] in ("", NOT_APPLICABLE) else int(said["score"])
        reason = said["reason"].strip() if said["score"] == NOT_APPLICABLE else ""
        now = Answer(number, reason, said["comment"].strip()) if said["score"] else None
        return mark(now) != (said["seen"] or mark(None))


def item_forms(
    part: Checklist, before: dict[str, Answer], suffix: str, data: Any, anew: bool = False
) -> list[tuple[Item, ItemForm]]:
    """A form for each item of a checklist, with what was said of it before; `anew`: what was sent, beside that."""
    made = []
    for item in part.items:
        said = before.get(f"{item.id}{suffix}")
        start = {} if said is None else {
            "score": NOT_APPLICABLE if said.score is None else str(said.score), "reason": said.reason,
            "comment": said.comment,
        }  # fmt: skip
        now = mark(said)
        form = ItemForm(data, prefix=item.id, initial={**start, "seen": now})
        if data is None or anew:
            form.mark = now
        made.append((item, form))
    return made


class OpenForm(forms.Form):
    """A finding that is to be mended."""

    source = forms.ChoiceField(label=_("Where it came from"), choices=[(each, SOURCE[each]) for each in SOURCES])
    about = forms.CharField(label=_("About"), max_length=160)
    priority = forms.ChoiceField(label=_("Priority"), choices=[(each, PRIORITY[each]) for each in PRIORITIES])
    finding = _text(_("What was found"))
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


class StepForm(forms.Form):
    """What happened to an action; which fields are asked follows from the step."""

    said = _text(_("What was done, or seen"))
    owner = forms.ChoiceField(label=_("Who mends it"))
    due = _date(_("By when"))
    evidence = forms.CharField(label=_("Evidence: files, records, pages; semicolons between"), max_length=1000)
    result = forms.ChoiceField(label=_("Effect"), choices=list(RESULT.items()))
    on = _date(_("On"))
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
