"""What is known of people at a site, who is in training there, and their logbooks, as the book tells it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site


class EvidenceRow(models.Model):
    """One thing that is known of one person at a site; it is never changed, only spoken against by another."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="evidence")
    person = models.CharField(max_length=64)
    what = models.CharField(max_length=20)
    about = models.CharField(max_length=120)
    on = models.DateField()
    until = models.DateField(null=True)
    level = models.CharField(max_length=20)
    note = models.TextField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-written"]
        indexes: ClassVar = [models.Index(fields=["site", "person"], name="competence_of_a_person")]

    def __str__(self) -> str:
        return f"{self.what} {self.about} {self.on:%Y-%m-%d}"


class EnrolmentRow(models.Model):
    """Who is in training at a site: for which framework, since when, with whom; `until` is the last day, once known."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="enrolments")
    person = models.CharField(max_length=64)
    framework = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField(null=True)
    supervisors = models.JSONField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["framework", "since", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "person"], name="competence_enrolled_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.since:%Y-%m-%d}"


class SupervisorRow(models.Model):
    """Who was ever named to supervise somebody at a site: an enrolment keeps the last of them alone."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="supervisors")
    person = models.CharField(max_length=64)
    supervisor = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["person", "supervisor"]
        indexes: ClassVar = [models.Index(fields=["person"], name="competence_supervised")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "person", "supervisor"], name="competence_supervisor_once")
        ]

    def __str__(self) -> str:
        return self.supervisor


class Witness(models.Model):
    """Who saw procedures done elsewhere. The book knows only `id`: a lawful erasure empties the name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="witnesses")
    name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class ProcedureRow(models.Model):
    """A procedure in a trainee's logbook, and what its supervisor said of it.

    `entry` is what was recorded in a course of the site; one from elsewhere has a `place` and the id of a `witness`.
    `case` is the course's id or a pseudonym. Of a confirmation that was taken back, `stood_since` and `stood_until` say
    how long it counted, and `unconfirmed_by` who took it back.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="procedures")
    person = models.CharField(max_length=64)
    act = models.CharField(max_length=40)
    therapy = models.CharField(max_length=60)
    case = models.CharField(max_length=300)
    cycle = models.SmallIntegerField()
    on = models.DateField()
    supervision = models.CharField(max_length=10)
    supervisor = models.CharField(max_length=64)
    entry = models.UUIDField(null=True)
    place = models.CharField(max_length=160)
    witness = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    reason = models.TextField()
    written = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    stood_since = models.DateTimeField(null=True)
    stood_until = models.DateTimeField(null=True)
    unconfirmed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-on", "-written"]
        indexes: ClassVar = [
            models.Index(fields=["site", "person"], name="competence_logbook"),
            models.Index(fields=["site", "supervisor", "state"], name="competence_to_confirm"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.therapy} {self.on:%Y-%m-%d}"

    @property
    def case_shown(self) -> str:
        """The case as it is told from others at a glance: a pseudonym, or the end of a course's id."""
        return self.case[-8:] if self.entry else self.case.rpartition("/")[2]


class AssessmentRow(models.Model):
    """An assessment of a trainee at work; it is evidence too."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="assessments")
    person = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    competency = models.CharField(max_length=80)
    level = models.CharField(max_length=20)
    passed = models.BooleanField()
    feedback = models.TextField()
    case = models.CharField(max_length=160)
    on = models.DateField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-written"]
        indexes: ClassVar = [models.Index(fields=["site", "person"], name="competence_assessed")]

    def __str__(self) -> str:
        return f"{self.kind} {self.competency} {self.on:%Y-%m-%d}"
