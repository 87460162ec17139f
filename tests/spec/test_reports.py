"""What the reports of seven countries must say and must not say: the table in reports.md, checked."""

from __future__ import annotations

import html
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from hevesy.facts import Shelf
from hevesy.plan.answers import plan_of
from hevesy.plan.country import picture
from hevesy.plan.report.charts import charts_of
from hevesy.plan.report.page import page_of
from hevesy.plan.report.write import html_of

TABLE = Path(__file__).with_name("reports.md").read_text("utf-8")
BLOCK = re.compile(r"</?(?:p|h\d|tr|li|dt|dd|div|table|section|figcaption|text|title|desc|caption)\b[^>]*>")


SEVEN = ("JOR", "ZAF", "COL", "PHL", "KEN", "DEU", "FJI")
EVERY = "every"


def drawn() -> list[tuple[str, str, str, str]]:
    """Heading, must say or must not say, where, words: one for each row of the tables."""
    rows, heading = [], ""
    for line in TABLE.splitlines():
        if line.startswith("## "):
            heading = line.split()[1]
        elif line.startswith("| must"):
            says, where, words = (cell.strip() for cell in line.split("|")[1:4])
            rows.append((heading, says, where, words))
    return rows


def asserted() -> list[tuple[str, str, str, str]]:
    """Country, must say or must not say, where, words; what every country's report must say stands for each."""
    return [(country, *row) for country in SEVEN for heading, *row in drawn() if heading in (country, EVERY)]


@cache
def shelf() -> Shelf:
    return Shelf.load()


@cache
def report(country: str) -> dict[str, str]:
    """The words of each section of a country's report, one line for each paragraph, row or label."""
    plan = plan_of(picture(country, shelf(), date(2026, 11, 21), None, 64, 1))
    drawn = charts_of(plan, shelf())
    html = html_of(page_of(plan, drawn.charts, drawn.disclaimer), drawn.charts)
    page = re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    opening, *sections = re.split(r'<section id="([\w-]+)"', page)
    named = dict(zip(sections[::2], sections[1::2], strict=True))
    said = {name: words_of(f"<section {part}") for name, part in {"opening": opening, **named}.items()}
    return {**said, "anywhere": "\n".join(said.values())}


def words_of(markup: str) -> str:
    lines = re.sub(r"<[^>]+>", " ", BLOCK.sub("\n", markup)).splitlines()
    return "\n".join(" ".join(html.unescape(line).split()) for line in lines if line.strip())


def found(words: str, text: str) -> bool:
    pattern = ".*?".join(re.escape(part.strip()) for part in words.split("…"))
    return re.search(rf"(?<![\w.,]){pattern}", text) is not None


def test_each_of_the_seven_has_ten_of_its_own() -> None:
    countries = [heading for heading, *_ in drawn() if heading != EVERY]
    assert {country: countries.count(country) for country in countries} == dict.fromkeys(SEVEN, 10)


def test_no_assertion_of_a_country_is_one_of_every_country() -> None:
    common = {words for heading, _, _, words in drawn() if heading == EVERY}
    own = [(heading, words) for heading, _, _, words in drawn() if heading != EVERY]
    assert len(set(own)) == len(own) == 70
    assert not [words for _, words in own if words in common]


@pytest.mark.parametrize(
    "words, text, expected",
    [
        ("0 PET", "there are 0 PET scanners", True),
        ("0 PET", "there are 10 PET scanners", False),
        ("PET between … and …", "PET between 0 and 3", True),
        ("a … b", "a\nb", False),
    ],
)
def test_words_are_found_within_a_line_and_not_within_a_number(words: str, text: str, expected: bool) -> None:
    assert found(words, text) is expected


@pytest.mark.slow(reason="whichever comes first writes a whole country report")
@pytest.mark.parametrize(
    "country, says, where, words", asserted(), ids=lambda value: value.replace(" ", "_")[:40]
)
def test_the_report_says_what_it_must(country: str, says: str, where: str, words: str) -> None:
    assert found(words, report(country)[where]) is (says == "must say"), (
        f"{country} {says} in {where}: {words}"
    )
