"""A therapy: what it is, who needs it, and its own path to a completed course, all of it read from data.

Numbers stand on the shelf; a therapy holds the names of facts. The path is a row of stages in the order of
`STAGES`; a stage has one row for each reason for which people are lost there.
"""

from __future__ import annotations

from dataclasses import dataclass

# where people are lost, in the order in which a patient meets it; a therapy uses those it has
STAGES = (
    "recognised",
    "earlier_treatment",
    "referred",
    "reaches_imaging",
    "accepts",
    "pays_imaging",
    "imaged",
    "board",
    "eligible",
    "reaches_therapy",
    "pays_therapy",
    "waits",
    "dose_arrives",
    "treated",
    "followed",
)
FIVE_A = ("availability", "accommodation", "accessibility", "affordability", "acceptability")
CLINICAL = "clinical"  # lost to the disease, not to a barrier of access
RECURS = ("once", "visit", "cycle")
# what decides where no product of facts can: `detected` need, `travel` time, what the household can `pay`,
# whether a `national_rule` asks for an earlier line, whether the medicine is `permitted` by law,
# whether an administration that was cancelled is `rebooked`, who needs help and is lost `unless_helped`,
# how the one fact of those who accept differs `by_group` of people, whom days away from `work` keep away
RULES = (
    "detected", "travel", "pay", "national_rule", "permitted", "rebooked", "unless_helped", "by_group", "work",
)  # fmt: skip
STAYS = ("outpatient", "by_release_rule", "inpatient")
BASES = ("fixed", "per_kg", "dosimetric", "calculated")
SUPPLY_FORMS = (
    "ready_to_use",
    "chloride_and_kit",
    "generator",
    "local_cyclotron",
    "capsule_or_solution",
    "solution",
)
REQUIRED_BY = ("label", "national_rule", "indication", "practice")
NEED_MODELS = ("deaths_times_ratio", "rate_times_population", "cases_times_fraction")


@dataclass(frozen=True, slots=True)
class Stage:
    """One reason for which people are lost at a stage of the path.

    The share that passes is the product of `facts` and of one minus each of `losses`. A `rule` decides first:
    `uses` are the facts it works with, and `facts` hold only where the rule has no answer. `recurs` says
    whether it is met once, at every visit (`visits` names the fact with the journeys of one round) or at
    every cycle from `from_cycle` on. `barriers` are ids of the review's Table 1, the main one first.
    """

    id: str
    reason: str
    a: str
    domain: str
    barriers: tuple[str, ...]
    facts: tuple[str, ...]
    losses: tuple[str, ...]
    rule: str
    uses: tuple[str, ...]
    where: str  # imaging | therapy | ""
    line: str  # the earlier line that is meant, at `earlier_treatment`
    recurs: str
    from_cycle: int
    visits: str

    @property
    def is_access(self) -> bool:
        """Whether a loss here is a barrier of access rather than the disease."""
        return self.a != CLINICAL

    @property
    def barrier(self) -> str:
        """The main barrier of the review's Table 1, or empty when the loss is clinical."""
        return self.barriers[0] if self.barriers else ""

    @property
    def all_facts(self) -> tuple[str, ...]:
        """Every fact this stage may ask for."""
        return (*self.facts, *self.losses, *self.uses, *((self.visits,) if self.visits else ()))


@dataclass(frozen=True, slots=True)
class NeedModel:
    """One formula for who needs the therapy, with the names of its facts.

    `sex`, `age_from`, `age_to` are the people a rate is per (rate_times_population); `growth_*` are those
    whose number drives the need to 2050. `counts` says whether the burden counts everybody with the disease
    ("true") or only those who were found ("detected"). `backlog_years` is the fact with the mean years lived
    with the need; where it is empty `backlog_note` says why there is no backlog.
    """

    patients: str
    model: str
    site: str
    counts: str
    rate: str
    factors: tuple[str, ...]
    sex: str | None
    age_from: int
    age_to: int | None
    growth_sex: str | None
    growth_age_from: int
    growth_age_to: int | None
    detection: str
    backlog_years: str
    backlog_note: str

    @property
    def all_facts(self) -> tuple[str, ...]:
        return tuple(name for name in (self.rate, *self.factors, self.detection, self.backlog_years) if name)


@dataclass(frozen=True, slots=True)
class Posology:
    """How much, how often: names of facts. `basis` is fixed, per_kg, dosimetric or calculated."""

    basis: str
    activity: str
    mass: str
    interval: str
    cycles_planned: str
    cycles_given: str

    @property
    def all_facts(self) -> tuple[str, ...]:
        names = (self.activity, self.mass, self.interval, self.cycles_planned, self.cycles_given)
        return tuple(name for name in names if name)


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """A treatment that comes before, who asks for it, and the share of patients who ever receive it."""

    line: str
    required_by: str
    facts: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Therapy:
    """A radioactive medicine for one indication, with its need and its path.

    Therapies of one `need_group` serve the same patients and are never added up; `first_choice` marks the one
    that stands for the group, `choice_reason` says why. `shares_patients_with` names other groups in which
    some of the same persons are counted.
    """

    id: str
    name: str
    names: tuple[str, ...]
    nuclide: str
    target: str
    indication: str
    indication_fact: str
    supply: tuple[str, ...]
    need_group: str
    first_choice: bool
    choice_reason: str
    shares_patients_with: tuple[str, ...]
    pet: tuple[str, ...]
    spect: tuple[str, ...]
    partners_fact: str
    stay: str
    stay_fact: str
    stay_days: str
    board: bool
    angiography: bool
    posology: Posology
    coverage: str
    coverage_imaging: str
    criteria_of: str
    profiles: tuple[str, ...]
    earlier_lines: tuple[EarlierLine, ...]
    needs: tuple[NeedModel, ...]
    stages: tuple[Stage, ...]
    file: str

    @property
    def inpatient(self) -> bool:
        """Whether a shielded bed is part of the therapy whatever the release rule says."""
        return self.stay == "inpatient"

    @property
    def clinical_facts(self) -> tuple[str, ...]:
        """Facts whose product is the share that the disease itself leaves eligible before the first cycle."""
        return tuple(
            name
            for stage in self.stages
            if not stage.is_access and stage.id != "treated"
            for name in stage.facts
        )

    @property
    def all_facts(self) -> tuple[str, ...]:
        """Every fact this therapy may ask for, each once, in the order of the file."""
        named = [
            self.indication_fact,
            self.partners_fact,
            self.stay_fact,
            self.stay_days,
            *self.posology.all_facts,
        ]
        named += [self.coverage, self.coverage_imaging]
        named += [name for line in self.earlier_lines for name in line.facts]
        named += [name for model in self.needs for name in model.all_facts]
        named += [name for stage in self.stages for name in stage.all_facts]
        return tuple(dict.fromkeys(name for name in named if name))

    def stages_of(self, id: str) -> tuple[Stage, ...]:
        """The reasons for which people are lost at one stage; empty when the path has no such stage."""
        return tuple(stage for stage in self.stages if stage.id == id)
