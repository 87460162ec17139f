"""Forms of logbooks: claims, procedures from elsewhere, answers, assessments at work, and who is in training."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hevesy.competence import LEVELS, Framework, frameworks
from hevesy.competence.assessment import DOPS, MINI_CEX, Assessment, assessed_by
from hevesy.competence.framework import DIRECT, INDIRECT
from hevesy.competence.saying import competency_called, framework_called, level_called
from hevesy.quality.lesson import names_in
from hevesy.run.saying import act_called, therapy_called
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.roles import role_called
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.care.done_here import Recorded, acts_asked
from hevesy_service.competence.logbook import CONFIRMED, RETURNED, WAITING, WITHDRAWN, Claim
from hevesy_service.competence.models import EnrolmentRow
from hevesy_service.competence.training import enrolment_of, in_the_way
from hevesy_service.desk.dates import DayField
from hevesy_service.refusals import InTraining, OwnProcedure, Refusal
from hevesy_service.said import language, sentence

SUPERVISION = {DIRECT: _("direct: in the room"), INDIRECT: _("indirect: within call")}
STATE = {
    WAITING: _("waits"), CONFIRMED: _("confirmed"), RETURNED: _("returned"), WITHDRAWN: _("taken back"),
}  # fmt: skip
KIND = {MINI_CEX: "mini-CEX", DOPS: "DOPS"}
NOBODY = ("", _("– choose –"))
PSEUDONYM = _("A pseudonym, never a name or a number of care.")
People = Mapping[str, str]  # names by id


class NamedForm(forms.Form):
    """A form that is sent once under its key."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    refused = 0  # the status of what stood against it

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        return self.refused or (422 if self.errors else 200)

    def did(self, act: Callable[[], object]) -> bool:
        """Whether the act of a valid form was done; else the form says what stands against it, and nothing is lost."""
        try:
            act()
        except Refusal as error:
            self.add_error(None, sentence(error))
            self.refused = error.status
        return not self.errors

    def choose(self, field: str, choices: Iterable[tuple[str, Any]]) -> None:
        """What one may choose from in a field."""
        self.fields[field].choices = list(choices)  # type: ignore[attr-defined]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that stand one under another; a table has the ticks."""
        return [each for each in self.visible_fields() if each.name != "pick"]


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea({"rows": 3}), help_text=help_text
    )


