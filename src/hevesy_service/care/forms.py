"""Forms of the centre's desk; that of an act is made of the fields that the domain's form has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hevesy.products import find_therapy
from hevesy.record import Act, Field, Form, Problem
from hevesy.record.template import templates
from hevesy.run.instruments import INSTRUMENT
from hevesy.run.saying import choices_said, field_called, problem_said, therapy_called, unit_said
from hevesy.words import say, say_reason
from hevesy_service.accounts.forms import SECRET, ProofForm
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.proof import PASSWORD, Given, prove_beside
from hevesy_service.accounts.rights import lent_among
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import check_has_happened
from hevesy_service.care.models import Instrument
from hevesy_service.care.recording import Proof
from hevesy_service.refusals import Ahead, NotProven
from hevesy_service.said import language, sentence

YES_NO = [("", "–"), ("yes", _("yes")), ("no", _("no"))]
WEEKS_AT_LEAST = 4
ROWS = 4  # empty rows that a form with rows offers
MOMENT = "%Y-%m-%dT%H:%M"
LONG = ("reason_given", "earlier_note", "finding", "justification", "why", "side_effects", "scan_note", "first_actions")


@dataclass(frozen=True, slots=True)
class Whom:
    """Who may be the second person of an act, and who may have done it where another types it in from paper.

    `signs`: who records it proves who they are; `second_proves`: so does the second person, here or afterwards.
    """

    second: list[User]
    doers: list[User]
    signs: bool = False
    second_proves: bool = False


class ActForm(ProofForm):
    """What an act says, when it happened, who was the second person, and who did it where it comes from paper.

    The proofs are taken last, by `prove`: a code works once, and is not to be used up while a gate is in the way.
    """

    late = True
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, asked: Form, whom: Whom, zone: tzinfo, *args: Any, **named: Any) -> None:
        reasons = named.pop("reasons", ())
        super().__init__(*args, **named)
        self.asked, self.zone, self.signs, self.second_how = asked, zone, whom.signs, ""
        if not whom.signs:
            for name in {"password", "code", "credential"} & self.fields.keys():
                del self.fields[name]
        self.people = {str(each.pk): each for each in (*whom.second, *whom.doers)}
        for name, field in _inputs(asked):
            self.fields[name] = field
        for each in asked.fields:
            if each.kind == INSTRUMENT:
                self.fields[each.name].widget = Suggested(_names_of(self.site, each.choices))
        if reasons and "lost_reason" in self.fields:
            self.fields["lost_reason"].choices = [("", "–"), *reasons]  # type: ignore[attr-defined]
        self.fields["at"] = _moment(_("When it happened"))
        self.fields["at"].required = True
        if whom.second:
            self.fields["second"] = _person(_("Second person"), whom.second)
        if whom.second_proves:
            self.fields |= _proofs_of_the_second()
        self.fields["done_by"] = _person(_("Done by, where you type it in from paper"), whom.doers)
        self.fields["reason"] = forms.CharField(
            label=_("Reason, where it was on paper, or a gate is not met and it has happened"), required=False,
            max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def plain(self) -> list[forms.BoundField]:
        """Every field that one sees but those by which somebody proves who they are."""
        return [field for field in self.visible_fields() if field.name not in SECRET]

    def clean(self) -> dict[str, Any]:
        """It has happened, the second person is another than who did it, and what was on paper says why it was."""
        said = super().clean() or {}
        if said.get("at"):
            try:
                check_has_happened(_zoned(said["at"], self.zone), self.site)
            except Ahead as error:
                self.add_error("at", sentence(error))
        if said.get("second") and said["second"] == (said.get("done_by") or str(self.request.user.pk)):
            self.add_error("second", _("The second person is somebody else than who did it."))
        if said.get("done_by") and not str(said.get("reason") or "").strip():
            self.add_error("reason", _("Write why it was on paper, such as a power cut."))
        if said.get("second_password") and not said.get("second"):
            self.add_error("second", _("Say who the second person is."))
        return said

    @property
    def proof(self) -> Proof:
        """How both proved who they are; before they did, what stands in for it, so that gates can be asked."""
        beside = bool(self.cleaned_data.get("second_password"))
        return Proof(self.how, self.second_how or (PASSWORD if beside else ""))

    def prove(self) -> bool:
        """Take the proofs of both, or mark what is wrong with them."""
        second = self.second_person()
        if second is not None and self.cleaned_data.get("second_password"):
            given = Given(self.cleaned_data["second_password"], self.cleaned_data["second_code"])
            try:
                self.second_how = prove_beside(self.request, second, given)
            except NotProven as error:
                self.add_error("second_password", sentence(error))
        if self.signs and not self.errors:
            self.prove_now(self.cleaned_data)
        return not self.errors

    def raw(self) -> dict[str, Any]:
        """What was typed, as the domain reads it: rows together, moments with their zone."""
        said = self.cleaned_data
        return {field.name: self._typed(field, said) for field in self.asked.fields}

    def at(self) -> datetime:
        """When it happened."""
        return _zoned(self.cleaned_data["at"], self.zone)

    def second_person(self) -> User | None:
        return self.people.get(self.cleaned_data.get("second", ""))

    def done_by(self) -> User | None:
        """Who did it, where it is typed in from paper."""
        return self.people.get(self.cleaned_data.get("done_by", ""))

    def mark(self, problems: list[Problem]) -> None:
        """Put what the domain could not read beside the fields."""
        for each in problems:
            name = each.field if not each.row else each.field.replace(".", f"-{each.row - 1}-")
            self.add_error(name if name in self.fields else None, problem_said(each, language()))

    def _typed(self, field: Field, said: Mapping[str, Any]) -> Any:
        if field.kind == "moment":
            return _zoned(said[field.name], self.zone).isoformat() if said.get(field.name) else ""
        if field.kind != "rows":
            return said.get(field.name, "")
        inner = self.asked.rows[field.name]
        names = [each.name for each in inner.fields]
        rows = ({name: said.get(f"{field.name}-{row}-{name}", "") for name in names} for row in range(ROWS))
        return [row for row in rows if any(value != "" for value in row.values())]


class Suggested(forms.TextInput):
    """A line of text that offers what is known, and takes anything else."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self.known = tuple(known)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The line, and the list of what is known beside it."""
        line = super().render(name, value, {**(attrs or {}), "list": f"known_{name}"}, renderer)
        known = format_html_join("", '<option value="{}">', ((each,) for each in self.known))
        return format_html('{}<datalist id="known_{}">{}</datalist>', line, name, known)


