"""A job: one command of the library, its inputs as texts, how far it is, and the folder of what it wrote."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hevesy_service.accounts.models import User
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import ALL_KINDS


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


# what a job is about that is of a patient, of an installation, of an audit, or of a text for patients
OF_A_COURSE, OF_A_SITE, OF_AN_AUDIT, OF_A_TEXT = "course/", "validation/", "audit/", "leaflet/"


class OfPlans(models.Manager["Job"]):
    """The jobs that pages and programs for plans may show: the others have pages of their own."""

    def get_queryset(self) -> models.QuerySet[Job]:
        """Without those of courses, of validation, of audits and of texts for patients."""
        others = models.Q()
        for about in (OF_A_COURSE, OF_A_SITE, OF_AN_AUDIT, OF_A_TEXT):
            others |= models.Q(about__startswith=about)
        return super().get_queryset().exclude(others)


class Job(models.Model):
    """`inputs` are its files' texts by name; `options` go to the command; `about` is whose job it is, as `plan/ID`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="jobs")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs")
    key = models.CharField(max_length=80)
    about = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    inputs = models.JSONField(default=dict)
    options = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stop_asked = models.BooleanField(default=False)
    done = models.IntegerField(default=0)
    of = models.IntegerField(default=0)
    said = models.TextField(blank=True)
    made = models.DateTimeField(default=timezone.now)
    heard = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    of_plans = OfPlans()  # the first is what pages that find a job by its address ask
    objects: ClassVar[models.Manager[Job]] = models.Manager()

    class Meta:
        ordering: ClassVar = ["-made"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "key"], name="jobs_one_for_a_key")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    @property
    def kind_in_words(self) -> str:
        """The kind as one reads it."""
        return str(ALL_KINDS[self.kind].title)

    @property
    def folder(self) -> Path:
        """Where what it writes is kept."""
        return Path(settings.HOME.folder) / "results" / str(self.pk)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (State.DONE, State.FAILED, State.STOPPED)

    @property
    def percent(self) -> int | None:
        """How much of it is done; None where nobody knows yet."""
        return round(100 * self.done / self.of) if self.of else None

    @property
    def belongs_to(self) -> str:
        """The page of what it is about: a plan, or a desk of its site."""
        what, _slash, which = self.about.partition("/")
        desks = {"counts": "counts", "briefing": "briefing", "centre": "centre-size"}
        return f"/sites/{which}/{desks[what]}/" if what in desks else f"/plans/{which}/"

    @property
    def page(self) -> str:
        """The page that it wrote; '' where there is none."""
        return next((name for name in self.files() if name.endswith(".html")), "")

    def files(self) -> list[str]:
        """Names of what it wrote, pages first."""
        if not self.folder.is_dir():
            return []
        order = {".html": 0, ".docx": 1, ".pdf": 1, ".xlsx": 2, ".csv": 3}
        names = [each.name for each in self.folder.iterdir() if each.is_file() and not each.name.startswith(".")]
        return sorted(names, key=lambda name: (order.get(Path(name).suffix, 4), name))
