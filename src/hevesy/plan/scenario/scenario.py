"""One scenario as a frozen value; TOML on disk (`reading`, `writing`), a published JSON schema beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Range:
    """A figure that a planner states for this scenario: expected, low, high (a 90 % interval) and its kind."""

    expected: float
    low: float
    high: float
    kind: str = "assumption"


@dataclass(frozen=True, slots=True)
class Intervention:
    """One dated act. Its `kind` is an entry of the catalogue, which says what it needs, costs and does.

    `begins` is the day on which work starts; it is ready after its lead time, and full after its ramp-up.
    `centre` names a centre of the pack or one that an earlier intervention opens; empty where it acts on the whole
    country. `adds` are machines, rooms, chairs or persons by resource. `effect`, `lead_weeks`, `ramp_weeks`,
    `more`, `capital`, `running_per_year` (USD), `wear_off_per_year` replace the catalogue's figures where stated.
    `owner` and `funder` name who answers and who pays for it; they move no figure.
    """

    id: str
    kind: str
    begins: date
    centre: str = ""
    town: str = ""
    sector: str = ""
    schemes: tuple[str, ...] = ()
    takes_refugees: bool | None = None
    takes_foreigners: bool | None = None
    therapies: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    adds: Mapping[str, float] = field(default_factory=dict)
    effect: Range | None = None
    lead_weeks: Range | None = None
    ramp_weeks: Range | None = None
    more: Range | None = None
    capital: Range | None = None
    running_per_year: Range | None = None
    wear_off_per_year: Range | None = None
    owner: str = ""
    funder: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shock:
    """Something that befalls a country: on a day (`begins`), or at random with a chance in each year (`per_year`).

    Its `kind` is an entry of the catalogue of shocks, which says what it does. It is felt in full for `lasts_weeks`,
    then ever less for `recovery_weeks`. `size` is the share that is lost, `sizes` the same part by part. `destroys`
    names centres that stand still until all is repaired; `persons` is how many people arrive.
    """

    id: str
    kind: str
    begins: date | None = None
    per_year: Range | None = None
    lasts_weeks: Range | None = None
    recovery_weeks: Range | None = None
    size: Range | None = None
    sizes: Mapping[str, Range] = field(default_factory=dict)
    centre: str = ""
    regions: tuple[str, ...] = ()
    therapies: tuple[str, ...] = ()
    destroys: tuple[str, ...] = ()
    persons: Range | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shortage:
    """A plan for a shortage of these therapies' doses (none named: of all), and who decides that it is in force.

    In force where less than `trigger` of the usual activity leaves the makers, and has for `after_weeks`. Then another
    producer sends the share `other_producer` of what is missing; of those whose dose does not come the share
    `substituted` is given the medicine of another therapy (`substitute`); and therapies with the same maker are served
    in the order of their `tiers`. `messages` say who is told what.
    """

    id: str
    trigger: float
    decided_by: str
    therapies: tuple[str, ...] = ()
    after_weeks: int = 0
    tiers: Mapping[str, int] = field(default_factory=dict)
    other_producer: Range | None = None
    substitute: str = ""
    substituted: Range | None = None
    messages: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays for what: the `share` of each of its `lines` (none named: all), no more than `ceiling` in a year.

    Funders pay in the order of the file, each out of what those before it left. `ceiling` is in `currency`: USD, or
    that of the country. `kind` is what sort of scheme it is. It pays from `first_year` to `last_year`, both included
    (0: from the start, to the end).

    A public-private partnership is paid back for `contract_years` from its first year on: `availability` a year, and
    `unit_payment` for each cycle, for no fewer than `guaranteed_cycles`, by the funder `paid_back_by` (none named: the
    public budget). `return_asked` is what its return is set against.
    """

    id: str
    kind: str
    name: str = ""
    lines: tuple[str, ...] = ()
    share: float = 1.0
    ceiling: Range | None = None
    currency: str = "USD"
    first_year: int = 0
    last_year: int = 0
    availability: Range | None = None
    unit_payment: Range | None = None
    guaranteed_cycles: float = 0.0
    contract_years: int = 0
    return_asked: float = 0.0
    paid_back_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a scheme pays for a cycle of its members: `per_cycle` or `by_line` in USD, or a `share` of what it costs.

    `payer` is a funder's id or a kind of scheme; `members` are the share of people for whom it pays. Of what the
    tariff leaves open the household is asked for a share, the rest is the centre's loss. On a `sliding` scale the
    household pays a share of the tariff itself, by fifth of means, and the scheme the rest. It holds from `begins` on.
    With `at_once` only that share is paid at once, the rest for those who respond; what is then not paid is at the
    `risk` of the centre or the maker.
    """

    id: str
    payer: str
    therapies: tuple[str, ...] = ()
    per_cycle: Range | None = None
    by_line: Mapping[str, Range] = field(default_factory=dict)
    share: Range | None = None
    members: Range | None = None
    household: float = 0.0
    sliding: Mapping[str, float] = field(default_factory=dict)
    begins: date | None = None
    at_once: Range | None = None
    responds: Range | None = None
    risk: str = "centre"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Onward:
    """Patients who wait too long at one centre are sent to another, or `abroad`."""

    from_centre: str
    to_centre: str
    share_per_week: float
    therapies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A country, a span of years, a start, what is done and what befalls it; read by all three kernels.

    `therapies` empty: every first choice. `trend` is a stated change of need per year on top of ageing, by
    therapy (0.02: two per cent more each year). `order` ranks new patients of the therapies (1 first; by default those
    who would die soonest untreated before the others). `facts` are figures stated for this scenario only, by fact id.
    """

    name: str
    country: str
    start: date
    years: int
    draws: int
    seed: int
    burden: str = ""
    packs: tuple[str, ...] = ()
    therapies: tuple[str, ...] = ()
    trend: Mapping[str, float] = field(default_factory=dict)
    order: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Range] = field(default_factory=dict)
    interventions: tuple[Intervention, ...] = ()
    onward: tuple[Onward, ...] = ()
    shocks: tuple[Shock, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    funders: tuple[Funder, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    file: str = ""

    def with_nothing_done(self) -> Scenario:
        """The same country and years without any intervention."""
        return replace(self, name="nothing done", interventions=(), onward=())
