"""What the release form says, as values: who lives with the patient, what was measured, how they go home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hevesy.quantities import Activity

Ask = Callable[[str], Any]  # `act.field` -> what stands of it, or None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who lives with the patient."""

    name: str
    age: float
    pregnant: bool = False
    shares_bed: bool = False
    carer: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """A patient who would leave: activity and times of administration and measurement, household and habits.

    Rates are as the meter showed them, with background, at `metres`. None is what nobody said.
    """

    therapy: str
    given: Activity
    given_at: datetime
    rate_usv_h: float
    background_usv_h: float
    rate_at: datetime
    metres: float = 1.0
    first_rate_usv_h: float | None = None
    measured: Activity | None = None
    household: tuple[Member, ...] = ()
    works_with_others: bool = False
    journey_hours: float = 0.0
    journey_public: bool = False
    own_toilet: bool | None = None
    incontinent: bool | None = None
    dialysis: bool | None = None
    breastfeeds: bool | None = None
    sex: str = ""
    can_be_pregnant: bool | None = None

    @property
    def on(self) -> date:
        """The day of release."""
        return self.rate_at.date()

    @property
    def hours_since(self) -> float:
        """From the end of administration to the measurement."""
        return max((self.rate_at - self.given_at).total_seconds() / 3600.0, 0.0)

    @property
    def retained(self) -> Activity | None:
        """What is still in the body: measured, else given times the rate now over that right after administration.

        None where neither was measured: the shelf's excretion is no measurement of this patient.
        """
        if self.measured is not None:
            return self.measured
        if self.first_rate_usv_h is None:
            return None
        first, now = (max(rate - self.background_usv_h, 0.0) for rate in (self.first_rate_usv_h, self.rate_usv_h))
        return Activity(self.given.bq * min(now / first, 1.0)) if first > 0.0 else None


def form_of(therapy: str, ask: Ask) -> ReleaseForm | None:
    """The form of a course; None while the administration or the measurement is not written down."""
    given, rate, rate_at = (
        ask(name) for name in ("administration.administered_mbq", "release.dose_rate_1m_usv_h", "release.rate_at")
    )
    given_at = ask("administration.ended_at") or ask("administration.started_at")
    background = ask("release.background_usv_h")
    if None in (given, rate, rate_at, given_at, background):
        return None
    first, measured = ask("release.first_rate_usv_h"), ask("release.retained_mbq")
    return ReleaseForm(
        therapy, Activity.mbq(given), datetime.fromisoformat(given_at), rate, background,
        datetime.fromisoformat(rate_at), ask("release.rate_metres") or 1.0, first,
        None if measured is None else Activity.mbq(measured),
        tuple(_member(row) for row in ask("release.household") or ()), bool(ask("release.works_with_others")),
        ask("release.journey_hours") or 0.0, bool(ask("release.journey_public")), ask("release.own_toilet"),
        ask("release.incontinent"), ask("release.dialysis"), ask("release.breastfeeds"), ask("referral.sex") or "",
        ask("referral.can_be_pregnant"),
    )  # fmt: skip


def _member(row: Mapping[str, Any]) -> Member:
    flags = (row.get(name) is True for name in ("member_pregnant", "shares_bed", "is_carer"))
    return Member(row["member"], row["member_age"], *flags)
