"""The form for something that became known of a person; what it can be about follows from its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy.competence import LEVELS, Evidence, What, competencies, frameworks, privileges
from hevesy.competence.evidence import AGAINST, EVERYTHING
from hevesy.competence.privilege import privilege_called
from hevesy.competence.saying import competency_called, framework_called, level_called
from hevesy.competence.standing import FITNESS, LICENCE
from hevesy.run.saying import therapy_called
from hevesy_service.atlas.shelf import shelf
from hevesy_service.care.forms import therapy_choices
from hevesy_service.desk.dates import DayField
from hevesy_service.said import language

KINDS = {
    What.CERTIFIED: _("Certificate"), What.SIGNED_OFF: _("Sign-off of this centre"),
    What.SHOWN: _("Competency shown"), What.FIT: _("Medical fitness"), What.LICENSED: _("Professional licence"),
    What.FAILED: _("Assessment failed"), What.DISPUTED: _("Dispute"), What.SUSPENDED: _("Suspension"),
    What.WITHDRAWN: _("Withdrawal"), What.LIFTED: _("Lifting"),
}  # fmt: skip
ABOUT_NOTHING = (What.FIT, What.LICENSED)
Choices = list[tuple[str, Any]]


class EvidenceForm(forms.Form):
    """When it began, until when it holds, and what it is about."""

    about = forms.ChoiceField(label=_("About"))
    level = forms.ChoiceField(label=_("Level"))
    on = DayField(label=_("From"))
    until = DayField(label=_("Until the end of"), required=False)
    note = forms.CharField(
        label=_("Where it is written, and why"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, what: What, known: list[Evidence], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.what = what
        if what in ABOUT_NOTHING:
            del self.fields["about"]
        else:
            self.fields["about"].choices = about_choices(what, known)  # type: ignore[attr-defined]
        if what is What.SHOWN:
            self.fields["level"].choices = [(each, level_called(each, language())) for each in LEVELS]  # type: ignore[attr-defined]
        else:
            del self.fields["level"]
        if what in (What.DISPUTED, What.LIFTED, What.FAILED, What.WITHDRAWN):
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins, and a certificate ends where its framework says for how long it holds."""
        said = super().clean() or {}
        asked = frameworks(shelf()).get(said.get("about", "")) if self.what is What.CERTIFIED else None
        if asked and asked.valid_years and not said.get("until") and "until" not in self.errors:
            self.add_error("until", _("Certificates of this framework end; write its last day."))
        if said.get("until") and said.get("on") and said["until"] < said["on"]:
            self.add_error("until", _("It ends before it begins."))
        return said

    def found(self, by: str) -> Evidence:
        """What was written, as the domain has it."""
        said = self.cleaned_data
        return Evidence(
            "", self.what, said.get("about", ""), said["on"], said.get("until"), said.get("level", ""), by=by
        )


def about_choices(what: What, known: list[Evidence]) -> Choices:
    """What a kind of evidence may be about, by name; of a dispute or a lifting, what is known of the person."""
    if what is What.CERTIFIED:
        return list(_frameworks())
    if what is What.SIGNED_OFF:
        return _held()
    if what is What.SHOWN:
        return list(_competencies())
    if what is What.FAILED:
        return [(str(_("Competency")), list(_competencies())), *_held()]
    if what is What.SUSPENDED:
        return [(EVERYTHING, _("everything")), (str(_("Certificate")), list(_frameworks())), *_held()]
    if what is What.WITHDRAWN:
        return [(FITNESS, KINDS[What.FIT]), (LICENCE, KINDS[What.LICENSED])]
    against = what is What.LIFTED
    others = {each.id: each for each in known}
    return [(each.id, evidence_called(each, others)) for each in known if (each.what in AGAINST) == against]


def _frameworks() -> Iterator[tuple[str, str]]:
    return ((each, framework_called(each, shelf(), language())) for each in frameworks(shelf()))


def _competencies() -> Iterator[tuple[str, str]]:
    return ((name, competency_called(name, shelf(), language())) for name in competencies(shelf()))


def _held() -> Choices:
    """Each privilege of each therapy, together by therapy."""
    return [
        (words, [(f"{name}/{therapy}", privilege_called(name, shelf(), language())) for name in privileges(shelf())])
        for therapy, words in therapy_choices()
    ]


def evidence_called(each: Evidence, others: Mapping[str, Evidence]) -> str:
    """What is known, by its kind and what it is about; of what speaks of another piece of evidence, of which."""
    kind, other = KINDS.get(each.what, each.what), others.get(each.about)
    about = KINDS.get(other.what, other.what) if other else about_called(each.about) if each.about else ""
    return f"{kind}: {about} ({each.on})" if about else f"{kind} ({each.on})"


def about_called(about: str) -> str:
    """What evidence is about, as one reads it."""
    name, _slash, therapy = about.partition("/")
    if about == EVERYTHING:
        return str(_("everything"))
    if about in (FITNESS, LICENCE):
        return str(KINDS[What.FIT if about == FITNESS else What.LICENSED])
    if about in frameworks(shelf()):
        return framework_called(about, shelf(), language())
    if name in privileges(shelf()):
        of = f" · {therapy_called(therapy, shelf(), language())}" if therapy else ""
        return f"{privilege_called(name, shelf(), language())}{of}"
    return competency_called(about, shelf(), language()) if about in competencies(shelf()) else about
