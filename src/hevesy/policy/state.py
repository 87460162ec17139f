"""What a country has ruled about a therapy, dated and sourced. What nobody entered is unknown, never no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hevesy.errors import BadCell
from hevesy.facts import Shelf
from hevesy.facts.pack_columns import columns_of
from hevesy.tables import Row, nearest, read_table

APPROVALS = ("registered", "named_patient", "hospital_prepared", "none")
PAID = ("drug", "administration", "imaging", "dosimetry", "monitoring")
REQUIRES = "requires_"  # an item requires_<line> says whether the national rule asks for an earlier line
ALL = "all"
STEP = "licensing_step"
QUESTIONS = (
    "approval",
    "guideline",
    "benefit_package",
    "access_programme",
    "cancer_plan",
    *(f"paid_{p}" for p in PAID),
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One answer of a country; `value` is None while nobody knows."""

    item: str
    value: str | None
    on: str = ""
    source: str = ""
    kind: str = ""
    note: str = ""
    confirmed: bool = False

    @property
    def known(self) -> bool:
        return self.value is not None

    @property
    def yes(self) -> bool | None:
        """True or False, or None while nobody knows; an approval is yes for every route but none."""
        if self.value is None:
            return None
        return self.value not in ("no", "none")


@dataclass(frozen=True, slots=True)
class LicensingStep:
    """One step on the way to giving a therapy: who decides, in which order, how long; None when not known."""

    agency: str
    order: int | None
    days: float | None
    value: str
    on: str
    source: str
    kind: str
    note: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PolicyState:
    """Everything that is known, and all that is unknown, of a country's rules for one therapy."""

    iso3: str
    therapy: str
    rulings: Mapping[str, Ruling]
    licensing: tuple[LicensingStep, ...]

    def ruling(self, item: str) -> Ruling:
        """The ruling on `item`; one without a value when nobody has entered it."""
        return self.rulings.get(item, Ruling(item, None))

    @property
    def approval(self) -> Ruling:
        return self.ruling("approval")

    @property
    def guideline(self) -> Ruling:
        return self.ruling("guideline")

    @property
    def benefit_package(self) -> Ruling:
        return self.ruling("benefit_package")

    @property
    def access_programme(self) -> Ruling:
        return self.ruling("access_programme")

    @property
    def cancer_plan(self) -> Ruling:
        return self.ruling("cancer_plan")

    @property
    def paid(self) -> dict[str, Ruling]:
        """Who pays: a ruling for drug, administration, imaging, dosimetry and monitoring."""
        return {part: self.ruling(f"paid_{part}") for part in PAID}

    @property
    def permitted(self) -> bool | None:
        """Whether there is any legal route to the medicine; None when nobody knows, which is not no."""
        return self.approval.yes

    @property
    def unknown(self) -> tuple[str, ...]:
        """The questions nobody has answered yet, licensing among them."""
        open_ones = [item for item in QUESTIONS if not self.ruling(item).known]
        return (*open_ones, *(() if self.licensing else (STEP,)))

    def requires(self, line: str) -> bool | None:
        """Whether the national rule asks for this earlier line; None when nobody knows."""
        return self.ruling(f"{REQUIRES}{line}").yes

    def licensing_days(self) -> float | None:
        """Days through all licensing steps, one after the other; None unless every step has its days."""
        days = [step.days for step in self.licensing]
        return sum(day for day in days if day is not None) if days and None not in days else None


def policy_state(iso3: str, therapy: str, shelf: Shelf) -> PolicyState:
    """What `iso3` has ruled about `therapy`; rows for "all" speak where no row names the therapy.

    Of several rows on one item the latest counts, and among equals the one that stands last. A user's pack
    replaces the shipped rows of its countries.
    """
    rows = _by_country(shelf).get(iso3, ())
    general = [row for row in rows if row["therapy"] == ALL]
    special = [row for row in rows if row["therapy"] == therapy]
    rulings: dict[str, Ruling] = {}
    for layer in (general, special):
        rulings.update(_latest(layer))
    steps = [row for row in special if row["item"] == STEP] or [row for row in general if row["item"] == STEP]
    steps.sort(key=lambda row: (row["order"] is None, row["order"] or 0))
    return PolicyState(iso3, therapy, rulings, tuple(_step(row) for row in steps))


def _latest(rows: Sequence[Row]) -> dict[str, Ruling]:
    dated = sorted((row for row in rows if row["item"] != STEP), key=lambda row: row["on"] or "")
    return {row["item"]: _ruling(row) for row in dated}


def _ruling(row: Row) -> Ruling:
    return Ruling(
        item=row["item"],
        value=row["value"],
        on=row["on"] or "",
        source=row["source"] or "",
        kind=row["kind"] or "",
        note=row["note"] or "",
        confirmed=bool(row["confirmed_by"] and row["confirmed_on"]),
    )


def _step(row: Row) -> LicensingStep:
    return LicensingStep(
        agency=row["agency"] or "",
        order=None if row["order"] is None else int(row["order"]),
        days=row["days"],
        value=row["value"] or "",
        on=row["on"] or "",
        source=row["source"] or "",
        kind=row["kind"] or "",
        note=row["note"] or "",
        confirmed=bool(row["confirmed_by"] and row["confirmed_on"]),
    )


@lru_cache(maxsize=4)
def _by_country(shelf: Shelf) -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for _pack, path in shelf.table_files("policy"):
        own: dict[str, list[Row]] = {}
        for row in read_table(path, columns_of("policy")):
            _check(row)
            own.setdefault(row["iso3"], []).append(row)
        found.update({iso3: tuple(rows) for iso3, rows in own.items()})
    return found


def _check(row: Row) -> None:
    """Refuse an answer that is none of the possible ones; a ruling must say where it comes from."""
    value, item = row["value"], row["item"]
    allowed = APPROVALS if item == "approval" else ("yes", "no")
    if value is not None and item not in (STEP, "release_rule") and value not in allowed:
        guess = nearest(value, allowed)
        raise BadCell(
            file=row.file,
            line=row.line,
            field="value",
            problem=f"{value!r} is not an answer",
            advice=f"did you mean {guess!r}?" if guess else f"write {', '.join(allowed)}, or leave it empty",
        )
    if value is not None and not (row["source"] and row["kind"]):
        field = "kind" if row["source"] else "source"
        raise BadCell(
            file=row.file,
            line=row.line,
            field=field,
            problem="a ruling without it cannot be used",
            advice="say where the answer stands and how it is known",
        )