def _names_of(site: Site, kinds: Iterable[str]) -> list[str]:
    """The instruments of a kind whose calibration is entered at a site."""
    return list(Instrument.objects.filter(site=site, kind__in=kinds).values_list("name", flat=True))


def _inputs(asked: Form) -> Iterator[tuple[str, forms.Field]]:
    for field in asked.fields:
        if field.kind == "rows":
            for row in range(ROWS):
                for inner in asked.rows[field.name].fields:
                    yield f"{field.name}-{row}-{inner.name}", _input(inner, f"{row + 1}. ")
        else:
            yield field.name, _input(field, required=field.name in asked.required)


def _input(field: Field, number: str = "", required: bool = False) -> forms.Field:
    unit = f" ({unit_said(field.unit, language())})" if field.unit else ""
    label = f"{number}{field_called(field.name, shelf(), language())}{unit}{' *' if required else ''}"
    if field.kind == "flag":
        return forms.ChoiceField(label=label, choices=YES_NO, required=False)
    if field.kind == "choice":
        return forms.ChoiceField(label=label, choices=[("", "–"), *choices_said(field, language())], required=False)
    if field.kind == "date":
        return forms.CharField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
    if field.kind == "moment":
        return _moment(label)
    if field.kind == "number":
        return forms.CharField(label=label, required=False, max_length=40, widget=_number())
    long = forms.Textarea(attrs={"rows": 3}) if field.name in LONG else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=4000, widget=long)


def _person(label: Any, people: list[User]) -> forms.ChoiceField:
    known = [("", "–"), *((str(each.pk), str(each)) for each in people)]
    return forms.ChoiceField(label=label, choices=known, required=False)


def _proofs_of_the_second() -> dict[str, forms.Field]:
    return {
        "second_password": forms.CharField(
            label=_("Password of the second person"), required=False, max_length=200,
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        ),
        "second_code": forms.CharField(
            label=_("Code from the second person's phone"), required=False, max_length=20,
            widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        ),
    }  # fmt: skip


def _number() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def _moment(label: Any) -> forms.DateTimeField:
    shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=shown, required=False, input_formats=[MOMENT, f"{MOMENT}:%S"])


def _zoned(moment: datetime, zone: tzinfo) -> datetime:
    """As it was typed, on the clock of the site."""
    return moment.replace(tzinfo=zone)


