"""Need by hand, from the rows of the shelf."""

from __future__ import annotations

import numpy as np
import pytest

from hevesy.facts import Shelf
from hevesy.people import population
from hevesy.plan.burden import burden, conflicts, sources_side_by_side
from hevesy.plan.need import need
from hevesy.products import find_therapy


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def test_new_mcrpc_in_jordan_from_prostate_deaths(shelf: Shelf) -> None:
    """GLOBOCAN counts 154 deaths; 1.15 new mCRPC per death; 0.55 fit: 97.4; 65 % recognised (LMIC)."""
    found = need(find_therapy("lu177_psma617", shelf), "globocan", shelf.reader("JOR"))
    assert found.true == pytest.approx(154 * 1.15 * 0.55)
    assert found.detected == pytest.approx(154 * 1.15 * 0.55 * 0.65)
    assert found.backlog == pytest.approx(154 * 1.15 * 0.55 * 1.68)


def test_the_other_source_is_the_other_answer_and_not_a_blend(shelf: Shelf) -> None:
    by_gbd = need(find_therapy("lu177_psma617", shelf), "gbd", shelf.reader("JOR"))
    assert by_gbd.true == pytest.approx(436 * 1.15 * 0.55)


def test_neuroendocrine_tumours_from_a_rate_and_the_people(shelf: Shelf) -> None:
    """4.5 per 100,000; 0.67 gastroenteropancreatic; 0.4 advanced; 0.67 ever need PRRT."""
    people = population("JOR", 2025, shelf, counted=True)
    found = need(find_therapy("lu177_dotatate", shelf), "globocan", shelf.reader("JOR"))
    assert found.true == pytest.approx(4.5e-5 * people * 0.67 * 0.4 * 0.67)


def test_a_burden_that_counts_the_detected_is_divided_by_the_share_found(shelf: Shelf) -> None:
    """Thyroid cancers are counted when found: true need is larger than detected need."""
    reader = shelf.reader("JOR")
    found = need(find_therapy("i131_dtc", shelf), "globocan", reader)
    cases = reader.number("globocan.thyroid.new_cases")
    assert found.detected == pytest.approx(cases * 0.92 * 0.45)
    assert found.true == pytest.approx(found.detected / reader.number("products.detected.thyroid_cancer"))
    assert found.backlog is None and found.backlog_note


def test_two_diseases_of_one_therapy_add_up(shelf: Shelf) -> None:
    """PPGL 0.6 per 100,000 x 0.12 x 0.55 avid; neuroblastoma 10.2 per million children x 0.5 x 0.5 x 0.9."""
    people, children = (
        population("KEN", 2025, shelf, counted=True),
        population("KEN", 2025, shelf, age_to=15, counted=True),
    )
    found = need(find_therapy("i131_mibg", shelf), "globocan", shelf.reader("KEN"))
    assert found.true == pytest.approx(0.6e-5 * people * 0.12 * 0.55 + 10.2e-6 * children * 0.5 * 0.5 * 0.9)


def test_growth_follows_the_men_over_sixty(shelf: Shelf) -> None:
    found = need(find_therapy("lu177_psma617", shelf), "globocan", shelf.reader("JOR"))
    men = [population("JOR", year, shelf, sex="male", age_from=60) for year in (2025, 2050)]
    assert found.growth[2025] == 1.0
    assert found.growth[2050] == pytest.approx(men[1] / men[0])


def test_without_the_restricted_packs_the_world_rate_stands_in_and_is_wider() -> None:
    """World deaths 397,430 spread over the world's men of 65 and more."""
    shelf = Shelf.load(restricted=False)
    men = [
        population(place, 2025, shelf, sex="male", age_from=65, counted=place == "JOR")
        for place in ("JOR", "WLD")
    ]
    found = burden("prostate", "deaths", "globocan", shelf.reader("JOR"))
    assert (found.choice, found.state) == ("estimate", "imputed")
    assert found.value == pytest.approx(397430 * men[0] / men[1])
    drawn = burden("prostate", "deaths", "globocan", shelf.reader("JOR", draws=2000)).value
    known = burden("prostate", "deaths", "globocan", Shelf.load().reader("JOR", draws=2000)).value
    assert np.ptp(np.log(drawn)) > 2 * np.ptp(np.log(known))


def test_jordans_conflict_of_sources_is_named(shelf: Shelf) -> None:
    pairs = conflicts(sources_side_by_side(shelf.reader("JOR")))
    assert [(low.site, low.measure, low.value, high.value) for low, high in pairs] == [
        ("prostate", "new_cases", 468, 1294),
        ("prostate", "deaths", 154, 436),
    ]
