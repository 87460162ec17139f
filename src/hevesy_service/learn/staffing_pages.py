"""How many people the work of a site takes, and who is there for it: from its record, or typed in; and what if."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hevesy.capacity.counts import counted as counts_of
from hevesy.capacity.minutes import CADRES
from hevesy.competence import privileges
from hevesy.competence.contract import WHOLE
from hevesy.competence.course import role_of
from hevesy.competence.staffing import Own, Post, Range, Work, calibrated, staffing, what_if, work_of
from hevesy.facts import Reader
from hevesy.record.spent import FEW_MINUTES
from hevesy.run.minutes import step_called
from hevesy.run.saying import number_said, therapy_called
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.counting import minutes_of
from hevesy_service.care.forms import therapy_choices
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.standings import standings
from hevesy_service.learn.pages import privileges_of, recent_here
from hevesy_service.learn.supply import CADRE_OF, YEAR, Posts, counted, figures_of_sites, posts_of
from hevesy_service.said import language, left_to_right

DRAWS = 200
COURSES, CYCLES = "courses", "cycles"


class StaffingForm(forms.Form):
    """Another workload than the record's, and what if; every field may stay empty."""

    more = forms.FloatField(label=_("Percent more of everything"), required=False, min_value=-100, max_value=1000)
    leaves = forms.ChoiceField(label=_("If one of these left"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        roles = [(cadre, role_called(role_of(cadre))) for cadre in CADRES]
        self.fields["leaves"].choices = [("", _("nobody")), *roles]  # type: ignore[attr-defined]
        for therapy, _words in therapy_choices():
            for what in (COURSES, CYCLES):
                self.fields[f"{what}-{therapy}"] = forms.FloatField(required=False, min_value=0, max_value=1e6)

    def work(self, reader: Reader) -> list[Work]:
        """What was typed, of the therapies of which something was."""
        said = self.cleaned_data
        typed = ((id, said.get(f"{COURSES}-{id}"), said.get(f"{CYCLES}-{id}")) for id, _words in therapy_choices())
        return [work_of(id, reader, courses, cycles) for id, courses, cycles in typed if courses or cycles]

    def rows(self) -> list[tuple[str, Any, Any]]:
        """The fields of each therapy."""
        return [(words, self[f"{COURSES}-{id}"], self[f"{CYCLES}-{id}"]) for id, words in therapy_choices()]


@require_safe
@at_site("see_staffing")
def staffing_of(request: Asked, here: Site) -> HttpResponse:
    """Whole posts and people by cadre for a year's work, beside who is there by contract and may act today."""
    today, form = today_at(here), StaffingForm(request.GET)
    form.is_valid()
    plain = Reader(shelf(), here.country or "world", DRAWS)
    reader, own = calibrated(plain, minutes_of(here, today - YEAR, today))
    typed = form.work(reader)
    work = typed or _recorded(here, today)
    there = _there(here, [each.therapy for each in work], today)
    more, leaves = form.cleaned_data.get("more") or 0.0, form.cleaned_data.get("leaves", "")
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "typed": bool(typed), "today": today,
        "first": today - YEAR, "rows": [], "work": [_work(each) for each in work], "few": FEW_MINUTES,
        "nobody": there.nobody, "posts": there.posts, "unstated": there.unstated,
        "own": [_own(each) for each in own if each.used], "others": [_own(each) for each in own if not each.used],
        "more": more, "leaves": leaves,
        "left_nobody": bool(leaves) and not there.able[leaves],
        "country": bool(here.country), "national": may(request.user, "see_national_training"),
        "states": may(request.user, "state_contracts", here),
    }  # fmt: skip
    if work and here.country:
        usual = counts_of(None, reader, today)
        now = staffing(work, reader, usual, there.people, there.valid)
        then = there.without(leaves)
        changed = staffing(what_if(work, more), reader, usual, there.people, then) if more or leaves else now
        page["rows"] = [_row(*pair, there) for pair in zip(now, changed, strict=True)]
    return render(request, "learn/staffing.html", page, status=422 if form.errors else 200)


def _recorded(here: Site, on: date) -> list[Work]:
    """Courses begun and cycles given in the last year."""
    found = next(iter(figures_of_sites([here], on)), None)
    if found is None:
        return []
    names = sorted({*found.courses, *found.cycles})
    return [Work(name, found.courses.get(name, 0.0), found.cycles.get(name, 0.0)) for name in names]


@dataclass(frozen=True, slots=True)
class There:
    """Of each cadre, full-time equivalents who work here and who of them may act today, and how many persons they are.

    `nobody` are therapies of which nobody of some roles may act; of `unstated` of the `posts` no contract is stated.
    """

    people: Mapping[str, float]
    valid: Mapping[str, float]
    heads: Mapping[str, int]
    able: Mapping[str, int]
    nobody: list[tuple[str, list[str]]]
    posts: int
    unstated: int

    def without(self, cadre: str) -> dict[str, float]:
        """Who may act where one of a cadre leaves: somebody with the mean contract of those who may act."""
        many = self.able.get(cadre, 0)
        return {each: value * (1 - 1 / many) if each == cadre and many else value for each, value in self.valid.items()}


def _there(here: Site, therapies: Sequence[str], on: date) -> There:
    """Somebody counts as valid who holds, for one of the therapies, a privilege that their role's acts need."""
    posts = posts_of([here.pk], on)
    held: dict[str, Mapping[str, float | None]] = {person: each for (_site, person), each in posts.held.items()}
    roles_held = {person: set(each) for person, each in held.items()}
    may_act: dict[str, set[str]] = {role: set() for role in CADRE_OF}
    nobody: dict[str, list[str]] = {}
    for therapy in therapies:
        asked = {role: set(privileges_of([role], therapy)) & _of_cadre(role) for role in CADRE_OF}
        found = standings(here, roles_held, therapy, on, recent_here(here, therapy, on)[1], shelf())
        for role, names in asked.items():
            able = {person for person, roles in held.items() if role in roles
                    and any(found[person][name].may for name in names)}  # fmt: skip
            may_act[role] |= able
            if names and not able:
                nobody.setdefault(therapy_called(therapy, shelf(), language()), []).append(role_called(role))
    return _summed(posts, held, may_act, list(nobody.items()))


def _summed(
    posts: Posts, held: Mapping[str, Mapping[str, float | None]], may_act: Mapping[str, set[str]],
    nobody: list[tuple[str, list[str]]],
) -> There:  # fmt: skip
    cadres = {CADRE_OF[role]: role for role in CADRE_OF if CADRE_OF[role] in CADRES}
    all_of = {cadre: [each for each in held if role in held[each]] for cadre, role in cadres.items()}

    def whole(cadre: str, people: Collection[str]) -> float:
        return sum(counted(held[each][cadres[cadre]]) for each in people) / WHOLE

    return There(
        {cadre: whole(cadre, each) for cadre, each in all_of.items()},
        {cadre: whole(cadre, may_act[role]) for cadre, role in cadres.items()},
        {cadre: len(each) for cadre, each in all_of.items()},
        {cadre: len(may_act[role]) for cadre, role in cadres.items()},
        nobody, len(posts), posts.unstated,
    )  # fmt: skip


def _of_cadre(role: str) -> set[str]:
    """The privileges that a certificate of a role's cadre opens."""
    return {name for name, each in privileges(shelf()).items() if role in each.cadres}


def _row(now: Post, then: Post, there: There) -> Mapping[str, Any]:
    gap = now.gap.value if now.gap else 0.0
    return {
        "cadre": role_called(role_of(now.cadre)), "hours": _number(round(now.minutes.value / 60)),
        "fte": _range(now.fte), "persons": _range(now.persons),
        "people": _number(now.people), "valid": _number(now.valid),
        "heads": there.heads[now.cadre], "able": there.able[now.cadre],
        "gap": _range(now.gap), "lacks": gap > 0, "then": "" if then is now else _range(then.gap),
        "would_lack": then is not now and then.gap is not None and then.gap.value > 0,
    }  # fmt: skip


def _work(each: Work) -> tuple[str, str, str]:
    return therapy_called(each.therapy, shelf(), language()), _number(each.courses), _number(each.cycles)


def _own(each: Own) -> tuple[str, str, int, str]:
    return step_called(each.event, language()), role_called(role_of(each.cadre)), each.many, _number(each.mean)


def _number(value: float | None) -> str:
    return "–" if value is None else left_to_right(_plain(value))


def _plain(value: float) -> str:
    return number_said(round(value, 2), language())


def _range(each: Range | None) -> str:
    if each is None:
        return "–"
    return left_to_right(f"{_plain(each.value)} ({_plain(each.low)} … {_plain(each.high)})")
