"""Compile the nuclide tables of the `open` pack and the replaceable `icrp107` pack.

    python tools/compile_nuclides.py path/to/facts

Reads the fact table `nuclides.csv` in that folder (use, air-kerma-rate constants) and two packages that carry
the data of ICRP Publication 107: `radioactivedecay` (half-lives, branches) and `icrp107-database` (emissions).
Writes half-lives, branches, mean energies and a few main lines as cited facts into `open`, and the full
emission lists, whose terms restrict reuse, into `icrp107`.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

PACKS = Path(__file__).parent.parent / "src/hevesy/facts/packs"

# Beyond the fact table: parents of generators, impurities that outlive a dose, sources that check the
# instruments, and partners of theranostic pairs. Their daughters follow by themselves.
ALSO = {
    "Sr-90": "generator parent", "Th-228": "generator parent", "Th-229": "generator parent",
    "Ra-225": "generator parent", "Ti-44": "generator parent", "Dy-166": "generator parent",
    "Th-227": "therapy alpha", "Ac-227": "impurity",
    "Tb-160": "impurity", "Eu-152": "impurity", "Eu-154": "impurity", "Co-57": "check source", "Cs-137": "check source",
    "Ba-133": "check source", "Ga-67": "diag SPECT", "Re-186": "therapy", "Sc-43": "diag PET", "Sc-47": "therapy",
    "Sn-117m": "therapy",
}  # fmt: skip

ENERGIES = {
    "alpha_mev": ("alpha",), "recoil_mev": ("alpha recoil",), "conversion_mev": ("IE",), "auger_mev": ("auger",),
    "gamma_mev": ("gamma",), "x_ray_mev": ("X",), "annihilation_mev": ("annihilation",),
}  # fmt: skip
RADIATIONS = {
    "alpha": "alpha", "alpha recoil": "recoil", "beta-": "beta-", "beta+": "beta+", "IE": "conversion",
    "auger": "auger", "gamma": "gamma", "X": "x-ray", "annihilation": "annihilation",
}  # fmt: skip
MODES = {
    "α": "alpha",
    "β-": "beta-",
    "β+ & EC": "beta+/EC",
    "EC": "EC",
    "IT": "IT",
    "β+": "beta+",
    "SF": "fission",
}
MAIN_LINES, LEAST_KEV, LEAST_YIELD = 5, 20.0, 0.001


def main(facts: Path) -> None:
    known = {row["nuclide"]: row for row in _read(facts / "nuclides.csv")}
    family = sorted(_with_daughters([*known, *ALSO]))
    emissions = {name: _emissions(name) for name in family}
    open_pack, restricted = PACKS / "open", PACKS / "icrp107"
    _write(
        open_pack / "nuclides.csv", (_nuclide_row(name, known.get(name), emissions[name]) for name in family)
    )
    _write(open_pack / "decays.csv", (row for name in family for row in _decay_rows(name)))
    _write(open_pack / "lines.csv", (row for name in family for row in _line_rows(name, emissions[name])))
    _write(
        restricted / "emissions.csv",
        (row for name in family for row in _emission_rows(name, emissions[name])),
    )
    _write(
        restricted / "spectra.csv", (row for name in family for row in _spectrum_rows(name, emissions[name]))
    )
    print(f"{len(family)} nuclides, {sum(1 for name in family if emissions[name])} of them radioactive")


def _with_daughters(names: Sequence[str]) -> set[str]:
    """The names and everything they decay into, down to what is stable."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [daughter for daughter, _, _ in _branches(name)]
    return found


def _branches(name: str) -> list[tuple[str, float, str]]:
    import radioactivedecay as rd  # type: ignore[import-untyped]

    found = rd.Nuclide(name)
    return [
        (daughter, float(share), MODES[mode])
        for daughter, share, mode in zip(
            found.progeny(), found.branching_fractions(), found.decay_modes(), strict=True
        )
        if daughter != "SF"
    ]


def _emissions(name: str) -> dict[str, list[list[float]]]:
    """Every list of the nuclide: energy in MeV and yield per decay; empty for a stable one."""
    spec = find_spec("icrp107_database")
    assert spec is not None and spec.origin is not None, "install icrp107-database to compile the tables"
    path = Path(spec.origin).parent / "icrp107" / f"{name}.json"
    if not path.is_file():
        return {}
    lists: dict[str, list[list[float]]] = json.loads(json.loads(path.read_text()))["emissions"]
    return lists


