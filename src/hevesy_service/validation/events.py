"""What the book says of validation: checks that were run, who signed them, and modules switched off and on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from hevesy.validation import FAILED, PASSED, Report, digest_of, software, stands
from hevesy.validation.result import Result, result_in
from hevesy_service.accounts.signature import keep, overtake, shows, signed, text_of
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.refusals import NothingPassed, NotNewest, SwitchedAlready
from hevesy_service.validation.models import ModuleRow, ValidationRun

RAN, SIGNED, SWITCHED = "validation_run", "validation_signed", "module_switched"


def keep_run(site: Site, report: Report, by: str, key: str) -> Event:
    """The checks that were run, with every answer."""
    return append(Entry(site, f"validation/{site.code}", RAN, by, key, {"said": report.said()}))


def results_of(run: ValidationRun) -> tuple[Result, ...]:
    """What came out."""
    return tuple(result_in(each) for each in run.said["results"])


def is_newest(run: ValidationRun) -> bool:
    """Whether a run is the last of its site, of the software that runs now: an older one says nothing of today."""
    newest = ValidationRun.objects.filter(site_id=run.site_id).first()
    return newest is not None and newest.pk == run.pk and run.software == software()


def signable(run: ValidationRun) -> tuple[str, ...]:
    """The modules of a run of which no check failed."""
    return tuple(name for name, state in stands(results_of(run)).items() if state == PASSED)


def sign_run(run: ValidationRun, function: str, by: str, key: str, how: str) -> Event:
    """A person stands for the modules that passed in a run. Raises NotNewest, or NothingPassed where none did."""
    if not is_newest(run) and not Event.objects.filter(site_id=run.site_id, key=key).exists():
        raise NotNewest()
    named = signable(run)
    if not named:
        raise NothingPassed()
    body: dict[str, Any] = {"run": str(run.pk), "function": function, "modules": list(named), "software": run.software}
    body |= signed(_shown(body, run), how)
    return append(Entry(run.site, f"validation/{run.site.code}", SIGNED, by, key, body))


def switch(site: Site, module: str, off: bool, reason: str, by: str, key: str) -> Event:
    """A module is switched off at a site, or on again. Raises SwitchedAlready where it stands so."""
    entry = Entry(site, f"validation/{site.code}", SWITCHED, by, key, {"module": module, "off": off}, reason)
    row = ModuleRow.objects.filter(site=site, module=module).first()
    if (row is not None and row.is_off) == off and not Event.objects.filter(site=site, key=key).exists():
        raise SwitchedAlready()
    return append(entry)


def about_run(run: ValidationRun) -> str:
    """What a signature of a run is about."""
    return _about(str(run.pk))


def _about(run: str) -> str:
    return f"validation/{run}"


def _shown(body: Mapping[str, Any], run: ValidationRun) -> str:
    """What a person signs: the function, the modules, the software, and the hash over every result."""
    told = {name: body[name] for name in ("run", "function", "modules", "software")}
    return text_of(SIGNED, {**told, "sha256": digest_of(run.said)})


@shows(SIGNED)
def _shown_again(event: Event, body: Mapping[str, Any]) -> str:
    return _shown(body, ValidationRun.objects.get(pk=body["run"]))


@projection(RAN)
def _ran(event: Event, body: dict[str, Any]) -> None:
    """The checks are kept; a part of which one fails now is validated no more, whoever signed it before."""
    said = body["said"]
    failed = {each["module"] for each in said["results"] if each["state"] == FAILED}
    ModuleRow.objects.filter(site_id=event.site_id, module__in=failed).update(software="")
    ValidationRun.objects.create(
        pk=event.pk, site_id=event.site_id, at=datetime.fromisoformat(said["at"]), by=event.by,
        software=said["software"], digest=digest_of(said), said=said,
        passed=not failed,
    )  # fmt: skip


@projection(SIGNED)
def _signed(event: Event, body: dict[str, Any]) -> None:
    for name in body["modules"]:
        held = {"software": body["software"], "run_id": UUID(body["run"]), "signed_by": event.by,
                "signed_at": event.at_device}  # fmt: skip
        ModuleRow.objects.update_or_create(site_id=event.site_id, module=name, defaults=held)
    about = _about(body["run"])
    keep(event, body, about)
    overtake(event, SIGNED, about=about)


@projection(SWITCHED)
def _switched(event: Event, body: dict[str, Any]) -> None:
    held = {"is_off": body["off"], "reason": event.reason, "switched_by": event.by, "switched_at": event.at_device}
    ModuleRow.objects.update_or_create(site_id=event.site_id, module=body["module"], defaults=held)


@told_by_the_book
def _nothing_validated() -> None:
    ModuleRow.objects.all().delete()
    ValidationRun.objects.all().delete()
