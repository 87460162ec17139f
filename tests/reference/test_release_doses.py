"""Doses near patients and days of keeping apart as others have published them, and how near we come.

* Kurth et al. 2018, EJNMMI Res 8:32 (abstract): 50 patients, 6.3 GBq Lu-177 PSMA-617; dose rates at 2 m 3.6, 1.6, 1.1
  and 0.7 uSv/h at 2, 24, 48 and 72 h; most to a member of the public 250 (SD 55) uSv when sent home at 48 h, and 190
  (SD 36) at 72 h. How they reckoned occupancy was not read; somebody who is always at 1 m gets about their figure.
* US NRC, Regulatory Guide 8.39: D = 34.6 Γ Q0 T 0.25 / r² (R, mCi, days, cm). The shelf has, read in the JNMT synopsis,
  33 mCi of I-131, 7 mrem/h at 1 m and 5 mSv: the formula ties the three together.
* Levart et al. 2019, EJNMMI Physics 6:7, Table 5: mean days for outpatients after Lu-177 DOTATATE, 1 mSv per cycle for
  the family and 0.3 mSv a year for the public. Their contact times and dose rates were not read: the ranges of contact
  were put on the shelf before the comparison. That instructions are made for the nearest and longest contact of those
  ranges, and not for what is usual, was decided after it, because what is usual gave half of the published days.
"""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from hevesy.facts import Shelf
from hevesy.products import find_therapy
from hevesy.safety.exposure import Source, days_apart
from hevesy.safety.fading import Fading, Phase, fading
from hevesy.safety.neighbour import kinds, neighbour, published_days

SHELF = Shelf.load(restricted=False)
READER = SHELF.reader("world")
PSMA, DOTATATE = (find_therapy(name, SHELF) for name in ("lu177_psma617", "lu177_dotatate"))


@pytest.mark.parametrize(("hours", "at_2m", "published", "sd"), [(48, 1.1, 250, 55), (72, 0.7, 190, 36)])
def test_kurth_most_to_the_public(hours: float, at_2m: float, published: float, sd: float) -> None:
    # 257 against 250, 164 against 190: within one SD; that they too meant 1 m is not known
    found = Source(4 * at_2m, hours, fading(PSMA, READER), 0.0).dose_msv(0.0) * 1000
    assert abs(found - published) < sd


def test_kurth_dose_rates_after_two_hours() -> None:
    # two phases from excretion at 4 and 12 h alone foretell the rates at 24, 48 and 72 h: 1.3, 0.9, 0.6
    curve = fading(PSMA, READER)
    for hours, rate, sd in ((24, 1.6, 0.6), (48, 1.1, 0.5), (72, 0.7, 0.4)):
        assert abs(3.6 * curve.at(hours) / curve.at(2) - rate) < sd


def test_the_formula_of_the_us_nrc() -> None:
    gamma, mci, days = 2.2, 33.0, 8.04
    by_formula_msv = 34.6 * gamma * mci * days * 0.25 / 100**2 * 10
    rate = gamma * mci / 100**2 * 1e4  # R/h at 1 m as uSv/h
    ours = Source(rate, 0.0, Fading((Phase(1.0, 24 * days),)), 0.0).dose_msv(0.0) * 0.25
    assert ours == pytest.approx(by_formula_msv, rel=0.002)  # 34.6 is 24 / ln 2 rounded
    most_rate, most_dose = (
        SHELF.fact(f"radiation_safety.US.release.{name}").value
        for name in ("dose_rate_1m_I131_below", "dose_to_other_max")
    )
    assert rate == pytest.approx(most_rate, rel=0.04) and ours == pytest.approx(most_dose, rel=0.02)


NEAREST = {"adult": 9, "infant": 10, "toddler": 7, "child": 4, "colleague": 2}
USUAL = {"adult": 4, "infant": 4, "toddler": 1, "child": 0, "colleague": 0}


@pytest.mark.parametrize(("kind", "ours"), NEAREST.items())
def test_days_after_dotatate(kind: str, ours: int) -> None:
    """The nearest and longest contact gives 9, 10, 7, 4, 2 where 9, 9, 6, 3, 1 were published: at most one day more.

    The dose rate is the shelf's 18 uSv/h at 4 h after 7.4 GBq, which is recalled and not read.
    """
    rate = SHELF.fact("radiation_safety.lu177_dotatate.patient_dose_rate.dose_rate_1m_4h").value
    assert rate is not None
    source = Source(rate, 4.0, fading(DOTATATE, READER), READER.number("radiation_safety.contact.source_length"))
    one = neighbour("X", kinds(SHELF)[kind], READER, bed=kind == "adult")
    published = published_days(one, DOTATATE, READER, night=False)
    assert published is not None and published.value is not None
    found = days_apart(source, one, one.constraint_msv)
    assert found == ours and 0 <= found - published.value <= 1


@pytest.mark.parametrize(("kind", "ours"), USUAL.items())
def test_usual_contact_gives_half_of_the_published_days_or_less(kind: str, ours: int) -> None:
    source = Source(18.0, 4.0, fading(DOTATATE, READER), 0.6)
    one = neighbour("X", kinds(SHELF)[kind], READER, bed=kind == "adult", cautious=False)
    assert days_apart(source, one, one.constraint_msv) == ours


def test_iodine_by_the_us_model_is_on_the_safe_side_of_what_was_measured() -> None:
    """Willegaignon et al. 2006, Health Phys 91:123 (abstract): 72, 91, 97, 98.9, 99.6 % excreted in one to five days.

    The model of RG 8.39, as recalled, keeps less at 24 h (0.17, not 0.28, without decay). From a rate measured at 24 h
    it foretells four times the dose, since it gives the thyroid more than their patients had left.
    """
    physical = 24 * 8.0233
    curve = fading(find_therapy("i131_dtc", SHELF), READER)
    assert curve.at(24) * math.exp2(24 / physical) == pytest.approx(0.167, abs=0.005)
    kept = [share * math.exp2(-24 * day / physical) for day, share in enumerate((0.28, 0.09, 0.03, 0.011, 0.004), 1)]
    theirs = sum(24 * (one - next_) / math.log(one / next_) for one, next_ in pairwise(kept))
    ours = curve.hours_of_full_rate(24) / curve.at(24)
    assert theirs / kept[0] == pytest.approx(20, abs=1) and ours == pytest.approx(83, abs=1)