def _nuclide_row(
    name: str, known: dict[str, str] | None, lists: dict[str, list[list[float]]]
) -> dict[str, Any]:
    import radioactivedecay as rd

    found = rd.Nuclide(name)
    half_life = found.half_life("s")
    stable = math.isinf(half_life)
    row: dict[str, Any] = {
        "nuclide": name,
        "use": known["use"] if known else ALSO.get(name, "stable" if stable else "daughter"),
        "half_life_s": "" if stable else _digits(half_life, 15),
        "half_life_text": "stable" if stable else found.half_life("readable").replace("μ", "u"),
    }
    for column, kinds in ENERGIES.items():
        row[column] = "" if stable else _digits(sum(e * y for kind in kinds for e, y in lists.get(kind, [])))
    row |= _betas(lists, stable)
    row |= {"source": "rd", "energy_source": "" if stable else "icrp107db", "kind": "secondary"}
    return row | _air_kerma(known)


def _betas(lists: dict[str, list[list[float]]], stable: bool) -> dict[str, Any]:
    """Mean beta energies per decay, from the spectrum; shared by the list's weights where both signs occur."""
    if stable:
        return dict.fromkeys(("beta_minus_mev", "beta_plus_mev", "beta_minus_yield", "beta_plus_yield"), "")
    minus, plus = (sum(e * y for e, y in lists.get(kind, [])) for kind in ("beta-", "beta+"))
    spectrum = lists.get("b-spectra", [])
    whole = _trapezium([(e, e * y) for e, y in spectrum]) if spectrum else minus + plus
    scale = whole / (minus + plus) if minus + plus else 0.0
    return {
        "beta_minus_mev": _digits(minus * scale), "beta_plus_mev": _digits(plus * scale),
        "beta_minus_yield": _digits(sum(y for _, y in lists.get("beta-", []))),
        "beta_plus_yield": _digits(sum(y for _, y in lists.get("beta+", []))),
    }  # fmt: skip


def _air_kerma(known: dict[str, str] | None) -> dict[str, str]:
    """The constant of the fact table, uGy m2/(GBq h), and what it is with gamma rays alone or with x rays too."""
    columns = {
        "air_kerma": "gamma_const_recommended",
        "air_kerma_gamma_only": "gamma_const_uGy_m2_per_GBq_h_gamma_only",
        "air_kerma_with_x_rays": "gamma_const_uGy_m2_per_GBq_h_with_xray_ge20keV",
    }
    about = ("air_kerma_source", "air_kerma_kind", "air_kerma_note")
    if known is None or not known["gamma_const_recommended"]:
        return dict.fromkeys((*columns, *about), "")
    computed = known["gamma_source"].startswith("computed")
    said = ("calc" if computed else "mem", "computed" if computed else "unverified", known["gamma_note"])
    return {ours: known[theirs] for ours, theirs in columns.items()} | dict(zip(about, said, strict=True))


def _decay_rows(name: str) -> Iterator[dict[str, Any]]:
    for daughter, share, mode in _branches(name):
        yield {"parent": name, "daughter": daughter, "fraction": _digits(share, 15), "mode": mode,
               "source": "rd", "kind": "secondary"}  # fmt: skip


def _line_rows(name: str, lists: dict[str, list[list[float]]]) -> Iterator[dict[str, Any]]:
    """The few strongest photon lines that a camera or a dose calibrator can see."""
    kinds = ("gamma", "X", "annihilation")
    photons = [(e * 1000, y, RADIATIONS[kind]) for kind in kinds for e, y in lists.get(kind, [])]
    seen = sorted((p for p in photons if p[0] >= LEAST_KEV and p[1] >= LEAST_YIELD), key=lambda p: -p[1])[
        :MAIN_LINES
    ]
    for energy, share, kind in seen:
        yield {"nuclide": name, "radiation": kind, "energy_kev": _digits(energy), "yield": _digits(share),
               "source": "icrp107db", "kind": "secondary"}  # fmt: skip


def _emission_rows(name: str, lists: dict[str, list[list[float]]]) -> Iterator[dict[str, Any]]:
    for listed, kind in RADIATIONS.items():
        for energy, share in lists.get(listed, []):
            yield {"nuclide": name, "radiation": kind, "energy_mev": _digits(energy), "yield": _digits(share)}


def _spectrum_rows(name: str, lists: dict[str, list[list[float]]]) -> Iterator[dict[str, Any]]:
    for energy, density in lists.get("b-spectra", []):
        yield {"nuclide": name, "energy_mev": _digits(energy), "per_decay_and_mev": _digits(density)}


def _trapezium(points: Sequence[tuple[float, float]]) -> float:
    return sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(points))


def _digits(value: float, count: int = 6) -> str:
    return f"{value:.{count}g}"


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    table = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{path.name}: {len(table)} rows, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
