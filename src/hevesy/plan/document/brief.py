"""The two pages that a minister reads: what is gained, what it costs, what is to be decided, what is done."""

from __future__ import annotations

from collections.abc import Iterator

from hevesy.paper.blocks import Block, Bullets, Heading, Paragraph, Table
from hevesy.plan.document.material import Material, Said
from hevesy.plan.document.speech import act_named, acts_of, centre_named, owner_said, price_said
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.scenario.stated import WEAK

ROWS = 14  # interventions that fit on the second page


def brief(found: Material, tongue: Tongue) -> Iterator[Block]:
    """The brief; tables of the chapters behind it say the same with their sources."""
    yield Heading(1, tongue.say("chapter.brief"))
    first = "doc.exploratory" if found.package["exploratory"] else "doc.calibrated"
    yield Paragraph(tongue.say(first), "warning")
    yield Paragraph(tongue.say("doc.language_note"), "note")
    yield Bullets(list(_sentences(found, tongue)))
    yield Heading(2, tongue.say("brief.key_figures"))
    yield _key_figures(found, tongue)
    yield Heading(2, tongue.say("brief.decisions"))
    yield Bullets(list(_decisions(found, tongue)))
    if found.timeline.rows:
        yield Heading(2, tongue.say("brief.package_at_a_glance"))
        yield _package(found, tongue)
        more = len(found.timeline.rows) - ROWS
        if more > 0:
            yield Paragraph(tongue.say("brief.more", number=more), "note")


def _sentences(found: Material, tongue: Tongue) -> Iterator[str]:
    first, last = found.years
    nothing, package = (said["total"]["started"] for said in (found.nothing, found.package))
    yield tongue.say(
        "brief.need", first=first, last=last, now=tongue.counted(nothing[0]),
        nothing=tongue.counted(nothing[-1]), package=tongue.counted(package[-1]),
    )  # fmt: skip
    yield from worth_said(found, tongue)
    best = found.split["best_pair"]
    leading = max(found.split["a"], key=lambda row: float(row["ranks"]["shapley"][0]))
    if best["share_of_draws"] is not None:
        share = tongue.share(leading["ranks"]["shapley"][0])
        yield tongue.say("brief.fives", a=tongue.say(f"a.{leading['a']}"), share=share)
    yield from _supply(found, tongue)
    given = found.plan["confirmation"]
    yield tongue.say("brief.confirmed", confirmed=given["confirmed"], of=given["of"])


def worth_said(found: Material, tongue: Tongue) -> Iterator[str]:
    """What the package costs and gains by expected values, and whether it is ranked; nothing where there is none."""
    if not found.scenario.interventions:
        return
    nothing, package = found.money["nothing"], found.money["package"]
    cost = package.discounted(package.real_totals()) - nothing.discounted(nothing.real_totals())
    gained = package.discounted(package.qalys) - nothing.discounted(nothing.qalys)
    said = {"cost": tongue.figure(cost), "qalys": tongue.figure(gained), "rate": tongue.share(package.rate)}
    whole, left = (package.said["together"][name]["value"] for name in ("cost", "unfunded"))
    yield tongue.say(
        "brief.budget", first=package.years[0], last=package.years[-1], cost=tongue.figure(whole),
        unfunded=tongue.figure(left),
    )  # fmt: skip
    yield tongue.say("brief.cost", **said)
    ratio = cost / gained if gained > 0 and cost > 0 else None
    yield (
        tongue.say("brief.no_ratio")
        if ratio is None
        else tongue.say("brief.ratio", ratio=tongue.figure(ratio))
    )
    if found.versus["ranked"]:
        row = next(each for each in found.versus["headlines"] if each["name"] == "completed")
        yield tongue.say("brief.rank", share=tongue.share(row["share_b_better"]))
    else:
        assumed = sum(each["rests_on_assumption"] for each in found.versus["interventions"])
        yield tongue.say("brief.no_rank", number=assumed, of=len(found.scenario.interventions))


def _supply(found: Material, tongue: Tongue) -> Iterator[str]:
    doses = found.nothing["doses"]
    if doses is None:
        return
    share = tongue.shares(doses["missing_share"])
    depends = doses["dependence"]
    if depends is None:
        yield tongue.say("brief.supply_short", share=share)
    else:
        left = tongue.shares(depends["left_without_the_worst"])
        yield tongue.say("brief.supply", share=share, plant=depends["worst_name"], left=left)


def _key_figures(found: Material, tongue: Tongue) -> Table:
    rows = [
        [
            tongue.say(f"outcome.{row['name']}"),
            tongue.shares(row["a"]) if row["unit"] == "share" else tongue.counted(row["a"]),
            tongue.shares(row["b"]) if row["unit"] == "share" else tongue.counted(row["b"]),
            tongue.say(f"unit.{row['unit']}"),
        ]
        for row in found.versus["headlines"]
    ]
    head = [tongue.say(f"head.{name}") for name in ("outcome",)]
    head += [tongue.say("word.nothing"), tongue.say("word.package"), tongue.say("head.unit")]
    return Table(tongue.say("brief.key_figures"), head, rows, (3, 2, 2, 1.4))


def _decisions(found: Material, tongue: Tongue) -> Iterator[str]:
    acts = found.scenario.interventions
    given = found.plan["confirmation"]
    open_inputs = given["of"] - given["confirmed"]
    if open_inputs:
        yield tongue.say("brief.decide_inputs", number=open_inputs)
    for what in ("owner", "funder"):
        missing = sum(not getattr(each, what) for each in acts)
        if missing:
            yield tongue.say(f"brief.decide_{what}", number=missing, of=len(acts))
    if found.timeline.critical_path:
        names = acts_of(found, found.timeline.critical_path, tongue)
        yield tongue.say("brief.decide_path", names=tongue.listed(names))
    yield tongue.say("brief.decide_sign", number=len(assumed_facts(found)))


def assumed_facts(found: Material) -> list[Said]:
    """Every fact used that is a planning default or only recalled."""
    return [fact for fact in found.facts if fact["kind"] in WEAK]


def _package(found: Material, tongue: Tongue) -> Table:
    rows = [
        [
            act_named(row, tongue),
            centre_named(row.intervention.centre, found, tongue),
            tongue.date(found.timeline.day(row.ready)),
            price_said(found.prices[row.intervention.id], tongue),
            owner_said(row.intervention, found, tongue),
        ]
        for row in sorted(found.timeline.rows, key=lambda row: row.ready)[:ROWS]
    ]
    head = [tongue.say(f"head.{name}") for name in ("intervention", "where", "date", "cost", "owner")]
    return Table(tongue.say("brief.package_at_a_glance"), head, rows, (2, 1.5, 1.4, 2.8, 1.7))
