"""Trainees of a site: what they have done and shown, what the centre can offer them, and how both are said."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from hevesy.competence import Evidence, Framework, Procedures, frameworks
from hevesy.competence.framework import framework_in
from hevesy.competence.logbook import Procedure, Progress, of_group
from hevesy.competence.saying import competency_called, level_called
from hevesy.competence.training import Offer, levels_shown, offers, reaches
from hevesy.learn.tutorial import tutorials
from hevesy.run.saying import act_called, therapy_called
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.rights import may, must
from hevesy_service.accounts.roles import rights
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.care.done_here import done_in_a_year
from hevesy_service.competence.models import EnrolmentRow
from hevesy_service.competence.training import in_training
from hevesy_service.said import language
from hevesy_service.teaching.models import AttemptRow

FEW = 4  # therapies that a group names; more are counted


@dataclass(frozen=True)
class Hub:
    """A site as a place to train, on a day."""

    site: Site
    on: date

    @cached_property
    def trainings(self) -> list[tuple[EnrolmentRow, Framework]]:
        """Who is in training, with their framework; without those whose framework is not on the shelf any more."""
        rows = ((row, framework_of(row)) for row in in_training(self.site, self.on))
        return [(row, framework) for row, framework in rows if framework is not None]

    @cached_property
    def done(self) -> list[Procedure]:
        """What was done here in the last year, by whomever."""
        return done_in_a_year(self.site, list(frameworks(shelf()).values()), self.on)

    def offers(self, framework: Framework) -> tuple[Offer, ...]:
        """What can be offered of each group of a framework."""
        trained = [each for _row, each in self.trainings]
        return offers(framework, self.done, trained, shelf().reader(self.site.country or "world"))


def progress_of(offer: Offer, log: Collection[Procedure]) -> Progress:
    """How far somebody is with a group, and how long yet with what falls to them here."""
    return of_group(log, offer.asked, offer.least, offer.share)


def framework_of(row: EnrolmentRow | None) -> Framework | None:
    """The framework of a training; None where there is no training, or none such on the shelf."""
    found = None if row is None else frameworks(shelf()).get(row.framework)
    return None if found is None else framework_in(found, shelf(), language())


def group_called(asked: Procedures) -> str:
    """A group of procedures by its acts and its therapies."""
    doing = _(", ").join(act_called(each, shelf(), language()) for each in asked.acts)
    if len(asked.therapies) > FEW:
        return _("%(acts)s: %(many)s therapies") % {"acts": doing, "many": len(asked.therapies)}
    return f"{doing}: {_(', ').join(therapy_called(each, shelf(), language()) for each in asked.therapies)}"


def competencies_in(
    known: Collection[Evidence], framework: Framework, on: date
) -> Iterator[tuple[str, str, str, bool]]:
    """Each competency that a framework asks for: the level asked, the level shown, and whether that is enough."""
    shown = levels_shown(known, on)
    for name, asked in framework.levels.items():
        had = shown.get(name, "")
        words = level_called(had, language()) if had else ""
        yield (
            competency_called(name, shelf(), language()), level_called(asked, language()), words, reaches(had, asked)
        )


def people_who(site: Site, action: str) -> dict[str, str]:
    """Who of a site has a role that may do something, by name."""
    held = Membership.objects.filter(site=site, role__in=rights()[action].roles, user__is_active=True)
    found = {str(each.user_id): str(each.user) for each in held.select_related("user")}
    return dict(sorted(found.items(), key=lambda each: each[1]))


def modules_passed(site: Site, person: str) -> list[tuple[AttemptRow, str]]:
    """The modules of e-learning that somebody passed at a site, each version when it was passed first, and its name."""
    known, first = tutorials(shelf(), language()), dict[tuple[str, str], AttemptRow]()
    for row in AttemptRow.objects.filter(site=site, person=person, passed=True).order_by("on", "id"):
        first.setdefault((row.module, row.version), row)
    return [(row, known[row.module].name if row.module in known else row.module) for row in first.values()]


def member(site: Site, person: UUID) -> User:
    """Somebody who works at a site; raises Http404."""
    found = Membership.objects.filter(site=site, user=person).select_related("user").first()
    if found is None:
        raise Http404
    return found.user


def must_see(user: User, site: Site, person: str, training: EnrolmentRow | None) -> None:
    """A logbook is seen by its trainee, their supervisors, and who leads the training; raises NotYours."""
    supervisors = training.supervisors if training else []
    if str(user.pk) != person and str(user.pk) not in supervisors:
        must(user, "lead_training", site)


def looks_after(user: User, site: Site, person: str, training: EnrolmentRow | None) -> bool:
    """Whether somebody may assess a trainee: one of the supervisors, or who leads the training, never themselves."""
    named = training is not None and str(user.pk) in training.supervisors
    able = may(user, "supervise_trainees", site) and (named or may(user, "lead_training", site))
    return able and str(user.pk) != person
