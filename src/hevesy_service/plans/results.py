"""What runs said, side by side: headlines with their 90 % intervals, and a band for each over the years."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hevesy_service.jobs.models import Job, State
from hevesy_service.plans.saying import headline_called, unit_called

MOST = 4  # runs that one can still compare by eye
FILE = "simulation.json"
WIDTH, HEIGHT, LEFT, BELOW = 320.0, 150.0, 44.0, 18.0
SHOWN = "completed"


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline: its name, title and unit, and for each run its median and interval."""

    name: str
    title: str
    unit: str
    of: tuple[dict[str, float | None], ...]
    beside: tuple[tuple[Job, dict[str, float | None]], ...] = ()
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A run over the years as a picture: a band and a line in the units of the picture, and the ends of its axes."""

    area: str
    line: str
    first: int
    last: int
    top: float


def done_runs(site_id: Any) -> Iterator[Job]:
    """The newest run of each plan of a site that is done."""
    seen: set[str] = set()
    for job in Job.objects.filter(site=site_id, kind="simulate", state=State.DONE):
        if job.about not in seen and (job.folder / FILE).is_file():
            seen.add(job.about)
            yield job


def headlines(jobs: Sequence[Job]) -> list[Headline]:
    """The headlines of the first run, with what each run says of them; None where it says nothing."""
    said = [_said(job.folder / FILE) for job in jobs]
    of = [{each["name"]: each for each in one["headlines"]} for one in said]
    found = []
    for each in said[0]["headlines"]:
        told = tuple(one.get(each["name"], {}) for one in of)
        title, beside = headline_called(each["name"], each["title"]), tuple(zip(jobs, told, strict=True))
        is_share = each["unit"] in ("fraction", "share")
        found.append(Headline(each["name"], title, unit_called(each["unit"]), told, beside, is_share))
    return found


def bands(jobs: Sequence[Job]) -> list[Band]:
    """Courses completed by year, all on one scale."""
    return bands_of([_said(job.folder / FILE)["total"][SHOWN] for job in jobs])


def bands_of(rows: Sequence[Sequence[dict[str, float]]]) -> list[Band]:
    """Yearly figures with their intervals, all on one scale."""
    top = max((each["high"] for of in rows for each in of), default=0.0) or 1.0
    return [_band(of, top) for of in rows]


def _band(of: Sequence[dict[str, float]], top: float) -> Band:
    first, last = int(of[0]["year"]), int(of[-1]["year"])
    of = [*of, *of] if len(of) == 1 else of  # a single year is as wide as the picture, else nothing is seen of it
    across = [LEFT + (WIDTH - LEFT) * number / (len(of) - 1) for number in range(len(of))]

    def points(name: str) -> list[str]:
        return [f"{x:.1f},{HEIGHT * (1.0 - each[name] / top):.1f}" for x, each in zip(across, of, strict=True)]

    area = " ".join([*points("high"), *reversed(points("low"))])
    return Band(area, " ".join(points("value")), first, last, top)


@lru_cache(maxsize=64)
def _said(file: Path) -> dict[str, Any]:
    """What a run says; its file is written once and never changed."""
    found = json.loads(file.read_text("utf-8"))
    return {name: found[name] for name in ("headlines", "total", "exploratory", "says_first", "made_with", "scenario")}


def is_exploratory(job: Job) -> bool:
    """Whether a run rests on figures that nobody has confirmed."""
    return bool(_said(job.folder / FILE)["exploratory"])


def draws_of(job: Job) -> int:
    """How many draws it rests on."""
    return int(_said(job.folder / FILE)["scenario"]["draws"])
