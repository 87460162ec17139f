"""What a service stands on: its people and their training, the rulings it waits for, the doses that come or do not."""

from __future__ import annotations

from collections.abc import Iterator

from hevesy.paper.blocks import Block, Bullets, Heading, Paragraph, Table
from hevesy.plan.document.material import Material, Said
from hevesy.plan.document.speech import act_named, centre_named, therapy_named, when_said
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.results.shortages import tiers

LEAVE = ("leaves", "retires", "emigrates")
STATE = ("approval", "guideline", "benefit_package")


def people(found: Material, tongue: Tongue) -> Iterator[Block]:
    """Who is competent, in training and leaving, and how often a centre stands still for it."""
    yield Heading(1, tongue.say("chapter.people"))
    yield Paragraph(
        f"{tongue.say('people.note', draws=found.few)} {tongue.say('people.not_imputed')}", "note"
    )
    yield _cadres(found, tongue)
    closed = [
        [
            centre_named(centre["id"], found, tongue),
            tongue.name("cadre", each["cadre"]) if each["cadre"] else tongue.say("people.any"),
            tongue.share(each["in_a_year"]),
        ]
        for centre in found.people["centres"]
        for each in centre["closed_month"]
    ]
    if closed:
        head = [tongue.say(f"head.{name}") for name in ("centre", "closed_for", "closed")]
        yield Table(tongue.say("people.closed"), head, closed)
    rows = [
        [tongue.name("act", each["id"], each["name"]), tongue.counted(each["fewer_leave"]),
         tongue.counted(each["more_competent_at_the_end"])]
        for each in found.people["levers"]
    ]  # fmt: skip
    head = [tongue.say(f"head.{name}") for name in ("lever", "fewer_leave", "more_competent")]
    yield Table(tongue.say("people.levers"), head, rows)


def _cadres(found: Material, tongue: Tongue) -> Table:
    first, last = found.years
    rows = []
    for each in found.people["cadres"]:
        left = sum(float(year["value"] or 0.0) for reason in LEAVE for year in each["left"][reason])
        rows.append([
            tongue.name("cadre", each["cadre"]), tongue.figure(each["posts"][-1]["value"]),
            tongue.interval(each["competent"][0]), tongue.interval(each["competent"][-1]), tongue.figure(left),
            tongue.interval(each["weeks_to_replace"][-1]), tongue.interval(each["months_of_training"][-1]),
        ])  # fmt: skip
    head = [
        tongue.say("head.cadre"), tongue.say("head.posts", year=last), tongue.say("head.competent_first", year=first),
        tongue.say("head.competent_last", year=last), tongue.say("head.leave"), tongue.say("head.replace"),
        tongue.say("head.training"),
    ]  # fmt: skip
    return Table(tongue.say("chapter.people"), head, rows, (1.8, 1, 1.4, 1.4, 1, 1.4, 1.4))


# --- rules ------------------------------------------------------------------------------------------------------


def rules(found: Material, tongue: Tongue) -> Iterator[Block]:
    """What is known of the rulings, and when the package changes which."""
    policy = found.package["policy"]
    yield Heading(1, tongue.say("chapter.rules"))
    yield Paragraph(tongue.say("rules.note"), "note")
    rows = [
        [
            therapy_named(row["therapy"], found, tongue),
            *(_answer(row["rulings"], item, tongue) for item in STATE),
            tongue.whole(row["licensing_days"]),
        ]
        for row in policy["therapies"]
    ]
    head = [
        tongue.say(f"head.{name}") for name in ("therapy", "approval", "guideline", "benefit", "licensing")
    ]
    yield Table(tongue.say("rules.state"), head, rows)
    path = _path(found, tongue)
    yield path if path.rows else Paragraph(tongue.say("rules.no_path"))
    yield Heading(2, tongue.say("rules.release"))
    limits = [
        f"{tongue.name('limit', each['limit'])}: {tongue.figure(each['value'])} {_unit(each['unit'])}"
        for each in policy["release"]
    ]
    said = (
        tongue.say("rules.release_limit", limits=tongue.listed(limits))
        if limits
        else tongue.say("rules.release_unknown")
    )
    yield Paragraph(said)


def _unit(unit: str) -> str:
    """A unit of a limit, without the words that its name has said already."""
    return unit.partition(" at ")[0].replace("uSv", "µSv")


def _answer(rulings: list[Said], item: str, tongue: Tongue) -> str:
    ruling = next(each for each in rulings if each["item"] == item)
    if ruling["answer"] is None:
        return tongue.unknown()
    said = tongue.name("answer", ruling["answer"])
    return said if ruling["decides"] else tongue.say("rules.recalled", answer=said)


