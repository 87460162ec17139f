"""Every country and territory gets a plan of the right shape and a report; `make test-deep` runs it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from hevesy.facts import Shelf
from hevesy.places import all_countries
from hevesy.plan.answers import plan_of
from hevesy.plan.country import picture
from hevesy.plan.report.charts import charts_of
from hevesy.plan.report.page import page_of
from hevesy.plan.report.shape import check_shape
from hevesy.plan.report.write import html_of

pytestmark = pytest.mark.deep


@cache
def shelf() -> Shelf:
    return Shelf.load()


def words_of(country: str) -> str:
    plan = plan_of(picture(country, shelf(), date(2026, 11, 21), None, 16, 1))
    check_shape(plan)
    charts, disclaimer = charts_of(plan, shelf())
    page = html_of(page_of(plan, charts, disclaimer), charts)
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.S)).split())


def test_every_country_runs_and_says_that_it_is_a_draft() -> None:
    silent = [
        country.iso3
        for country in all_countries(shelf())
        if "0 of 30 key inputs confirmed" not in (said := words_of(country.iso3)) or "nan" in said.lower().split()
    ]
    assert silent == []


@pytest.mark.parametrize("country", ["VAT", "PCN", "ATA"])
def test_a_country_with_hardly_any_data_says_so(country: str) -> None:
    said = words_of(country)
    assert "unknown" in said
    assert "GLOBOCAN says" not in said
