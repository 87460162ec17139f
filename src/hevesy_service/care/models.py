"""Patients, their courses and what was recorded of them: what the book says, kept for asking.

A patient's name stands in `Patient` alone, which the book does not tell: a lawful erasure empties it, and the
course stays under its number.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy.quantities import Activity
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site


class Patient(models.Model):
    """Who a course is for. `number` is the site's own, with a check digit; the book knows only `id`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="patients")
    number = models.CharField(max_length=20)
    full_name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    made = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "number"], name="care_a_number_once")]

    def __str__(self) -> str:
        return self.full_name or self.number


class CourseRow(models.Model):
    """A course as it stands: `kept` is what `hevesy.record.kept` reads, `stage` and `last_act` are for lists."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="courses")
    patient_id = models.UUIDField()
    template = models.CharField(max_length=40)
    version = models.SmallIntegerField()
    therapy = models.CharField(max_length=60)
    practice = models.BooleanField()
    referrer = models.CharField(max_length=64, blank=True)
    cycle = models.SmallIntegerField(default=1)
    last_act = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    ended = models.CharField(max_length=60, blank=True)
    ready = models.CharField(max_length=300, blank=True)
    planned = models.DateTimeField(null=True)
    deviations = models.IntegerField(default=0)
    kept = models.JSONField(default=dict)
    place = models.IntegerField()
    begun = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed"]
        indexes: ClassVar = [models.Index(fields=["site", "ended", "-changed"], name="care_worklist")]

    def __str__(self) -> str:
        return f"{self.therapy} {self.id}"


class EntryRow(models.Model):
    """One entry of a course as it was recorded; `unmet` names the gates it did not meet.

    `by` is who did it, `typed_by` who typed it in from paper, `acts_for` who lent them the role in which they did it;
    `downtime` is the incident of the time in which the service could not be used. `awaits` is a second person who was
    named and has still to prove that they were there. `unsigned` says why nobody signed it where nobody could: a
    generator of synthetic years is nobody.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    course = models.ForeignKey(CourseRow, on_delete=models.CASCADE, related_name="entries")
    place = models.IntegerField()
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    entered_at = models.DateTimeField()
    by = models.CharField(max_length=64)
    typed_by = models.CharField(max_length=64, blank=True)
    second = models.CharField(max_length=64, blank=True)
    acts_for = models.CharField(max_length=64, blank=True)
    awaits = models.CharField(max_length=64, blank=True)
    unsigned = models.CharField(max_length=20, blank=True)
    said = models.JSONField()
    unmet = models.JSONField()
    reason = models.TextField(blank=True)
    corrects = models.CharField(max_length=40, blank=True)
    cycle = models.SmallIntegerField()
    vial_id = models.UUIDField(null=True)
    downtime = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["course", "place"], name="care_an_entry_once")]
        indexes: ClassVar = [
            models.Index(fields=["act", "-at"], name="care_acts_of_late"),
            models.Index(fields=["downtime"], name="care_acts_of_a_downtime"),
            models.Index(fields=["awaits"], name="care_awaited", condition=~models.Q(awaits="")),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


class Incident(models.Model):
    """What an act outside the rules opened, or somebody reported; `closed` only with cause, correction and evidence.

    `category` is the step of care in which it arose. `since` is when it happened; with `until` it is a downtime, whose
    acts name it. What was ticked of the first actions is in `done`; `owner` sees to the correction until `due`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="incidents")
    course = models.ForeignKey(CourseRow, null=True, on_delete=models.CASCADE, related_name="incidents")
    act = models.CharField(max_length=40)
    unmet = models.JSONField()
    reason = models.TextField()
    opened = models.DateTimeField()
    by = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    ines = models.CharField(max_length=12, blank=True)
    reach = models.CharField(max_length=12, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    done = models.JSONField(default=list)
    first_actions = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    correction = models.TextField(blank=True)
    owner = models.CharField(max_length=64, blank=True)
    due = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    closed = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)
    place = models.IntegerField()

    class Meta:
        ordering: ClassVar = ["-opened"]

    def __str__(self) -> str:
        return f"{self.act or self.kind} {self.opened:%Y-%m-%d}"


class SafetyReport(models.Model):
    """A case safety report or a report of a product defect, as it stands; nobody is named in it.

    `entry` and `row` are the reaction in its toxicity entry; `due` is the last day of one that is expedited. Sending is
    done outside: `sent_to` says to whom it went.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="safety_reports")
    course = models.ForeignKey(CourseRow, null=True, on_delete=models.CASCADE, related_name="safety_reports")
    about = models.CharField(max_length=12)
    entry = models.UUIDField(null=True)
    row = models.SmallIntegerField(default=0)
    lot = models.TextField(blank=True)
    aware = models.DateField()
    due = models.DateField(null=True)
    said = models.JSONField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    sent_to = models.CharField(max_length=200, blank=True)
    sent_how = models.CharField(max_length=200, blank=True)
    sent_by = models.CharField(max_length=64, blank=True)
    place = models.IntegerField()

    class Meta:
        ordering: ClassVar = ["-written"]
        indexes: ClassVar = [models.Index(fields=["site", "sent", "due"], name="care_reports_to_send")]

    def __str__(self) -> str:
        return f"{self.about} {self.written:%Y-%m-%d}"


