"""Putting a job in the queue, and asking it to stop."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import ALL_KINDS, PACK
from hevesy_service.jobs.models import Job, State
from hevesy_service.refusals import TooManyJobs

MOST_WAITING = 20  # of one site


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job as it is asked for. `key` is the asker's own: the same again is the same job."""

    kind: str
    title: str
    about: str
    inputs: Mapping[str, str]
    options: Sequence[str]
    site: Site
    by: User
    key: str


def ask_for(asked: Wanted) -> Job:
    """A job that waits for its turn. Raises TooManyJobs where a site has filled the queue."""
    from hevesy_service.jobs.work import run

    if {name for name in asked.inputs if not name.startswith(f"{PACK}/")} != set(ALL_KINDS[asked.kind].inputs):
        raise ValueError(f"{asked.kind} needs {ALL_KINDS[asked.kind].inputs}")
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=asked.site.pk)  # the same twice at once is one job, also in PostgreSQL
        known = Job.objects.filter(site=asked.site, key=asked.key).first()
        if known is not None:
            return known
        if Job.objects.filter(site=asked.site, state__in=(State.WAITING, State.RUNNING)).count() >= MOST_WAITING:
            raise TooManyJobs(site=asked.site.name)
        job = Job.objects.create(
            kind=asked.kind, title=asked.title, about=asked.about, inputs=dict(asked.inputs),
            options=list(asked.options), site=asked.site, by=asked.by, key=asked.key,
        )  # fmt: skip
        run.enqueue(str(job.pk))
    return job


def ask_to_stop(job: Job) -> None:
    """A job that waits never begins; one that runs stops where it can go on later."""
    Job.objects.filter(pk=job.pk, state=State.WAITING).update(state=State.STOPPED, stop_asked=True)
    Job.objects.filter(pk=job.pk, state=State.RUNNING).update(stop_asked=True)


def ask_again(asked: Wanted) -> Job:
    """The same; one that was asked for before and has failed goes on."""
    job = ask_for(asked)
    if job.state == State.FAILED:
        go_on(job)
    return job


def key_of(about: object, text: str) -> str:
    """The key of a job that makes a text of one thing into a file: the same text is the same job."""
    return f"{about}/{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def go_on(job: Job) -> None:
    """Put a job that stopped or failed into the queue again; it goes on from what it has kept."""
    from hevesy_service.jobs.work import run

    with transaction.atomic():
        again = Job.objects.filter(pk=job.pk, state__in=(State.STOPPED, State.FAILED))
        if again.update(state=State.WAITING, stop_asked=False, said="", ended=None):
            run.enqueue(str(job.pk))
