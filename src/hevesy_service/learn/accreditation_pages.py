"""Whether a site is ready for accreditation by a profile: each requirement with its evidence, and a link to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hevesy.competence import Recent, privileges
from hevesy.competence.privilege import privilege_called
from hevesy.quality import CONFORMANT, Profile, is_overdue, profile_in, profiles
from hevesy.quality.indicator import (
    AGAINST,
    IMPROVED,
    IN_CONTROL,
    NO_TARGET,
    TOO_LITTLE,
    chart_of,
    indicator_called,
    indicators,
    standing,
    target_of,
)
from hevesy.quality.readiness import (
    MET,
    NOT_ASKED,
    NOT_MET,
    UNKNOWN,
    Requirement,
    Spoken,
    counted,
    requirements,
)
from hevesy.record.template import templates
from hevesy.run.house_rules import recent_asked
from hevesy.run.saying import therapy_called
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.centre import centre_of
from hevesy_service.care.done_here import therapies_given
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.standings import standings
from hevesy_service.learn.audit_forms import KINDS
from hevesy_service.learn.indicator_counts import counted as months_of
from hevesy_service.quality.actions import action_of
from hevesy_service.quality.audits import audit_of
from hevesy_service.quality.models import ActionRow, AuditRow
from hevesy_service.quality.overdue import late_actions
from hevesy_service.said import kept, language

STATE = {
    MET: gettext_lazy("met"), NOT_MET: gettext_lazy("not met"), UNKNOWN: gettext_lazy("unknown"),
    NOT_ASKED: gettext_lazy("not applicable"),
}  # fmt: skip
STANDS = {
    IN_CONTROL: (True, gettext_lazy("in control, target met")),
    IMPROVED: (True, gettext_lazy("better than chance explains, target met")),
    NO_TARGET: (None, gettext_lazy("in control; nobody has set a target")),
    TOO_LITTLE: (None, gettext_lazy("the record says too little")),
    AGAINST: (False, gettext_lazy("out of control, or target not met")),
}  # fmt: skip
BEFORE = 24  # audits that are looked through


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks of a requirement, whether it holds, and the page that shows it."""

    words: str
    holds: bool | None
    link: str


@require_safe
@at_site("see_audits")
def ready(request: Asked, here: Site) -> HttpResponse:
    """Every requirement of a profile that is loaded here: which have evidence, and which have not."""
    today = today_at(here)
    known = {id: profile_in(each, shelf(), language()) for id, each in profiles(shelf()).items()}
    asked = request.GET.get("profile", "")
    profile = known.get(asked) or next(iter(known.values()))
    rows = list(
        AuditRow.objects.filter(site=here, profile=profile.id, edition=profile.edition, on__lte=today)
        .exclude(closed=None).prefetch_related("scores")[:BEFORE]
    )[::-1]  # fmt: skip
    given = therapies_given(here)
    actions = list(ActionRow.objects.filter(site=here, closed=None).prefetch_related("steps"))
    spoken = _spoken(here, profile, actions, today)
    opened = {str(row.pk): row for row in actions}
    found = requirements(profile, [audit_of(row) for row in rows], spoken, given)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "profile": profile, "known": list(known.values()),
        "house": [*_privileges(here, today, given), _nothing_late(here, today)],
        "counts": [(STATE[state], many) for state, many in counted(
            each for held in found.values() for each in held).items()],
        "parts": [(part, [(item.text, each, STATE[each.state], _reasons(each, rows, part.id, here, opened))
                          for item, each in zip(part.items, found[part.id], strict=True)], counted(found[part.id]))
                  for part in profile.checklists],
    }  # fmt: skip
    return render(request, "learn/accreditation.html", page)


def _spoken(here: Site, profile: Profile, actions: list[ActionRow], today: date) -> dict[str, list[Spoken]]:
    """What indicators and open actions say of each item."""
    said: dict[str, list[Spoken]] = {}
    held = _indicators(here, today)
    for item in profile.items().values():
        if item.record in held:
            why = held[item.record]
            said.setdefault(item.id, []).append(Spoken("indicator", item.record, STANDS[why][0], why))
    for row in actions:
        late = is_overdue(action_of(row), today)
        said.setdefault(row.about.partition("@")[0], []).append(Spoken("action", str(row.pk), False if late else None))
    return said


