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


def drawn() -> list[tuple[str, str, str]]:
    """Country, must say or must not say, words: one for each row of the table."""
    rows, country = [], ""
    for line in TABLE.splitlines():
        if line.startswith("## "):
            country = line.split()[1]
        elif line.startswith("| must"):
            says, words = (cell.strip() for cell in line.split("|")[1:3])
            rows.append((country, says, words))
    return rows


@cache
def shelf() -> Shelf:
    return Shelf.load()


@cache
def report(country: str) -> str:
    """The words of a country's report, one line for each paragraph, row or label."""
    plan = plan_of(picture(country, shelf(), date(2026, 11, 21), None, 64, 1))
    charts, disclaimer = charts_of(plan, shelf())
    page = re.sub(r"<style>.*?</style>", "", html_of(page_of(plan, charts, disclaimer), charts), flags=re.S)
    lines = re.sub(r"<[^>]+>", " ", BLOCK.sub("\n", page)).splitlines()
    return "\n".join(" ".join(html.unescape(line).split()) for line in lines if line.strip())


@pytest.fixture(scope="module", autouse=True)
def _first_report() -> None:
    """Reading the shelf and starting the chart engine belong to no single row of the table."""
    report("JOR")


def found(words: str, text: str) -> bool:
    pattern = ".*?".join(re.escape(part.strip()) for part in words.split("…"))
    return re.search(rf"(?<![\w.,]){pattern}", text) is not None


def test_each_of_the_seven_has_ten() -> None:
    countries = [country for country, _, _ in drawn()]
    assert {country: countries.count(country) for country in countries} == dict.fromkeys(
        ("JOR", "ZAF", "COL", "PHL", "KEN", "DEU", "FJI"), 10
    )


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


@pytest.mark.parametrize("country, says, words", drawn(), ids=lambda value: value.replace(" ", "_")[:40])
def test_the_report_says_what_it_must(country: str, says: str, words: str) -> None:
    assert found(words, report(country)) is (says == "must say"), f"{country} {says}: {words}"
