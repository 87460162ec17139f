"""What a plan is held to: its monitoring frame, risks, partners, assumptions with lines to sign, and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hevesy.paper.blocks import Block, Heading, Paragraph, Table
from hevesy.plan.answers.evidence import sources_cited
from hevesy.plan.document.baseline import Baseline
from hevesy.plan.document.brief import assumed_facts
from hevesy.plan.document.indicators import Indicator, followed
from hevesy.plan.document.material import Material, Said
from hevesy.plan.document.speech import (
    SHOWN_BY_NAME,
    act_named,
    centre_named,
    indicator_named,
    kind_said,
    measure_said,
    proposed,
    source_said,
    valued,
)
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.scenario.shock_catalogue import shock_catalogue

Every = Mapping[str, Indicator]
OWNED = ("indicator", "challenge", "risk", "intervention")
SIGNING = ("ministry", "regulator", "programme", "centre", "mission")
AGAINST = {  # kinds of intervention that lessen a risk
    "supply": ("second_supplier", "more_doses", "pooled_purchase"),
    "staff": ("hire_staff", "train_staff", "retention_package", "stable_posts", "bonded_scholarship"),
    "power_failure": ("backup_power",),
    "supplier_unpaid": ("yearly_budget",),
    "funding_stop": ("yearly_budget", "benefit_package"),
    "import_ban": ("second_supplier",),
}


def monitoring(
    found: Material, every: Every, frozen: Baseline, before: Baseline | None, tongue: Tongue
) -> Iterator[Block]:
    """Each indicator with its frozen baseline, this year's figure where the baseline is an earlier one, and target."""
    yield Heading(1, tongue.say("chapter.monitoring"))
    yield Paragraph(tongue.say("monitoring.note"), "note")
    base = before or frozen
    named = {"number": base.number, "date": tongue.date(base.made_on)}
    if before is not None:
        yield Paragraph(tongue.say("monitoring.compared", **named))
    columns = [tongue.say("head.indicator"), tongue.say("head.baseline_no", **named)]
    columns += [tongue.say("head.now")] if before is not None else []
    columns += [tongue.say("head.target", year=found.years[1])]
    columns += [tongue.say(f"head.{name}") for name in ("unit", "measured", "owner", "source")]
    rows = [_followed(each, base, before is not None, found, tongue) for each in followed(every)]
    widths = (2.2, 1.5, *((1.5,) if before is not None else ()), 1.5, 0.9, 1.4, 1.5, 1.3)
    yield Table(tongue.say("chapter.monitoring"), columns, rows, widths)


def _followed(each: Indicator, base: Baseline, both: bool, found: Material, tongue: Tongue) -> list[str]:
    stood = base.indicator(each.key)
    cells = [indicator_named(each, tongue), valued(stood, tongue) if stood else tongue.unknown()]
    cells += [valued(each, tongue)] if both else []
    target = valued(each, tongue, each.target) if each.target else tongue.say("word.to_be_set")
    return [
        *cells, target, tongue.say(f"unit.{each.unit}"), tongue.say(f"measured.{each.measured}"),
        proposed("indicator", each.id, found, tongue), source_said(each),
    ]  # fmt: skip


# --- risks ------------------------------------------------------------------------------------------------------


def risks(found: Material, tongue: Tongue) -> Iterator[Block]:
    """Shocks of the scenario first, then what the supply, the staff and the assumptions threaten."""
    yield Heading(1, tongue.say("chapter.risks"))
    yield Paragraph(tongue.say("risks.note"), "note")
    rows = [
        *_shocks(found, tongue),
        *_of_supply(found, tongue),
        *_of_staff(found, tongue),
        _of_evidence(found, tongue),
    ]
    head = [tongue.say(f"head.{name}") for name in ("risk", "likelihood", "impact", "mitigation", "owner")]
    yield Table(tongue.say("chapter.risks"), head, rows, (1.6, 1.4, 1.7, 1.8, 1.3))


