"""Operations on plans: begun, changed with every version kept, frozen."""

from __future__ import annotations

import tomllib
from typing import Annotated, Any
from uuid import UUID, uuid5

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router

from hevesy.places import find_country
from hevesy.plan.scenario.reading import scenario_from
from hevesy_service.api.asking import Asked, needs
from hevesy_service.api.models import Scope
from hevesy_service.api.parts import part
from hevesy_service.api.shapes import (
    MOST,
    Freezing,
    Key,
    Limit,
    Offset,
    PlanChange,
    PlanOfCountry,
    PlanOfText,
    PlanOut,
    Plans,
    Versions,
    VersionWithText,
)
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Event, Site
from hevesy_service.book.zone import day_at
from hevesy_service.plans import editing
from hevesy_service.plans.events import change_plan, open_plan
from hevesy_service.plans.models import Plan, Version
from hevesy_service.refusals import NameTooLong, NeedsSignature

router = Router(tags=["plans"])
LONGEST_NAME = 200
WrittenNumber = Annotated[int, Path(ge=1, le=MOST)]


@router.get("/sites/{code}/plans", response=Plans, summary="Plans of a site", **needs("see_plans", Scope.READ))
def plans(request: Asked, code: str, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """The last changed first."""
    here = request.auth.at(get_object_or_404(Site, code=code))
    return part(here.plans.select_related("site"), offset, limit, _short)


@router.post("/sites/{code}/plans", response=PlanOut, summary="Begin a plan", **needs("change_plans", Scope.CHANGE))
def begin(request: Asked, code: str, said: PlanOfCountry | PlanOfText, key: Key) -> dict[str, Any]:
    """From what is known of a country, or from a text. The answer is the plan as it stands."""
    here = request.auth.at(get_object_or_404(Site, code=code))
    if isinstance(said, PlanOfText):
        first = editing.rewritten(said.text, shelf_now())
        country = find_country(scenario_from(first.text).country, shelf_now()).iso3
    else:
        known = Event.objects.filter(site=here, key=str(key)).first()  # sent again on another day: as it was begun
        today = day_at(here, timezone.now() if known is None else known.at_server)
        country = find_country(said.country, shelf_now()).iso3
        first = editing.begin(country, said.begin == "empty", shelf_now(), today)
    _named(first)
    pk = uuid5(here.pk, str(key))
    open_plan(here, pk, country, first.name, first.text, first.what, str(request.auth.user.pk), str(key))
    return _whole(Plan.objects.select_related("site").get(pk=pk))


@router.get("/plans/{pk}", response=PlanOut, summary="A plan", **needs("see_plans", Scope.READ))
def plan(request: Asked, pk: UUID) -> dict[str, Any]:
    """As it stands: TOML, as `hevesy plan simulate` reads it, and the same as JSON."""
    return _whole(plan_of(request, pk))


@router.post("/plans/{pk}", response=PlanOut, summary="Change a plan", **needs("change_plans", Scope.CHANGE))
def change(request: Asked, pk: UUID, said: PlanChange, key: Key) -> dict[str, Any]:
    """A new version. 409 where somebody changed the plan after the version that was seen; then nothing is written."""
    found = plan_of(request, pk)
    after = editing.rewritten(said.text, shelf_now())
    _named(after)
    what = said.what.strip() or "changed by a program"
    change_plan(found, after.name, after.text, what, str(request.auth.user.pk), str(key), said.seen)
    return _whole(plan_of(request, pk))


@router.post("/plans/{pk}/freeze", response=PlanOut, summary="Freeze", **needs("change_plans", Scope.CHANGE))
def freeze(request: Asked, pk: UUID, said: Freezing, key: Key) -> Any:
    """A baseline is signed by a person who proves again who they are; a token cannot, so this names their page."""
    found = plan_of(request, pk)
    raise NeedsSignature(page=f"/plans/{found.pk}/")


@router.get("/plans/{pk}/versions", response=Versions, summary="Versions", **needs("see_plans", Scope.READ))
def versions(request: Asked, pk: UUID, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """Every version, the newest first."""
    return part(plan_of(request, pk).versions.all(), offset, limit, _version)


@router.get(
    "/plans/{pk}/versions/{number}", response=VersionWithText, summary="A version", **needs("see_plans", Scope.READ)
)
def version(request: Asked, pk: UUID, number: WrittenNumber) -> dict[str, Any]:
    """A version and its text."""
    found = get_object_or_404(Version, plan=plan_of(request, pk), number=number)
    return {**_version(found), "text": found.text}


def plan_of(request: Asked, pk: UUID) -> Plan:
    """A plan of a site where the operation is allowed."""
    found = get_object_or_404(Plan.objects.select_related("site"), pk=pk)
    request.auth.at(found.site)
    return found


def _named(changed: editing.Changed) -> None:
    if len(changed.name) > LONGEST_NAME:
        raise NameTooLong()


def _short(plan: Plan) -> dict[str, Any]:
    return {"id": plan.pk, "site": plan.site.code, "country": plan.country, "name": plan.name,
            "version": plan.version, "changed": plan.changed}  # fmt: skip


def _whole(plan: Plan) -> dict[str, Any]:
    return {**_short(plan), "text": plan.text, "scenario": tomllib.loads(plan.text)}


def _version(each: Version) -> dict[str, Any]:
    return {"number": each.number, "what": each.what, "by": each.by, "at": each.at, "frozen": each.frozen}