def _path(found: Material, tongue: Tongue) -> Table:
    """Every act of the package that changes a ruling, once."""
    weeks = found.timeline.weeks
    rows = [
        [
            tongue.say(f"topic.{row.entry.topic}"), act_named(row, tongue),
            when_said(row, found, tongue) if row.ready < weeks else tongue.say("rules.after_end"),
            centre_named(row.intervention.centre, found, tongue),
            tongue.listed(therapy_named(id, found, tongue) for id in row.intervention.therapies)
            if row.intervention.therapies
            else tongue.say("word.all_therapies"),
        ]
        for row in found.timeline.rows
        if row.entry.topic
    ]  # fmt: skip
    head = [tongue.say(f"head.{name}") for name in ("ruling", "intervention", "date", "where", "therapy")]
    return Table(tongue.say("rules.path"), head, rows, (1.2, 1.6, 2.2, 1.5, 1.6))


# --- supply -----------------------------------------------------------------------------------------------------


def supply(found: Material, tongue: Tongue) -> Iterator[Block]:
    """Which doses do not come and why, and the scenario's plans for a shortage."""
    yield Heading(1, tongue.say("chapter.supply"))
    doses = found.nothing["doses"]
    if doses is None:
        yield Paragraph(tongue.say("supply.not_followed"))
    else:
        yield from _doses(doses, found, tongue)
    plans = found.package["scenario"]["shortages"]
    if not plans:
        yield Paragraph(tongue.say("supply.no_plan"), "warning")
    for plan in plans:
        yield from _plan(plan, found, tongue)


def _doses(doses: Said, found: Material, tongue: Tongue) -> Iterator[Block]:
    rows = [
        [
            therapy_named(row["therapy"], found, tongue),
            tongue.listed(row["makers"]),
            tongue.shares(row["missing_share"]),
        ]
        for row in doses["therapies"]
    ]
    yield Table(
        tongue.say("supply.doses"), [tongue.say(f"head.{n}") for n in ("therapy", "makers", "missing")], rows
    )
    causes = [
        [tongue.say(f"cause.{name}"), tongue.shares(share)]
        for name, share in sorted(doses["causes"].items(), key=lambda each: -float(each[1]["value"] or 0.0))
        if share["high"]
    ]
    if causes:
        yield Table(
            tongue.say("supply.causes"), [tongue.say("head.cause"), tongue.say("head.missing")], causes
        )
    depends = doses["dependence"]
    if depends is not None:
        left = tongue.shares(depends["left_without_the_worst"])
        yield Paragraph(
            tongue.say(
                "supply.depends",
                left=left,
                plant=depends["worst_name"],
                index=tongue.figure(depends["index"]),
            )
        )


def _plan(plan: Said, found: Material, tongue: Tongue) -> Iterator[Block]:
    """A plan for a shortage as a card to hang up."""
    stated = next(each for each in found.scenario.shortages if each.id == plan["id"])
    therapies = [row["therapy"] for row in found.package["therapies"]]
    served = [
        f"{number}. {tongue.listed(therapy_named(id, found, tongue) for id in tier)}"
        for number, tier in enumerate(tiers(stated, therapies), 1)
    ]
    yield Heading(2, tongue.say("supply.plan", name=plan["id"]))
    trigger = tongue.share(plan["trigger"])
    weeks = plan["after_weeks"]
    begins = tongue.say("supply.weeks_later", trigger=trigger, weeks=weeks) if weeks else trigger
    instead = therapy_named(stated.substitute, found, tongue) if stated.substitute else ""
    other = plan["other_producer"]
    share = f" ({tongue.shares(plan['substituted'])})" if plan["substituted"] else ""
    rows = [
        [tongue.say("head.trigger"), begins],
        [tongue.say("head.decided_by"), plan["decided_by"]],
        [tongue.say("head.first"), "; ".join(served)],
        [tongue.say("head.other_producer"), tongue.shares(other) if other else tongue.say("word.none")],
        [tongue.say("head.substitute"), f"{instead}{share}" if instead else tongue.say("word.none")],
        [tongue.say("head.in_force"), tongue.share(plan["in_force"]["ever"])],
    ]
    yield Table(
        tongue.say("supply.plan", name=plan["id"]),
        [tongue.say("head.item"), tongue.say("head.value")],
        rows,
        (1, 2),
    )
    if plan["messages"]:
        yield Paragraph(f"{tongue.say('head.messages')}:")
        yield Bullets(list(plan["messages"]))