def _shocks(found: Material, tongue: Tongue) -> Iterator[list[str]]:
    stated = found.package["scenario"]["shocks"]
    for each in stated:
        by_day = each["begins"] is not None
        likely = (
            tongue.say("risks.on_day", date=tongue.date(each["begins"]))
            if by_day
            else tongue.say("risks.per_year", share=tongue.shares(each["per_year"]))
        )
        lasts, recovery = (tongue.figure(each[name]["value"]) for name in ("lasts_weeks", "recovery_weeks"))
        impact = tongue.say("risks.weeks", lasts=lasts, recovery=recovery)
        name = tongue.name("shock", each["kind"], each["name"])
        yield [name, likely, impact, *_against(each["kind"], AGAINST.get(each["kind"], ()), found, tongue)]
    told = {each["kind"] for each in stated}
    for kind, entry in shock_catalogue(found.shelf).items():
        if kind not in told:
            yield [
                tongue.name("shock", kind, entry.name),
                tongue.say("risks.not_stated"), tongue.say("risks.not_simulated"),
                *_against(kind, AGAINST.get(kind, ()), found, tongue),
            ]  # fmt: skip


def _of_supply(found: Material, tongue: Tongue) -> Iterator[list[str]]:
    doses = found.nothing["doses"]
    if doses is None:
        return
    depends = doses["dependence"]
    if depends is not None:
        share = tongue.shares(depends["left_without_the_worst"])
        impact = tongue.say("risks.would_come", share=share)
        name = tongue.say("risks.plant", plant=depends["worst_name"])
        acts = _against("plant", AGAINST["supply"], found, tongue)
        yield [name, tongue.say("risks.not_stated"), impact, *acts]
    acts = _against("cause", AGAINST["supply"], found, tongue)
    for cause, share in doses["causes"].items():
        if share["value"]:
            name = tongue.say("risks.cause", cause=tongue.say(f"cause.{cause}"))
            yield [
                name,
                tongue.say("risks.of_orders", share=tongue.shares(share)),
                tongue.say("risks.standstill_short"),
                *acts,
            ]


def _of_staff(found: Material, tongue: Tongue) -> Iterator[list[str]]:
    for centre in found.people["centres"]:
        whole = [each for each in centre["closed_month"] if each["cadre"] is None and each["in_a_year"]]
        for each in whole:
            share, name = tongue.share(each["in_a_year"]), centre_named(centre["id"], found, tongue)
            likely = tongue.say("risks.closed_month", share=share, centre=name)
            yield [
                tongue.say("risks.closed"), likely, tongue.say("risks.standstill"),
                *_against("closed", AGAINST["staff"], found, tongue),
            ]  # fmt: skip


def _of_evidence(found: Material, tongue: Tongue) -> list[str]:
    weak = sum(
        float(row["share"] or 0.0)
        for row in found.plan["variance_by_kind"]
        if row["kind"] in ("assumption", "unverified")
    )
    likely = tongue.say("risks.unconfirmed_share", share=tongue.share(weak))
    return [
        tongue.say("risks.unconfirmed"), likely, tongue.say("risks.unconfirmed_impact"), tongue.say("risks.confirm"),
        proposed("risk", "unconfirmed", found, tongue),
    ]  # fmt: skip


def _against(risk: str, kinds: tuple[str, ...], found: Material, tongue: Tongue) -> tuple[str, str]:
    """What lessens a risk (of the package, else of the catalogue), and who answers for it.

    Owners that the scenario names for its interventions come before the role that the packs propose for the risk.
    """
    role = proposed("risk", risk, found, tongue)
    own = [row for row in found.timeline.rows if row.intervention.kind in kinds]
    if own:
        names = dict.fromkeys(act_named(row, tongue) for row in own)
        stated = dict.fromkeys(row.intervention.owner for row in own if row.intervention.owner)
        return tongue.listed(names), tongue.listed(stated) if stated else role
    names = dict.fromkeys(tongue.name("act", kind) for kind in kinds)
    said = (
        tongue.say("challenge.not_in_package", names=tongue.listed(names))
        if names
        else tongue.say("challenge.no_act")
    )
    return said, role


# --- partners, assumptions, sources -----------------------------------------------------------------------------


