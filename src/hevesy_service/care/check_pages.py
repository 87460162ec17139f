"""The pages of daily checks: what is due and how each thing stands, written down in one go or one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hevesy.facts import Fact, Reader
from hevesy.run.checks import BADGE, GOOD, OUT, Check, Done, check_called, checks, is_due, limit_of, within
from hevesy.run.saying import moment_said, number_said, unit_said
from hevesy_service.accounts.rights import at_site, may, must
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.writing import written
from hevesy_service.book.zone import check_has_happened, zone_of
from hevesy_service.care.centre import centre_of
from hevesy_service.care.checks import checked_pk, done_in, note_check
from hevesy_service.care.forms import MOMENT
from hevesy_service.care.models import CheckedRow, CheckRow, Instrument
from hevesy_service.care.nav import desk_pages, roles_at
from hevesy_service.care.pages import names
from hevesy_service.refusals import Ahead
from hevesy_service.said import kept, language, sentence

STATES = [
    ("good", gettext_lazy("as it should be")), ("bad", gettext_lazy("not as it should be")),
    ("out", gettext_lazy("taken out of use")),
]  # fmt: skip
LAST = 30  # readings of one thing that its page shows


class ReadingForm(forms.Form):
    """A reading in the list of what is due; where neither is filled in, it was not done."""

    reading = forms.FloatField(required=False, localize=True)
    state = forms.ChoiceField(required=False, choices=[("", "–"), *STATES])

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("reading") is not None and not said.get("state"):
            self.add_error("state", _("Say whether it is as it should be."))
        return said


class KeyForm(forms.Form):
    """The key of the page, from which those of its readings follow."""

    key = forms.UUIDField()


class CheckForm(forms.Form):
    """One check, of a thing that may be new here, when it was done."""

    check = forms.ChoiceField(label=gettext_lazy("Check"))
    subject = forms.CharField(label=gettext_lazy("Name or number of the instrument, place or badge"), max_length=80)
    at = forms.DateTimeField(
        label=gettext_lazy("When it happened"), input_formats=[MOMENT, f"{MOMENT}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )  # fmt: skip
    reading = forms.FloatField(label=gettext_lazy("Reading"), required=False, localize=True)
    state = forms.ChoiceField(label=gettext_lazy("It is"), choices=STATES)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, choices: list[tuple[str, str]], site: Site, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.site = site
        self.fields["check"].choices = choices  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        """On the clock of the site; what is still to come was not read."""
        at: datetime = self.cleaned_data["at"].replace(tzinfo=zone_of(self.site))
        try:
            check_has_happened(at, self.site)
        except Ahead as error:
            raise forms.ValidationError(sentence(error)) from error
        return at


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its check as the list shows it: how it stood last, whether it is due, and its own two inputs."""

    pk: UUID
    check: Check
    subject: str
    last: Done | None
    called: str
    said: str
    when: str
    due: bool
    good: bool
    outside: str
    form: ReadingForm | None


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_gates")
def listed(request: Asked, here: Site) -> HttpResponse:
    """What is due today and how every thing stands; who may, writes down all that was read in one go."""
    found = list(_things(request, here))
    if request.method == "POST":
        must(request.user, "keep_checks", here)
        page_key = KeyForm(request.POST)
        wrong = [each for each in found if each.form is not None and not each.form.is_valid()]
        if page_key.is_valid() and not wrong:
            _kept(request, here, found, page_key.cleaned_data["key"])
            messages.success(request, _("Kept."))
            return redirect("checks", here.code)
    refused = request.method == "POST"
    page = {
        "site": here, "nav": desk_pages(request.user, here), "things": found, "key": new_id(),
        "keeps": may(request.user, "keep_checks", here), "wrong": refused,
        "due": sum(each.due for each in found), "now": moment_said(timezone.now(), zone_of(here)),
    }  # fmt: skip
    return render(request, "care/checks.html", page, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_gates")
def one(request: Asked, here: Site) -> HttpResponse:
    """One check: written down at any time, of a new thing too; with the last readings of the thing that is asked."""
    zone, now, mine = zone_of(here), timezone.now(), _mine(request, here)
    asked = {name: request.GET.get(name, "") for name in ("check", "subject")}
    initial = {"key": new_id(), "at": now.astimezone(zone).strftime(MOMENT), **asked}
    choices = [(name, check_called(name, shelf(), language())) for name in mine]
    form = CheckForm(choices, here, request.POST or None, initial=initial)
    if request.method == "POST":
        must(request.user, "keep_checks", here)
        if form.is_valid():
            said = form.cleaned_data
            done = Done(said["check"], said["subject"], said["at"], said["state"], said["reading"])
            note_check(here, done, str(request.user.pk), str(said["key"]), said["note"])
            messages.success(request, _("Kept."))
            return redirect("checks", here.code)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, **asked,
        "keeps": bool(mine) and may(request.user, "keep_checks", here),
        "called": check_called(asked["check"], shelf(), language()) if asked["check"] else "",
        "story": list(_story(request, here, asked["check"], asked["subject"], zone)),
    }  # fmt: skip
    return render(request, "care/check.html", page, status=422 if form.errors else 200)


