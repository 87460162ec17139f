"""Putting a job in the queue, and asking it to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.jobs.models import Job, State
from hevesy_service.refusals import TooManyJobs

MOST_WAITING = 20  # of one site


def ask_for(
    kind: str, title: str, about: str, inputs: Mapping[str, str], options: Sequence[str], site: Site, by: User
) -> Job:
    """A job that waits for its turn. Raises TooManyJobs where a site has filled the queue."""
    from hevesy_service.jobs.work import run

    if set(inputs) != set(KINDS[kind].inputs):
        raise ValueError(f"{kind} needs {KINDS[kind].inputs}")
    with transaction.atomic():
        if Job.objects.filter(site=site, state__in=(State.WAITING, State.RUNNING)).count() >= MOST_WAITING:
            raise TooManyJobs(site=site.name)
        job = Job.objects.create(
            kind=kind, title=title, about=about, inputs=dict(inputs), options=list(options), site=site, by=by
        )
        run.enqueue(str(job.pk))
    return job


def ask_to_stop(job: Job) -> None:
    """A job that waits never begins; one that runs stops where it can go on later."""
    Job.objects.filter(pk=job.pk, state=State.WAITING).update(state=State.STOPPED, stop_asked=True)
    Job.objects.filter(pk=job.pk, state=State.RUNNING).update(stop_asked=True)


def go_on(job: Job) -> None:
    """Put a job that stopped or failed into the queue again; it goes on from what it has kept."""
    from hevesy_service.jobs.work import run

    with transaction.atomic():
        again = Job.objects.filter(pk=job.pk, state__in=(State.STOPPED, State.FAILED))
        if again.update(state=State.WAITING, stop_asked=False, said="", ended=None):
            run.enqueue(str(job.pk))