def partners(found: Material, tongue: Tongue) -> Iterator[Block]:
    """Programmes that may support the plan, from the packs' register."""
    yield Heading(1, tongue.say("chapter.partners"))
    yield Paragraph(tongue.say("partners.note"), "note")
    rows = [
        [
            row["name"],
            tongue.listed(tongue.name("offer", each) for each in row["offers"].split(";")),
            row["source"],
            kind_said(row["kind"], tongue),
        ]
        for row in found.shelf.table("partners")
    ]
    head = [tongue.say(f"head.{name}") for name in ("partner", "offers", "source", "kind")]
    yield Table(tongue.say("chapter.partners"), head, rows, (2, 2, 1.4, 1.6))


def assumptions(found: Material, tongue: Tongue) -> Iterator[Block]:
    """Every planning default and every recalled figure that was used, with a line to sign."""
    weak = assumed_facts(found)
    yield Heading(1, tongue.say("chapter.assumptions"))
    yield Paragraph(tongue.say("assumptions.note", number=len(weak)))
    yield Paragraph(tongue.say("assumptions.names"), "note")
    rows = [_assumed(fact, tongue) for fact in weak]
    head = [tongue.say(f"head.{name}") for name in ("fact", "value", "unit", "kind", "source", "signature")]
    yield Table(tongue.say("chapter.assumptions"), head, rows, (2.8, 1.6, 1, 1.3, 0.7, 1.4))
    yield Heading(2, tongue.say("assumptions.signatures"))
    yield Paragraph(tongue.say("assumptions.signed"))
    lines = [[tongue.say(f"assumptions.{who}"), ""] for who in SIGNING]
    yield Table(
        tongue.say("assumptions.signatures"),
        [tongue.say("head.owner"), tongue.say("head.signature")],
        lines,
        (1, 2),
        tall=True,
    )
    yield _owners(found, tongue)


def _owners(found: Material, tongue: Tongue) -> Table:
    """Each role that the packs propose, of what it would answer for in this plan, and a line to sign."""
    kinds = {each.intervention.kind for each in found.timeline.rows if not each.intervention.owner}
    number: dict[str, dict[str, int]] = {}
    for (of, id), role in found.owners.items():
        if of != "intervention" or id in kinds:
            row = number.setdefault(role, dict.fromkeys(OWNED, 0))
            row[of] += 1
    rows = [
        [tongue.name("role", role), *(str(each[of]) for of in OWNED), ""]
        for role, each in sorted(number.items(), key=lambda pair: -sum(pair[1].values()))
    ]
    head = [tongue.say("head.owner_proposed"), *(tongue.say(f"head.owned_{of}") for of in OWNED),
            tongue.say("head.signature")]  # fmt: skip
    return Table(tongue.say("assumptions.owners"), head, rows, (2.4, 0.9, 0.9, 0.7, 1, 2.4), tall=True)


def _assumed(fact: Said, tongue: Tongue) -> list[str]:
    spread = {"value": fact["value"], "low": fact["low"], "high": fact["high"]}
    text = str(fact["text"] or "")
    value = (
        tongue.interval(spread)
        if fact["value"] is not None
        else text
        if tongue.language in SHOWN_BY_NAME and text
        else "—"
    )
    unit = measure_said(str(fact["unit"] or "—"), tongue)
    return [
        tongue.code(str(fact["id"])),
        value,
        unit,
        kind_said(fact["kind"], tongue),
        str(fact["source"]),
        "",
    ]


def sources(found: Material, every: Every, tongue: Tongue) -> Iterator[Block]:
    """What every key of a source in the document stands for."""
    keys = {str(fact["source"]) for fact in found.facts}
    keys |= {each.source for each in every.values() if each.source not in ("", "plan")}
    keys |= {row["source"] for row in found.shelf.table("partners")} | {"review0"}
    for name in ("country.income_group", "country.who_region"):
        fact = found.shelf.find(name, found.country.iso3)
        keys |= {fact.source} if fact else set()
    yield Heading(1, tongue.say("chapter.sources"))
    yield Paragraph(tongue.say("sources.note"), "note")
    rows = [
        [each["key"], each["citation"], each["locator"] or "—"] for each in sources_cited(keys, found.shelf)
    ]
    head = [tongue.say("head.key"), tongue.say("head.citation"), tongue.say("head.where")]
    yield Table(tongue.say("chapter.sources"), head, rows, (1, 3, 2))