def _mine(request: Asked, here: Site) -> dict[str, Check]:
    """The checks that a person's roles do."""
    held = roles_at(request.user, here)
    return {name: each for name, each in checks(shelf()).items() if held & set(each.roles)}


def _things(request: Asked, here: Site) -> Iterator[Thing]:
    """Every thing that was ever checked here or has a calibration, what is due first; badges for who reads them."""
    mine, reader = _mine(request, here), centre_of(here).reader
    keeps = may(request.user, "keep_checks", here)
    rows = {row.pk: row for row in CheckedRow.objects.filter(site=here)}
    known = {pk: (row.what, row.subject) for pk, row in rows.items()} | _of_instruments(here)
    made = []
    for pk, (what, subject) in known.items():
        check = checks(shelf()).get(what)
        if check is None or (check.of == BADGE and what not in mine):
            continue
        last = done_in(rows[pk]) if pk in rows else None
        form = ReadingForm(request.POST or None, prefix=str(pk)) if keeps and what in mine else None
        made.append(_thing(pk, check, subject, last, here, reader, form))
    yield from sorted(made, key=lambda each: (not each.due, list(checks(shelf())).index(each.check.name), each.subject))


def _of_instruments(here: Site) -> dict[UUID, tuple[str, str]]:
    """What is done of instruments whose calibration is entered, before anybody has done it."""
    held = Instrument.objects.filter(site=here).values_list("kind", "name")
    return {
        checked_pk(here.pk, each.name, name): (each.name, name)
        for kind, name in held for each in checks(shelf()).values() if each.of == kind
    }  # fmt: skip


def _thing(
    pk: UUID, check: Check, subject: str, last: Done | None, here: Site, reader: Reader, form: ReadingForm | None
) -> Thing:
    zone, limit = zone_of(here), limit_of(check, reader)
    return Thing(
        pk, check, subject, last, check_called(check.name, shelf(), language()), _said(last, check),
        "" if last is None else moment_said(last.at, zone), is_due(check, last, timezone.now(), zone),
        last is not None and last.state == GOOD, _outside(last, limit),
        form if last is None or last.state != OUT else None,
    )  # fmt: skip


def _said(done: Done | None, check: Check) -> str:
    if done is None:
        return ""
    tongue, state = language(), next(words for name, words in STATES if name == done.state)
    if done.reading is None:
        return str(state)
    return f"{kept(f'{number_said(done.reading, tongue)} {unit_said(check.unit, tongue)}')} · {state}"


def _outside(done: Done | None, limit: Fact | None) -> str:
    """That a reading which somebody called good lies outside what the shelf proposes; else nothing."""
    if done is None or limit is None or done.reading is None or done.state != GOOD or within(done.reading, limit):
        return ""
    ends = [end for end in dict.fromkeys((limit.low, limit.high)) if end is not None] or [limit.value or 0.0]
    return "–".join(number_said(end, language()) for end in ends)


def _kept(request: Asked, here: Site, found: list[Thing], key: UUID) -> None:
    """All readings of the list together or none; a page that is sent a second time was done when it was sent first."""
    now, by = timezone.now(), str(request.user.pk)
    with transaction.atomic():
        for each in found:
            said = each.form.cleaned_data if each.form is not None else {}
            if said.get("state"):
                own = str(uuid5(key, str(each.pk)))
                known = written(here, own)
                at = now if known is None else known.at_device
                note_check(here, Done(each.check.name, each.subject, at, said["state"], said["reading"]), by, own)


def _story(request: Asked, here: Site, what: str, subject: str, zone: tzinfo) -> Iterator[tuple[str, str, str, str]]:
    """The last readings of one thing: when, what, by whom, and the note."""
    check = checks(shelf()).get(what)
    if check is None or (check.of == BADGE and what not in _mine(request, here)):
        return
    rows = list(CheckRow.objects.filter(site=here, what=what, subject=subject).order_by("-at")[:LAST])
    people = names({row.by for row in rows})
    for row in rows:
        yield moment_said(row.at, zone), _said(done_in(row), check), people.get(row.by, ""), row.note
