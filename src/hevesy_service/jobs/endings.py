"""What is done with what a job wrote, before it counts as done; each kind of job may have one such ending."""

from __future__ import annotations

from collections.abc import Callable

from hevesy_service.jobs.models import Job
from hevesy_service.refusals import Refusal
from hevesy_service.said import sentence

Ending = Callable[[Job], None]
_endings: dict[str, Ending] = {}


def ends(kind: str) -> Callable[[Ending], Ending]:
    """Marks what is done at the end of each job of a kind; it may come twice, and raises a Refusal where it cannot."""

    def marked(ending: Ending) -> Ending:
        _endings[kind] = ending
        return ending

    return marked


def end(job: Job) -> str:
    """Do it; what stands against it in a sentence, empty where nothing does."""
    try:
        _endings.get(job.kind, _nothing)(job)
    except Refusal as error:
        return sentence(error)
    return ""


def _nothing(job: Job) -> None:
    """Most jobs end with what they wrote."""