class SignedLine(models.Model):
    """One line of a site's gate table of a therapy, as it was signed last."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="signed_lines")
    therapy = models.CharField(max_length=60)
    gate = models.CharField(max_length=60)
    by = models.CharField(max_length=64)
    on = models.DateField()
    source = models.CharField(max_length=300)
    edition = models.CharField(max_length=100)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    text = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["therapy", "gate"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "therapy", "gate"], name="care_a_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.therapy} {self.gate}"


class Instrument(models.Model):
    """Until when an instrument of a site is calibrated; each kind gates what it is needed for."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="instruments")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    until = models.DateField()

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "name"], name="care_an_instrument_once")]

    def __str__(self) -> str:
        return self.name


class LicenceRow(models.Model):
    """What a site may hold of a nuclide, and until when."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="licences")
    nuclide = models.CharField(max_length=12)
    most_bq = models.FloatField()
    until = models.DateField()
    number = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["nuclide"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "nuclide"], name="care_a_licence_once")]

    def __str__(self) -> str:
        return f"{self.nuclide} {self.number}"

    @property
    def most(self) -> Activity:
        """What may be held at most."""
        return Activity(self.most_bq)


class VialRow(models.Model):
    """A vial of a site with its story: `kept` is how it began, `told` its entries, as `hevesy.record.vial_kept` reads.

    `here_bq` is what is on the shelf or in the waste store, `shelf_bq` what is on the shelf alone, both counted at its
    reference time; `failed` is why its lot is barred.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="vials")
    name = models.TextField()
    lot = models.TextField(blank=True)
    nuclide = models.CharField(max_length=12)
    reference = models.DateTimeField()
    expires_at = models.DateTimeField()
    here_bq = models.FloatField(default=0.0)
    shelf_bq = models.FloatField(default=0.0)
    failed = models.CharField(max_length=40, blank=True)
    kept = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    changed = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed"]
        indexes: ClassVar = [
            models.Index(fields=["site", "nuclide"], name="care_vials_of_a_nuclide"),
            models.Index(fields=["site", "failed"], name="care_failed_lots"),
            models.Index(fields=["site", "-changed"], name="care_vials_of_late"),
        ]

    def __str__(self) -> str:
        return self.name


class CheckRow(models.Model):
    """A check of an instrument, a place or a badge as it was done; `what` is its name in `checks.csv`."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="checks")
    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    state = models.CharField(max_length=8)
    reading = models.FloatField(null=True)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["site", "at"], name="care_checks_of_a_day"),
            models.Index(fields=["site", "what", "subject", "-at"], name="care_checks_of_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.subject} {self.at:%Y-%m-%d}"


class CheckedRow(models.Model):
    """How a thing stands by its last check, for the list of what is due."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="checked")
    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    state = models.CharField(max_length=8)
    reading = models.FloatField(null=True)
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["what", "subject"]

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"
