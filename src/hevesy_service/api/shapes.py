"""The shapes of what comes in and goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Header, Query, Schema
from pydantic import ConfigDict, Field

MOST = 2_147_483_647  # that every database keeps as a whole number
Key = Annotated[
    UUID, Header(alias="Idempotency-Key", description="Your own for this act: the same again is the same act.")
]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out at the beginning.")]
NO_NUL = r"^[^\x00]*$"  # a sign that PostgreSQL does not keep
Number = Annotated[int, Field(ge=1, le=MOST)]


class Said(Schema):
    """Something that comes in: a field that is not known is refused, for it was meant to do something."""

    model_config = ConfigDict(extra="forbid")


class Page(Schema):
    """A part of a list: how many there are in all, and where the next part begins."""

    count: int
    next: int | None


class FieldProblem(Schema):
    """One thing that cannot be."""

    field: str
    problem: str


class Problem(Schema):
    """RFC 9457: `type` is the code of a refusal or of an error of the library, `detail` a sentence for a person."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] = Field(default_factory=list)


# --- people and sites ---------------------------------------------------------------------------------------------


class SiteOut(Schema):
    """A site, and the roles that the token's person holds there now."""

    code: str
    name: str
    country: str
    roles: list[str]


class Me(Schema):
    """Whose token this is, and what it opens."""

    name: str
    token: str
    scopes: list[str]
    expires: datetime
    sites: list[SiteOut]


class Held(Schema):
    """A role that somebody holds."""

    person: str
    role: str
    since: datetime


class SiteWithPeople(SiteOut):
    """A site and who works there."""

    held: list[Held]


# --- atlas --------------------------------------------------------------------------------------------------------


class Figure(Schema):
    """One row of the shelf: never without its state; `missing` is not zero."""

    fact: str
    place: str
    value: float | None
    text: str
    low: float | None
    high: float | None
    unit: str
    state: Literal["reported", "reported_zero", "public_only", "imputed", "missing"]
    kind: str
    on: str
    source: str
    note: str


class CountryOut(Schema):
    """A country or territory as it is classed now."""

    iso3: str
    name: str
    income_group: str
    region: str
    figures: list[Figure]


class Countries(Page):
    """Countries by name."""

    items: list[CountryOut]


class Evidence(CountryOut):
    """A country, with what is known of its equipment in sentences."""

    equipment: list[str]


class Spoke(Figure):
    """A row that could have answered, and why it did or did not."""

    wins: bool
    because: str


class WhyOut(Schema):
    """Every row that speaks of a figure at a place, the one that holds first; the citation is of that one."""

    fact: str
    place: str
    citation: str
    locator: str
    rows: list[Spoke]


# --- plans --------------------------------------------------------------------------------------------------------


class PlanShort(Schema):
    """A plan in a list."""

    id: UUID
    site: str
    country: str
    name: str
    version: int
    changed: datetime


class Plans(Page):
    """Plans of a site, the last changed first."""

    items: list[PlanShort]


class PlanOut(PlanShort):
    """A plan: its text (TOML, as the command line reads it), and the same as JSON."""

    text: str
    scenario: dict[str, Any]


class PlanOfCountry(Said):
    """A plan that begins from what is known of a country: with the stated package, or with nothing done."""

    country: str = Field(min_length=1, max_length=80, description="Its name, or its code, such as JOR.")
    begin: Literal["package", "empty"] = "package"


class PlanOfText(Said):
    """A plan that begins from a text."""

    text: str = Field(min_length=1, max_length=200_000, description="A scenario as TOML.")


class PlanChange(Said):
    """The whole text after the change. `seen` is the version that it was made from."""

    text: str = Field(min_length=1, max_length=200_000, description="A scenario as TOML.")
    seen: Number
    what: str = Field("", max_length=200, pattern=NO_NUL, description="What was changed, in words.")


class Freezing(Said):
    """For whom, or why, the plan as it stands becomes a numbered baseline."""

    seen: Number
    reason: str = Field(min_length=1, max_length=300, pattern=NO_NUL)


class VersionOut(Schema):
    """A version of a plan; `frozen` numbers a baseline."""

    number: int
    what: str
    by: str
    at: datetime
    frozen: int | None


class Versions(Page):
    """Versions, the newest first."""

    items: list[VersionOut]


class VersionWithText(VersionOut):
    """A version and its text."""

    text: str


# --- jobs ---------------------------------------------------------------------------------------------------------


class KindOut(Schema):
    """Something that can be computed, and how many draws it takes where nobody says."""

    id: str
    title: str
    why: str
    draws: int


class JobIn(Said):
    """What to compute of a plan as it stands, and with what; a field that its kind does not use is left aside."""

    kind: str = Field(max_length=30, description="One of /job-kinds.")
    draws: int | None = Field(None, ge=2, le=4096)
    other: UUID | None = Field(None, description="The plan to compare with, of the same site.")
    plant: str = Field("", max_length=80, description="Which plant stands still, in a drill.")
    weeks: int | None = Field(None, ge=1, le=104)
    language: Literal["", "en", "ar", "zh", "fr", "ru", "es"] = ""
    centres: int | None = Field(None, ge=1, le=50)
    cycles: int | None = Field(None, ge=1, le=20_000)
    uncalibrated: bool = Field(False, description="Run without the calibration to last year's counts.")


class JobOut(Schema):
    """A job: where it stands, how much of it is done, what it said."""

    id: UUID
    site: str
    plan: str
    kind: str
    title: str
    state: Literal["waiting", "running", "done", "failed", "stopped"]
    done: int
    of: int
    said: str
    made: datetime
    ended: datetime | None


class Jobs(Page):
    """Jobs, the last asked for first."""

    items: list[JobOut]


class FileOut(Schema):
    """A file that a job wrote."""

    name: str
    bytes: int


# --- health -------------------------------------------------------------------------------------------------------


class HealthOut(Schema):
    """One thing that was looked at; `do` says what to do where something is wrong."""

    name: str
    stands: str
    state: Literal["good", "look", "bad"]
    do: str
