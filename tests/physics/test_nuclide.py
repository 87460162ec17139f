"""Names, tables and packs of nuclides."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

import hevesy
from hevesy.errors import BadCell, BeyondTime, NoEmissionList, UnknownNuclide
from hevesy.facts import Kind, Shelf, read_pack
from hevesy.physics import beta_spectrum, chain_of, emissions, library, library_of, nuclide
from hevesy.physics.emissions import Emission

# the fact table's nuclides, as they were asked for
ASKED_FOR = [
    "F-18",
    "Ga-68",
    "Ge-68",
    "Cu-64",
    "Cu-67",
    "I-123",
    "I-124",
    "I-131",
    "Tc-99m",
    "Mo-99",
    "Lu-177",
    "Lu-177m",
    "Tb-161",
    "Ac-225",
    "Ra-223",
    "Ra-224",
    "Pb-212",
    "Bi-213",
    "At-211",
    "Sm-153",
    "Sr-89",
    "P-32",
    "Y-90",
    "Ho-166",
    "Re-188",
    "W-188",
    "Er-169",
    "Zr-89",
    "In-111",
    "Sc-44",
    "Tl-201",
]


@pytest.mark.parametrize(
    "text, name",
    [
        ("Lu-177", "Lu-177"), ("Lu177", "Lu-177"), ("177Lu", "Lu-177"), ("lu-177", "Lu-177"), ("LU 177", "Lu-177"),
        ("177-Lu", "Lu-177"), ("Tc-99m", "Tc-99m"), ("tc99m", "Tc-99m"), ("99mTc", "Tc-99m"), ("99m-Tc", "Tc-99m"),
        ("99Mo", "Mo-99"), ("117mSn", "Sn-117m"), ("177mlu", "Lu-177m"), ("i131", "I-131"), ("32P", "P-32"),
    ],
)  # fmt: skip
def test_a_name_is_read_however_it_is_spelt(text: str, name: str) -> None:
    assert nuclide(text).name == name


@pytest.mark.parametrize("text, guess", [("Lu-178", "Lu-177"), ("I-132", "I-131"), ("Ac-255", "Ac-225")])
def test_an_unknown_name_gets_the_nearest(text: str, guess: str) -> None:
    with pytest.raises(UnknownNuclide, match=f"did you mean {guess}"):
        nuclide(text)


@pytest.mark.parametrize("text", ["", "actinium", "177", "Lu--", "?" * 2000])
def test_what_is_no_name_at_all_is_refused(text: str) -> None:
    with pytest.raises(UnknownNuclide):
        nuclide(text)


def test_every_nuclide_asked_for_is_there_with_its_chain() -> None:
    assert len(ASKED_FOR) == 31
    for name in ASKED_FOR:
        chain = chain_of(nuclide(name))
        assert chain.names[0] == name
        assert chain.members[-1].stable


def test_every_nuclide_has_a_source_and_a_kind_and_branches_that_add_up() -> None:
    shelf = Shelf.load(restricted=False)
    for found in library().values():
        assert shelf.source(found.source).citation
        assert found.kind in set(Kind)
        if found.air_kerma is not None:
            assert shelf.source(found.air_kerma.source).citation
            assert found.air_kerma.kind in set(Kind)
        if not found.stable:
            assert shelf.source(found.energy_source).citation


def test_branches_add_up() -> None:
    """ICRP-107 leaves out the rarest branches: in no chain asked for does their share reach 0.02 %."""
    for name in ASKED_FOR:
        chain = chain_of(nuclide(name))
        assert [chain.unlisted(place) for place in range(len(chain.members))] == pytest.approx(
            [0.0] * len(chain.members), abs=2e-4
        )


def test_parents_come_before_daughters_in_every_chain() -> None:
    for found in library().values():
        assert all(feed.parent < feed.daughter for feed in chain_of(found).feeds)


def test_branches_meet_again() -> None:
    """Bi-213 goes by Po-213 or by Tl-209; both end in Pb-209."""
    assert chain_of(nuclide("Bi-213")).names == ("Bi-213", "Tl-209", "Po-213", "Pb-209", "Bi-209")


def test_the_share_without_a_named_daughter_is_said() -> None:
    """At-217 decays to Bi-213 in 99.988 %; the rest (to Rn-217) is not in the table."""
    assert chain_of(nuclide("At-217")).unlisted(0) == pytest.approx(0.00012)


def test_a_half_life_too_short_or_too_long_for_a_timedelta_says_so() -> None:
    with pytest.raises(BeyondTime, match="Po-212"):
        _ = nuclide("Po-212").half_life
    assert math.isinf(nuclide("Pb-208").half_life_s)
    assert nuclide("Tc-99").half_life.days == pytest.approx(0.2111e6 * 365.2422, rel=1e-4)


def test_main_lines_are_the_ones_a_camera_is_set_to() -> None:
    """Lu-177: 208.4 keV and 113.0 keV; Tc-99m: 140.5 keV (89 %).

    ICRP-107 gives the 208 keV line of Lu-177 11.0 %; newer evaluations say 10.4 %.
    """
    lines = {
        name: {round(line.energy_kev + 1e-6, 1): line.per_decay for line in nuclide(name).lines}
        for name in ("Lu-177", "Tc-99m")
    }
    assert lines["Lu-177"][208.4] == pytest.approx(0.110, abs=0.0005)
    assert lines["Lu-177"][113.0] == pytest.approx(0.064, abs=0.0005)
    assert lines["Tc-99m"][140.5] == pytest.approx(0.89, abs=0.005)


def test_the_full_list_gives_the_energies_that_stand_on_the_shelf() -> None:
    found = nuclide("I-131")
    listed = emissions(found)
    assert sum(e.energy_mev * e.per_decay for e in listed if e.radiation == "gamma") == pytest.approx(
        found.energies.gamma, rel=1e-5
    )
    spectrum = beta_spectrum(found)
    density = spectrum[:, 0] * spectrum[:, 1]
    mean = float(((density[1:] + density[:-1]) / 2 * (spectrum[1:, 0] - spectrum[:-1, 0])).sum())
    assert mean == pytest.approx(found.energies.beta_minus, rel=1e-5)


def test_without_the_restricted_pack_only_the_full_lists_are_missing() -> None:
    packs = Shelf.load(restricted=False).packs
    found = library_of(packs)["Ac-225"]
    assert found.energies.alpha == pytest.approx(5.78718)
    with pytest.raises(NoEmissionList, match="icrp107"):
        emissions(found, packs)
    assert emissions(nuclide("Pb-208"), packs) == ()


def test_a_pack_of_ones_own_replaces_a_nuclide_whole(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "own"\n')
    (tmp_path / "nuclides.csv").write_text(
        "nuclide;half_life_s;half_life_text;alpha_mev;source;kind\nAc-225;857088;9,92 d;5,79;own;verified\n"
    )
    (tmp_path / "decays.csv").write_text("parent,daughter,fraction,mode\nAc-225,Fr-221,1,alpha\n")
    (tmp_path / "emissions.csv").write_text("nuclide,radiation,energy_mev,yield\nAc-225,alpha,5.83,0.507\n")
    own = read_pack(tmp_path)
    known = library_of([*Shelf.load(restricted=False).packs, own])
    assert nuclide("225Ac", known).half_life_text == "9,92 d"
    assert nuclide("Ac-225", known).energies.alpha == pytest.approx(5.79)
    assert chain_of(nuclide("Ac-225", known), known).names[-1] == "Bi-209"
    assert emissions(nuclide("Ac-225", known), [own]) == (Emission("alpha", 5.83, 0.507),)


def test_a_wrong_cell_is_named(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "own"\n')
    (tmp_path / "nuclides.csv").write_text(
        "nuclide,half_life_s,half_life_text,source,kind\nAc-225,-5,9.92 d,own,verified\n"
    )
    with pytest.raises(BadCell, match=r"nuclides\.csv, line 2, field 'half_life_s'"):
        library_of([read_pack(tmp_path)])


def test_nothing_is_read_at_import() -> None:
    """Importing the room opens no table and brings neither scipy nor the tables of nuclides."""
    code = "import sys, hevesy.physics as p; print(p.library.cache_info().currsize, 'scipy' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(hevesy.__file__).parent.parent)},
    )  # fmt: skip
    assert said.stdout.split() == ["0", "False"]
