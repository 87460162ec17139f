"""What each therapy is worth by trial evidence, and who pays for the package: the valuation and the budget in short."""

from __future__ import annotations

from collections.abc import Iterator

from hevesy.paper.blocks import Block, Heading, Paragraph, Table
from hevesy.plan.document.material import Material, Said
from hevesy.plan.document.speech import therapy_named
from hevesy.plan.document.tongue import Tongue


def therapies_worth(found: Material, tongue: Tongue) -> Iterator[Block]:
    """Each therapy of the scenario against the comparators of its trials; nothing where none has a trial."""
    said = found.worth
    if said is None or not said["therapies"]:
        return
    yield Heading(2, tongue.say("money.therapies"))
    main = next((place for place, each in enumerate(said["thresholds"]) if each["per"] == "QALY"), None)
    threshold = None if main is None else said["thresholds"][main]["value"]
    yield Paragraph(
        tongue.say("money.therapies_note", draws=said["made_with"]["draws"], threshold=tongue.whole(threshold)),
        "note",
    )
    head = [tongue.say("head.therapy")]
    head += [tongue.say(f"money.{name}") for name in ("against", "gained", "dearer", "acceptable", "price_at")]
    rows = [_row(each, main, found, tongue) for each in said["therapies"]]
    yield Table(tongue.say("money.therapies"), head, rows, (1.8, 1.9, 1.9, 2, 1.7, 1.9))


def _row(each: Said, main: int | None, found: Material, tongue: Tongue) -> list[str]:
    at = {"probability": None, "price": None} if main is None else each["at_thresholds"][main]
    price = at["price"]
    no_price = price is None or price <= 0  # not even free
    return [
        therapy_named(each["therapy"], found, tongue),
        tongue.say(f"money.against_{each['comparison']}"),
        tongue.interval(each["qalys"]),
        tongue.interval(each["cost"]),
        tongue.share(at["probability"]),
        tongue.say("money.no_price") if no_price else tongue.figure(price),
    ]


def funding(found: Material, tongue: Tongue) -> Iterator[Block]:
    """What each year costs, who pays how much of it, and what nobody pays, USD of the year."""
    said = found.money["package"].said
    yield Heading(2, tongue.say("money.funding"))
    if not said["funders"]:
        yield Paragraph(tongue.say("money.no_funder"))
    names = [each["name"] for each in said["funders"]]
    rows = [
        [
            str(year["year"]),
            tongue.whole(year["cost"]["value"]),
            *(tongue.whole(each["by_year"][place]["paid"]["value"]) for each in said["funders"]),
            tongue.whole(year["unfunded"]["value"]),
            tongue.share(year["share_of_draws_with_a_gap"]),
        ]
        for place, year in enumerate(said["years"])
    ]
    head = [tongue.say("head.year"), tongue.say("word.total"), *names]
    head += [tongue.say(f"money.{name}") for name in ("unfunded", "gap_share")]
    yield Table(f"{tongue.say('money.funding')} ({tongue.say('unit.USD')})", head, rows)
