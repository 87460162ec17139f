"""The whole document in its order. A chapter is one function; a new one (a budget, a value model) is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hevesy import __version__
from hevesy.paper.blocks import Block, Document, Paragraph
from hevesy.plan.document import package, registers, service, situation
from hevesy.plan.document.baseline import Baseline
from hevesy.plan.document.brief import brief
from hevesy.plan.document.indicators import Indicator
from hevesy.plan.document.material import Material
from hevesy.plan.document.tongue import Tongue

Every = Mapping[str, Indicator]
WORDS = ("contents", "contents_hint", "page", "table", "picture", "draft")


def document_of(
    found: Material, every: Every, frozen: Baseline, before: Baseline | None, tongue: Tongue
) -> Document:
    """The document in one language; nothing in it is computed anew."""
    first, last = found.years
    title = tongue.say("doc.title", country=found.country_named(tongue.language), first=first, last=last)
    return Document(
        title=title,
        subtitle=tongue.say(
            "doc.made", date=tongue.date(found.made_on), version=__version__, name=found.scenario.name,
            seed=found.scenario.seed, draws=found.scenario.draws, number=frozen.number, hash=frozen.seal[:12],
        ),
        language=tongue.language,
        right_to_left=tongue.right_to_left,
        words={name: tongue.say(f"doc.{name}") for name in WORDS},
        properties={
            "title": title, "subject": tongue.say("doc.subject"), "author": "Hevesy", "language": tongue.language,
            "made_on": found.made_on.isoformat(), "identifier": frozen.seal,
        },
        brief=tuple(brief(found, tongue)),
        chapters=tuple(_chapters(found, every, frozen, before, tongue)),
    )  # fmt: skip


def _chapters(
    found: Material, every: Every, frozen: Baseline, before: Baseline | None, tongue: Tongue
) -> Iterator[Block]:
    yield Paragraph(tongue.say("doc.figures", draws=found.scenario.draws), "note")
    chapters: tuple[Callable[[], Iterator[Block]], ...] = (
        lambda: situation.situation(found, every, tongue),
        lambda: situation.challenges(found, every, tongue),
        lambda: package.package(found, tongue),
        lambda: package.fives(found, tongue),
        lambda: package.money(found, tongue),
        lambda: service.people(found, tongue),
        lambda: service.rules(found, tongue),
        lambda: service.supply(found, tongue),
        lambda: registers.monitoring(found, every, frozen, before, tongue),
        lambda: registers.risks(found, tongue),
        lambda: registers.partners(found, tongue),
        lambda: registers.assumptions(found, tongue),
        lambda: registers.sources(found, every, tongue),
    )
    for chapter in chapters:
        yield from chapter()