class BeginForm(forms.Form):
    """A patient and the therapy that is asked for."""

    full_name = forms.CharField(label=_("Name of the patient"), max_length=200)
    birth_date = forms.DateField(label=_("Day of birth"), widget=forms.DateInput(attrs={"type": "date"}))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    therapy = forms.ChoiceField(label=_("Therapy"))
    sure = forms.BooleanField(label=_("It is another person"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, languages: Sequence[tuple[str, Any]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["language"].choices = [("", "–"), *languages]  # type: ignore[attr-defined]
        self.fields["therapy"].choices = therapy_choices()  # type: ignore[attr-defined]


def therapy_choices() -> list[tuple[str, str]]:
    """Every therapy that has a course."""
    known = (therapy for each in templates(shelf()).values() for therapy in each.therapies)
    return [(therapy, therapy_called(therapy, shelf(), language())) for therapy in known]


class CountersignForm(ProofForm):
    """The second person of an act says afterwards that they were there."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class LineForm(ProofForm):
    """A line of the gate table as somebody signs it, who proves again who they are."""

    low = forms.FloatField(label=_("From"), required=False)
    high = forms.FloatField(label=_("To"), required=False)
    text = forms.CharField(label=_("Profile or rule"), required=False, max_length=200)
    source = forms.CharField(label=_("Where the limit was read"), max_length=300)
    edition = forms.CharField(label=_("Edition"), max_length=100)
    until = forms.DateField(
        label=_("Holds until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class InstrumentForm(forms.Form):
    """An instrument, and until when it is calibrated."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("dose_calibrator", _("dose calibrator")), ("survey_meter", _("survey meter"))]
    )
    name = forms.CharField(label=_("Name or number"), max_length=80)
    until = forms.DateField(label=_("Calibrated until"), widget=forms.DateInput(attrs={"type": "date"}))
    key = forms.UUIDField(widget=forms.HiddenInput)


class LicenceForm(forms.Form):
    """What the centre may hold of a nuclide."""

    nuclide = forms.CharField(label=_("Nuclide"), max_length=12)
    most = forms.CharField(label=_("At most, such as 100 GBq"), max_length=30)
    until = forms.DateField(label=_("Holds until"), widget=forms.DateInput(attrs={"type": "date"}))
    number = forms.CharField(label=_("Number of the licence"), max_length=80)
    key = forms.UUIDField(widget=forms.HiddenInput)


class TimeForm(forms.Form):
    """From which day to which something is counted."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until the end of"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """The days, in their order and with at least four weeks between."""
        said = super().clean() or {}
        if said.get("first") and said.get("last") and (said["last"] - said["first"]).days < WEEKS_AT_LEAST * 7:
            self.add_error("last", _("Four weeks at least are counted, so that no day can be found in them."))
        return said


def whom(site: Site, act: Act) -> Whom:
    """Who of the site may be the second person of an act, and who may have done what is typed in from paper."""
    return Whom(_holding(site, act.second), _holding(site, act.roles), act.is_signed, act.second_proves)


def _holding(site: Site, roles: tuple[str, ...]) -> list[User]:
    if not roles:
        return []
    own = Membership.objects.filter(site=site, role__in=roles).values("user")
    lent = [each.borrower_id for each in lent_among(site.lendings.filter(role__in=roles), timezone.now())]
    held = User.objects.filter(Q(pk__in=own) | Q(pk__in=lent), is_active=True)
    return list(held.order_by("full_name"))


def reasons_of(therapy: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """For which reasons people are lost, stage by stage of a therapy: the same that a plan loses them for."""
    found: dict[str, list[tuple[str, str]]] = {}
    for stage in find_therapy(therapy, shelf()).stages:
        called = say(f"stage.{stage.id}", language())
        found.setdefault(called, []).append((stage.reason, say_reason(stage.reason, language())))
    return list(found.items())


def typed(said: Mapping[str, Any], asked: Form, zone: tzinfo) -> dict[str, Any]:
    """What was said, as the inputs of its form have it, so that it can be corrected."""
    found: dict[str, Any] = {}
    for field in asked.fields:
        value = said.get(field.name)
        if field.kind == "rows":
            for row, line in enumerate(value or ()):
                inner = {each.name: each for each in asked.rows[field.name].fields}
                found |= {f"{field.name}-{row}-{name}": _typed(inner[name], each, zone) for name, each in line.items()}
        elif value is not None:
            found[field.name] = _typed(field, value, zone)
    return found


def _typed(field: Field, value: Any, zone: tzinfo) -> Any:
    if field.kind == "flag":
        return "yes" if value else "no"
    if field.kind == "number":
        return f"{value:.10g}"
    return datetime.fromisoformat(value).astimezone(zone).strftime(MOMENT) if field.kind == "moment" else value
