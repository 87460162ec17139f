"""Calibrations of a site: the newest one that was made of the figures that hold now, and what it says."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from hevesy.errors import HevesyError
from hevesy.plan.reconcile.calibration import Calibration, read_calibration
from hevesy.plan.scenario.reading import scenario_from
from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import PACK, RESULTS, Kind
from hevesy_service.jobs.models import Job, State
from hevesy_service.mission.packs import run_pack

FILE = "calibration.json"
LOOKED_AT = 5  # of the newest calibrations


def pack_inputs(site: Site, iso3: str) -> dict[str, str]:
    """The pack of a site's runs as files of a job."""
    return {f"{PACK}/{name}": text for name, text in run_pack(site, iso3).items()}


def calibrations(site: Site, iso3: str) -> list[Job]:
    """The newest calibrations of a country at a site, whatever became of them."""
    return [job for job in Job.objects.filter(site=site, kind="reconcile")[: LOOKED_AT * 2] if iso3 in job.options]


def holding(site: Site, iso3: str, now: dict[str, str] | None = None) -> Job | None:
    """The newest calibration of the figures, answers and counts that hold now; none where they have changed since."""
    if not Job.objects.filter(site=site, kind="reconcile", state=State.DONE).exists():
        return None
    pack = pack_inputs(site, iso3) if now is None else now
    done = (job for job in calibrations(site, iso3) if job.state == State.DONE and (job.folder / FILE).is_file())
    return next((job for job in done if job.inputs == pack), None)


def options_for(kind: Kind, site: Site, iso3: str, texts: list[str], now: dict[str, str]) -> list[str]:
    """The options by which a run takes the calibration that holds; none where it has none, or for another burden."""
    if not kind.calibrated:
        return []
    job = holding(site, iso3, now)
    if job is None or any(not of_same_burden(job, text) for text in texts if text):
        return []
    return ["--calibration", f"{RESULTS}/{job.pk}/{FILE}"]


def of_same_burden(job: Job, text: str) -> bool:
    """Whether a scenario counts need by the source of burden that the calibration used."""
    wanted = scenario_from(text, "the plan").burden
    return not wanted or wanted == said(job.pk).burden


def of_job(job: Job) -> Calibration | None:
    """What a finished calibration says; none where its file is gone or spoilt."""
    try:
        return said(job.pk)
    except HevesyError:
        return None


@lru_cache(maxsize=8)
def said(pk: UUID) -> Calibration:
    """What the file of a calibration holds; it is written once."""
    return read_calibration(Job.objects.get(pk=pk).folder / FILE)


def is_calibrated(job: Job) -> bool:
    """Whether a run took a calibration."""
    return "--calibration" in job.options


def command_of(iso3: str, year: int | None, draws: int) -> list[str]:
    """The options of a calibration."""
    return [iso3, *(["--year", str(year)] if year else []), "--draws", str(max(64, draws))]