def _indicators(here: Site, today: date) -> dict[str, str]:
    """How each indicator stands."""
    reader, known = centre_of(here).reader, indicators(shelf())
    return {
        name: standing(known[name], chart_of(known[name], months), target_of(known[name], reader))
        for name, months in months_of(here, today, reader).items()
    }


def _reasons(
    each: Requirement, rows: list[AuditRow], part: str, here: Site, opened: Mapping[str, ActionRow]
) -> Iterator[Reason]:
    """What was found of an item, each with the page that shows it; `opened` are the open actions by their id."""
    if each.found is None:
        yield Reason(_("No audit has looked at it."), None, reverse("audits", args=[here.code]))
    else:
        row = rows[each.found.audit]
        score = _("not applicable") if each.found.score is None else str(each.found.score)
        words = _("Audit of {day} {kind}: {score}").format(day=f"{row.on:%Y-%m-%d}", kind=KINDS[row.kind], score=score)
        holds = None if each.found.score is None else each.state == MET or each.found.score >= CONFORMANT
        yield Reason(kept(words), holds, reverse("checklist", args=[row.pk, part]))
        if each.found.missing:
            names = _(", ").join(therapy_called(therapy, shelf(), language()) for therapy in each.found.missing)
            words = _("No audit has looked at it for {therapies}.").format(therapies=names)
            yield Reason(words, None, reverse("audits", args=[here.code]))
    for told in each.spoken:
        yield _told(told, here, opened)


def _told(told: Spoken, here: Site, opened: Mapping[str, ActionRow]) -> Reason:
    if told.what == "indicator":
        name = indicator_called(indicators(shelf())[told.about], shelf(), language())
        return Reason(f"{name}: {STANDS[told.why][1]}", told.holds,
                      f"{reverse('indicators', args=[here.code])}#{told.about}")  # fmt: skip
    row = opened[told.about]
    words = _("A corrective action of {opened} is open.")
    if told.holds is False:
        words = _("A corrective action of {opened} is overdue since {due}.")
    return Reason(kept(words.format(opened=row.opened, due=row.due)), told.holds, reverse("action", args=[told.about]))


def _nothing_late(here: Site, today: date) -> Reason:
    """Whether any corrective action of the site is overdue."""
    many = len(late_actions(here, today))
    words = _("Corrective actions that are overdue: {many}").format(many=many)
    return Reason(words, not many, reverse("actions", args=[here.code]))


def _privileges(here: Site, today: date, given: list[str]) -> Iterator[Reason]:
    """For each therapy that is given here, whether somebody may do each act that needs a privilege."""
    roles: dict[str, set[str]] = {}
    for id, role in Membership.objects.filter(site=here, user__is_active=True).values_list("user_id", "role"):
        roles.setdefault(str(id), set()).add(role)
    for therapy in given:
        nobody = _nobody_may(here, therapy, today, roles)
        name = therapy_called(therapy, shelf(), language())
        words = (_("{therapy}: nobody may {acts}").format(therapy=name, acts=_(", ").join(nobody)) if nobody else
                 _("{therapy}: for each privilege somebody holds one that is valid").format(therapy=name))  # fmt: skip
        yield Reason(words, not nobody, f"{reverse('privileges', args=[here.code])}?therapy={therapy}")


def _nobody_may(here: Site, therapy: str, today: date, roles: dict[str, set[str]]) -> list[str]:
    """The privileges of a therapy that nobody here holds on the day."""
    template = next((each for each in templates(shelf()).values() if therapy in each.therapies), None)
    if template is None:
        return []
    signed = recent_asked(centre_of(here).table(therapy), today)
    recent = signed or Recent(shelf().reader(here.country or "world").number("competence.recent.therapies"))
    found = standings(here, list(roles), therapy, today, recent, shelf())
    lacking = []
    for name, each in privileges(shelf()).items():
        doing = [set(template.moves[act].act.roles) for act in each.acts if act in template.moves]
        able = [id for id, held in roles.items() if any(held & who for who in doing)]
        if doing and not any(found[id][name].may for id in able):
            lacking.append(privilege_called(name, shelf(), language()))
    return lacking