class DayForm(NamedForm):
    """A form with a day that lies not ahead."""

    def __init__(self, today: date, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.today = today

    def clean_on(self) -> date:
        """What has not happened yet is not written down."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day lies ahead."))
        return on


class ClaimForm(NamedForm):
    """Which of the acts that one has recorded go into one's logbook, how closely supervised, and by whom."""

    pick = forms.MultipleChoiceField(error_messages={"required": _("Tick what you claim.")})
    supervision = forms.ChoiceField(label=_("Supervision"), choices=list(SUPERVISION.items()))
    supervisor = forms.ChoiceField(label=_("Who supervised"))

    def __init__(self, offered: list[Recorded], supervisors: People, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offered = {str(each.entry): each for each in offered}
        self.choose("pick", ((pk, pk) for pk in self.offered))
        self.choose("supervisor", supervisors.items())

    def found(self) -> list[Claim]:
        """What was ticked."""
        said, picked = self.cleaned_data, [self.offered[pk] for pk in self.cleaned_data["pick"]]
        return [
            Claim(each.act, each.therapy, each.case, each.cycle, each.on, said["supervision"], said["supervisor"],
                  str(each.entry))
            for each in picked
        ]  # fmt: skip


class CaseForm(DayForm):
    """A form with the pseudonym of a case, which names nobody who is known here."""

    case = forms.CharField(label=_("Case"), max_length=80, help_text=PSEUDONYM)
    people: Iterable[str] = ()

    def clean_case(self) -> str:
        """The pseudonym; that it names somebody is said without saying whom."""
        case = _plain(self.cleaned_data["case"])
        if names_in(case, self.people):
            raise forms.ValidationError(_("This names somebody who is known here; write a pseudonym."))
        return case


class ElsewhereForm(CaseForm):
    """A procedure that was done elsewhere: where, in whose care by pseudonym, and who saw it."""

    act = forms.ChoiceField(label=_("Act"))
    therapy = forms.ChoiceField(label=_("Therapy"))
    place = forms.CharField(label=_("Where"), max_length=160)
    cycle = forms.IntegerField(label=_("Cycle"), min_value=1, max_value=50, initial=1)
    on = DayField(label=_("On"))
    supervision = forms.ChoiceField(label=_("Supervision"), choices=list(SUPERVISION.items()))
    witness = forms.CharField(label=_("Who saw it"), max_length=160)
    supervisor = forms.ChoiceField(label=_("Who confirms it here"))
    field_order = ("act", "therapy", "place", "case")

    def __init__(
        self, framework: Framework, own_name: str, supervisors: People, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.asked, self.own_name = set(acts_asked(framework)), own_name
        acts, therapies = (list(dict.fromkeys(pair[place] for pair in acts_asked(framework))) for place in (0, 1))
        self.choose("act", ((each, act_called(each, shelf(), language())) for each in acts))
        self.choose("therapy", ((each, therapy_called(each, shelf(), language())) for each in therapies))
        self.choose("supervisor", supervisors.items())

    def clean_witness(self) -> str:
        """Somebody else saw it."""
        name = _plain(self.cleaned_data["witness"])
        if name.casefold() == self.own_name.casefold():
            raise forms.ValidationError(_("Somebody else must have seen it."))
        return name

    def clean(self) -> dict[str, Any]:
        """The framework counts such an act of this therapy."""
        said = super().clean() or {}
        if {"act", "therapy"} <= set(said) and (said["act"], said["therapy"]) not in self.asked:
            self.add_error("act", _("The framework does not count this act of this therapy."))
        return said

    def found(self, witness: str) -> Claim:
        """What was written; the pseudonym is told from those of other places by the place."""
        said = self.cleaned_data
        place = _plain(said["place"])
        case = f"{place}/{said['case'].replace('/', '-')}"
        return Claim(said["act"], said["therapy"], case, said["cycle"], said["on"], said["supervision"],
                     said["supervisor"], place=place, witness=witness)  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split())


class PickForm(NamedForm):
    """What is confirmed at one click; each is named beside its tick."""

    pick = forms.MultipleChoiceField(error_messages={"required": _("Tick what you confirm.")})

    def __init__(self, waiting: Iterable[str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.choose("pick", ((each, each) for each in waiting))


class ReturnForm(NamedForm):
    """Why a procedure goes back to the trainee."""

    reason = _text(_("Why it is returned"))


class UnconfirmForm(NamedForm):
    """Why a confirmation is taken back."""

    reason = _text(_("Why the confirmation is taken back"))


class AssessmentForm(CaseForm):
    """What was seen of a competency, how well it was shown, and what comes next."""

    competency = forms.ChoiceField(label=_("Competency"))
    level = forms.ChoiceField(label=_("Level shown"))
    passed = forms.ChoiceField(label=_("Outcome"), choices=[("yes", _("passed")), ("no", _("not passed"))])
    feedback = _text(_("What went well, and what to do next"))
    on = DayField(label=_("On"))
    field_order = ("competency", "level", "passed", "feedback", "case")

    def __init__(self, kind: str, framework: Framework, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["case"].required = False
        self.kind, asked = kind, framework.levels
        able = [each for each in assessed_by(kind, shelf()) if each in asked]
        self.choose("competency", ((each, _asked(each, asked[each])) for each in able))
        self.choose("level", ((each, level_called(each, language())) for each in LEVELS))

    def found(self, by: str) -> Assessment:
        """What was written, as the domain has it."""
        said = self.cleaned_data
        return Assessment(self.kind, said["competency"], said["level"], said["passed"] == "yes", said["feedback"],
                          said["on"], by, said["case"])  # fmt: skip


def _asked(competency: str, level: str) -> str:
    return f"{competency_called(competency, shelf(), language())} ({level_called(level, language())})"


class EnrolForm(NamedForm):
    """Who is in training, for which framework, since when and with whom."""

    person = forms.ChoiceField(label=_("Trainee"))
    framework = forms.ChoiceField(label=_("Framework"))
    since = DayField(label=_("Since"))
    supervisors = forms.MultipleChoiceField(label=_("Who supervises"), widget=forms.CheckboxSelectMultiple)
    all_the_same = forms.BooleanField(label=_("Enrol all the same"), required=False)

    def __init__(self, here: Site, people: People, able: People, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.here = here
        self.in_the_way: EnrolmentRow | None = None
        self.choose("person", [NOBODY, *people.items()])
        known = frameworks(shelf())
        self.choose("framework", [NOBODY, *((each, framework_called(each, shelf(), language())) for each in known)])
        self.choose("supervisors", able.items())
        if not self.is_bound:
            del self.fields["all_the_same"]

    def clean(self) -> dict[str, Any]:
        """Nobody supervises themselves or trains for two frameworks; another profession is asked for once more."""
        said = super().clean() or {}
        if said.get("person") in said.get("supervisors", []):
            self.add_error("supervisors", sentence(OwnProcedure()))
        if {"person", "framework", "since"} <= set(said):
            self._look_at(said["person"], said["framework"], said["since"])
        if "all_the_same" not in self.errors and not said.get("all_the_same"):
            del self.fields["all_the_same"]
        return said

    def _look_at(self, person: str, framework: str, since: date) -> None:
        asked, now = frameworks(shelf()), enrolment_of(self.here, person)
        self.in_the_way = in_the_way(self.here, person, framework, since)
        if self.in_the_way is not None:
            called = framework_called(self.in_the_way.framework, shelf(), language())
            self.add_error("framework", sentence(
                InTraining(framework=called, since=self.in_the_way.since.isoformat())
            ))  # fmt: skip
        elif now is None or now.framework != framework:
            self._ask_again(person, asked[framework].cadre)

    def _ask_again(self, person: str, cadre: str) -> None:
        """Where somebody would train for another profession than the one they work in here."""
        held = Membership.objects.filter(site=self.here, user_id=person).values_list("role", flat=True)
        if cadre not in held and not self.cleaned_data.get("all_the_same"):
            found = _now(", ").join(role_called(each) for each in sorted(set(held)))
            self.add_error("all_the_same", _now("The framework is for: %(cadre)s. The person works here as: %(roles)s.")
                           % {"cadre": role_called(cadre), "roles": found})  # fmt: skip


class EndForm(NamedForm):
    """The last day of a training."""

    until = DayField(label=_("Last day of the training"))

    def __init__(self, since: date, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.since = since

    def clean_until(self) -> date:
        """It does not end before it begins."""
        until: date = self.cleaned_data["until"]
        if until < self.since:
            raise forms.ValidationError(_("It ends before it begins."))
        return until
