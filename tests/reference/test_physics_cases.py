"""Worked cases of physics with their source: arithmetic identities, and other programs' printed answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hevesy.physics import (
    activities_after,
    activity_after,
    activity_before,
    chain_activities,
    chain_after,
    chain_decays,
    equilibrium_ratio,
    generator_between,
    in_growth,
    maximum,
    nuclide,
)
from hevesy.quantities import Activity

# radioactivedecay's README: 2.0 Bq of Mo-99 after 20 h
MO99_ACTIVITIES = [1.6207863893776937, 1.3719829376710406, 9.05304236308454e-09]
MO99_DECAYS = [129870.3165339939, 71074.31925850797]
# an order of 7.4 GBq of Lu-177 (6.647 d), by arithmetic: hours later, GBq left
LU177_ON_THE_ROAD = {24: 6.667202109, 48: 6.006970806, 72: 5.412120057, 96: 4.876175441, 168: 3.566276609}


def test_molybdenum_and_technetium_after_twenty_hours() -> None:
    shares = chain_after(nuclide("Mo-99"), Activity(2.0), timedelta(hours=20))
    assert [share.nuclide.name for share in shares] == ["Mo-99", "Tc-99m", "Tc-99", "Ru-99"]
    assert [share.activity.bq for share in shares[:3]] == pytest.approx(MO99_ACTIVITIES, rel=1e-9)
    assert [share.decays for share in shares[:2]] == pytest.approx(MO99_DECAYS, rel=1e-9)


def test_the_same_from_arrays() -> None:
    assert chain_activities(nuclide("Mo-99"), 2.0, 72000.0)[0, :3] == pytest.approx(MO99_ACTIVITIES, rel=1e-9)
    assert chain_decays(nuclide("Mo-99"), 2.0, 72000.0)[0, :2] == pytest.approx(MO99_DECAYS, rel=1e-9)


def test_the_branch_of_icrp_107() -> None:
    branches = {branch.daughter: branch.fraction for branch in nuclide("Mo-99").branches}
    assert branches["Tc-99m"] == 0.8773


def test_molybdenum_technetium_generator() -> None:
    """T = 65.94 h and 6.015 h, branch 0.8773."""
    generator = generator_between("Mo-99", "Tc-99m")
    top = maximum(generator, Activity(1.0))
    assert top.after / timedelta(hours=1) == pytest.approx(22.8646, abs=5e-5)
    assert top.activity.bq == pytest.approx(0.689869, abs=5e-7)
    assert in_growth(generator, Activity(1.0), timedelta(hours=24)).bq == pytest.approx(0.689355, abs=5e-7)
    assert equilibrium_ratio(generator) == pytest.approx(0.965359, abs=5e-7)


@pytest.mark.parametrize("hours, share", [(1, 0.458910), (2, 0.707161), (4, 0.914030), (6, 0.974441)])
def test_germanium_gallium_generator(hours: int, share: float) -> None:
    """T = 270.95 d and 67.71 min; gallium over the germanium there was at the last elution."""
    grown = in_growth(generator_between("Ge-68", "Ga-68"), Activity(1.0), timedelta(hours=hours))
    assert grown.bq == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize("hours", LU177_ON_THE_ROAD)
def test_lutetium_on_the_road(hours: int) -> None:
    left = activity_after(nuclide("Lu-177"), Activity.gbq(7.4), timedelta(hours=hours))
    assert left.in_gbq == pytest.approx(LU177_ON_THE_ROAD[hours], abs=5e-10)
    assert float(activities_after(nuclide("Lu-177"), 7.4, hours * 3600.0)) == pytest.approx(
        left.in_gbq, rel=1e-12
    )


def test_lutetium_ordered_four_days_ahead() -> None:
    needed = activity_before(nuclide("Lu-177"), Activity.gbq(7.4), timedelta(hours=96))
    assert needed.in_gbq == pytest.approx(11.23, abs=0.005)


@pytest.mark.parametrize(
    "name, radiation, mev",
    [
        ("Lu-177", "beta_minus", 0.13357), ("Lu-177", "conversion", 0.01352), ("Lu-177", "auger", 0.00113),
        ("Lu-177", "photons", 0.03510), ("Y-90", "beta_minus", 0.9316), ("I-131", "beta_minus", 0.18199),
        ("I-131", "conversion", 0.00957), ("I-131", "auger", 0.00041), ("I-131", "photons", 0.38276),
        ("Ac-225", "alpha", 5.78718), ("Ac-225", "recoil", 0.10481), ("F-18", "beta_plus", 0.24145),
    ],
)  # fmt: skip
def test_energy_per_decay(name: str, radiation: str, mev: float) -> None:
    """ICRP-107, MeV per decay, to the last figure printed."""
    last_figure = 5e-5 if name == "Y-90" else 5.1e-6
    assert getattr(nuclide(name).energies, radiation) == pytest.approx(mev, abs=last_figure)


def test_the_positrons_of_fluorine() -> None:
    assert nuclide("F-18").energies.beta_plus_yield == pytest.approx(0.9673)
