"""Which professions somebody has, as far as anything here says so; an application is for one of them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from hevesy.competence import Framework, frameworks
from hevesy.competence.framework import CADRES
from hevesy.competence.saying import framework_called
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.roles import role_called
from hevesy_service.atlas.shelf import shelf
from hevesy_service.competence.models import EnrolmentRow
from hevesy_service.refusals import OtherCadre
from hevesy_service.said import language
from hevesy_service.staffing.models import ContractRow

PHYSICIANS = {"interventional_radiologist": "physician"}  # roles of physicians that have no framework of their own


def cadres_of(person: str, on: date) -> frozenset[str]:
    """The cadres of somebody at any site: by a role, a contract that holds on a day, or a training of now or before.

    They may be several, and none where nothing is known.
    """
    roles = Membership.objects.filter(user_id=person).values_list("role", flat=True)
    posts = ContractRow.objects.filter(Q(until=None) | Q(until__gte=on), person=person, first__lte=on)
    known, trained = frameworks(shelf()), EnrolmentRow.objects.filter(person=person).values_list("framework", flat=True)
    held = {PHYSICIANS.get(each, each) for each in (*roles, *posts.values_list("role", flat=True))}
    return frozenset(held & {*CADRES} | {known[each].cadre for each in trained if each in known})


def check_own_cadre(person: str, asked: Framework, on: date) -> None:
    """Raises OtherCadre for a framework of none of somebody's cadres; where nothing is known, nothing is asked."""
    own = cadres_of(person, on)
    if own and asked.cadre not in own:
        raise OtherCadre(
            framework=framework_called(asked.id, shelf(), language()), cadre=role_called(asked.cadre),
            own=_(", ").join(role_called(each) for each in CADRES if each in own),
        )  # fmt: skip
