"""National figures as the book tells them, packs that arrived and are not decided on, and the register of trainings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hevesy.facts import State
from hevesy.places import national_figures
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.said import called, say

OPEN, ACCEPTED, REFUSED = "open", "accepted", "refused"


def centre_parts(said: Mapping[str, Any]) -> dict[str, str]:
    """What is said of a centre, part by part; a machine that nobody counted is left out."""
    known = [each for each in national_figures(shelf()).values() if each.kind == "giving"]
    names = {each.key: called("therapy", each.key, each.name) for each in known}
    machines = {each.replace("_", " "): str(count) for each, count in said["equipment"].items() if count is not None}
    return {
        **{name: said[name] for name in ("name", "town", "sector")},
        "services": str(_(", ")).join(gettext(each) for each in said["services"]),
        "therapies": str(_(", ")).join(names.get(each, each) for each in said["therapies"]),
        **machines, "practises": str(_("yes")) if said["practises"] else str(_("no")),
        "year": str(said["year"]), "source": said["source"], "link": said["link"],
    }  # fmt: skip


class Stated(models.Model):
    """What is said of one figure of one country; `value` is none where the state is missing."""

    iso3 = models.CharField(max_length=3)
    fact = models.CharField(max_length=60)
    value = models.FloatField(null=True)
    state = models.CharField(max_length=16)
    year = models.SmallIntegerField()
    source = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def state_in_words(self) -> str:
        """The state as one reads it; none where the figure was reported as it is."""
        return "" if self.state == State.REPORTED else say(f"state.{self.state}")

    def parts(self) -> dict[str, str]:
        """What is said, part by part, as one reads it."""
        value = "" if self.value is None else f"{self.value:.15g}"
        words = say(f"state.{self.state}")
        return {"value": value, "state": words, "year": str(self.year), "source": self.source, "link": self.link}


class Proposed(models.Model):
    """Something that one person proposed and another decides on; `id` is that of its row in the book.

    `place` is its place in the stream; `ACCEPTS` and `REFUSES` are the types of rows that decide on it; `on_behalf`
    is who lent the role by which it was proposed.
    """

    ACCEPTS: ClassVar[str]
    REFUSES: ClassVar[str]

    id = models.UUIDField(primary_key=True, editable=False)
    iso3 = models.CharField(max_length=3)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()
    by = models.CharField(max_length=64)
    on_behalf = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    reason = models.TextField()
    decision = models.CharField(max_length=8, default=OPEN)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """The story it belongs to, whichever of the country's sites writes."""
        raise NotImplementedError

    def parts(self) -> dict[str, str]:
        """What it says, part by part, as one reads it."""
        raise NotImplementedError

    def as_signed(self) -> dict[str, Any]:
        """What it says, as the text that an approver signs holds it: in no language, and always the same."""
        raise NotImplementedError


class Proposal(Stated, Proposed):
    """A figure that somebody proposed."""

    ACCEPTS, REFUSES = "figure_accepted", "figure_refused"

    class Meta:
        ordering: ClassVar = ["iso3", "fact", "place"]

    def __str__(self) -> str:
        return f"{self.fact} of {self.iso3}, {self.decision}"

    @property
    def stream(self) -> str:
        return f"figure/{self.iso3}/{self.fact}"

    def as_signed(self) -> dict[str, Any]:
        names = ("iso3", "fact", "value", "state", "year", "source", "link")
        return {name: getattr(self, name) for name in names}


class CentreProposal(Proposed):
    """A centre as somebody proposed it; `said` is what they said of it, in the words of the pack's tables."""

    ACCEPTS, REFUSES = "centre_accepted", "centre_refused"

    centre = models.CharField(max_length=40)
    said = models.JSONField()

    class Meta:
        ordering: ClassVar = ["iso3", "centre", "place"]

    def __str__(self) -> str:
        return f"{self.centre} of {self.iso3}, {self.decision}"

    @property
    def stream(self) -> str:
        return f"centre/{self.iso3}/{self.centre}"

    def parts(self) -> dict[str, str]:
        return centre_parts(self.said)

    def as_signed(self) -> dict[str, Any]:
        return {"iso3": self.iso3, "centre": self.centre, "said": self.said}


class HeldCentre(models.Model):
    """A centre as it was last accepted."""

    iso3 = models.CharField(max_length=3)
    centre = models.CharField(max_length=40)
    said = models.JSONField()
    proposal = models.OneToOneField(CentreProposal, on_delete=models.PROTECT, related_name="holds")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    row = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["iso3", "centre"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["iso3", "centre"], name="atlas_one_centre_holds")]

    def __str__(self) -> str:
        return str(self.said["name"])

    def parts(self) -> dict[str, str]:
        """What holds, part by part."""
        return centre_parts(self.said)


class Figure(Stated):
    """The figure that holds: the last that was accepted; `row` is the row of the book that says so."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="holds")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    row = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["iso3", "fact"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["iso3", "fact"], name="atlas_one_figure_holds")]

    def __str__(self) -> str:
        return f"{self.fact} of {self.iso3}"


class Arrival(models.Model):
    """A signed pack that somebody brought, read and found whole; a draft until it is applied or discarded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    origin = models.CharField(max_length=24)
    made = models.CharField(max_length=40)
    head = models.CharField(max_length=64)
    rows = models.JSONField()
    centres = models.JSONField()

    def __str__(self) -> str:
        return f"pack of {self.origin}, {self.made}"


class SheetArrival(models.Model):
    """A spreadsheet that somebody brought, as far as it could be read; a draft until it is applied or discarded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=100)
    brought = models.JSONField()

    def __str__(self) -> str:
        return self.name


class Training(models.Model):
    """A training that is offered, in a register that those who train keep; an ordinary list."""

    KINDS: ClassVar = [
        ("fellowship", _("fellowship")), ("residency", _("residency")), ("degree", _("degree")),
        ("course", _("course")), ("online", _("online course")), ("visit", _("scientific visit")),
    ]  # fmt: skip
    CADRES: ClassVar = [
        ("physician", _("physicians")), ("physicist", _("medical physicists")),
        ("radiopharmacist", _("radiopharmacists")), ("technologist", _("technologists")), ("nurse", _("nurses")),
        ("radiation_protection_officer", _("radiation protection officers")), ("engineer", _("engineers")),
        ("all", _("several cadres")),
    ]  # fmt: skip

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(_("Title"), max_length=200)
    provider = models.CharField(_("Who offers it"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=12, choices=KINDS)
    cadre = models.CharField(_("For whom"), max_length=30, choices=CADRES)
    weeks = models.PositiveSmallIntegerField(_("Weeks it takes"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("Places a year"), null=True, blank=True)
    language = models.CharField(_("Taught in"), max_length=60, blank=True)
    source = models.CharField(_("Where this was read, or who said so"), max_length=300)
    link = models.URLField(_("Link"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("Year for which it holds"))
    changed = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["cadre", "title"]

    def __str__(self) -> str:
        return self.title
